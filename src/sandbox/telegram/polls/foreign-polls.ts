import { type ChatRef, type ChatState, chatObject } from '../chats/chats.ts';
import type { Author } from '../messages/messages.ts';
import type { Platform } from '../method.ts';
import type { Message, User } from '../types.ts';
import type { NewPoll } from './poll-objects.ts';

export interface ForeignPoll {
  readonly chat: ChatRef;
  /** Who posts it: an account, or the chat itself (a channel's post by one of its administrators). */
  readonly from: number | User | 'chat';
  readonly question: string;
  readonly options: readonly string[];
  /** By default as in channels. */
  readonly anonymous?: boolean;
  /** The message was forwarded from elsewhere. */
  readonly forwarded?: true;
}

/**
 * Posts a poll by somebody else. The bot is told nothing about it, neither the message nor votes, until it is stopped: "Bots
 * receive only updates about manually stopped polls and polls, which are sent by the bot"
 * (https://core.telegram.org/bots/api#update, `poll`).
 */
export function postForeignPoll(platform: Platform, foreign: ForeignPoll): Message {
  const chat = platform.chats.get(foreign.chat);
  const poll = newPoll(foreign);
  const origin = { type: 'hidden_user', sender_user_name: 'Somebody', date: 1 };
  return platform.messages.create(
    chat,
    authorOf(platform, chat, foreign.from),
    foreign.forwarded === true ? { forward_origin: origin } : {},
    (messageId) => platform.polls.open(poll, { chatId: chat.id, messageId }).id,
  );
}

/** Its author stops it. Every bot that can see it is told. */
export function stopForeignPoll(platform: Platform, pollId: string): void {
  const poll = platform.polls.get(pollId);
  if (poll.foreign !== true) throw new Error(`Poll ${pollId} is the bot's own.`);
  platform.updates.push({ poll: platform.polls.stop(poll) }, pollId);
}

function authorOf(platform: Platform, chat: ChatState, from: ForeignPoll['from']): Author {
  return from === 'chat'
    ? { senderChat: chatObject(chat), byBot: false }
    : { from: platform.chats.person(from), byBot: false };
}

function newPoll({ question, options, anonymous = true }: ForeignPoll): NewPoll {
  return {
    question,
    options,
    anonymous,
    type: 'regular',
    multiple: false,
    revoting: true,
    hidden: false,
    membersOnly: false,
    countryCodes: [],
    correctOptions: [],
    explanation: undefined,
    description: undefined,
    photo: undefined,
    openPeriod: undefined,
    closeDate: undefined,
    closed: false,
    foreign: true,
  };
}
