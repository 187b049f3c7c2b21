import type { Settings } from '../../config/settings.ts';
import type { Context } from '../app/context.ts';
import { createHalt } from '../app/halt.ts';
import { archiveDue } from '../app/keeping/archive-due.ts';
import { type Archived, archiveShow } from '../app/keeping/archive-season.ts';
import { backupSeason, type Restored, restoreSeason } from '../app/keeping/backup-season.ts';
import { forgetPerson } from '../app/keeping/forget-person.ts';
import { BotPast } from '../app/past/bot-past.ts';
import { forgetPast } from '../app/past/forget-past.ts';
import { createSeasonStates } from '../app/season/season-states.ts';
import type { Show } from '../app/shows/show.ts';
import { botAlerts, type PlatformName, type ShowId } from '../core/ids.ts';
import { createArchiveFiles } from '../files/archive-files.ts';
import { LARGEST_BACKUP_BYTES, parseBackup } from '../files/backup-files.ts';
import { loadPepper } from '../files/pepper.ts';
import { readPlainFile } from '../files/plain-file.ts';
import { createStartedFile } from '../files/started-file.ts';
import { createVoterHasher } from '../files/voter-hasher.ts';
import { silentLog } from '../log.ts';
import { platforms as allPlatforms } from '../platforms/index.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import type { SeasonBackup } from '../ports/stores/season-archive.ts';
import { seasonJobRemover } from '../queues/season-jobs.ts';
import { createWaitingBallots } from '../queues/waiting-ballots.ts';
import { createRedisBallotStore } from '../redis/ballots/store.ts';
import { createRedisPastStore } from '../redis/bot/past.ts';
import { createRedisPeopleNames } from '../redis/bot/people-names.ts';
import type { RedisClient } from '../redis/connection/connection.ts';
import { createRedisDeliveryLedger } from '../redis/ledger/ledger.ts';
import { seasonShapesOn } from '../redis/seasons/season-shapes.ts';
import { createRedisSeasonStores } from '../redis/seasons/stores.ts';
import { createRedisSeasonVault } from '../redis/seasons/vault.ts';
import { createRedisClock } from '../redis/shared/clock.ts';
import { inVotes, namesOf } from './platforms.ts';
import { openStore, type StoreUse } from './stores.ts';

/** What the command line does with stored data, in addition to reading it. */
export interface Keeping {
  /** @returns how many ballots the account had. */
  forget(platform: PlatformName, account: string): Promise<number>;
  archive(show: ShowId): Promise<readonly Archived[]>;
  backup(show: ShowId): Promise<SeasonBackup | undefined>;
  restore(backup: SeasonBackup): Promise<Restored>;
  /** @returns false if no data of the show is lost. */
  forgetPast(show: ShowId): Promise<boolean>;
  /** @returns false where the bot's own alerts can be read: then nothing is deleted. */
  forgetAlerts(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Archives the seasons whose retention is over, as long as the bot runs.
 * @param shows those of the operator's file; a show without a retention keeps its seasons.
 */
export function startRetention(
  context: Context,
  redis: RedisClient,
  dataDir: string,
  shows: readonly Show[],
  platforms: Platforms,
): { stop(): Promise<void> } {
  const { seasons, states, counts, outlets, ledger, ballots, clock, log } = context;
  const vault = createRedisSeasonVault(redis, seasonJobRemover(redis, namesOf(platforms)));
  const files = createArchiveFiles(dataDir);
  const stores = { seasons, states, counts, outlets, ledger, ballots, vault, files };
  const limited = shows.flatMap(({ story, retention }) =>
    retention === undefined ? [] : [{ show: story.id, retention }],
  );
  return archiveDue({ stores, clock, log }, limited);
}

/**
 * Opens the bot's Redis: the one in REDIS_URL, or the embedded one, which is started for this if necessary.
 * @param how as in `openStore`.
 */
export async function openKeeping(
  settings: Settings,
  how: StoreUse,
  platforms: Platforms = allPlatforms,
): Promise<Keeping> {
  const { dataDir } = settings;
  const store = await openStore(settings, how);
  const { redis } = store;
  const clock = createRedisClock(redis);
  const { seasons, counts, outlets } = createRedisSeasonStores(redis, seasonShapesOn(platforms));
  const states = createSeasonStates(seasons);
  const ballots = createRedisBallotStore(redis);
  const vault = createRedisSeasonVault(redis, seasonJobRemover(redis, namesOf(platforms)));
  const past = createRedisPastStore(redis);
  return {
    forget: (platform, account) =>
      store.use(async () => {
        const pepper = await loadPepper({ value: settings.pepper?.reveal(), dataDir, mustExist: true });
        const waiting = createWaitingBallots(redis);
        const peopleNames = createRedisPeopleNames(redis);
        const stores = { ballots, waiting, vault, peopleNames, hashVoter: createVoterHasher(pepper) };
        return forgetPerson(stores, platform, inVotes(platforms, platform, account));
      }),
    archive: (show) =>
      store.use(async () => {
        const ledger = createRedisDeliveryLedger(redis);
        const files = createArchiveFiles(dataDir);
        const stores = { seasons, states, counts, outlets, ledger, ballots, vault, files };
        return archiveShow(stores, show, await clock.now());
      }),
    backup: (show) => store.use(async () => backupSeason({ seasons, vault }, show, await clock.now())),
    restore: (backup) =>
      store.use(async () => {
        const restored = await restoreSeason({ seasons, states, vault }, backup, await clock.now());
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
    forgetAlerts: () =>
      store.use(async () => {
        if ((await seasons.fault(botAlerts)) === undefined) return false;
        await vault.erase(botAlerts);
        return true;
      }),
    close: () => store.close(),
  };
}

/**
 * A complete and sound backup from a file.
 * @throws StartupError if it is not one.
 */
export const openBackup = async (file: string, platforms: Platforms = allPlatforms): Promise<SeasonBackup> =>
  parseBackup(
    file,
    await readPlainFile(
      file,
      LARGEST_BACKUP_BYTES,
      'Name a file that `npx cliffhanger backup SHOW > FILE` wrote.',
    ),
    seasonShapesOn(platforms),
  );
