import { describe, expect, it } from 'vitest';
import { commands as everyCommand } from '../../../../commands/index.ts';
import { translate } from '../../../../src/core/wording/command-translations.ts';
import { isSame } from '../../../../src/platforms/discord/commands/register.ts';
import { type CommandBody, commandBodies } from '../../../../src/platforms/discord/commands/wire.ts';
import type { Command } from '../../../../src/ports/commands/command.ts';
import { commands } from '../../../support/commands/desk.ts';
import { hasSpecification, requestFaults } from '../../../support/discord/request-spec.ts';

const none = () => ({});
const bodies = (list: readonly Command[] = commands, scope: 'global' | 'guild' = 'global') =>
  commandBodies(list, { scope, translate: none });
const bodyOf = (name: string) => bodies().find((body) => body.name === name);

interface Labelled {
  readonly name: string;
  readonly name_localizations?: Readonly<Record<string, string | null>>;
  readonly description_localizations?: Readonly<Record<string, string | null>>;
  readonly options?: readonly Labelled[];
}

/** `vote close` and so on, as people see them. */
const namesIn = ({ name, options = [] }: CommandBody): readonly string[] => {
  const subcommands = options.filter(({ type }) => type === 1);
  return subcommands.length === 0 ? [name] : subcommands.map((option) => `${name} ${option.name}`);
};

describe('the list of commands for Discord', () => {
  it('combines those with the same first word into one command', () => {
    expect(bodies().map(({ name }) => name)).toEqual([
      'delivery',
      'episode',
      'outlet',
      'path',
      'season',
      'vote',
    ]);
    expect(bodyOf('vote')).toMatchObject({
      description: 'close · extend · decide',
      options: [
        { type: 1, name: 'close', description: 'Does vote close' },
        { type: 1, name: 'extend' },
        { type: 1, name: 'decide' },
      ],
    });
  });

  it('hides from fans what is not theirs, and from nobody what is for everyone', () => {
    expect(bodyOf('vote')?.default_member_permissions).toBe('32');
    expect(bodyOf('season')?.default_member_permissions).toBe('32');
    expect(bodyOf('path')?.default_member_permissions).toBeNull();
  });

  it('offers them in servers and in private chats with the bot, if it was added to a server', () => {
    for (const body of bodies()) expect(body).toMatchObject({ contexts: [0, 1], integration_types: [0] });
    for (const body of bodies(commands, 'guild')) expect(body).not.toHaveProperty('contexts');
  });

  it('lists required parameters first, but asks for the reason in a form', () => {
    expect(bodyOf('vote')?.options).toMatchObject([
      {
        options: [
          { name: 'show', required: false, autocomplete: true },
          { name: 'reason', required: false, min_length: 1, max_length: 200 },
        ],
      },
      { options: [{ name: 'duration', required: true }, { name: 'show' }, { name: 'reason' }] },
      {
        options: [
          { name: 'option', required: true, autocomplete: true },
          { name: 'show' },
          { name: 'round' },
        ],
      },
    ]);
  });

  it('uses pickers if Discord has them', () => {
    expect(bodyOf('outlet')?.options).toMatchObject([
      {
        options: [
          { name: 'show', type: 3 },
          { name: 'mention', type: 8 },
          { name: 'channel', type: 7, channel_types: [0, 5, 10, 11, 12] },
          { name: 'quiet', type: 5 },
        ],
      },
    ]);
  });

  it('has names and descriptions in every language that has them, under Discord’s language names', () => {
    const words: Record<string, Record<string, string>> = {
      path: { es: 'camino', de: 'verlauf' },
      'Does path': { de: 'Macht den Weg' },
      show: { de: 'serie' },
    };
    const [path] = commandBodies(
      commands.filter(({ name }) => name === 'path'),
      { scope: 'global', translate: (english) => words[english] ?? {} },
    );
    expect(path).toMatchObject({
      name: 'path',
      name_localizations: { 'es-ES': 'camino', 'es-419': 'camino', de: 'verlauf' },
      description_localizations: { de: 'Macht den Weg' },
      options: [{ name: 'show', name_localizations: { de: 'serie' } }],
    });
  });

  it('refuses a word that is a command and has subcommands', () => {
    const [close] = commands;
    if (close === undefined) throw new Error('no command');
    expect(() => bodies([close, { ...close, name: 'vote' }])).toThrow('/vote');
  });

  it('registers every command of the bot with names that Discord accepts', () => {
    const real = bodies(everyCommand);
    expect(real.flatMap(namesIn).sort()).toEqual(everyCommand.map(({ name }) => name).sort());
    for (const text of JSON.stringify(real).matchAll(/"name":"([^"]*)"/g)) {
      expect(text[1]).toMatch(/^[a-z]{1,32}$/);
    }
    for (const text of JSON.stringify(real).matchAll(/"description":"([^"]*)"/g)) {
      expect([...(text[1] ?? '')].length).toBeLessThanOrEqual(100);
    }
  });

  it('has translations that Discord accepts, and no two neighbours with the same name', () => {
    const check = (siblings: readonly Labelled[]) => {
      for (const {
        name_localizations: names,
        description_localizations: descriptions,
        options,
      } of siblings) {
        for (const name of Object.values(names ?? {})) {
          expect(name).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u);
          expect(name).toBe(name?.toLowerCase());
        }
        for (const text of Object.values(descriptions ?? {})) {
          expect([...(text ?? '')].length, String(text)).toBeLessThanOrEqual(100);
        }
        check(options ?? []);
      }
      for (const locale of ['de', 'es-ES'] as const) {
        const shown = siblings.map(({ name, name_localizations: names }) => names?.[locale] ?? name);
        expect(new Set(shown).size, shown.join()).toBe(siblings.length);
      }
    };
    const translated = commandBodies(everyCommand, { scope: 'global', translate });
    check(translated as readonly Labelled[]);
    expect(JSON.stringify(translated)).toContain('"de":');
    expect(requestFaults('PUT', '/applications/1/commands', translated)).toEqual([]);
  });

  it.skipIf(!hasSpecification)("fits Discord's own specification", () => {
    expect(requestFaults('PUT', '/applications/1/commands', bodies(everyCommand))).toEqual([]);
    expect(requestFaults('PUT', '/applications/1/commands', bodies())).toEqual([]);
    expect(requestFaults('PUT', '/applications/1/guilds/2/commands', bodies(commands, 'guild'))).toEqual([]);
  });
});

