/**
 * The objects of the Bot API (10.1) that this stand-in speaks, named as the platform names them.
 * Field lists follow https://core.telegram.org/bots/api; what the stand-in never sends is left out.
 */

export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export interface Chat {
  id: number;
  type: 'private' | 'group' | 'supergroup' | 'channel';
  title?: string;
  username?: string;
  first_name?: string;
  last_name?: string;
  is_forum?: true;
}

/** `offset` and `length` count UTF-16 code units. */
export interface MessageEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  user?: User;
  language?: string;
  custom_emoji_id?: string;
  unix_time?: number;
  date_time_format?: string;
}

export interface FormattedText {
  text: string;
  entities: MessageEntity[];
}

export interface InlineKeyboardButton {
  text: string;
  url?: string;
  callback_data?: string;
  [other: string]: unknown;
}

export interface InlineKeyboardMarkup {
  inline_keyboard: InlineKeyboardButton[][];
}

export interface PhotoSize {
  file_id: string;
  file_unique_id: string;
  width: number;
  height: number;
  file_size: number;
}

export interface Document {
  file_id: string;
  file_unique_id: string;
  file_name?: string;
  mime_type?: string;
  /** Bytes. */
  file_size: number;
}

export interface PollOption {
  persistent_id: string;
  text: string;
  voter_count: number;
}

/** What is known of a photo's file, by its file id. */
export interface StoredPhoto {
  /** All sizes of the photo, the largest last. */
  readonly sizes: PhotoSize[];
  /** Absent for a photo that came by its address: the stand-in fetches nothing. */
  readonly bytes?: Buffer;
}

export interface Poll {
  id: string;
  question: string;
  options: PollOption[];
  total_voter_count: number;
  is_closed: boolean;
  is_anonymous: boolean;
  type: 'regular' | 'quiz';
  allows_multiple_answers: boolean;
  allows_revoting: boolean;
  members_only: boolean;
  country_codes?: string[];
  correct_option_ids?: number[];
  explanation?: string;
  explanation_entities?: MessageEntity[];
  open_period?: number;
  close_date?: number;
  description?: string;
  description_entities?: MessageEntity[];
  media?: { photo: PhotoSize[] };
}

export interface PollAnswer {
  poll_id: string;
  voter_chat?: Chat;
  user?: User;
  option_ids: number[];
  option_persistent_ids: string[];
}

export interface Message {
  message_id: number;
  message_thread_id?: number;
  from?: User;
  sender_chat?: Chat;
  /** Unix time in seconds. */
  date: number;
  chat: Chat;
  is_topic_message?: true;
  reply_to_message?: Message;
  edit_date?: number;
  has_protected_content?: true;
  author_signature?: string;
  text?: string;
  entities?: MessageEntity[];
  link_preview_options?: Record<string, unknown>;
  photo?: PhotoSize[];
  document?: Document;
  caption?: string;
  caption_entities?: MessageEntity[];
  show_caption_above_media?: true;
  has_media_spoiler?: true;
  poll?: Poll;
  new_chat_members?: User[];
  left_chat_member?: User;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  pinned_message?: Message;
  forum_topic_created?: { name: string; icon_color: number };
  forum_topic_closed?: Record<string, never>;
  forum_topic_reopened?: Record<string, never>;
  reply_markup?: InlineKeyboardMarkup;
  forward_origin?: { type: string; date: number; [other: string]: unknown };
}

export interface CallbackQuery {
  id: string;
  from: User;
  message: Message;
  chat_instance: string;
  data: string;
}

/** One of the six kinds that https://core.telegram.org/bots/api#chatmember lists. */
export type ChatMember = { status: string; user: User } & Record<string, unknown>;

export interface ChatMemberUpdated {
  chat: Chat;
  from: User;
  date: number;
  old_chat_member: ChatMember;
  new_chat_member: ChatMember;
}

export interface UpdateContent {
  message?: Message;
  channel_post?: Message;
  edited_message?: Message;
  edited_channel_post?: Message;
  callback_query?: CallbackQuery;
  poll?: Poll;
  poll_answer?: PollAnswer;
  my_chat_member?: ChatMemberUpdated;
  chat_member?: ChatMemberUpdated;
}

export type Update = { update_id: number } & UpdateContent;

export interface BotCommand {
  command: string;
  description: string;
}

export interface ResponseParameters {
  migrate_to_chat_id?: number;
  /** Seconds. */
  retry_after?: number;
}

export type ResponseBody =
  | { ok: true; result: unknown; description?: string }
  | { ok: false; error_code: number; description: string; parameters?: ResponseParameters };

/** One call as it went over the wire. `lost`: the client never got this answer. */
export interface Exchange {
  method: string;
  params: Readonly<Record<string, unknown>>;
  status: number;
  responseBody: ResponseBody;
  lost: boolean;
}
