import { setTimeout as sleep } from 'node:timers/promises';
import type { Reports } from '../../compose/reports.ts';
import type { Town } from '../audience/town.ts';
import type { Book } from './book.ts';
import { countRounds } from './ground-truth.ts';
import type { Narrator } from './narrator.ts';
import { openSeasonLog, type PlannedRound, type SeasonEvent, type SeasonLog } from './season-log.ts';
import type { Showing } from './showing.ts';
import { compare, compareRound, type StatedReceipt, type Verdict, type Witness } from './truth.ts';

const LOOK_EVERY_MS = 100;
/** If nothing new happens for this long after everything was due, the season is stuck. */
const STANDSTILL_MS = 60_000;
/** Longest wait for the last messages after the season's end. */
const DELIVERED_WITHIN_MS = 30_000;

type Status = Awaited<ReturnType<Reports['status']>>;

export interface Play {
  readonly town: Town;
  /** What `npx cliffhanger status` and `receipt` print. */
  readonly reports: Reports;
  readonly showing: Showing;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
  /** Somebody acts on the page: then the season may stand still, and the bot and its data may be away. */
  readonly isTouched: () => boolean;
}

/** Tells the season until it ends or waits for a showrunner, and compares all of it with the platforms. */
export async function playSeason(play: Play): Promise<Verdict> {
  const { narrator, reports, signal } = play;
  const log = await openSeasonLog(reports.watched, signal);
  // Whichever fails first says why: a show that is never ended would only stand still.
  await Promise.all([tellSeason(play, log), play.showing.begin(play.town)]);
  narrator.live([], Date.now());
  await untilDelivered(play, log);
  const status = await reports.status(log.show);
  narrator.path(status.path);
  const counted = status.rounds.filter(({ tally }) => tally !== undefined);
  const receipts: StatedReceipt[] = [];
  for (const { number } of counted) {
    const receipt = await receiptOf(play, log, number);
    if (receipt !== undefined) receipts.push(receipt);
  }
  const undelivered = status.deliveries.flatMap(({ name, deliveries }) =>
    deliveries
      .filter((delivery) => delivery.status !== 'sent')
      .map(
        ({ kind, number, status: what, reason }) => `${name}: ${kind} ${number} is ${what}. ${reason ?? ''}`,
      ),
  );
  const { book, title } = play.showing;
  const verdict = compare(book, witnessesIn(play.town), {
    path: status.path.map(({ id, url }) => idIn(book, url) ?? id),
    receipts,
    title,
  });
  return { ...verdict, differences: [...verdict.differences, ...undelivered] };
}

/** A serial show names its episodes itself; the script knows them by their links. */
const idIn = ({ episodes }: Book, url: string | undefined): string | undefined =>
  [...episodes].find(([, episode]) => episode.url === url)?.[0];

async function tellSeason(play: Play, log: SeasonLog): Promise<void> {
  const { narrator, signal, isTouched } = play;
  const rounds: Rounds = { planned: new Map(), voting: new Map() };
  let due = Date.now();
  for (;;) {
    for (const event of await unlessAway(play, () => log.next())) {
      due = Math.max(due, Date.now(), dueAfter(event));
      narrator.event(event);
      await tellRound(play, log, rounds, event);
      if (isLast(event)) return;
    }
    const open = [...rounds.voting.values()];
    const tallies = await unlessAway(play, () => Promise.all(open.map((round) => log.live(round))));
    narrator.live(tallies, Date.now());
    if (!isTouched() && Date.now() > due + STANDSTILL_MS) {
      throw new Error(`Nothing has happened for ${STANDSTILL_MS / 1_000} seconds, though something was due`);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Nothing, if the data can't be read because somebody has pulled a plug. */
async function unlessAway<Item>(
  { isTouched }: Play,
  read: () => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  return read().catch((error: unknown) => {
    if (!isTouched()) throw error;
    return [];
  });
}

interface Rounds {
  readonly planned: Map<number, PlannedRound>;
  readonly voting: Map<number, PlannedRound>;
}

async function tellRound(
  play: Play,
  log: SeasonLog,
  { planned, voting }: Rounds,
  event: SeasonEvent,
): Promise<void> {
  if (event.type === 'round-planned') planned.set(event.round.number, event.round);
  if (!('round' in event) || typeof event.round !== 'number') return;
  const round = planned.get(event.round);
  if (round === undefined) return;
  if (event.type === 'round-opened') voting.set(event.round, round);
  if (event.type === 'round-decided' || event.type === 'round-tied') {
    voting.delete(event.round);
    const kind = event.type === 'round-tied' ? 'tied' : 'decided';
    await tellCount(play, log, event.round, { kind, binding: round.binding });
  }
}

/** When the next thing that an event promises is due. */
function dueAfter(event: SeasonEvent): number {
  if (event.type === 'round-planned') return event.round.closesAt;
  return event.type === 'episode-scheduled' ? event.releaseAt : 0;
}

/** The end; or only a showrunner could continue, and there is none here. */
const isLast = ({ type }: SeasonEvent): boolean =>
  ['season-ended', 'season-cancelled', 'link-awaited', 'round-undecided'].includes(type);

async function tellCount(
  play: Play,
  log: SeasonLog,
  number: number,
  ending: { kind: 'decided' | 'tied'; binding: boolean },
): Promise<void> {
  const receipt = await receiptOf(play, log, number);
  if (receipt === undefined) return;
  const witnesses = witnessesIn(play.town);
  const round = countRounds(play.showing.book, witnesses).find((one) => one.number === number);
  const differences =
    round === undefined
      ? [`No platform has a poll of round ${number}.`]
      : compareRound(round, witnesses, receipt);
  play.narrator.counted(receipt, ending, differences);
}

async function receiptOf(
  { reports }: Play,
  { show }: SeasonLog,
  number: number,
): Promise<StatedReceipt | undefined> {
  return reports.receipt(show, number as Parameters<Reports['receipt']>[1]);
}

function witnessesIn({ communities }: Town): readonly Witness[] {
  return communities.map(({ key, name, polls, posts }) => ({ key, name, polls: polls(), posts: posts() }));
}

/** When the season ends, results and the last drop may still be on their way, or not even be owed yet. */
async function untilDelivered({ town, reports, signal }: Play, { show }: SeasonLog): Promise<void> {
  const until = Date.now() + DELIVERED_WITHIN_MS;
  while (Date.now() < until) {
    if (isDelivered(town, await reports.status(show))) return;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

function isDelivered({ communities }: Town, { deliveries: all, path, rounds }: Status): boolean {
  // The showrunners' own channel gets alerts only.
  const playing = new Set(communities.map(({ platform, place }) => `${platform}:${place}`));
  const outlets = all.filter(({ outlet }) => playing.has(outlet));
  const decided = rounds.filter(({ decision }) => decision !== undefined).length;
  return outlets.every(({ deliveries }) => {
    const settled = deliveries.filter(({ status }) => status !== 'owed' && status !== 'sending');
    const settledOf = (kind: string) => settled.filter((one) => one.kind === kind).length;
    return (
      settled.length === deliveries.length &&
      settledOf('drop') === path.length &&
      settledOf('result') === decided
    );
  });
}
