import { FormErrors } from './forms/errors.ts';
import { botPermissions, Permission, requirePermissions } from './permissions.ts';
import { refusals } from './refusal.ts';
import { isSnowflake } from './snowflake.ts';
import type { ChannelState, GuildState } from './types.ts';
import type { World } from './world.ts';

/** A channel that the bot asked for, with its permissions there. */
export interface Access {
  readonly guild: GuildState;
  readonly channel: ChannelState;
  readonly permissions: bigint;
}

/** An id from a path; anything else is refused as Discord refuses it. */
export function pathId(name: string, value: string | undefined): string {
  if (isSnowflake(value)) return value;
  const errors = new FormErrors();
  errors.add([name], 'NUMBER_TYPE_COERCE', `Value "${value ?? ''}" is not snowflake.`);
  throw errors.refusal();
}

/**
 * Opens a channel for the bot, or refuses: 10003 if there is none, 50001 if the bot can't see it, 50013 if a permission of
 * `needed` is missing.
 */
export function openChannel(world: World, id: string | undefined, ...needed: bigint[]): Access {
  const channel = world.findChannel(pathId('channel_id', id));
  if (!channel) throw refusals.unknownChannel();
  const guild = world.guild(channel.guildId);
  const permissions = botPermissions(guild, channel, world.bot.id);
  requirePermissions(permissions, ...needed);
  return { guild, channel, permissions };
}

export function openGuild(world: World, id: string | undefined): GuildState {
  const guild = world.guilds.get(pathId('guild_id', id));
  if (!guild?.botIsMember) throw refusals.unknownGuild();
  return guild;
}

/** What it takes to post in a place: threads have a permission of their own. */
export function sendingPermission(channel: ChannelState): bigint {
  return channel.thread ? Permission.sendMessagesInThreads : Permission.sendMessages;
}

/** The API's `limit` parameter. */
export function pageLimit(value: string | undefined, standard: number, min: number, max: number): number {
  if (value === undefined) return standard;
  const errors = new FormErrors();
  const limit = errors.integer(['limit'], /^-?\d+$/.test(value) ? Number(value) : value, min, max);
  errors.throwIfAny();
  return limit ?? standard;
}
