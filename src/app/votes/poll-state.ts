import type { Instant, Milliseconds } from '../../core/ids.ts';
import { saysNothing } from '../../core/vote/tally.ts';
import type { PollReading } from '../../ports/platform/listening.ts';
import type { PollState, StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Context } from '../context.ts';
import { COUNTS_HIDDEN, lastCounts } from './last-counts.ts';
import { inOptions } from './native-counts.ts';

export const CLOSING_UPDATE = 'from the closing update';

type Next =
  | { readonly state: Exclude<PollState, { kind: 'open' }> }
  | { readonly state?: undefined; readonly after: Milliseconds };

/** What a platform's answer means for a poll: it is closed with these counts, or is asked again. */
export async function stateFrom(
  context: Pick<Context, 'ballots'>,
  stored: StoredPoll,
  reading: PollReading,
  now: Instant,
): Promise<Next> {
  const { poll } = stored;
  switch (reading.status) {
    case 'final':
      return {
        state: {
          kind: 'final',
          counts: inOptions(poll, reading.counts),
          closedAt: reading.closedAt ?? now,
          ...(reading.note !== undefined && { note: reading.note }),
        },
      };
    case 'lost':
      return { state: await lastKnown(context, stored, reading, now) };
    case 'counting':
    case 'retry':
      return { after: reading.after };
    case 'open':
      return { after: 1_000 };
  }
}

/**
 * The platform no longer reports anything: its own closing snapshot is final, otherwise the last tally before the loss
 * counts.
 */
async function lastKnown(
  context: Pick<Context, 'ballots'>,
  stored: StoredPoll,
  { why, because }: Extract<PollReading, { status: 'lost' }>,
  closedAt: Instant,
): Promise<Exclude<PollState, { kind: 'open' }>> {
  const { poll } = stored;
  const snapshot = await context.ballots.snapshot(poll.id);
  if (snapshot?.closed === true) {
    return {
      kind: 'final',
      counts: inOptions(poll, snapshot.counts),
      closedAt,
      note: CLOSING_UPDATE,
    };
  }
  const counts =
    snapshot === undefined || saysNothing(poll, snapshot)
      ? await lastCounts(context, stored)
      : inOptions(poll, snapshot.counts);
  if (counts === undefined)
    return { kind: 'lost', why: `${why} (${COUNTS_HIDDEN})`, because: 'counts-hidden', at: closedAt };
  const note = poll.message.id === undefined ? why : `last tally before the loss: ${why}`;
  return { kind: 'provisional', counts, closedAt, note, because };
}
