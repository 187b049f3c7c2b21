import { z } from 'zod';

/**
 * The parts of the Bot API's objects that the adapter reads (https://core.telegram.org/bots/api, 10.1). Everything from
 * outside goes through these; fields that are not named here are dropped. Only what is indispensable is required: an answer
 * that says more, or less, or `null`, is still an answer.
 */

/** A field that may be missing, null, or of another kind than documented; then it counts as absent. */
export const maybe = <Shape extends z.ZodType>(shape: Shape) =>
  shape
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined)
    .optional();

/**
 * A field whose presence means that somebody else speaks: null counts as absent, but an unreadable value counts as present.
 */
export const noneOr = <Shape extends z.ZodType>(shape: Shape) =>
  shape
    .nullish()
    .transform((value) => value ?? undefined)
    .optional();

const numeral = z
  .string()
  .regex(/^-?\d{1,16}$/)
  .transform(Number)
  .refine(Number.isSafeInteger);
/** A whole number, also as text. */
const whole = z.union([z.int(), numeral]);
/** Ids have at most 52 significant bits, so a double holds them. */
const id = whole;
const messageId = whole.refine((value) => value > 0);
export const count = whole.refine((value) => value >= 0);

export const User = z.object({
  id,
  username: maybe(z.string()),
  is_bot: maybe(z.boolean()),
  first_name: maybe(z.string()),
  last_name: maybe(z.string()),
  /** IETF tag of the person's app. */
  language_code: maybe(z.string()),
});
export type User = z.infer<typeof User>;

const chatType = z.enum(['private', 'group', 'supergroup', 'channel']);

export const Chat = z.object({
  id,
  type: chatType,
  title: maybe(z.string()),
  username: maybe(z.string()),
  is_forum: maybe(z.boolean()),
});
export type Chat = z.infer<typeof Chat>;

/** Null and absent: not restricted. */
const ChatPermissions = z.object({
  can_send_messages: maybe(z.boolean()),
  can_send_photos: maybe(z.boolean()),
  can_send_polls: maybe(z.boolean()),
});

export const ChatFullInfo = Chat.extend({
  permissions: maybe(ChatPermissions),
  is_direct_messages: maybe(z.boolean()),
  linked_chat_id: maybe(id),
});
export type ChatFullInfo = z.infer<typeof ChatFullInfo>;

/** `status`: creator, administrator, member, restricted, left, kicked, or future ones. */
export const ChatMember = ChatPermissions.extend({
  status: z.string(),
  can_post_messages: maybe(z.boolean()),
  is_member: maybe(z.boolean()),
  user: maybe(z.object({ is_bot: maybe(z.boolean()) })),
});
export type ChatMember = z.infer<typeof ChatMember>;

/** The documents only call it a unique identifier. It becomes part of keys, so we limit its characters. */
const pollId = z.union([z.string().regex(/^[\w-]{1,64}$/), z.int().transform(String)]);
const persistentId = z.union([
  z.string().regex(/^[\x21-\x7e]{1,100}$/),
  z.int().nonnegative().transform(String),
]);

/**
 * `voter_count` and `total_voter_count`: absent means unknown, never zero. Callers who know what they asked deal with a
 * missing `is_closed`.
 */
export const Poll = z.object({
  id: pollId,
  question: maybe(z.string()),
  options: z
    .array(
      z.object({ persistent_id: maybe(persistentId), text: maybe(z.string()), voter_count: maybe(count) }),
    )
    .min(1)
    .max(100),
  total_voter_count: maybe(count),
  is_closed: maybe(z.boolean()),
  /** Unix seconds. */
  close_date: maybe(count.refine((date) => date > 0)),
});
export type Poll = z.infer<typeof Poll>;

/** Missing `option_ids` do not mean a vote taken back: that is an empty list. */
export const PollAnswer = z.object({
  poll_id: pollId,
  user: maybe(User),
  voter_chat: noneOr(z.object({ id })),
  option_ids: z.array(count).max(100),
  option_persistent_ids: maybe(z.array(persistentId).max(100)),
});
export type PollAnswer = z.infer<typeof PollAnswer>;

/** The required part of a message that was sent: its id. If its chat is missing, the request knows it. */
export const Message = z.object({
  message_id: messageId,
  chat: maybe(z.object({ id, type: maybe(chatType), username: maybe(z.string()) })),
  poll: maybe(Poll),
});
export type Message = z.infer<typeof Message>;

export const Migration = z.object({
  chat: z.object({ id }),
  migrate_to_chat_id: maybe(id),
  migrate_from_chat_id: maybe(id),
});

export const ChatMemberUpdated = z.object({ chat: z.object({ id }), new_chat_member: ChatMember });

export const OwnMembership = z.object({
  chat: Chat,
  from: User,
  old_chat_member: ChatMember,
  new_chat_member: ChatMember,
});

/** What a person or a chat wrote, as far as commands need it. Unix times are in seconds. */
export const Written = z.object({
  message_id: messageId,
  message_thread_id: maybe(messageId),
  is_topic_message: maybe(z.boolean()),
  date: maybe(count),
  chat: Chat,
  from: maybe(User),
  sender_chat: noneOr(z.object({ id })),
  via_bot: noneOr(z.unknown()),
  forward_origin: noneOr(z.unknown()),
  reply_to_message: maybe(z.object({ message_id: whole })),
  text: maybe(z.string().max(4096)),
});
export type Written = z.infer<typeof Written>;

/** Passed back as it came, so that an edit keeps the formatting. */
const entity = z.looseObject({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
});

/** The message of a pressed button. One that is too old comes without text and buttons. */
const PressedMessage = z.object({
  message_id: messageId,
  message_thread_id: maybe(messageId),
  is_topic_message: maybe(z.boolean()),
  chat: Chat,
  text: maybe(z.string()),
  entities: maybe(z.array(entity)),
  reply_markup: maybe(
    z.object({
      inline_keyboard: z.array(z.array(z.object({ text: z.string(), callback_data: maybe(z.string()) }))),
    }),
  ),
});
export type PressedMessage = z.infer<typeof PressedMessage>;

/** A modified client may send any `data` under any message of ours. */
export const CallbackQuery = z.object({
  id: z.union([z.string().min(1).max(64), z.int().transform(String)]),
  from: User,
  message: maybe(PressedMessage),
  data: maybe(z.string()),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

export const BotCommands = z.array(z.object({ command: z.string(), description: z.string() }));

/** The envelope only, without null fields. What is inside is parsed by the code that knows its meaning. */
export const Update = z
  .looseObject({ update_id: count })
  .transform((update): { readonly [field: string]: unknown; readonly update_id: number } => ({
    ...Object.fromEntries(Object.entries(update).filter(([, value]) => value !== null)),
    update_id: update.update_id,
  }));
export type Update = z.infer<typeof Update>;
