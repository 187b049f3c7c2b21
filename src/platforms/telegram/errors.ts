import type { Milliseconds } from '../../core/ids.ts';
import type { LeftOff } from '../../core/vote/shortfall.ts';
import type { OutletProblem } from '../../ports/outlet.ts';

/** How a call of the Bot API went wrong. */
export type Failure =
  /** The platform refused. `description` is its own words. */
  | {
      readonly kind: 'answered';
      readonly code: number;
      readonly description: string;
      readonly retryAfter?: Milliseconds;
      readonly migratedTo?: string;
    }
  /** Certainly nothing reached the platform. `after`: when a retry makes sense. */
  | { readonly kind: 'unsent'; readonly why: string; readonly after?: Milliseconds }
  /** Something between us and the platform refused, with an HTTP status below 500: nothing was done. */
  | { readonly kind: 'edge'; readonly status: number; readonly why: string; readonly after?: Milliseconds }
  /** It may have reached the platform. */
  | { readonly kind: 'unanswered'; readonly why: string };

/** What a failure means for a message that we tried to send. */
export type SendVerdict =
  | { readonly kind: 'migrated'; readonly to: string }
  | { readonly kind: 'retry'; readonly after: Milliseconds; readonly why: string }
  | { readonly kind: 'refused'; readonly problem: OutletProblem }
  /**
   * Nothing was posted. The platform may have refused one of these parts, which the message can do without. None is named if
   * we don't know its words.
   */
  | { readonly kind: 'ornament'; readonly named: readonly LeftOff[]; readonly problem: OutletProblem }
  | { readonly kind: 'unknown'; readonly why: string };

/** What a failure means for a request that changes nothing or may be repeated. */
export type AskVerdict =
  | { readonly kind: 'retry'; readonly after: Milliseconds; readonly why: string }
  | { readonly kind: 'gone'; readonly problem: OutletProblem }
  | { readonly kind: 'refused'; readonly description: string };

/** Pause before retrying a connection that failed. */
const RECONNECT: Milliseconds = 2_000;
/** A revoked token needs a person: no hurry. */
const TOKEN_PAUSE: Milliseconds = 60_000;

interface Row {
  readonly code: 400 | 403;
  readonly description: RegExp;
  readonly problem: OutletProblem;
  /** The chat or topic can't be reached at all, not only not written to. */
  readonly gone?: true;
}

const addAgain = 'Add the bot to the chat again, in a channel as an administrator who may post messages.';

/**
 * The platform's refusals, by its own words. Source: the errors of https://github.com/tdlib/telegram-bot-api
 * (Client.cpp) and of TDLib. The words are not documented and may change. A refusal that matches nothing here
 * is reported with the words themselves.
 */
const REFUSALS: readonly Row[] = [
  {
    code: 400,
    description: /not enough rights to send (?:\w+ )*polls?|CHAT_SEND_POLL_FORBIDDEN/i,
    problem: {
      code: 'missing-permission:can_send_polls',
      what: 'The bot is not allowed to send polls here.',
      fix: 'Allow members to send polls in the group’s permissions, or make the bot an administrator.',
    },
  },
  {
    code: 400,
    description: /need administrator rights in the channel|CHAT_ADMIN_REQUIRED/i,
    problem: {
      code: 'missing-permission:can_post_messages',
      what: 'The bot is not allowed to post in this channel.',
      fix: 'Make the bot an administrator of the channel with the right to post messages.',
    },
  },
  {
    code: 400,
    description:
      /not enough rights|have no rights to send|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|CHAT_SEND_\w+_FORBIDDEN/i,
    problem: {
      code: 'missing-permission:can_send_messages',
      what: 'The bot is not allowed to write here.',
      fix: 'Allow members to send messages and polls in the group’s permissions, or make the bot an administrator.',
    },
  },
  {
    code: 400,
    description: /TOPIC_CLOSED/i,
    problem: {
      code: 'topic-closed',
      what: 'The topic is closed.',
      fix: 'Reopen the topic, or let the bot manage topics.',
    },
  },
  {
    code: 400,
    description: /message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/i,
    gone: true,
    problem: {
      code: 'unknown-topic',
      what: 'There is no such topic in this chat.',
      fix: 'Take the number from a link to a message in the topic: https://t.me/c/<chat>/<topic>/<message>.',
    },
  },
  {
    code: 400,
    description: /chat not found|PEER_ID_INVALID|CHANNEL_INVALID|CHAT_ID_INVALID|chat_id is empty/i,
    gone: true,
    problem: {
      code: 'unknown-chat',
      what: 'Telegram has no such chat, or the bot was never in it.',
      fix: `Check the chat’s name or number. ${addAgain}`,
    },
  },
  {
    code: 400,
    description: /group chat was deactivated|CHANNEL_PRIVATE/i,
    gone: true,
    problem: { code: 'not-a-member', what: 'The bot has no access to the chat.', fix: addAgain },
  },
  {
    code: 400,
    description: /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i,
    problem: {
      code: 'message-gone',
      what: 'The message no longer exists, or the bot may not edit it.',
      fix: 'Somebody deleted it, or the group moved. It cannot be edited any more.',
    },
  },
  {
    code: 400,
    description:
      /message is too long|MESSAGE_TOO_LONG|caption is too long|MEDIA_CAPTION_TOO_LONG|poll .*must not exceed/i,
    problem: {
      code: 'too-long',
      what: 'The text is too long for Telegram.',
      fix: 'Shorten the episode’s texts.',
    },
  },
  {
    code: 400,
    description: /BUTTON_URL_INVALID|inline keyboard button URL/i,
    problem: {
      code: 'bad-link',
      what: 'Telegram does not accept the episode’s link for a button.',
      fix: 'Give the episode a public http or https address with /episode link.',
    },
  },
  {
    code: 403,
    description: /kicked|not a member|blocked by the user|deleted|deactivated|can't initiate/i,
    gone: true,
    problem: { code: 'not-a-member', what: 'The bot is no longer in this chat.', fix: addAgain },
  },
];

