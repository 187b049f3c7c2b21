import { isRecord } from '../forms/errors.ts';
import { messageWire } from '../message-wire.ts';
import { botPermissions, Permission } from '../permissions.ts';
import type { ChannelState, GuildState, MessageState, WireObject } from '../types.ts';
import { channelWire, memberWire, roleWire, userWire } from '../wire-objects.ts';
import type { World } from '../world.ts';

type Value = string | number | boolean;

interface Place {
  readonly guild: string;
  readonly channel: string;
  /** Account id of the person. */
  readonly user: string;
  /** The person's permissions in the channel, as bits; a plain fan's by default. */
  readonly permissions?: bigint;
  readonly locale?: string;
}

/** What a person does: use a slash command, type in an option of one, press a button, or submit a modal. */
export type InteractionSpec = Place &
  (
    | {
        readonly kind?: 'command';
        /** The whole name, as in `season start`. */
        readonly command: string;
        readonly options?: Readonly<Record<string, Value>>;
      }
    | {
        readonly kind: 'autocomplete';
        readonly command: string;
        readonly options: Readonly<Record<string, Value>>;
        /** The option that is being typed. */
        readonly focused: string;
      }
    | {
        readonly kind: 'press';
        readonly message: string;
        readonly customId: string;
        readonly values?: readonly string[];
      }
    | {
        readonly kind: 'submit';
        readonly customId: string;
        readonly fields: Readonly<Record<string, string>>;
      }
  );

/** What an ordinary member of a guild may do. */
const FAN_PERMISSIONS =
  Permission.viewChannel |
  Permission.sendMessages |
  Permission.readMessageHistory |
  Permission.useApplicationCommands |
  Permission.addReactions;

const OptionType = { subCommand: 1, subCommandGroup: 2, user: 6, channel: 7, role: 8 } as const;

/** Interaction types (Discord reference, "Interaction Type"). */
export const InteractionType = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

export function typeOf(spec: InteractionSpec): number {
  if (spec.kind === 'press') return InteractionType.component;
  if (spec.kind === 'submit') return InteractionType.modal;
  return spec.kind === 'autocomplete' ? InteractionType.autocomplete : InteractionType.command;
}

/**
 * The data of an INTERACTION_CREATE event. Throws if Discord would not offer this person the action.
 * @param source the message whose button is pressed.
 */
export function interactionPayload(
  world: World,
  spec: InteractionSpec,
  visible: readonly WireObject[],
  identity: { readonly id: string; readonly token: string },
  source: MessageState | null,
): WireObject {
  const guild = world.guild(spec.guild);
  const channel = world.channel(spec.channel);
  const permissions = (spec.permissions ?? FAN_PERMISSIONS).toString();
  const member = memberWire(world.user(spec.user), [], guild.botJoinedAt);
  const message = spec.kind === 'press' ? pressedMessage(channel, source, spec) : null;
  return {
    id: identity.id,
    application_id: world.applicationId,
    type: typeOf(spec),
    token: identity.token,
    version: 1,
    guild_id: guild.id,
    guild: { id: guild.id, locale: guild.locale, features: [] },
    channel_id: channel.id,
    channel: { ...channelWire(channel), permissions },
    member: { ...member, permissions },
    app_permissions: botPermissions(guild, channel, world.bot.id).toString(),
    locale: spec.locale ?? 'en-US',
    guild_locale: guild.locale,
    entitlements: [],
    authorizing_integration_owners: { '0': guild.id },
    context: 0,
    attachment_size_limit: 10_485_760,
    ...(message ? { message: messageWire(world, message) } : {}),
    data: dataOf(world, guild, spec, visible),
  };
}

function dataOf(
  world: World,
  guild: GuildState,
  spec: InteractionSpec,
  visible: readonly WireObject[],
): WireObject {
  if (spec.kind === 'press') {
    const values = spec.values ? { values: spec.values } : {};
    return { custom_id: spec.customId, component_type: spec.values ? 3 : 2, id: 2, ...values };
  }
  if (spec.kind === 'submit') {
    const components = Object.entries(spec.fields).map(([customId, value], index) => ({
      type: 1,
      id: index * 2 + 1,
      components: [{ type: 4, id: index * 2 + 2, custom_id: customId, value }],
    }));
    return { custom_id: spec.customId, components };
  }
  return commandData(world, guild, spec, visible);
}

