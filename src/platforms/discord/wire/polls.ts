import { type Milliseconds, type NativeAnswerId, nativeAnswerId, type OptionId } from '../../../core/ids.ts';
import type { PollReading } from '../../../ports/platform/listening.ts';
import type { NativePoll, PostedPoll } from '../../../ports/platform/sending.ts';
import { pollLabel } from './messages.ts';
import type { WireMessage, WirePoll } from './objects.ts';
import { pollIdOf } from './votes.ts';

/** Discord finalises in the background, usually within seconds. */
const ASK_AGAIN: Milliseconds = 1000;

type Labelled = { readonly id: OptionId; readonly label: string };

/**
 * A posted poll and what its answers mean. Answers are matched by their text, because Discord promises no
 * order of ids.
 * @returns undefined if the message has no poll, or if its answers are not the ones we asked for.
 */
export function nativePoll(
  message: WireMessage,
  channel: string,
  link: string,
  options: readonly Labelled[],
): PostedPoll | undefined {
  if (!message.poll) return undefined;
  const answers: Record<NativeAnswerId, OptionId> = {};
  for (const option of options) {
    const label = pollLabel(option.label);
    const matches = message.poll.answers.filter(
      (answer) => pollLabel(answer.poll_media?.text ?? '') === label,
    );
    const [match] = matches;
    if (match === undefined || matches.length > 1) return undefined;
    answers[nativeAnswerId(String(match.answer_id))] = option.id;
  }
  const endsAt = message.poll.expiry ? Date.parse(message.poll.expiry) : Number.NaN;
  return {
    id: pollIdOf(message.id),
    message: { id: message.id, in: channel, link },
    answers,
    ...(Number.isFinite(endsAt) && { endsAt }),
  };
}

/**
 * What a freshly read message says about a poll's counts. Counts are exact only once `is_finalized` is true.
 * A missing answer has no votes; missing `results` mean that nothing is known.
 * @param closed whether the poll is known to be over; otherwise its own expiry tells.
 */
export function pollReading(
  wire: WirePoll,
  poll: NativePoll,
  at: { readonly now: number; readonly closed: boolean },
): PollReading {
  const expiry = wire.expiry ? Date.parse(wire.expiry) : undefined;
  const counts = countsOf(wire, poll);
  const closedAt = expiry === undefined ? {} : { closedAt: expiry };
  if (wire.results?.is_finalized === true && counts !== undefined) {
    return { status: 'final', counts, ...closedAt };
  }
  if (at.closed || (expiry !== undefined && expiry <= at.now)) {
    return { status: 'counting', after: ASK_AGAIN, ...(counts === undefined ? {} : { counts }), ...closedAt };
  }
  if (counts === undefined) {
    return { status: 'retry', after: ASK_AGAIN, why: 'Discord left the counts out of its answer' };
  }
  return { status: 'open', counts };
}

function countsOf(wire: WirePoll, poll: NativePoll): Record<NativeAnswerId, number> | undefined {
  if (!wire.results) return undefined;
  const told = new Map<string, number>();
  for (const { id, count } of wire.results.answer_counts) {
    // Two counts of one answer: we can't know which one is right.
    if ((told.get(String(id)) ?? count) !== count) return undefined;
    told.set(String(id), count);
  }
  const counts: Record<NativeAnswerId, number> = {};
  for (const answer of Object.keys(poll.answers)) counts[nativeAnswerId(answer)] = told.get(answer) ?? 0;
  return counts;
}

/** Address of a message for people. */
export const messageLink = (guild: string, channel: string, message: string): string =>
  `https://discord.com/channels/${guild}/${channel}/${message}`;
