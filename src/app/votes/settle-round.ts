import {
  deliveryId,
  type Instant,
  type Milliseconds,
  type RoundNumber,
  type SeasonId,
} from '../../core/ids.ts';
import type { OutletCause, Right } from '../../core/outlet-cause.ts';
import {
  findRound,
  isIn,
  isQuestion,
  type Round,
  type RoundIn,
  type Season,
  votesIn,
} from '../../core/season/state.ts';
import { windowLength } from '../../core/season/window.ts';
import { type Attendance, absenceIn } from '../../core/vote/absence.ts';
import type { NoCount } from '../../core/vote/count-trouble.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import { tellCause } from '../../core/wording/problems/tell-problem.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Advancing, Alerting, Context } from '../context.ts';
import { advanceSeason } from '../season/advance-season.ts';
import { countVoters } from './count-voters.ts';
import { COUNTS_HIDDEN, lastCounts } from './last-counts.ts';

/**
 * While a poll has not been asked once more, the round checks again this often and this many times: five
 * minutes.
 */
const LOOK_AGAIN_AFTER: Milliseconds = 1_000;
const MOST_LOOKS = 300;

/**
 * Settles a closing round as soon as every outlet's count is in, or with the counts that exist when the wait
 * (`closing`) is over. The wait counts from the deadline, or from when this process began to work. When it is over,
 * every poll that is still open is asked once more: a process that was stopped for longer comes back to platforms that
 * would answer, and to requests that have timed out. Harmless at any other time.
 * @returns when to check again, if the round is still closing.
 */
export async function settleRound(
  context: Advancing & Alerting & Pick<Context, 'ballots' | 'platforms' | 'presence' | 'looks'>,
  id: SeasonId,
  number: RoundNumber,
  { unasked = false } = {},
): Promise<Instant | undefined> {
  const { season } = await context.states.load(id);
  const round = season === undefined ? undefined : findRound(season, number);
  if (season === undefined || round === undefined || season.paused) return undefined;
  // Its polls are counted; a missing one may have been found, or the time for an answer is over.
  if (isQuestion(round))
    await conclude(context, season, round, await readOutlets(context, season, round), unasked);
  if (!isIn(round, 'closing')) return undefined;
  const waitEnds = Math.max(round.phase.since, context.presence.since) + round.rules.closing;
  const now = await context.clock.now();
  let inRound = await readOutlets(context, season, round);
  if (now < waitEnds) {
    if (inRound.some(isAwaited)) return waitEnds;
  } else {
    // Checks are counted, not timed: a stop of the process counts as one.
    const areAskedAgain = inRound.every(({ poll }) => wasAsked(poll, waitEnds));
    if (!areAskedAgain && context.looks.look(id, number) <= MOST_LOOKS) return now + LOOK_AGAIN_AFTER;
    await countVoters(context, id, number);
    inRound = await readOutlets(context, season, round);
  }
  context.looks.forget(id, number);
  await conclude(context, season, round, inRound, unasked);
  return undefined;
}

async function conclude(
  context: Advancing & Pick<Context, 'outlets' | 'ballots'>,
  season: Season,
  round: RoundIn<'closing' | 'undecided'>,
  inRound: readonly OutletInRound[],
  unasked: boolean,
): Promise<void> {
  const { id } = season;
  const closedAt = 'closedAt' in round.phase ? round.phase.closedAt : round.phase.since;
  const outlets = await countOutlets(context, round, inRound, closedAt);
  const absent = absenceIn(inRound.map((one) => attendanceOf(one, season, round)));
  const nobodyToAsk = unasked || (await showrunnersOf(context, id)).length === 0;
  const advanced = await advanceSeason(context, id, (at) => ({
    type: 'settle',
    at,
    round: round.number,
    outlets,
    ...(absent !== undefined && { absent }),
    ...(nobodyToAsk && { unasked: true }),
  }));
  const stands = advanced.ok ? advanced.events.find(({ type }) => type === 'round-let-stand') : undefined;
  if (stands === undefined) return;
  const why = nobodyToAsk ? 'no alerts address can be reached' : 'nobody answered in time';
  context.log.warn(
    { season: id, round: round.number, absent, why },
    'decided without an answer from a showrunner',
  );
}

/** Where showrunners are alerted and asked. */
export const showrunnersOf = async (
  { outlets }: Pick<Context, 'outlets'>,
  id: SeasonId,
): Promise<readonly SeasonOutlet[]> =>
  (await outlets.all(id)).filter((one) => one.alertsOnly === true && one.leftAt === undefined);

/** A poll that was closed or lost after it was open took part. */
const attendanceOf = ({ outlet, poll }: OutletInRound, season: Season, round: Round): Attendance => ({
  platform: outlet.outlet.address.platform,
  hadPoll: poll !== undefined,
  ...(!playsIn(outlet, season, round) && { aside: true as const }),
});

/** Whether a poll was asked to end since then, if it is open at all. */
const wasAsked = (poll: StoredPoll | undefined, since: Instant): boolean =>
  poll?.state.kind !== 'open' || (poll.state.askedAt !== undefined && poll.state.askedAt >= since);

export interface OutletInRound {
  readonly outlet: SeasonOutlet;
  readonly delivery: Delivery | undefined;
  readonly poll: StoredPoll | undefined;
}

/**
 * Every outlet that was owed the round's poll, or should have voted in it. One that joined later is not
 * missing.
 */
