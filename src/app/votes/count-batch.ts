import type { BallotBatch } from '../../ports/stores/ballot-store.ts';
import { isUnreadable } from '../../ports/stores/unreadable.ts';
import type { Advancing, BotAlerting, Context } from '../context.ts';
import { comesTooLate } from '../season/late-votes.ts';
import { recognisePoll } from './recognise-poll.ts';

/**
 * Counts one batch of ballots. Runs in the lane of its poll, one batch at a time. A batch of a season that can't be
 * read is skipped: its platform has the votes, and the lane has polls of other seasons.
 */
export async function countBatch(
  context: Advancing & BotAlerting & Pick<Context, 'outlets' | 'ballots'>,
  batch: BallotBatch,
): Promise<void> {
  try {
    await countReadable(context, batch);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    context.metrics.batch('skipped', batch.ballots.length);
    context.log.warn(
      { poll: batch.poll, error },
      'skipped votes: the stored data of their poll cannot be read',
    );
  }
}

async function countReadable(
  context: Advancing & BotAlerting & Pick<Context, 'outlets' | 'ballots'>,
  batch: BallotBatch,
): Promise<void> {
  const now = await context.clock.now();
  if (await comesTooLate(context, batch, now)) {
    context.metrics.batch('skipped', batch.ballots.length);
    context.log.debug(
      { poll: batch.poll },
      'skipped votes that came after the deadline of a poll that we cannot stop',
    );
    return;
  }
  // Asked before the batch replaces what was held so far.
  const seenOpen =
    batch.snapshot?.closed === true && (await context.ballots.snapshot(batch.poll))?.closed === false;
  const counted = await context.ballots.count(batch, now);
  context.metrics.batch(counted.kind, batch.ballots.length);
  switch (counted.kind) {
    case 'counted':
      context.log.debug(
        {
          season: counted.poll.season,
          round: counted.poll.round,
          outlet: counted.poll.outlet,
          ballots: batch.ballots.length,
          changed: counted.changed,
        },
        'ballots counted',
      );
      return;
    case 'skipped':
      context.log.debug({ ballots: batch.ballots.length, why: counted.why }, 'ballots skipped');
      return;
    case 'held':
      context.log.debug({ ballots: batch.ballots.length }, 'holding ballots of an unknown poll');
      if (batch.snapshot !== undefined) {
        await recognisePoll(context, batch.poll, batch.snapshot, now, seenOpen);
      }
  }
}
