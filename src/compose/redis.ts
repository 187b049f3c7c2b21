import type { Settings } from '../../config/settings.ts';
import type { Tempo } from '../app/tempo.ts';
import { startEmbeddedRedis } from '../embedded-redis/open.ts';
import type { Log } from '../ports/log.ts';
import {
  closeRedis,
  connectRedis,
  type RedisClient,
  type RedisConnectionOptions,
} from '../redis/connection/connection.ts';
import { checkRedis, type RedisFacts } from '../redis/connection/health.ts';
import { waitForWrites } from '../redis/connection/probe.ts';
import { waitForRedis } from '../redis/connection/reach.ts';
import type { Opened } from './opened.ts';

export interface OpenedRedis {
  readonly client: RedisClient;
  readonly address: string;
  /** A foreign Redis. */
  readonly foreign: boolean;
  readonly durability: RedisFacts['durability'];
  readonly options: RedisConnectionOptions;
}

/** The bot's Redis, its own or that of REDIS_URL, once it takes writes. */
export async function openRedis(
  settings: Settings,
  tempo: Tempo,
  log: Log,
  opened: Opened,
  signal: AbortSignal,
): Promise<OpenedRedis> {
  const address = await redisAddress(settings, log, opened, signal);
  signal.throwIfAborted();
  const options = { log, prefix: settings.redisPrefix, silence: tempo.storeSilence };
  const client = connectRedis(address, 'store', options);
  opened.add(() => closeRedis(client));
  const foreign = settings.redisUrl !== undefined;
  const { warnings, durability } = await checkRedis(client, { foreign, log });
  for (const warning of warnings) log.warn({}, warning);
  await waitForWrites(client, log, signal);
  return { client, address, options, foreign, durability };
}

async function redisAddress(
  settings: Settings,
  log: Log,
  opened: Opened,
  signal: AbortSignal,
): Promise<string> {
  if (settings.redisUrl !== undefined) {
    const url = settings.redisUrl.reveal();
    await waitForRedis(url, log, { signal, mayWork: { prefix: settings.redisPrefix } });
    return url;
  }
  const embedded = await startEmbeddedRedis({ dataDir: settings.dataDir, log, signal });
  opened.add(() => embedded.stop());
  return embedded.socketPath;
}
