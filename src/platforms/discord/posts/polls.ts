import { setTimeout as wait } from 'node:timers/promises';
import { DiscordAPIError, RESTJSONErrorCodes, Routes } from 'discord.js';
import { type Milliseconds, nativeAnswerId } from '../../../core/ids.ts';
import type { ListedVote, PollReading } from '../../../ports/platform/listening.ts';
import type { ReadOptions } from '../../../ports/platform/platform.ts';
import type { NativePoll } from '../../../ports/platform/sending.ts';
import { classify, hasCode, wordsOf } from '../requests/errors.ts';
import type { RequestOptions, Requests } from '../requests/requests.ts';
import { youngest } from '../requests/snowflakes.ts';
import { anyShape, messageShape, votersShape } from '../wire/objects.ts';
import { pollReading } from '../wire/polls.ts';

const RETRY: Milliseconds = 2_000;
/** The most voters that Discord lists in one answer. */
const PAGE = 100;
const PAGE_ATTEMPTS = 4;

/**
 * Ends a poll and reads its counts. Counts are final once Discord has finalised them; until then `counting`.
 * discord.js' `Poll.end()` can't be used: it throws by itself after expiry, and needs the message in its
 * cache.
 */
export async function closePoll(requests: Requests, poll: NativePoll): Promise<PollReading> {
  const ended = await expire(requests, poll);
  const reading = await read(requests, poll, ended.closed);
  if (ended.closed || reading.status !== 'open') return reading;
  return { status: 'retry', after: ended.after, why: `Could not close the poll: ${ended.why}` };
}

/** Reads a poll's counts without ending it. */
export function readPoll(
  requests: Requests,
  poll: NativePoll,
  { unhurried = false, signal }: ReadOptions = {},
): Promise<PollReading> {
  return read(requests, poll, false, { urgent: !unhurried, patient: unhurried, ...(signal && { signal }) });
}

/** On Discord a poll is identified by its message only. */
function messageOf({ id, message }: NativePoll): string {
  if (message.id === undefined) throw new TypeError(`The poll ${id} on Discord has no message`);
  return message.id;
}

type Ended =
  | { readonly closed: true }
  | { readonly closed: false; readonly after: Milliseconds; readonly why: string };

async function expire(requests: Requests, poll: NativePoll): Promise<Ended> {
  try {
    await requests.post(Routes.expirePoll(poll.message.in, messageOf(poll)), anyShape, { urgent: true });
    return { closed: true };
  } catch (error) {
    if (hasCode(error, RESTJSONErrorCodes.PollExpired)) return { closed: true };
    const failure = classify(error);
    return { closed: false, after: failure.kind === 'retry' ? failure.after : RETRY, why: wordsOf(failure) };
  }
}

async function read(
  requests: Requests,
  poll: NativePoll,
  closed: boolean,
  how: RequestOptions = { urgent: true },
): Promise<PollReading> {
  try {
    const route = Routes.channelMessage(poll.message.in, messageOf(poll));
    const message = await requests.get(route, messageShape, how);
    // A message keeps its poll as long as the message exists: Discord only left it out of this answer.
    if (!message.poll) {
      const why = `Discord left the poll out of the message ${poll.message.link ?? messageOf(poll)}`;
      return { status: 'retry', after: RETRY, why };
    }
    return pollReading(message.poll, poll, { now: Date.now(), closed });
  } catch (error) {
    const failure = classify(error);
    if (isGone(error)) {
      const because = hasCode(error, RESTJSONErrorCodes.UnknownMessage) ? 'poll-deleted' : 'bot-removed';
      return { status: 'lost', why: wordsOf(failure), because };
    }
    return {
      status: 'retry',
      after: failure.kind === 'retry' ? failure.after : RETRY,
      why: wordsOf(failure),
    };
  }
}

/** The message, its channel or server was deleted, or the bot was removed. A single permission may come back. */
const isGone = (error: unknown): boolean =>
  hasCode(
    error,
    RESTJSONErrorCodes.UnknownChannel,
    RESTJSONErrorCodes.UnknownGuild,
    RESTJSONErrorCodes.UnknownMessage,
  ) ||
  (error instanceof DiscordAPIError &&
    error.status === 403 &&
    error.code !== RESTJSONErrorCodes.MissingPermissions);

/**
 * Everybody who voted, page by page, one answer after the other. Votes that change meanwhile may be listed
 * twice or not at all, so only a closed poll's list is exact.
 * @throws Error if a page stays unreadable, or when aborted; what was yielded before is then incomplete.
 */
export async function* readVoters(
  requests: Requests,
  poll: NativePoll,
  signal?: AbortSignal,
): AsyncGenerator<readonly ListedVote[]> {
  for (const key of Object.keys(poll.answers)) {
    const answer = nativeAnswerId(key);
    let after = 0n;
    for (;;) {
      const accounts = await voters(requests, poll, Number(key), { after, ...(signal && { signal }) });
      if (accounts.length > 0) yield accounts.map((account) => ({ account, answer }));
      if (accounts.length < PAGE) break;
      const last = youngest(accounts);
      if (last <= after) throw new Error(`Discord lists the same voters of answer ${key} again`);
      after = last;
    }
  }
}

async function voters(
  requests: Requests,
  poll: NativePoll,
  answer: number,
  { after, signal }: { readonly after: bigint; readonly signal?: AbortSignal },
): Promise<readonly string[]> {
  const route = Routes.pollAnswerVoters(poll.message.in, messageOf(poll), answer);
  const query = { limit: PAGE, ...(after === 0n ? {} : { after: after.toString() }) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const page = await requests.get(route, votersShape, {
        query,
        patient: true,
        ...(signal && { signal }),
      });
      return page.users.map((user) => user.id);
    } catch (error) {
      signal?.throwIfAborted();
      const failure = classify(error);
      if (failure.kind === 'refused' || attempt === PAGE_ATTEMPTS) {
        throw new Error(`The voters of the poll ${poll.id} cannot be read: ${wordsOf(failure)}`, {
          cause: error,
        });
      }
      await wait(failure.kind === 'retry' ? failure.after : RETRY, undefined, { ...(signal && { signal }) });
    }
  }
}
