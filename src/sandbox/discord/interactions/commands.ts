import { openGuild, pathId } from '../access.ts';
import { readCommand } from '../forms/command.ts';
import { FormErrors } from '../forms/errors.ts';
import { refusals } from '../refusal.ts';
import type { Call, Route } from '../rest/rest.ts';
import type { WireObject } from '../types.ts';
import type { World } from '../world.ts';

const MAX_COMMANDS = 100;
const EVERYWHERE = '';

/** The slash commands that the bot registered, for all guilds and for single ones. */
export class Commands {
  readonly #world: World;
  readonly #byPlace = new Map<string, WireObject[]>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The commands that a member of a guild sees: the guild's own hide global ones of the same name. */
  visibleIn(guildId: string): WireObject[] {
    const own = this.#byPlace.get(guildId) ?? [];
    const global = this.#byPlace.get(EVERYWHERE) ?? [];
    return [...own, ...global.filter(({ name }) => !own.some((command) => command.name === name))];
  }

  routes(): Route[] {
    const places = [
      '/applications/:application/commands',
      '/applications/:application/guilds/:guild/commands',
    ];
    return places.flatMap((path): Route[] => [
      { method: 'GET', path, answer: (call) => ({ status: 200, body: this.#at(call) }) },
      { method: 'PUT', path, answer: (call) => ({ status: 200, body: this.#replace(call) }) },
      { method: 'POST', path, answer: (call) => this.#add(call) },
      {
        method: 'DELETE',
        path: `${path}/:command`,
        answer: (call) => {
          const id = pathId('command_id', call.params.command);
          const commands = this.#at(call);
          const index = commands.findIndex((command) => command.id === id);
          if (index < 0) throw refusals.unknownCommand();
          commands.splice(index, 1);
          return { status: 204 };
        },
      },
    ]);
  }

  #replace(call: Call): WireObject[] {
    const errors = new FormErrors();
    const input = errors.list([], call.body ?? [], 0, Number.POSITIVE_INFINITY);
    if (input.length > MAX_COMMANDS) throw refusals.tooManyCommands();
    const forms = input.map((command, index) => readCommand(errors, [index], command));
    forms.forEach((form, index) => {
      if (!forms.slice(0, index).some(({ name, type }) => name === form.name && type === form.type)) return;
      const message = 'Application command names must be unique';
      errors.add([index], 'APPLICATION_COMMANDS_DUPLICATE_NAME', message);
    });
    errors.throwIfAny();
    const earlier = this.#at(call);
    const kept = forms.map((form) => this.#keep(call, form, earlier));
    this.#byPlace.set(placeOf(call), kept);
    return kept;
  }

  #add(call: Call): { status: number; body: WireObject } {
    const errors = new FormErrors();
    const form = readCommand(errors, [], call.body);
    errors.throwIfAny();
    const commands = this.#at(call);
    const index = commands.findIndex(({ name }) => name === form.name);
    if (index < 0 && commands.length >= MAX_COMMANDS) throw refusals.tooManyCommands();
    const made = this.#keep(call, form, commands);
    if (index < 0) commands.push(made);
    else commands[index] = made;
    return { status: index < 0 ? 201 : 200, body: made };
  }

  #keep(call: Call, form: WireObject, earlier: readonly WireObject[]): WireObject {
    const known = earlier.find(({ name, type }) => name === form.name && type === form.type);
    const guild = call.params.guild;
    return {
      id: known?.id ?? this.#world.ids.next(),
      application_id: this.#world.applicationId,
      version: this.#world.ids.next(),
      dm_permission: true,
      ...(guild ? { guild_id: guild } : {}),
      ...form,
    };
  }

  #at(call: Call): WireObject[] {
    if (call.params.application !== this.#world.applicationId) throw refusals.missingAccess();
    if (call.params.guild !== undefined) openGuild(this.#world, call.params.guild);
    const place = placeOf(call);
    const commands = this.#byPlace.get(place) ?? [];
    this.#byPlace.set(place, commands);
    return commands;
  }
}

function placeOf(call: Call): string {
  return call.params.guild ?? EVERYWHERE;
}
