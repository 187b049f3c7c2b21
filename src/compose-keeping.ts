import type { Settings } from '../config/settings.ts';
import { archiveDue } from './app/archive-due.ts';
import { type Archived, archiveShow } from './app/archive-season.ts';
import { backupSeason, type Restored, restoreSeason } from './app/backup-season.ts';
import { BotPast } from './app/bot-past.ts';
import type { Context } from './app/context.ts';
import { forgetPast } from './app/forget-past.ts';
import { forgetPerson } from './app/forget-person.ts';
import { createHalt } from './app/halt.ts';
import type { Show } from './app/show.ts';
import { openStore, type StoreUse } from './compose-store.ts';
import type { PlatformName, ShowId } from './core/ids.ts';
import { silentLog } from './log.ts';
import type { SeasonBackup } from './ports/season-archive.ts';
import { createArchiveFiles } from './storage/archive-files.ts';
import { LARGEST_BACKUP_BYTES, parseBackup } from './storage/backup-files.ts';
import { loadPepper } from './storage/pepper.ts';
import { readPlainFile } from './storage/plain-file.ts';
import { createRedisBallotStore } from './storage/redis-ballot-store.ts';
import { createRedisClock } from './storage/redis-clock.ts';
import type { RedisClient } from './storage/redis-connection.ts';
import { createRedisDeliveryLedger } from './storage/redis-delivery-ledger.ts';
import { createRedisPastStore } from './storage/redis-past-store.ts';
import { createRedisSeasonStore } from './storage/redis-season-store.ts';
import { createRedisSeasonVault } from './storage/redis-season-vault.ts';
import { createStartedFile } from './storage/started-file.ts';
import { createVoterHasher } from './storage/voter-hasher.ts';
import { createWaitingBallots } from './storage/waiting-ballots.ts';
import { ballotAccount } from './telegram/wire-votes.ts';

/** What the command line does with what a bot keeps, beside reading it. */
export interface Keeping {
  /** @returns how many ballots of the account there were. */
  forget(platform: PlatformName, account: string): Promise<number>;
  archive(show: ShowId): Promise<readonly Archived[]>;
  backup(show: ShowId): Promise<SeasonBackup | undefined>;
  restore(backup: SeasonBackup): Promise<Restored>;
  /** @returns false where nothing of the show is lost. */
  forgetPast(show: ShowId): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Moves the seasons whose retention is over to the archive, for as long as the bot runs.
 * @param shows those of the operator's file; one without a retention keeps its seasons.
 */
export function startRetention(
  context: Context,
  redis: RedisClient,
  dataDir: string,
  shows: readonly Show[],
): { stop(): Promise<void> } {
  const { seasons, ledger, ballots, clock, log } = context;
  const vault = createRedisSeasonVault(redis);
  const stores = { seasons, ledger, ballots, vault, files: createArchiveFiles(dataDir) };
  const limited = shows.flatMap(({ story, retention }) =>
    retention === undefined ? [] : [{ show: story.id, retention }],
  );
  return archiveDue({ stores, clock, log }, limited);
}

/**
 * Opens the bot's Redis: the one of REDIS_URL, or the embedded one, started for the time where needed.
 * @param how as in `openStore`.
 */
export async function openKeeping(settings: Settings, how: StoreUse): Promise<Keeping> {
  const { dataDir } = settings;
  const store = await openStore(settings, how);
  const { redis } = store;
  const clock = createRedisClock(redis);
  const seasons = createRedisSeasonStore(redis);
  const ballots = createRedisBallotStore(redis);
  const vault = createRedisSeasonVault(redis);
  const past = createRedisPastStore(redis);
  return {
    forget: (platform, account) =>
      store.use(async () => {
        const pepper = await loadPepper({ value: settings.pepper?.reveal(), dataDir, mustExist: true });
        const waiting = createWaitingBallots(redis);
        const stores = { ballots, waiting, vault, hashVoter: createVoterHasher(pepper) };
        return forgetPerson(stores, platform, platform === 'telegram' ? ballotAccount(account) : account);
      }),
    archive: (show) =>
      store.use(async () => {
        const ledger = createRedisDeliveryLedger(redis);
        const stores = { seasons, ledger, ballots, vault, files: createArchiveFiles(dataDir) };
        return archiveShow(stores, show, await clock.now());
      }),
    backup: (show) => store.use(async () => backupSeason({ seasons, vault }, show, await clock.now())),
    restore: (backup) =>
      store.use(async () => {
        const restored = await restoreSeason({ seasons, vault }, backup, await clock.now());
        if (restored.ok) await past.answer(backup.show, 'restored');
        return restored;
      }),
    forgetPast: (show) =>
      store.use(async () => {
        const marks = createStartedFile(dataDir, silentLog);
        return forgetPast(
          await BotPast.open({ store: past, marks, seasons, clock, log: silentLog, halt: createHalt() }),
          show,
        );
      }),
    close: () => store.close(),
  };
}

/** A backup that a file holds, whole and sound. @throws StartupError where it is none. */
export const openBackup = async (file: string): Promise<SeasonBackup> =>
  parseBackup(
    file,
    await readPlainFile(
      file,
      LARGEST_BACKUP_BYTES,
      'Name a file that `npx cliffhanger backup SHOW > FILE` wrote.',
    ),
  );
