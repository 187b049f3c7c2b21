import type { Milliseconds } from '../../../core/ids.ts';
import type { ProblemCode } from '../../../core/outlet-cause.ts';
import { cut } from '../../../core/text/graphemes.ts';
import type { LeftOff } from '../../../core/vote/shortfall.ts';
import { problemOf, unknownProblem } from '../../../core/wording/problems/tell-problem.ts';
import type { OutletProblem } from '../../../ports/platform/outlet.ts';
import { clean } from '../wire/text.ts';

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
/** Code points of what Telegram says: it may be of any length. */
const LONGEST_WORDS = 300;
/** A revoked token needs a person: no hurry. */
const TOKEN_PAUSE: Milliseconds = 60_000;

interface Row {
  /** By status; Telegram's own constants, in capitals, come with either. */
  readonly codes: readonly (400 | 403)[];
  readonly description: RegExp;
  readonly cause: ProblemCode;
  /** The chat or topic cannot be reached at all, not just written to. */
  readonly gone?: true;
}

/**
 * The platform's refusals by its own words, the first that fits. Source: the errors of
 * https://github.com/tdlib/telegram-bot-api (Client.cpp) and of TDLib; the words are not documented and may change, so that
 * what matches nothing here is refused with the words themselves.
 */
const REFUSALS: readonly Row[] = [
  {
    codes: [400, 403],
    description: /not enough rights to send (?:\w+ )*polls?|CHAT_SEND_POLLS?_FORBIDDEN/i,
    cause: 'missing-permission:can_send_polls',
  },
  {
    codes: [400, 403],
    description: /not enough rights to send photos|CHAT_SEND_(?:PHOTOS|MEDIA)_FORBIDDEN/i,
    cause: 'missing-permission:can_send_photos',
  },
  {
    codes: [400, 403],
    description: /need administrator rights in the channel|CHAT_ADMIN_REQUIRED/i,
    cause: 'missing-permission:can_post_messages',
  },
  {
    codes: [400, 403],
    description:
      /not enough rights|have no rights to send|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|CHAT_GUEST_SEND_FORBIDDEN|USER_BANNED_IN_CHANNEL|CHAT_SEND_\w+_FORBIDDEN/i,
    cause: 'missing-permission:can_send_messages',
  },
  { codes: [400, 403], description: /TOPIC_CLOSED/i, cause: 'topic-closed' },
  {
    codes: [400],
    description: /message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/i,
    gone: true,
    cause: 'unknown-topic',
  },
  {
    codes: [400],
    description: /chat not found|PEER_ID_INVALID|CHANNEL_INVALID|CHAT_ID_INVALID|chat_id is empty/i,
    gone: true,
    cause: 'unknown-chat',
  },
  // Where the answer names the new number, the message follows it there.
  { codes: [400, 403], description: /upgraded to a supergroup/i, gone: true, cause: 'moved' },
  {
    codes: [400, 403],
    description: /group chat was deactivated|CHANNEL_PRIVATE/i,
    gone: true,
    cause: 'not-a-member',
  },
  {
    codes: [400],
    description: /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i,
    cause: 'message-gone',
  },
  {
    codes: [400],
    description:
      /message is too long|MESSAGE_TOO_LONG|caption is too long|MEDIA_CAPTION_TOO_LONG|poll .*must not exceed/i,
    cause: 'too-long',
  },
  { codes: [400], description: /BUTTON_URL_INVALID|inline keyboard button URL/i, cause: 'bad-link' },
  {
    codes: [400],
    description:
      /wrong file identifier|failed to get HTTP URL content|wrong type of the web page content|wrong HTTP URL specified|wrong remote file|PHOTO_|IMAGE_PROCESS_FAILED|file is too big/i,
    cause: 'bad-picture',
  },
  { codes: [400], description: /repl(?:ied|y message).*not found|REPLY_MESSAGE/i, cause: 'reply-gone' },
  {
    codes: [403],
    description: /kicked|not a member|blocked by the user|deleted|deactivated|can't initiate/i,
    gone: true,
    cause: 'not-a-member',
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
      /wrong file identifier|failed to get HTTP URL content|wrong type of the web page content|wrong HTTP URL specified|wrong remote file|no photo in the request|PHOTO_|IMAGE_PROCESS_FAILED|MEDIA_(?:EMPTY|INVALID|CAPTION_TOO_LONG)|Request Entity Too Large|file must be non-empty|EXTERNAL_URL_INVALID|file is too big|caption is too long|not enough rights to send photos|CHAT_SEND_(?:PHOTOS|MEDIA)_FORBIDDEN/i,
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
  const problem = row === undefined ? unlisted(failure) : problemOf(row.cause);
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
    ? { kind: 'gone', problem: problemOf(row.cause) }
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
  const { code, description } = failure;
  return REFUSALS.find((row) => row.codes.some((one) => one === code) && row.description.test(description));
}

const unlisted = (failure: Answered): OutletProblem =>
  unknownProblem(`refused:${failure.code}`, cut(clean(failure.description), LONGEST_WORDS));

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

/** A file id that the platform no longer knows, or never gave to this bot. Nothing was posted. */
export const saysUnknownFile = (failure: Failure): boolean =>
  failure.kind === 'answered' &&
  failure.code === 400 &&
  /wrong (?:remote )?file identifier|FILE_REFERENCE_|FILE_ID_INVALID/i.test(failure.description);

/** An edit that would change nothing. */
export function saysNotModified(failure: Failure): boolean {
  return failure.kind === 'answered' && /message is not modified/i.test(failure.description);
}
