import type { AllowedMentions } from './forms/message.ts';
import { Permission } from './permissions.ts';
import type { GuildState, Pings } from './types.ts';

/** Whom a content really notifies, as Discord decides it. Embeds and polls never notify. */
export function resolvePings(
  guild: GuildState,
  content: string,
  allowed: AllowedMentions | null,
  permissions: bigint,
): Pings {
  const parses = (kind: string): boolean => allowed === null || allowed.parse.includes(kind);
  const mayMentionAll = (permissions & Permission.mentionEveryone) !== 0n;
  const found = (pattern: RegExp): string[] => [
    ...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? '')),
  ];
  const roles = found(/<@&(\d{1,20})>/g).filter((id) => {
    const role = guild.roles.get(id);
    if (!role || !(parses('roles') || allowed?.roles.includes(id))) return false;
    return role.mentionable || mayMentionAll;
  });
  const users = found(/<@!?(\d{1,20})>/g).filter((id) => parses('users') || allowed?.users.includes(id));
  return { everyone: /@(everyone|here)/.test(content) && parses('everyone') && mayMentionAll, roles, users };
}
