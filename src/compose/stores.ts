import type { Settings } from '../../config/settings.ts';
import { tellFullDisk } from '../embedded-redis/full-disk.ts';
import { attachEmbeddedRedis, startEmbeddedRedis } from '../embedded-redis/open.ts';
import { silentLog } from '../log.ts';
import { StartupError } from '../ports/startup-error.ts';
import { Unreadable } from '../ports/stores/unreadable.ts';
import { describeRedisAddress, parseRedisAddress } from '../redis/connection/address.ts';
import { closeRedis, connectRedis, type RedisClient } from '../redis/connection/connection.ts';
import { waitForRedis } from '../redis/connection/reach.ts';
import { infoOf, masterOf, refuseOtherKinds } from '../redis/connection/server-kind.ts';
import { redisTrouble } from '../redis/connection/trouble.ts';

/** A person at a terminal wants an answer soon. */
const REDIS_ANSWERS_WITHIN_MS = 5_000;

/** The bot's Redis, for one command of the command line. */
export interface Store {
  readonly redis: RedisClient;
  /** @throws StartupError if Redis refuses, or is lost on the way. */
  use<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface StoreUse {
  readonly alone: boolean;
  readonly mayBeNew?: boolean;
  /** The command changes something. */
  readonly writes?: boolean;
  /** Called with a sentence about the source, if a reader should know it. */
  readonly note?: (sentence: string) => void;
}

/**
 * Opens the Redis in REDIS_URL, or the embedded one, which is started for this if necessary.
 * @param how `alone`: takes the data folder as a bot does: it may be empty, but no bot may use it. `mayBeNew`: it may
 * be empty, and a bot may use it. `writes`: a replica is not enough.
 * @throws StartupError if it can't be reached within seconds.
 */
export async function openStore(settings: Settings, use: StoreUse): Promise<Store> {
  const { alone, mayBeNew = false } = use;
  const { dataDir, redisUrl } = settings;
  if (redisUrl !== undefined) {
    await waitForRedis(redisUrl.reveal(), silentLog, { atMost: REDIS_ANSWERS_WITHIN_MS });
    const store = storeAt(redisUrl.reveal(), settings.redisPrefix);
    try {
      await lookAtServer(store, redisUrl.reveal(), use);
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }
  const embedded = alone
    ? await startEmbeddedRedis({ dataDir, log: silentLog })
    : await attachEmbeddedRedis({ dataDir, log: silentLog, mayBeNew });
  const store = storeAt(embedded.socketPath, settings.redisPrefix);
  return {
    ...store,
    use: (work) =>
      store.use(work).catch(async (error: unknown) => {
        if (error instanceof StartupError && error.cause !== undefined) await tellFullDisk(dataDir, error);
        throw error;
      }),
    async close() {
      await store.close();
      await embedded.stop();
    },
  };
}

/** @throws StartupError if the server can't be used, or if a replica would have to change something. */
async function lookAtServer({ redis }: Store, url: string, { writes, note }: StoreUse): Promise<void> {
  const info = await infoOf(redis);
  if (info === undefined) return;
  const where = describeRedisAddress(parseRedisAddress(url));
  refuseOtherKinds(info, where, false);
  const master = masterOf(info);
  if (master === undefined) return;
  if (writes === true)
    throw new StartupError(
      `Redis at ${where} is a replica, which accepts no writes; nothing was changed`,
      `Set REDIS_URL to its master (${master.name}).`,
    );
  note?.(
    master.isCutOff
      ? `Redis at ${where} is a replica that has lost its master (${master.name}): its data is old.`
      : `Redis at ${where} is a replica: its data may be a moment behind its master (${master.name}).`,
  );
}

/** The stored data of a season can't be read. */
export const unreadable = (why: string): StartupError =>
  new StartupError(
    `The stored data of this season cannot be read: ${why}`,
    'Other shows are not affected. Restore a backup of it (`npx cliffhanger restore`), or ask for help with these lines.',
  );

function storeAt(address: string, prefix: string): Store {
  const redis = connectRedis(address, 'store', { log: silentLog, prefix });
  return {
    redis,
    use: (work) =>
      work().catch((error: unknown) => {
        if (error instanceof Unreadable) throw unreadable(error.message);
        throw redisTrouble(error, describeRedisAddress(parseRedisAddress(address))) ?? error;
      }),
    close: () => closeRedis(redis),
  };
}
