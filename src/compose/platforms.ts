import type { Settings } from '../../config/settings.ts';
import type { PlatformName } from '../core/ids.ts';
import type { Capabilities } from '../core/posts/capabilities.ts';
import { translate } from '../core/wording/command-translations.ts';
import type { HttpServer } from '../http/http-server.ts';
import { createDiscordPlatform } from '../platforms/discord/platform.ts';
import { platforms } from '../platforms/index.ts';
import { createTelegramPlatform, type TelegramPlatform } from '../platforms/telegram/platform.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Platform } from '../ports/platform.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { OperatorFile } from '../ports/source-files.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { TurnedAway } from '../ports/turned-away.ts';
import type { WrittenMenus } from '../ports/written-menus.ts';

/** What all processes of the bot share towards the platforms. */
export interface SharedTowardsPlatforms {
  readonly limiter: RateLimiter;
  /** Of Discord's. */
  readonly turnedAway: TurnedAway;
  readonly metrics: Pick<Metrics, 'turnedAway'>;
  readonly written: (platform: PlatformName) => WrittenMenus;
}

/** The platforms that have a token. None has been asked anything yet. */
export function openPlatforms(
  settings: Settings,
  operator: OperatorFile,
  { limiter, turnedAway, metrics, written }: SharedTowardsPlatforms,
  log: Log,
): { platforms: ReadonlyMap<PlatformName, Platform>; telegram?: TelegramPlatform } {
  const opened = new Map<PlatformName, Platform>();
  let telegram: TelegramPlatform | undefined;
  if (settings.discord !== undefined) {
    const { token, apiUrl, shards, commandsGuild } = settings.discord;
    opened.set(
      'discord',
      createDiscordPlatform({
        token: token.reveal(),
        apiUrl,
        limiter,
        turnedAway,
        written: written('discord'),
        onTurnedAway: (status) => metrics.turnedAway('discord', status),
        log,
        translate,
        showrunners: operator.showrunners.discord ?? [],
        ...(commandsGuild !== undefined && { commandsGuild }),
        ...(shards?.ids !== undefined && { shards: shards.ids }),
        ...(shards !== undefined && { shardCount: shards.count }),
      }),
    );
  }
  if (settings.telegram !== undefined) {
    const { token, apiUrl, webhook } = settings.telegram;
    telegram = createTelegramPlatform({
      token: token.reveal(),
      apiUrl,
      limiter,
      log,
      showrunners: operator.showrunners.telegram ?? [],
      written: written('telegram'),
      ...(webhook !== undefined && { webhook: { url: webhook.url, secret: webhook.secret.reveal() } }),
    });
    opened.set('telegram', telegram);
  }
  return { platforms: opened, ...(telegram !== undefined && { telegram }) };
}

/** A story has to fit the platforms that are on. */
export const limitsOf = (settings: Settings): readonly Capabilities[] =>
  platforms.filter(({ name }) => isOn(name, settings)).map(({ capabilities }) => capabilities);

export const platformNames: readonly PlatformName[] = platforms.map(({ name }) => name);

/** Whether the platform has a token. */
const isOn = (name: PlatformName, settings: Settings): boolean => Object.hasOwn(settings, name);

export const platformsOn = (settings: Settings): ReadonlySet<PlatformName> =>
  new Set(platformNames.filter((name) => isOn(name, settings)));

/** The name under which an account's votes come. */
export function inVotes(platform: PlatformName, account: string): string {
  const accounts = platforms.find(({ name }) => name === platform)?.accounts;
  return accounts?.inVotes?.(account) ?? account;
}

/** The last part of the webhook's public address is the name of its route here. */
export function takeWebhook(
  settings: Settings,
  http: HttpServer,
  telegram: TelegramPlatform | undefined,
): void {
  const webhook = settings.telegram?.webhook;
  if (webhook === undefined || telegram === undefined) return;
  const name = new URL(webhook.url).pathname.split('/').at(-1) ?? '';
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) {
    throw new StartupError(
      `TELEGRAM_WEBHOOK_URL ends in "${name}", which can be no route`,
      'Let it end in /telegram/ and a name of letters, digits, _ and -, and have /telegram/ forwarded to HTTP_PORT.',
    );
  }
  http.addWebhook(name, {
    secret: webhook.secret.reveal(),
    handle: (update) => telegram.handleUpdate(update),
  });
}

/** Discord's shards are leased one by one, so that processes with other shards listen beside this one. */
export function leaseNames(platform: PlatformName, settings: Settings): readonly string[] {
  if (platform === 'telegram') return ['telegram'];
  const { shards } = settings.discord ?? {};
  if (shards === undefined) return ['discord'];
  const ids = shards.ids ?? Array.from({ length: shards.count }, (_, id) => id);
  return ids.map((id) => `discord-shard-${id}`);
}