/**
 * Refusals that concern a part that a message can do without. Sources as above. Telegram fetches pictures and previews
 * itself, and a group may forbid photos but allow text.
 */
const ORNAMENTS: readonly { readonly words: RegExp; readonly named: readonly LeftOff[] }[] = [
  { words: /BUTTON_|inline keyboard|keyboard button|reply[ _]markup/i, named: ['button'] },
  {
    words: /can't parse entities|ENTIT(?:Y|IES)_|parse[_ ]mode|unsupported start tag/i,
    named: ['formatting'],
  },
  {
    words:
      /wrong file identifier|failed to get HTTP URL content|wrong type of the web page content|wrong HTTP URL specified|wrong remote file|no photo in the request|PHOTO_|IMAGE_PROCESS_FAILED|MEDIA_(?:EMPTY|INVALID|CAPTION_TOO_LONG)|EXTERNAL_URL_INVALID|file is too big|caption is too long|not enough rights to send photos|CHAT_SEND_(?:PHOTOS|MEDIA)_FORBIDDEN/i,
    named: ['picture', 'preview'],
  },
  { words: /WEBPAGE_|link[_ ]preview/i, named: ['picture', 'preview'] },
  { words: /poll description|POLL_DESCRIPTION/i, named: ['rules'] },
  { words: /close_date|open_period|POLL_(?:CLOSE|PERIOD)|CLOSE_DATE/i, named: ['backstop'] },
  { words: /message is too long|MESSAGE_TOO_LONG/i, named: ['details'] },
  { words: /repl(?:ied|y message)|reply_parameters|REPLY_MESSAGE/i, named: ['reply'] },
];

export function judgeSend(failure: Failure): SendVerdict {
  if (failure.kind === 'unsent' || failure.kind === 'edge')
    return { kind: 'retry', after: failure.after ?? RECONNECT, why: failure.why };
  if (failure.kind === 'unanswered') return { kind: 'unknown', why: failure.why };
  if (failure.migratedTo !== undefined) return { kind: 'migrated', to: failure.migratedTo };
  const why = wordsOf(failure);
  if (failure.code >= 500) return { kind: 'unknown', why };
  const later = retryOf(failure);
  if (later) return later;
  const row = rowOf(failure);
  const problem = row?.problem ?? unlisted(failure);
  const named = ORNAMENTS.find(({ words }) => words.test(failure.description))?.named ?? [];
  const mayConcernOne = named.length > 0 || (failure.code === 400 && row === undefined);
  return mayConcernOne ? { kind: 'ornament', named, problem } : { kind: 'refused', problem };
}

export function judgeAsk(failure: Failure): AskVerdict {
  if (failure.kind !== 'answered') {
    const after = failure.kind === 'unanswered' ? RECONNECT : (failure.after ?? RECONNECT);
    return { kind: 'retry', after, why: failure.why };
  }
  if (failure.code >= 500)
    return { kind: 'retry', after: failure.retryAfter ?? RECONNECT, why: wordsOf(failure) };
  const later = retryOf(failure);
  if (later) return later;
  const row = rowOf(failure);
  return row?.gone === true
    ? { kind: 'gone', problem: row.problem }
    : { kind: 'refused', description: failure.description };
}

type Answered = Extract<Failure, { kind: 'answered' }>;

function retryOf(failure: Answered): Extract<SendVerdict, { kind: 'retry' }> | undefined {
  if (failure.retryAfter !== undefined || failure.code === 429) {
    return { kind: 'retry', after: failure.retryAfter ?? RECONNECT, why: wordsOf(failure) };
  }
  if (saysTokenRefused(failure)) {
    return {
      kind: 'retry',
      after: TOKEN_PAUSE,
      why: `Telegram does not accept TELEGRAM_TOKEN (${wordsOf(failure)})`,
    };
  }
  return undefined;
}

function rowOf(failure: Answered): Row | undefined {
  return REFUSALS.find((row) => row.code === failure.code && row.description.test(failure.description));
}

function unlisted(failure: Answered): OutletProblem {
  return {
    code: `refused:${failure.code}`,
    what: `Telegram refused the message: ${failure.description}.`,
    fix: 'Check the chat, the bot’s rights in it and the texts of the episode.',
  };
}

/** What the platform said, or what happened instead. */
export function wordsOfAnswer(failure: Failure): string {
  return failure.kind === 'answered' ? wordsOf(failure) : failure.why;
}

function wordsOf(failure: Answered): string {
  return `${failure.code} ${failure.description}`;
}

/** A revoked token is 401. A malformed token is 404, and so is a method that the server does not know, which says so. */
export function saysTokenRefused(failure: Failure): boolean {
  if (failure.kind !== 'answered') return false;
  return failure.code === 401 || (failure.code === 404 && !/method/i.test(failure.description));
}

/** stopPoll's answer for a poll that is already closed, by us or by its own timer. */
export function saysAlreadyClosed(failure: Failure): boolean {
  return failure.kind === 'answered' && /poll has already been closed/i.test(failure.description);
}

/** For a message that somebody deleted. */
export const saysMessageGone = (description: string): boolean =>
  /message (?:with poll )?to \w+ not found|message not found|MESSAGE_ID_INVALID/i.test(description);

/** An edit that would change nothing. */
export function saysNotModified(failure: Failure): boolean {
  return failure.kind === 'answered' && /message is not modified/i.test(failure.description);
}
