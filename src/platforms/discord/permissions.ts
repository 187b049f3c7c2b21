import { OverwriteType, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { WireChannel, WireGuild, WireMember } from './wire/objects.ts';

/** Permissions that the bot checks, with the names from Discord's reference and from its settings pages. */
const PERMISSIONS = {
  VIEW_CHANNEL: { bit: PermissionFlagsBits.ViewChannel, label: 'View Channel' },
  SEND_MESSAGES: { bit: PermissionFlagsBits.SendMessages, label: 'Send Messages' },
  SEND_MESSAGES_IN_THREADS: {
    bit: PermissionFlagsBits.SendMessagesInThreads,
    label: 'Send Messages in Threads',
  },
  EMBED_LINKS: { bit: PermissionFlagsBits.EmbedLinks, label: 'Embed Links' },
  ATTACH_FILES: { bit: PermissionFlagsBits.AttachFiles, label: 'Attach Files' },
  SEND_POLLS: { bit: PermissionFlagsBits.SendPolls, label: 'Create Polls' },
  READ_MESSAGE_HISTORY: { bit: PermissionFlagsBits.ReadMessageHistory, label: 'Read Message History' },
  CREATE_PUBLIC_THREADS: { bit: PermissionFlagsBits.CreatePublicThreads, label: 'Create Public Threads' },
  MENTION_EVERYONE: {
    bit: PermissionFlagsBits.MentionEveryone,
    label: 'Mention @everyone, @here, and All Roles',
  },
} as const;
export type Permission = keyof typeof PERMISSIONS;

export type OutletKind = 'text' | 'announcement' | 'thread';

/**
 * Without any one of these, a show can't play in an outlet. Reading the history is one of them, because
 * Discord requires it to read a message again, and so for every final count.
 */
export function needed(kind: OutletKind): readonly Permission[] {
  const speak = kind === 'thread' ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES';
  return ['VIEW_CHANNEL', speak, 'EMBED_LINKS', 'SEND_POLLS', 'READ_MESSAGE_HISTORY'];
}

/** Without any one of these, something beside the show is missing, as the warning says. */
export function wished(
  kind: OutletKind,
): readonly { readonly permission: Permission; readonly without: string }[] {
  const pictures = { permission: 'ATTACH_FILES', without: 'results come without their picture' } as const;
  if (kind === 'thread') return [pictures];
  return [{ permission: 'CREATE_PUBLIC_THREADS', without: 'episodes get no discussion thread' }, pictures];
}

export function missing(permission: Permission, where: string, bot: string, without?: string): OutletProblem {
  const { label } = PERMISSIONS[permission];
  return {
    code: `missing-permission:${permission}`,
    what: `The bot lacks the permission "${label}" in ${where}${without === undefined ? '' : `; without it ${without}`}.`,
    fix: `In Discord open Edit Channel > Permissions of ${where}, add the role or member "${bot}" and allow "${label}".`,
  };
}

export const allows = (permissions: PermissionsBitField, permission: Permission): boolean =>
  permissions.has(PERMISSIONS[permission].bit);

/** What a member in a Timeout may still do. */
const WHILE_TIMED_OUT = PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory;

/**
 * What a member may do in a channel, in the order of Discord's reference ("Permissions", "Permission Overwrites"): the roles'
 * permissions together, then the overwrites of @everyone, of the roles together, of the member. Owners and administrators may
 * do everything. Computed from REST answers, because a worker has no gateway cache.
 * @param channel the parent, if the outlet is a thread: threads have no overwrites of their own.
 */
export function permissionsIn(
  guild: WireGuild & { readonly id: string },
  channel: WireChannel,
  member: WireMember,
  memberId: string,
  now: number,
): PermissionsBitField {
  const all = new PermissionsBitField(PermissionsBitField.All);
  if (guild.owner_id === memberId) return all;
  // The role @everyone has the server's id.
  const roleIds = new Set([guild.id, ...member.roles]);
  let bits = guild.roles
    .filter((role) => roleIds.has(role.id))
    .reduce((sum, role) => sum | role.permissions, 0n);
  if ((bits & PermissionFlagsBits.Administrator) !== 0n) return all;

  const overwrites = channel.permission_overwrites;
  const layers = [
    overwrites.filter((one) => one.id === guild.id),
    overwrites.filter((one) => one.type === OverwriteType.Role && one.id !== guild.id && roleIds.has(one.id)),
    overwrites.filter((one) => one.type === OverwriteType.Member && one.id === memberId),
  ];
  for (const layer of layers) {
    bits &= ~layer.reduce((sum, overwrite) => sum | overwrite.deny, 0n);
    bits |= layer.reduce((sum, overwrite) => sum | overwrite.allow, 0n);
  }
  const until = member.communication_disabled_until;
  if (until && Date.parse(until) > now) bits &= WHILE_TIMED_OUT;
  return new PermissionsBitField(bits);
}
