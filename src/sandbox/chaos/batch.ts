import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings } from '../../../config/settings.ts';
import { openReports } from '../../compose-reports.ts';
import { Chance } from '../random.ts';
import { type BotCommand, BotProcess } from './bot-process.ts';
import type { Fault } from './fault.ts';
import { type Journal, keepJournal } from './journal.ts';
import { redisPid } from './redis-process.ts';
import { Scene } from './scene.ts';
import { openStage, type Show, writeFiles } from './stage.ts';
import { owedIn, type Receipt, type Status, verify } from './verify.ts';
import { sendVoters } from './voters.ts';

export interface BatchPlan {
  readonly seed: number;
  readonly fault: Fault;
  readonly bot: BotCommand;
  readonly signal: AbortSignal;
}

export interface SeasonOutcome {
  readonly show: string;
  /** Sentences; empty where the season survived. */
  readonly faults: readonly string[];
  /** Messages that a showrunner would be asked about. */
  readonly unknown: number;
}

export interface BatchOutcome {
  readonly seasons: readonly SeasonOutcome[];
  /** Milliseconds until all went on, the worst of the batch. */
  readonly recovery: number;
  /** Milliseconds from the last disturbance until every season had ended and every message was settled. */
  readonly settled: number;
  /** Logs and files; undefined where they are not needed any more. */
  readonly folder: string | undefined;
}

/** From the last disturbance to the end of the seasons: what is left of them, and the 30 s that a recovery may take. */
const SETTLES_WITHIN_MS = 50_000;
/** Looked at for so long, to tell a late end from none. */
const GIVEN_UP_AFTER_MS = 110_000;
const LOOK_EVERY_MS = 500;
/** Ended seasons that owe fewer messages than a story has are looked at so many times more. */
const QUIET_LOOKS = 10;

/** Eight seasons in one bot, and one fault. @throws where the platforms or the files can't be set up, or when aborted */
export async function playBatch({ seed, fault, bot: command, signal }: BatchPlan): Promise<BatchOutcome> {
  const folder = await mkdtemp(join(tmpdir(), `cliffhanger-chaos-${seed}-`));
  const stage = await openStage(new Chance(seed, 'stage'));
  const journal = keepJournal(stage);
  const stopVoters = sendVoters(stage, seed);
  const environment = await writeFiles(folder, stage);
  const bot = new BotProcess({ command, environment, logPath: join(folder, 'bot.log') });
  const scene = new Scene({ stage, journal, bot, chance: new Chance(seed, fault.name) });
  let outcome: BatchOutcome | undefined;
  try {
    bot.start();
    outcome = await attend({ scene, fault, environment, folder, signal });
  } finally {
    stopVoters();
    await end(scene);
    await stage.close();
    if (outcome?.seasons.every(({ faults }) => faults.length === 0))
      await rm(folder, { recursive: true, force: true });
  }
  return outcome;
}

interface Attendance {
  readonly scene: Scene;
  readonly fault: Fault;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly signal: AbortSignal;
}

interface Account {
  readonly status: Status;
  readonly receipts: readonly Receipt[];
}

async function attend({ scene, fault, environment, folder, signal }: Attendance): Promise<BatchOutcome> {
  const { stage, journal, complaints, kills } = scene;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  const struck = strike(scene, fault);
  await Promise.race([struck, aborted]);
  const since = Date.now();
  const accounts = await Promise.race([accountsOf(scene, environment), aborted]).catch((error: unknown) => {
    if (signal.aborted) throw error;
    complaints.push(`the bot's account cannot be read: ${words(error)}`);
    return new Map<Show, Account>();
  });
  const settled = Date.now() - since;
  if (settled > SETTLES_WITHIN_MS) {
    complaints.push(`not everything was settled ${SETTLES_WITHIN_MS / 1_000} s after the last disturbance`);
  }
  await scene.bot.stop().catch((error: unknown) => complaints.push(words(error)));
  await keepEvidence(folder, accounts, journal);
  const seasons = stage.shows.map((show): SeasonOutcome => {
    const account = accounts.get(show);
    if (account === undefined)
      return { show: show.script.show, faults: [...complaints, 'it has no status'], unknown: 0 };
    const verdict = verify({ show, journal, kills, leeway: fault, ...account });
    return { show: show.script.show, faults: [...complaints, ...verdict.faults], unknown: verdict.unknown };
  });
  return { seasons, recovery: Math.max(0, ...scene.recoveries), settled, folder };
}

/** The bot has to come up before anything can be broken that it needs to start; most messages go out then. */
async function strike(scene: Scene, fault: Fault): Promise<void> {
  try {
    const struck = fault.strike(scene);
    struck.catch(() => undefined);
    await struck;
    await scene.bot.untilReady();
  } catch (error) {
    scene.complaints.push(words(error));
  }
}

/** Waits until every season has ended and nothing is on its way, then reads all that the bot says. */
async function accountsOf(
  scene: Scene,
  environment: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<Show, Account>> {
  const accounts = new Map<Show, Account>();
  if (!scene.bot.lives) return accounts;
  const until = Date.now() + GIVEN_UP_AFTER_MS;
  let quiet = 0;
  const reports = await openReports(readSettings({ ...environment }));
  try {
    for (;;) {
      const statuses = new Map<Show, Status>();
      for (const show of scene.stage.shows) {
        const status = await reports.status(show.script.show as never).catch(() => undefined);
        if (status !== undefined) statuses.set(show, status);
      }
      const all = [...statuses.values()];
      const over = all.length === scene.stage.shows.length && all.every(isOver);
      quiet = over ? quiet + 1 : 0;
      if ((over && all.every(isComplete)) || quiet > QUIET_LOOKS || Date.now() > until) {
        for (const [show, status] of statuses)
          accounts.set(show, { status, receipts: await receiptsOf(status) });
        return accounts;
      }
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    await reports.close();
  }

  async function receiptsOf({ show, rounds }: Status): Promise<readonly Receipt[]> {
    const receipts = await Promise.all(
      rounds.map(({ number }) => reports.receipt(show as never, number as never)),
    );
    return receipts.flatMap((receipt) => receipt ?? []);
  }
}

/** Every message was owed. An outlet that the bot was taken out of may be owed less. */
const isComplete = (status: Status): boolean =>
  status.deliveries.every(
    (outlet) => outlet.deliveries.filter(({ kind }) => kind !== 'alert').length >= owedIn(status).length,
  );

/** Ended, or waiting for a showrunner, of whom there is none here; and nothing on its way. */
const isOver = ({ state, deliveries }: Status): boolean =>
  (state === 'ended' || state === 'undecided') &&
  deliveries.every((outlet) =>
    outlet.deliveries.every(({ status }) => status !== 'owed' && status !== 'sending'),
  );

async function keepEvidence(
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

/** Whatever happened: no bot and no Redis of this batch is left. */
async function end(scene: Scene): Promise<void> {
  const { bot } = scene;
  await bot.close();
  if (bot.redisSocket === undefined) return;
  const pid = await redisPid(bot.redisSocket);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
