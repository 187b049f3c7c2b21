import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  GatewayIntentBits,
  Options,
  type RESTOptions,
  SimpleShardingStrategy,
  WebSocketShardStatus,
} from 'discord.js';
import type { Milliseconds } from '../core/ids.ts';

export interface Shards {
  readonly shards?: readonly number[];
  /** Of all processes together. Needed with `shards`. */
  readonly shardCount?: number;
}

export interface DiscordClient {
  readonly client: Client;
  /** Closes the gateway for good, also in the moments that `client.destroy()` by itself does not cover. */
  destroy(): Promise<void>;
}

/**
 * discord.js with the least that the bot needs: the intents Guilds and GuildMessagePolls (neither privileged),
 * and no cache of what only grows. Guilds, channels and roles stay cached: discord.js does not work without.
 */
export function createClient(rest: Partial<RESTOptions>, shards: Shards): DiscordClient {
  let strategy: SimpleShardingStrategy | undefined;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessagePolls],
    shards: shards.shards === undefined ? 'auto' : [...shards.shards],
    ...(shards.shardCount === undefined ? {} : { shardCount: shards.shardCount }),
    allowedMentions: { parse: [] },
    rest,
    ws: {
      buildStrategy: (manager) => {
        strategy = new SimpleShardingStrategy(manager);
        return strategy;
      },
    },
    makeCache: Options.cacheWithLimits({
      AutoModerationRuleManager: 0,
      EntitlementManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      UserManager: { maxSize: 100, keepOverLimit: (user) => user.id === user.client.user.id },
      VoiceStateManager: 0,
    }),
    sweepers: { ...Options.DefaultSweeperSettings, threads: { interval: 3_600, lifetime: 3_600 } },
  });
  return {
    client,
    async destroy() {
      await settled(strategy);
      const opening = openingConnections(strategy);
      await client.destroy();
      for (const connection of opening) {
        // Ending a handshake is reported as an error; that it ended is what is wanted.
        connection.on('error', () => {});
        connection.terminate();
      }
    },
  };
}

/** discord.js waits half a second between two connections of a shard. */
const BETWEEN_CONNECTIONS: Milliseconds = 1_000;

/**
 * Waits until no shard is between two connections: discord.js ignores a `destroy()` in that moment, and the shard
 * would connect again afterwards and go on for ever.
 */
async function settled(strategy: SimpleShardingStrategy | undefined): Promise<void> {
  if (strategy === undefined) return;
  const end = Date.now() + BETWEEN_CONNECTIONS;
  while (Date.now() < end) {
    const states = await strategy.fetchStatus();
    if (!states.some((state) => state === WebSocketShardStatus.Idle)) return;
    await wait(50);
  }
}

interface OpeningConnection {
  readonly readyState: number;
  on(event: 'error', listener: () => void): unknown;
  terminate(): void;
}
const WEBSOCKET_CONNECTING = 0;

/**
 * Connections that are being opened. `client.destroy()` forgets them as they are: each would keep the process
 * alive, and a handshake that fails later would end it with an error that nobody can catch. discord.js has no
 * public way to them.
 */
function openingConnections(strategy: SimpleShardingStrategy | undefined): readonly OpeningConnection[] {
  const shards: unknown = strategy && Reflect.get(strategy, 'shards');
  if (!(shards instanceof Map)) return [];
  return [...shards.values()]
    .map((shard: object): unknown => Reflect.get(shard, 'connection'))
    .filter(isOpening);
}

const isOpening = (connection: unknown): connection is OpeningConnection =>
  typeof connection === 'object' &&
  connection !== null &&
  'terminate' in connection &&
  'readyState' in connection &&
  connection.readyState === WEBSOCKET_CONNECTING;