function commandData(
  world: World,
  guild: GuildState,
  spec: Extract<InteractionSpec, { command: string }>,
  visible: readonly WireObject[],
): WireObject {
  const [root, ...path] = spec.command.trim().split(/\s+/);
  const command = visible.find(({ name }) => name === root);
  if (!command) throw new Error(`the bot registered no command /${root} that guild ${guild.id} sees`);
  const needed = command.default_member_permissions;
  const held = spec.permissions ?? FAN_PERMISSIONS;
  if (typeof needed === 'string' && (held & Permission.administrator) === 0n) {
    const bits = BigInt(needed);
    if (bits === 0n || (held & bits) !== bits)
      throw new Error(`Discord does not show /${root} to this member`);
  }
  let definitions = optionsOf(command);
  const nest: { type: number; name: string }[] = [];
  for (const step of path) {
    const next = definitions.find(({ name, type }) => name === step && Number(type) <= 2);
    if (!next) throw new Error(`/${root} has no sub-command ${path.join(' ')}`);
    nest.push({ type: Number(next.type), name: step });
    definitions = optionsOf(next);
  }
  if (definitions.some(({ type }) => Number(type) <= 2))
    throw new Error(`/${spec.command} needs a sub-command`);
  let options: WireObject[] = chosenOptions(spec, definitions);
  const resolved = resolve(world, guild, options);
  for (const step of nest.reverse()) options = [{ ...step, options }];
  return {
    id: command.id,
    name: root,
    type: 1,
    ...(command.guild_id ? { guild_id: command.guild_id } : {}),
    ...(options.length > 0 ? { options } : {}),
    ...(resolved ? { resolved } : {}),
  };
}

function chosenOptions(
  spec: Extract<InteractionSpec, { command: string }>,
  definitions: readonly Record<string, unknown>[],
): WireObject[] {
  const given = Object.entries(spec.options ?? {});
  for (const [name] of given) {
    if (!definitions.some((definition) => definition.name === name)) {
      throw new Error(`/${spec.command} has no option ${name}`);
    }
  }
  const focused = spec.kind === 'autocomplete' ? spec.focused : null;
  return definitions.flatMap((definition) => {
    const name = String(definition.name);
    const value = spec.options?.[name];
    if (value === undefined) {
      if (definition.required === true && focused === null) throw new Error(`/${spec.command} needs ${name}`);
      return [];
    }
    return [{ name, type: definition.type, value, ...(focused === name ? { focused: true } : {}) }];
  });
}

function resolve(world: World, guild: GuildState, options: readonly WireObject[]): WireObject | null {
  const users: WireObject = {};
  const members: WireObject = {};
  const channels: WireObject = {};
  const roles: WireObject = {};
  for (const { type, value } of options) {
    const id = String(value);
    if (type === OptionType.user) {
      users[id] = userWire(world.user(id));
      const { user: _user, ...member } = memberWire(world.user(id), [], guild.botJoinedAt);
      members[id] = { ...member, permissions: FAN_PERMISSIONS.toString() };
    } else if (type === OptionType.channel) {
      channels[id] = { ...channelWire(world.channel(id)), permissions: FAN_PERMISSIONS.toString() };
    } else if (type === OptionType.role) {
      const role = guild.roles.get(id);
      if (!role) throw new Error(`guild ${guild.id} has no role ${id}`);
      roles[id] = roleWire(role, world.bot.id);
    }
  }
  const kinds = Object.entries({ users, members, channels, roles }).filter(
    ([, found]) => Object.keys(found).length > 0,
  );
  return kinds.length > 0 ? Object.fromEntries(kinds) : null;
}

function pressedMessage(
  channel: ChannelState,
  message: MessageState | null,
  { message: id, customId }: Extract<InteractionSpec, { kind: 'press' }>,
): MessageState {
  if (!message || message.channelId !== channel.id)
    throw new Error(`channel ${channel.id} has no message ${id}`);
  const components = message.components.flatMap((row) =>
    Array.isArray(row.components) ? row.components.filter(isRecord) : [],
  );
  if (!components.some((component) => component.custom_id === customId && component.disabled !== true)) {
    throw new Error(`message ${id} has no button ${customId} that can be pressed`);
  }
  return message;
}

function optionsOf(node: Record<string, unknown>): Record<string, unknown>[] {
  return Array.isArray(node.options) ? node.options.filter(isRecord) : [];
}
