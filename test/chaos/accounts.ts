import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../config/settings.ts';
import { openReports } from '../../src/compose/reports.ts';
import type { Show, Stage } from './stage.ts';
import type { Receipt, Status } from './verify/evidence.ts';
import type { Journal } from './verify/journal.ts';
import { owedIn } from './verify/verify.ts';

/** Everything that the bot says about a season. */
export interface Account {
  readonly status: Status;
  readonly receipts: readonly Receipt[];
}

/** How long to watch, to tell a late end from none: in addition to four votes at their longest. */
const GIVEN_UP_AFTER_MS = 110_000;
const LOOK_EVERY_MS = 500;
/** Ended seasons that owe fewer messages than a story has are checked this many more times. */
const QUIET_LOOKS = 10;

type Reports = Awaited<ReturnType<typeof openReports>>;
type ShowId = Parameters<Reports['status']>[0];
type RoundNumber = Parameters<Reports['receipt']>[1];

/** Waits until every season has ended and nothing is on its way, then reads what `status` and `receipt` print. */
export async function readAccounts(
  settings: Settings,
  { shows, voteMs }: Pick<Stage, 'shows' | 'voteMs'>,
): Promise<ReadonlyMap<Show, Account>> {
  const reports = await openReports(settings);
  try {
    const statuses = await untilOver(reports, shows, GIVEN_UP_AFTER_MS + 4 * voteMs);
    const accounts = new Map<Show, Account>();
    for (const [show, status] of statuses) {
      accounts.set(show, { status, receipts: await receiptsOf(reports, status) });
    }
    return accounts;
  } finally {
    await reports.close();
  }
}

async function untilOver(
  reports: Reports,
  shows: readonly Show[],
  within: number,
): Promise<ReadonlyMap<Show, Status>> {
  const until = Date.now() + within;
  for (let quiet = 0; ; ) {
    const statuses = new Map<Show, Status>();
    for (const show of shows) {
      const status = await reports.status(show.script.show as ShowId).catch(() => undefined);
      if (status !== undefined) statuses.set(show, status);
    }
    const all = [...statuses.values()];
    const over = all.length === shows.length && all.every(isOver);
    quiet = over ? quiet + 1 : 0;
    if ((over && all.every(isComplete)) || quiet > QUIET_LOOKS || Date.now() > until) return statuses;
    await sleep(LOOK_EVERY_MS);
  }
}

async function receiptsOf(reports: Reports, { show, rounds }: Status): Promise<readonly Receipt[]> {
  const receipts = await Promise.all(
    rounds.map(({ number }) => reports.receipt(show as ShowId, number as RoundNumber)),
  );
  return receipts.flatMap((receipt) => receipt ?? []);
}

/** Whether every message was owed. An outlet that the bot was removed from may be owed less. */
const isComplete = (status: Status): boolean =>
  status.deliveries.every(
    (outlet) =>
      outlet.deliveries.filter(({ kind }) => ['drop', 'poll', 'result'].includes(kind)).length >=
      owedIn(status).length,
  );

/** Whether it has ended or waits for a showrunner (there is none here), and nothing is on its way. */
const isOver = ({ state, deliveries }: Status): boolean =>
  (state === 'ended' || state === 'undecided') &&
  deliveries.every((outlet) =>
    outlet.deliveries.every(({ status }) => status !== 'owed' && status !== 'sending'),
  );

/** Saves what both sides say in the folder, for finding the cause of a failure. */
export async function keepEvidence(
  folder: string,
  accounts: ReadonlyMap<Show, Account>,
  journal: Journal,
): Promise<void> {
  const lines = journal.taken.map(
    ({ at, outlet, item }) => `${new Date(at).toISOString()} ${outlet.key}: ${item ?? '?'}`,
  );
  await writeFile(join(folder, 'messages.txt'), `${lines.join('\n')}\n`);
  const all = [...accounts].map(([show, account]) => ({
    ...account,
    polls: show.outlets.map((outlet) => ({
      outlet: outlet.key,
      polls: outlet.polls().map((poll) => ({ ...poll, counts: Object.fromEntries(poll.counts) })),
    })),
  }));
  await writeFile(join(folder, 'accounts.json'), JSON.stringify(all, null, 1));
}
