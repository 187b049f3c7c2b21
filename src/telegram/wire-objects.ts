import { z } from 'zod';

/**
 * The parts of the Bot API's objects that the adapter reads (https://core.telegram.org/bots/api, 10.1). Whatever
 * comes from outside goes through these; fields that are not named here are dropped.
 */

/** Ids have at most 52 significant bits, so a double holds them. */
const id = z.int();

export const User = z.object({ id, username: z.string().optional() });
export type User = z.infer<typeof User>;

export const Chat = z.object({
  id,
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().optional(),
  username: z.string().optional(),
  is_forum: z.boolean().optional(),
});
export type Chat = z.infer<typeof Chat>;

const ChatPermissions = z.object({
  can_send_messages: z.boolean().optional(),
  can_send_photos: z.boolean().optional(),
  can_send_polls: z.boolean().optional(),
});

export const ChatFullInfo = Chat.extend({ permissions: ChatPermissions.optional() });
export type ChatFullInfo = z.infer<typeof ChatFullInfo>;

export const ChatMember = ChatPermissions.extend({
  status: z.enum(['creator', 'administrator', 'member', 'restricted', 'left', 'kicked']),
  can_post_messages: z.boolean().optional(),
  is_member: z.boolean().optional(),
});
export type ChatMember = z.infer<typeof ChatMember>;

const count = z.int().nonnegative();
/** The documents call it a unique identifier and no more; it becomes part of keys, so it may not be anything. */
const pollId = z.string().regex(/^[\w-]{1,64}$/);

export const Poll = z.object({
  id: pollId,
  question: z.string(),
  options: z
    .array(
      z.object({
        persistent_id: z
          .string()
          .regex(/^[\x21-\x7e]{1,100}$/)
          .optional()
          .catch(undefined),
        text: z.string(),
        voter_count: count,
      }),
    )
    .min(1)
    .max(100),
  total_voter_count: count,
  is_closed: z.boolean(),
});
export type Poll = z.infer<typeof Poll>;

export const PollAnswer = z.object({
  poll_id: pollId,
  user: User.optional(),
  voter_chat: z.object({ id }).optional(),
  option_ids: z.array(count).max(100),
  option_persistent_ids: z
    .array(z.string().regex(/^[\x21-\x7e]{1,100}$/))
    .max(100)
    .optional()
    .catch(undefined),
});
export type PollAnswer = z.infer<typeof PollAnswer>;

export const Message = z.object({
  message_id: z.int().positive(),
  chat: Chat,
  poll: Poll.optional(),
});
export type Message = z.infer<typeof Message>;

export const Migration = z.object({
  chat: Chat,
  migrate_to_chat_id: id.optional(),
  migrate_from_chat_id: id.optional(),
});

export const ChatMemberUpdated = z.object({ chat: Chat, new_chat_member: ChatMember });

/** The envelope only: what is inside is read by those who know what it means. */
export const Update = z.looseObject({ update_id: z.int().nonnegative() });
export type Update = z.infer<typeof Update>;
