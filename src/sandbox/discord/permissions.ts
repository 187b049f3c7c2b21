import { refusals } from './refusal.ts';
import type { ChannelState, GuildState } from './types.ts';

/** The permission bits (Discord reference, "Permissions") that the stand-in enforces. */
export const Permission = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  addReactions: 1n << 6n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
  sendPolls: 1n << 49n,
  pinMessages: 1n << 51n,
} as const;

/** Every bit in use, for administrators. */
export const ALL_PERMISSIONS = (1n << 53n) - 1n;

/** What a bot gets when it is invited with the permissions that a poll bot asks for. */
export const POLL_BOT_PERMISSIONS =
  Permission.viewChannel |
  Permission.sendMessages |
  Permission.embedLinks |
  Permission.attachFiles |
  Permission.readMessageHistory |
  Permission.createPublicThreads |
  Permission.sendMessagesInThreads |
  Permission.sendPolls |
  Permission.pinMessages;

/** The bot's permissions in a guild, or in one of its channels; a thread has those of its parent. */
export function botPermissions(guild: GuildState, channel: ChannelState | null, botId: string): bigint {
  if (!guild.botIsMember) return 0n;
  const everyone = guild.roles.get(guild.id)?.permissions ?? 0n;
  const base = everyone | (guild.roles.get(guild.botRoleId)?.permissions ?? 0n);
  if ((base & Permission.administrator) !== 0n) return ALL_PERMISSIONS;
  const place = channel?.thread ? guild.channels.get(channel.parentId ?? '') : channel;
  if (!place) return base;
  let permissions = base;
  // Order of application (Discord reference, "Permission Hierarchy"): everyone, then roles, then the member.
  for (const subject of [guild.id, guild.botRoleId, botId]) {
    const overwrite = place.overwrites.find((candidate) => candidate.id === subject);
    if (overwrite) permissions = (permissions & ~overwrite.deny) | overwrite.allow;
  }
  return (permissions & Permission.viewChannel) === 0n ? 0n : permissions;
}

/** Refuses with 50001 what the bot can't see, with 50013 what it sees but may not do. */
export function requirePermissions(held: bigint, ...needed: bigint[]): void {
  if ((held & Permission.viewChannel) === 0n) throw refusals.missingAccess();
  for (const bit of needed) if ((held & bit) === 0n) throw refusals.missingPermissions();
}
