import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { PollReading } from '../../../ports/platform/listening.ts';
import type { Cleared, Traces } from '../../../ports/platform/platform.ts';
import type { NativePoll } from '../../../ports/platform/sending.ts';
import type { Answer, BotApi } from '../requests/client.ts';
import {
  type Failure,
  judgeAsk,
  saysAlreadyClosed,
  saysMessageGone,
  saysNotModified,
} from '../requests/errors.ts';
import { chatParameter } from '../wire/messages.ts';
import { Message, Poll } from '../wire/objects.ts';
import type { WireRequest } from '../wire/requests.ts';
import { countsOf, pollIdOf, sumOf } from '../wire/votes.ts';

/** Pause before asking again for counts that do not add up. */
const RECOUNT: Milliseconds = 2_000;
const CLEANUP_TRIES = 3;
const CLEANUP_PAUSE: Milliseconds = 500;

/** For the receipt; also says that the poll is closed. */
const STOPPED_UNREAD = 'read from the poll’s message after it had closed';
/** For the receipt. */
const CANNOT_BE_STOPPED =
  'the bot never learned which message holds this poll, so it could not stop it; its last count before the deadline stands';

/**
 * Stops a poll. `stopPoll` returns the final counts, once: on a second call, and after the poll's own timer, it only says
 * that the poll is closed. Then we read the counts from the poll's message. If that fails as well, the reading is `lost`, and
 * the last snapshot is the best there is.
 */
export async function closePoll(
  api: BotApi,
  log: Log,
  poll: NativePoll,
  traces?: Traces,
): Promise<PollReading> {
  const place = placeOf(poll);
  if (place === undefined) return { status: 'lost', why: CANNOT_BE_STOPPED, because: 'poll-unseen' };
  const answer = await api.call({ method: 'stopPoll', params: place }, { urgent: true });
  const unread = { place, traces, note: STOPPED_UNREAD };
  if (answer.ok) {
    const reading = readingOf(answer.result, poll, { closed: true });
    // It is stopped, even if the answer can't be read.
    return reading.status === 'lost' ? readByEdit(api, log, poll, unread) : reading;
  }
  if (saysAlreadyClosed(answer.failure)) return readByEdit(api, log, poll, unread);
  return notRead(answer.failure, 'Telegram does not let the bot stop the poll', 'cannot-close');
}

/**
 * Reads a poll without closing it. The Bot API has no method for this, but editing a message's keyboard returns the message
 * with its poll. So we add a button and remove it again. Fans can see it for a moment: don't use this on a timer.
 */
export async function readPoll(
  api: BotApi,
  log: Log,
  poll: NativePoll,
  traces?: Traces,
): Promise<PollReading> {
  const place = placeOf(poll);
  if (place !== undefined) return readByEdit(api, log, poll, { place, traces });
  return {
    status: 'lost',
    why: 'The bot never learned which message holds this poll, so it cannot read it.',
    because: 'poll-unseen',
  };
}

/** Shown for less than a second; pressing it does nothing. */
export const MOMENTARY_KEYBOARD = { inline_keyboard: [[{ text: '…', callback_data: 'recount' }]] };

/**
 * TDLib lets a bot edit the keyboard of its poll, open or closed (MessagesManager::can_edit_message). An edit
 * that changes nothing is refused without returning the message, so we need the button. If an earlier reading
 * stopped halfway, the button is already there, and the edit that removes it returns the message.
 */
async function readByEdit(
  api: BotApi,
  log: Log,
  poll: NativePoll,
  {
    place,
    traces,
    note,
  }: { readonly place: Place; readonly traces: Traces | undefined; readonly note?: string },
): Promise<PollReading> {
  await traces?.leave();
  const shown = await edit(api, place, true);
  if (!shown.ok && !saysNotModified(shown.failure)) {
    if (judgeAsk(shown.failure).kind !== 'retry') await traces?.removed();
    return unreadable(shown);
  }
  const hidden = await takeAway(api, place);
  if (isAway(hidden)) await traces?.removed();
  else
    log.warn(
      { poll: poll.id, message: poll.message.link },
      'a button was left under a poll; it will be removed later',
    );
  const edited = hidden.ok ? hidden : shown;
  if (!edited.ok) return unreadable(edited);
  const read = Message.safeParse(edited.result);
  if (!read.success || read.data.poll === undefined) {
    return {
      status: 'lost',
      why: 'The poll is closed, and Telegram did not tell its counts again.',
      because: 'unreadable',
    };
  }
  return readingOf(read.data.poll, poll, { closed: note !== undefined, ...(note !== undefined && { note }) });
}

