import type { Instant, Milliseconds, NativePollId, RoundNumber, SeasonId } from '../../core/ids.ts';
import { findRound, isIn } from '../../core/season/state.ts';
import type { PollReading } from '../../ports/platform/listening.ts';
import type { Platform } from '../../ports/platform/platform.ts';
import type { PollState, StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Closing } from '../../ports/stores/closings.ts';
import type { Advancing, Alerting, Context } from '../context.ts';
import { clearTraces, tracesOf } from '../keeping/clear-traces.ts';
import { amendIfSettled } from './amend-settled.ts';
import { COUNTS_HIDDEN, lastCounts } from './last-counts.ts';
import { CLOSING_UPDATE, stateFrom } from './poll-state.ts';
import { settleRound } from './settle-round.ts';

/** A poll that its platform has not finalised a day after the deadline is left as it is. */
const GIVE_UP_AFTER: Milliseconds = 86_400_000;
/**
 * A process that ends during an attempt is noticed this long after its last sign of life, if nothing shows it earlier.
 * Shorter than the shortest wait for a round's counts.
 */
const CLOSE_LEASE: Milliseconds = 10_000;
const RENEW_EVERY: Milliseconds = 3_000;
/** Retry for a platform that has not said yet who the bot is. */
const SILENT_AGAIN_AFTER: Milliseconds = 1_000;
/** Once the round is settled, nothing waits for the count any more: ask less and less often. */
const UNHURRIED: Milliseconds = 60_000;

type ClosingPorts = Advancing &
  Alerting &
  Pick<Context, 'counts' | 'ballots' | 'platforms' | 'presence' | 'closings' | 'looks' | 'reach'>;

/**
 * Closes one native poll and reads its counts; retries while the platform is still counting or does not
 * answer. What is read after the round was settled amends its receipt, never its winner.
 */
export async function closePoll(
  context: ClosingPorts,
  season: SeasonId,
  round: RoundNumber,
  id: NativePollId,
): Promise<void> {
  const began = await context.clock.now();
  const closing = await context.closings.begin(season, id, {
    now: began,
    leaseFor: CLOSE_LEASE,
    since: context.presence.since,
  });
  if (closing === undefined) return;
  try {
    await whileRenewing(context, closing, () => attempt(context, season, round, id, { began, closing }));
  } catch (error) {
    await closing.end().catch(() => undefined);
    // A failed attempt counts as an attempt: the round must not wait forever for a better one. If this can't
    // be recorded either, Redis is away, and the next attempt records it.
    await context.ballots.asked(id, began).catch(() => undefined);
    throw error;
  }
}

interface Attempt {
  readonly began: Instant;
  readonly closing: Closing;
}

async function attempt(
  context: ClosingPorts,
  season: SeasonId,
  round: RoundNumber,
  id: NativePollId,
  { began, closing }: Attempt,
): Promise<void> {
  // Read under the claim: its previous holder may have finished.
  const stored = await context.ballots.find(id);
  const outlet = stored && (await context.outlets.find(season, stored.outlet));
  if (stored === undefined || outlet === undefined) return closing.end();
  const { platform: name } = outlet.outlet.address;
  const platform = context.platforms.get(name);
  // We don't know yet whether the bot here is the one that posted it.
  const silence = context.reach.silence(name);
  if (
    silence === undefined &&
    stored.state.kind !== 'open' &&
    (await clearTraces(context, season, stored, platform, closing))
  )
    return;
  if (stored.state.kind === 'final') return closing.end();
  const reading: PollReading =
    silence !== undefined && platform !== undefined
      ? { status: 'retry', after: SILENT_AGAIN_AFTER, why: silence }
      : await readingOf(context, stored, platform, closing);
  const now = await context.clock.now();
  const next = await stateFrom(context, stored, reading, now);
  if (next.state !== undefined) {
    if (await context.ballots.close(id, next.state)) {
      logClosed(context, stored, next.state);
      await amendIfSettled(context, season, round, stored, next.state);
    }
    await closing.end();
    // The last poll of the round settles it; before that there is nothing to settle.
    if (!(await context.ballots.anyOpen(season, round))) await settleRound(context, season, round);
    return;
  }
  await context.ballots.asked(id, began);
  const since = await settledSince(context, season, round);
  if (since !== undefined && now - since > GIVE_UP_AFTER) {
    const counts = await lastCounts(context, stored);
    const note = 'the platform never confirmed its count';
    await context.ballots.close(
      id,
      counts === undefined
        ? { kind: 'lost', why: COUNTS_HIDDEN, because: 'counts-hidden', at: now }
        : { kind: 'provisional', counts, closedAt: now, note, because: 'never-confirmed' },
    );
    await closing.end();
    context.log.warn(
      { season, round, outlet: stored.outlet },
      'poll never finalised; its last tally is used',
    );
    return;
  }
  const pause = since === undefined ? next.after : Math.max(next.after, UNHURRIED);
  await closing.plan(now + pause, closing.closed || reading.status === 'counting');
  await context.jobs.closing(name, season, round, id, { notBefore: now + pause, urgent: true });
}

/** Does the work under its claim, for as long as it takes. */
async function whileRenewing(
  context: Pick<Context, 'clock' | 'log'>,
  closing: Closing,
  work: () => Promise<void>,
): Promise<void> {
  const renew = async (): Promise<void> => closing.renew((await context.clock.now()) + CLOSE_LEASE);
  const timer = setInterval(() => {
    renew().catch((error: unknown) =>
      context.log.warn({ error }, 'could not renew the claim to close a poll'),
    );
  }, RENEW_EVERY);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * The platform's own closing update has everything: it arrives if the answer to an earlier request to stop was lost.
 */
async function readingOf(
  context: Pick<Context, 'ballots' | 'clock' | 'closings'>,
  stored: StoredPoll,
  platform: Platform | undefined,
  { closed }: Closing,
): Promise<PollReading> {
  const { poll, season } = stored;
  const snapshot = await context.ballots.snapshot(poll.id);
  if (snapshot?.closed === true) return { status: 'final', counts: snapshot.counts, note: CLOSING_UPDATE };
  if (platform === undefined)
    return { status: 'lost', why: 'its platform is switched off', because: 'switched-off' };
  const traces = tracesOf(context, season, stored);
  return closed ? platform.readPoll(poll, { traces }) : platform.closePoll(poll, { traces });
}

function logClosed(
  context: Pick<Context, 'log'>,
  { season, round, outlet }: StoredPoll,
  state: PollState,
): void {
  const counts = 'counts' in state ? { counts: state.counts } : {};
  context.log.info({ season, round, outlet, poll: state.kind, ...counts }, 'poll closed');
}

async function settledSince(
  context: Pick<Context, 'states'>,
  id: SeasonId,
  number: RoundNumber,
): Promise<Instant | undefined> {
  const { season } = await context.states.load(id);
  const round = season === undefined ? undefined : findRound(season, number);
  if (round === undefined) return undefined;
  if (isIn(round, 'undecided')) return round.phase.since;
  return 'at' in round.phase ? round.phase.at : undefined;
}
