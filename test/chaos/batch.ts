import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, type Settings } from '../../config/settings.ts';
import { Chance } from '../../src/sandbox/random.ts';
import { keepEvidence, readAccounts } from './accounts.ts';
import { archiveSeasons } from './archive.ts';
import { type BotCommand, BotProcess } from './bot-process.ts';
import type { Fault } from './faults/fault.ts';
import { redisPid } from './redis-process.ts';
import { Scene } from './scene.ts';
import { CLOSING_MS, SHORTEST_VOTE_MS } from './script.ts';
import { openStage, type Show, writeFiles } from './stage.ts';
import { keepJournal } from './verify/journal.ts';
import { verify } from './verify/verify.ts';
import { sendVoters } from './voters.ts';

export interface BatchPlan {
  readonly seed: number;
  readonly fault: Fault;
  readonly bot: BotCommand;
  readonly signal: AbortSignal;
  /** How long each vote lasts; by default as short as possible. */
  readonly voteMs?: number;
}

export interface SeasonOutcome {
  readonly show: string;
  /** Sentences; empty if the season survived. */
  readonly faults: readonly string[];
  /** Messages that a showrunner would be asked about. */
  readonly unknown: number;
  /** Rounds whose deadline moved because the bot was away. */
  readonly extended: number;
}

export interface BatchOutcome {
  readonly seasons: readonly SeasonOutcome[];
  /** Milliseconds until everything worked again, the worst of the batch. */
  readonly recovery: number;
  /** Milliseconds from the last disturbance until every season had ended and every message was settled. */
  readonly settled: number;
  /** Logs and files; undefined if they are not needed any more. */
  readonly folder: string | undefined;
}

/**
 * From the last disturbance to the end: both rounds at their longest, each extended, and the 30 s that a recovery
 * may take.
 */
const settlesWithin = (voteMs: number): number => 2 * (2 * voteMs + CLOSING_MS + 1_000) + 30_000;

/** Eight seasons in one bot, and one fault. @throws if the platforms or the files can't be set up, or when aborted */
export async function playBatch({
  seed,
  fault,
  bot: command,
  signal,
  voteMs = SHORTEST_VOTE_MS,
}: BatchPlan): Promise<BatchOutcome> {
  const folder = await mkdtemp(join(tmpdir(), `cliffhanger-chaos-${seed}-`));
  const stage = await openStage(new Chance(seed, 'stage'), voteMs);
  const journal = keepJournal(stage);
  const stopVoters = sendVoters(stage, seed);
  const environment = await writeFiles(folder, stage);
  const bot = new BotProcess({ command, environment, logPath: join(folder, 'bot.log') });
  const redisFolder = join(folder, 'data', 'redis');
  const scene = new Scene({ stage, journal, bot, chance: new Chance(seed, fault.name), redisFolder });
  let outcome: BatchOutcome | undefined;
  try {
    bot.start();
    outcome = await attend({ scene, fault, settings: readSettings(environment), folder, signal });
  } finally {
    stopVoters();
    await end(scene);
    await stage.close();
    const isNeeded = outcome?.seasons.some(({ faults }) => faults.length > 0) ?? !signal.aborted;
    if (!isNeeded) await rm(folder, { recursive: true, force: true });
  }
  return outcome;
}

interface Attendance {
  readonly scene: Scene;
  readonly fault: Fault;
  readonly settings: Settings;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function attend({ scene, fault, settings, folder, signal }: Attendance): Promise<BatchOutcome> {
  const { stage, journal, complaints, kills } = scene;
  await unlessAborted(strike(scene, fault), signal);
  const since = Date.now();
  const unless = <T>(what: string, work: Promise<ReadonlyMap<Show, T>>) =>
    unlessAborted(work, signal).catch((error: unknown): ReadonlyMap<Show, T> => {
      if (signal.aborted) throw error;
      complaints.push(`${what}: ${words(error)}`);
      return new Map();
    });
  const accounts = await unless("the bot's account cannot be read", readAccounts(settings, stage));
  const settled = Date.now() - since;
  const within = settlesWithin(stage.voteMs);
  if (settled > within) {
    complaints.push(`not everything was settled ${within / 1_000} s after the last disturbance`);
  }
  const socket = scene.bot.redisSocket ?? '';
  const left = await unless('the archive failed', archiveSeasons(settings, accounts, socket));
  await scene.bot.stop().catch((error: unknown) => complaints.push(words(error)));
  await keepEvidence(folder, accounts, journal);
  const seasons = stage.shows.map((show): SeasonOutcome => {
    const account = accounts.get(show);
    if (account === undefined)
      return { show: show.script.show, faults: [...complaints, 'it has no status'], unknown: 0, extended: 0 };
    const verdict = verify({ show, journal, kills, leeway: fault, ...account });
    const faults = [...complaints, ...verdict.faults, ...(left.get(show) ?? [])];
    const extended = account.receipts.filter(({ late }) => late?.outcome === 'extended').length;
    return { show: show.script.show, faults, unknown: verdict.unknown, extended };
  });
  return { seasons, recovery: Math.max(0, ...scene.recoveries), settled, folder };
}

async function strike(scene: Scene, fault: Fault): Promise<void> {
  try {
    await fault.strike(scene);
    await scene.bot.untilReady();
  } catch (error) {
    scene.complaints.push(words(error));
  }
}

/** In any case, no bot and no Redis of this batch is left. */
async function end(scene: Scene): Promise<void> {
  const { bot } = scene;
  await bot.close();
  if (bot.redisSocket === undefined) return;
  const pid = await redisPid(bot.redisSocket);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // A promise that is not awaited must not end the process when it rejects.
  work.catch(() => undefined);
  const over = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over.signal });
  });
  signal.throwIfAborted();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    over.abort();
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
