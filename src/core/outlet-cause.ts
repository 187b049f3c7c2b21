/**
 * Why the bot cannot post in an outlet. Deliveries and places store these names, so never rename one. The sentences
 * for people are in `wording/problems`: a new cause does not compile without its sentences in every language.
 */
export const OUTLET_CAUSES = [
  // Channels and servers.
  'unknown-channel',
  'unknown-server',
  'unsuitable-channel',
  'thread-archived',
  'thread-locked',
  'banned',
  'missing-permission',
  'unknown-role',
  'role-of-a-bot',
  'everyone-as-role',
  // Chats and topics.
  'unknown-chat',
  'unknown-topic',
  'topic-closed',
  'not-a-member',
  'not-an-administrator',
  'moved',
  'not-a-forum',
  'direct-messages',
  'a-person',
  'a-bot',
  'the-bot-itself',
  'service-account',
  // What is in the message.
  'invalid-content',
  'content-refused',
  'content-blocked',
  'link-blocked',
  'invalid-link',
  'bad-link',
  'too-long',
  'equal-answers',
  'poll-too-long',
  'bad-picture',
  'unknown-message',
  'message-gone',
  'reply-gone',
  // Of a message that is taken back.
  'cannot-delete',
  'picture-stays',
  'thread-stays',
  'unconfirmed',
  // Found by the bot itself.
  'removed',
  'no-answer',
  'asked-too-often',
  'no-episode',
  'too-late',
  'overtaken',
  'left',
  'unknown-outlet',
  'no-season',
] as const;

export type OutletCause = (typeof OUTLET_CAUSES)[number];

/**
 * The cause `missing-permission:<right>` names one of these: server permissions in capitals, chat rights in small
 * letters.
 */
export const RIGHTS = [
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'SEND_MESSAGES_IN_THREADS',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'SEND_POLLS',
  'READ_MESSAGE_HISTORY',
  'CREATE_PUBLIC_THREADS',
  'MENTION_EVERYONE',
  'can_send_messages',
  'can_send_polls',
  'can_send_photos',
  'can_post_messages',
] as const;

export type Right = (typeof RIGHTS)[number];

export type ProblemCode = OutletCause | `missing-permission:${Right}`;

/** A problem with an outlet, as it is stored. */
export interface ToldProblem {
  /** A `ProblemCode`, or another code if the cause is unknown. */
  readonly code: string;
  /** In English, a sentence or more each: what is wrong, and what to do. */
  readonly what: string;
  readonly fix: string;
  /** The platform's own words, if the code does not tell everything. */
  readonly said?: string;
  /** Code of the problem that this one follows from: the poll of an episode that was refused. */
  readonly from?: string;
}
