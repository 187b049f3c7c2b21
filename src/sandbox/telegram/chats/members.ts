import type { Chat, ChatMember, User } from '../types.ts';

/** Administrator rights: https://core.telegram.org/bots/api#chatadministratorrights. */
const RIGHTS = [
  'can_manage_chat',
  'can_delete_messages',
  'can_manage_video_chats',
  'can_restrict_members',
  'can_promote_members',
  'can_change_info',
  'can_invite_users',
  'can_post_stories',
  'can_edit_stories',
  'can_delete_stories',
] as const;
const CHANNEL_RIGHTS = ['can_post_messages', 'can_edit_messages'] as const;
const GROUP_RIGHTS = ['can_pin_messages', 'can_manage_topics'] as const;

export type Right = (typeof RIGHTS)[number] | (typeof CHANNEL_RIGHTS)[number] | (typeof GROUP_RIGHTS)[number];
export type Rights = Partial<Record<Right, boolean>>;

/** What members may do: https://core.telegram.org/bots/api#chatpermissions. */
const PERMISSIONS = [
  'can_send_messages',
  'can_send_audios',
  'can_send_documents',
  'can_send_photos',
  'can_send_videos',
  'can_send_video_notes',
  'can_send_voice_notes',
  'can_send_polls',
  'can_send_other_messages',
  'can_add_web_page_previews',
  'can_react_to_messages',
  'can_edit_tag',
  'can_change_info',
  'can_invite_users',
  'can_pin_messages',
  'can_manage_topics',
] as const;

export type Permission = (typeof PERMISSIONS)[number];
export type Permissions = Record<Permission, boolean>;

/** Members of a new group may write everything, and may not change the chat itself. */
export function defaultPermissions(): Permissions {
  const all = Object.fromEntries(PERMISSIONS.map((name) => [name, true])) as Permissions;
  return { ...all, can_change_info: false, can_pin_messages: false, can_manage_topics: false };
}

/** An account's status in a chat. `left` and `kicked` are remembered; a stranger has no standing. */
export type Standing =
  | { status: 'creator'; anonymous: boolean }
  | { status: 'administrator'; rights: Rights; anonymous: boolean }
  | { status: 'member' }
  | { status: 'restricted'; permissions: Permissions }
  | { status: 'left' }
  | { status: 'kicked' };

export function isMember(standing: Standing | undefined): boolean {
  return standing !== undefined && standing.status !== 'left' && standing.status !== 'kicked';
}

export function isAdministrator(standing: Standing | undefined): boolean {
  return standing?.status === 'creator' || standing?.status === 'administrator';
}

export function hasRight(standing: Standing | undefined, right: Right): boolean {
  if (standing?.status === 'creator') return true;
  return standing?.status === 'administrator' && standing.rights[right] === true;
}

/** Whether a member of a group may do it: administrators always, the others as the chat permits. */
export function isPermitted(
  standing: Standing | undefined,
  chatPermissions: Permissions,
  permission: Permission,
): boolean {
  if (isAdministrator(standing)) return true;
  if (standing?.status === 'restricted') {
    return standing.permissions[permission] && chatPermissions[permission];
  }
  return standing?.status === 'member' && chatPermissions[permission];
}

function rightsOf(type: Chat['type']): readonly Right[] {
  return [...RIGHTS, ...(type === 'channel' ? CHANNEL_RIGHTS : GROUP_RIGHTS)];
}

/** Every right that exists in this kind of chat. */
export function allRights(type: Chat['type']): Rights {
  return Object.fromEntries(rightsOf(type).map((right) => [right, true]));
}

/** The ChatMember object, of the kind that belongs to the standing. */
export function chatMember(user: User, standing: Standing | undefined, type: Chat['type']): ChatMember {
  switch (standing?.status) {
    case 'creator':
      return { status: 'creator', user, is_anonymous: standing.anonymous };
    case 'administrator':
      return {
        status: 'administrator',
        user,
        can_be_edited: false,
        is_anonymous: standing.anonymous,
        ...Object.fromEntries(rightsOf(type).map((right) => [right, standing.rights[right] === true])),
      };
    case 'member':
      return { status: 'member', user };
    case 'restricted':
      return { status: 'restricted', user, is_member: true, ...standing.permissions, until_date: 0 };
    case 'kicked':
      return { status: 'kicked', user, until_date: 0 };
    default:
      return { status: 'left', user };
  }
}