/**
 * Whether somebody deleted the poll's message. We remove a button that it does not have: Telegram refuses that as "not
 * modified" where the message is there, and fans see nothing. Should a reading just show its button, it goes a moment early.
 */
export async function isPollDeleted(api: BotApi, poll: NativePoll, signal?: AbortSignal): Promise<boolean> {
  const place = placeOf(poll);
  if (place === undefined) return false;
  const answer = await api.call(
    { method: 'editMessageReplyMarkup', params: place },
    { ...(signal && { signal }) },
  );
  return !answer.ok && answer.failure.kind === 'answered' && saysMessageGone(answer.failure.description);
}

/** Removes the button of a reading that was interrupted. */
export async function clearTraces(api: BotApi, poll: NativePoll): Promise<Cleared> {
  const place = placeOf(poll);
  if (place === undefined) return { status: 'impossible' };
  const answer = await takeAway(api, place);
  if (answer.ok || isAway(answer)) return { status: 'cleared' };
  const verdict = judgeAsk(answer.failure);
  return verdict.kind === 'retry' ? { status: 'retry', after: verdict.after } : { status: 'impossible' };
}

const isAway = (answer: Answer): boolean => answer.ok || saysNotModified(answer.failure);

async function takeAway(api: BotApi, place: Place): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await edit(api, place, false);
    if (answer.ok || tries === CLEANUP_TRIES || judgeAsk(answer.failure).kind !== 'retry') return answer;
    await pause(CLEANUP_PAUSE);
  }
}

function edit(api: BotApi, place: Place, withButton: boolean): Promise<Answer> {
  const request: WireRequest = {
    method: 'editMessageReplyMarkup',
    params: { ...place, ...(withButton && { reply_markup: MOMENTARY_KEYBOARD }) },
  };
  return api.call(request, { urgent: true });
}

type Place = { readonly chat_id: number | string; readonly message_id: number };

/** Undefined if we know only the poll's words: every request about it has to name its message. */
function placeOf({ message }: NativePoll): Place | undefined {
  if (message.id === undefined) return undefined;
  return { chat_id: chatParameter(message.in), message_id: Number(message.id) };
}

const unreadable = ({ failure }: Extract<Answer, { ok: false }>): PollReading =>
  notRead(failure, 'The poll’s counts cannot be read again', 'unreadable');

/** @param refused what it means when Telegram refuses this, for the receipt; Telegram's own words follow. */
function notRead(failure: Failure, refused: string, because: 'cannot-close' | 'unreadable'): PollReading {
  const verdict = judgeAsk(failure);
  switch (verdict.kind) {
    case 'retry':
      return { status: 'retry', after: verdict.after, why: verdict.why };
    case 'gone':
      return { status: 'lost', why: verdict.problem.what, because: 'bot-removed' };
    case 'refused':
      return {
        status: 'lost',
        why: `${refused}: ${verdict.description}.`,
        because: saysMessageGone(verdict.description) ? 'poll-deleted' : because,
      };
  }
}

/** @param known whether the poll is known to be closed; an answer that does not say so is then about a closed one. */
function readingOf(
  result: unknown,
  expected: NativePoll,
  known: { readonly closed: boolean; readonly note?: string },
): PollReading {
  const read = Poll.safeParse(result);
  if (!read.success || pollIdOf(read.data) !== expected.id) {
    return {
      status: 'lost',
      why: 'Telegram answered with something that is not this poll.',
      because: 'unreadable',
    };
  }
  const closed = read.data.is_closed ?? known.closed;
  const poll: Poll = { ...read.data, is_closed: closed };
  const counts = countsOf(poll, expected.sealed);
  if (closed && (counts === undefined || sumOf(poll) !== (poll.total_voter_count ?? sumOf(poll)))) {
    return { status: 'counting', ...(counts && { counts }), after: RECOUNT };
  }
  if (counts === undefined) {
    return {
      status: 'lost',
      why: 'Telegram hides the counts of this poll until it closes.',
      because: 'unreadable',
    };
  }
  const { note } = known;
  return { status: closed ? 'final' : 'open', counts, ...(note !== undefined && { note }) };
}