export async function readOutlets(
  context: Pick<Context, 'ballots' | 'ledger' | 'outlets'>,
  season: Season,
  round: Round,
): Promise<readonly OutletInRound[]> {
  const { ballots, ledger } = context;
  const outlets = await context.outlets.all(season.id);
  const ids = outlets.map(({ id }) => id);
  const owed = await ledger.listOf(season.id, deliveryId('poll', round.number), ids);
  const polls = new Map((await ballots.polls(season.id, round.number)).map((poll) => [poll.outlet, poll]));
  return outlets
    .map((outlet) => ({ outlet, delivery: owed.get(outlet.id), poll: polls.get(outlet.id) }))
    .filter(({ outlet, delivery }) => delivery !== undefined || playsIn(outlet, season, round));
}

/** Whether its count may still arrive or improve. */
function isAwaited({ delivery, poll }: OutletInRound): boolean {
  if (poll !== undefined) return poll.state.kind === 'open';
  return delivery?.status.kind === 'sending' || delivery?.status.kind === 'owed';
}

async function countOutlets(
  context: Pick<Context, 'ballots'>,
  round: Round,
  outlets: readonly OutletInRound[],
  closedAt: Instant,
): Promise<readonly OutletCount[]> {
  const counts: OutletCount[] = [];
  for (const { outlet, delivery, poll } of outlets) {
    counts.push(
      poll === undefined
        ? { ...identity(outlet), status: 'missing', ...whyMissing(delivery) }
        : remarked(await countOf(context, outlet, poll, closedAt), round, poll),
    );
  }
  return counts;
}

export const playsIn = (
  { alertsOnly, joinedAt, leftAt }: SeasonOutlet,
  season: Season,
  round: Round,
): boolean => alertsOnly !== true && leftAt === undefined && votesIn(season, round, joinedAt);

const identity = ({ id, outlet }: SeasonOutlet) => ({
  outlet: id,
  platform: outlet.address.platform,
  name: outlet.name,
});

async function countOf(
  context: Pick<Context, 'ballots'>,
  outlet: SeasonOutlet,
  stored: StoredPoll,
  closedAt: Instant,
): Promise<OutletCount> {
  const { poll, state } = stored;
  const link = poll.message.link === undefined ? {} : { link: poll.message.link };
  switch (state.kind) {
    case 'open': {
      const counts = await lastCounts(context, stored);
      if (counts === undefined)
        return { ...identity(outlet), status: 'missing', reason: COUNTS_HIDDEN, because: 'counts-hidden' };
      const note = 'the platform had not confirmed its count in time';
      const because = 'confirming';
      return { ...identity(outlet), status: 'provisional', counts, closedAt, ...link, note, because };
    }
    case 'final':
    case 'provisional':
      return {
        ...identity(outlet),
        status: state.kind,
        counts: state.counts,
        closedAt: state.closedAt,
        ...link,
        ...(state.note !== undefined && { note: state.note }),
        ...(state.because !== undefined && { because: state.because }),
      };
    case 'lost':
      return {
        ...identity(outlet),
        status: 'missing',
        reason: state.why,
        ...(state.because !== undefined && { because: state.because }),
      };
  }
}

/** A job may be this late although no process was down. */
const LATE_AFTER: Milliseconds = 3_000;

/** The remark about a count that is in the result, if there is one. */
function remarked(count: OutletCount, round: Round, { openedAt }: StoredPoll): OutletCount {
  const { opensAt, closesAt, rules, kind } = round;
  if (count.status === 'missing') return count;
  // A vote that got its time back is as promised.
  const isShort = closesAt - openedAt < windowLength(rules, kind) / 2;
  if (isShort && openedAt - opensAt > LATE_AFTER) return { ...count, remark: 'late-poll' };
  return count.status === 'final' && count.note !== undefined
    ? { ...count, remark: 'read-otherwise' }
    : count;
}

function whyMissing(delivery: Delivery | undefined): { readonly reason: string; readonly because: NoCount } {
  const late = { reason: 'its poll was not sent in time', because: 'no-poll-in-time' } as const;
  if (delivery === undefined) return late;
  const { status } = delivery;
  switch (status.kind) {
    case 'owed':
    case 'sending':
      return late;
    case 'sent':
      return { reason: 'its poll is not known any more', because: 'poll-forgotten' };
    case 'refused':
      return {
        reason: tellCause(status.problem, 'en'),
        because: whyRefused(status.problem),
      };
    case 'unknown':
      return {
        reason: `it is not known whether its poll was posted: ${status.why}`,
        because: 'poll-unconfirmed',
      };
  }
}

/** What fans are told about a refusal. If an episode is refused, so is its poll. */
function whyRefused({ code, from = code }: OutletProblem): NoCount {
  if (from === 'too-late') return 'no-poll-in-time';
  if (BOT_IS_ABSENT.has(from)) return 'bot-absent';
  return from.startsWith('missing-permission') ? 'may-not-post' : 'poll-refused';
}

const BOT_IS_ABSENT: ReadonlySet<string> = new Set<OutletCause | `missing-permission:${Right}`>([
  'removed',
  'not-a-member',
  'banned',
  'unknown-server',
  'unknown-channel',
  'unknown-chat',
  'unknown-topic',
  'missing-permission:VIEW_CHANNEL',
]);
