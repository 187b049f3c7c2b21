import { z } from 'zod';

/**
 * The parts of the Bot API's objects that the adapter reads (https://core.telegram.org/bots/api, 10.1). Whatever
 * comes from outside goes through these; fields that are not named here are dropped.
 */

/** Ids have at most 52 significant bits, so a double holds them. */
const id = z.int();

export const User = z.object({ id, username: z.string().optional(), is_bot: z.boolean().optional() });
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
  /** Unix seconds. */
  close_date: z.number().positive().optional().catch(undefined),
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

export const OwnMembership = z.object({
  chat: Chat,
  from: User,
  old_chat_member: ChatMember,
  new_chat_member: ChatMember,
});

/** What a person or a chat wrote, as far as commands go. Unix times are in seconds. */
export const Written = z.object({
  message_id: z.int().positive(),
  message_thread_id: z.int().positive().optional(),
  is_topic_message: z.boolean().optional(),
  date: z.int().nonnegative(),
  chat: Chat,
  from: User.optional(),
  sender_chat: z.object({ id }).optional(),
  via_bot: z.unknown().optional(),
  forward_origin: z.unknown().optional(),
  reply_to_message: z.object({ message_id: z.int() }).optional().catch(undefined),
  text: z.string().max(4096).optional(),
});
export type Written = z.infer<typeof Written>;

/** Passed back as it came, so that an edit keeps the formatting. */
const entity = z.looseObject({ type: z.string(), offset: count, length: count });

/** The message under a pressed button; one that is too old to be told has neither text nor buttons. */
const PressedMessage = z.object({
  message_id: z.int().positive(),
  message_thread_id: z.int().positive().optional().catch(undefined),
  is_topic_message: z.boolean().optional().catch(undefined),
  chat: Chat,
  text: z.string().optional().catch(undefined),
  entities: z.array(entity).optional().catch(undefined),
  reply_markup: z
    .object({
      inline_keyboard: z.array(z.array(z.object({ text: z.string(), callback_data: z.string().optional() }))),
    })
    .optional()
    .catch(undefined),
});
export type PressedMessage = z.infer<typeof PressedMessage>;

/** Whoever has a modified client may send any `data` under any message of ours. */
export const CallbackQuery = z.object({
  id: z.string().min(1).max(64),
  from: User,
  message: PressedMessage.optional().catch(undefined),
  data: z.string().optional().catch(undefined),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

export const BotCommands = z.array(z.object({ command: z.string(), description: z.string() }));

/** The envelope only: what is inside is read by those who know what it means. */
export const Update = z.looseObject({ update_id: z.int().nonnegative() });
export type Update = z.infer<typeof Update>;