describe('what is registered', () => {
  /** As Discord lists a command: with ids, defaults and nulls, in its own order. */
  const listed = (list = bodies()) =>
    list
      .map((body) => ({
        id: '1',
        application_id: '2',
        version: '3',
        nsfw: false,
        dm_permission: true,
        name_localizations: null,
        description_localizations: null,
        ...body,
      }))
      .reverse();

  it('is equal, whatever Discord added to it', () => {
    expect(isSame(bodies(), listed())).toBe(true);
    const quiet = listed().map(({ options, ...command }) => ({
      ...command,
      options: options?.map(({ required, ...option }) => (required ? { ...option, required } : option)),
    }));
    expect(isSame(bodies(), quiet)).toBe(true);
  });

  it('is equal in one server, where Discord stores no contexts', () => {
    const ours = bodies(commands, 'guild');
    const theirs = listed(ours).map((command) => ({ ...command, contexts: null, integration_types: [0] }));
    expect(isSame(ours, theirs)).toBe(true);
  });

  it('differs if a word, an option, a right or a context does', () => {
    const changed = (change: (body: Record<string, unknown>) => Record<string, unknown>) =>
      isSame(
        bodies(),
        listed().map((command) => (command.name === 'path' ? change({ ...command }) : command)),
      );
    expect(changed((path) => path)).toBe(true);
    expect(changed((path) => ({ ...path, description: 'Does something else' }))).toBe(false);
    expect(changed((path) => ({ ...path, name_localizations: { de: 'weg' } }))).toBe(false);
    expect(changed((path) => ({ ...path, options: [] }))).toBe(false);
    const stricter = ({ options, ...path }: Record<string, unknown>) => ({
      ...path,
      options: [...(options as object[])].map((option) => ({ ...option, required: true })),
    });
    expect(changed(stricter)).toBe(false);
    expect(changed((path) => ({ ...path, default_member_permissions: '32' }))).toBe(false);
    expect(changed((path) => ({ ...path, contexts: [0] }))).toBe(false);
    expect(isSame(bodies(), listed().slice(1))).toBe(false);
    expect(isSame(bodies(), [])).toBe(false);
  });
});
