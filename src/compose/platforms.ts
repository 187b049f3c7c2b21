import type { Settings } from '../../config/settings.ts';
import type { PlatformName } from '../core/ids.ts';
import type { Capabilities } from '../core/posts/capabilities.ts';
import type { HttpServer } from '../http/http-server.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Platform } from '../ports/platform/platform.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import type { OperatorFile } from '../ports/source-files.ts';
import type { SentPictures } from '../ports/stores/sent-pictures.ts';
import type { WrittenMenus } from '../ports/stores/written-menus.ts';
import type { TurnedAway } from '../ports/turned-away.ts';

/** What all processes of the bot share when they talk to the platforms. */
export interface SharedTowardsPlatforms {
  readonly limiter: RateLimiter;
  readonly turnedAway: (platform: PlatformName) => TurnedAway;
  readonly metrics: Pick<Metrics, 'turnedAway'>;
  readonly written: (platform: PlatformName) => WrittenMenus;
  readonly sentPictures: (platform: PlatformName) => SentPictures;
}

/** The platforms that have a token. None has been asked anything yet. */
export async function openPlatforms(
  settings: Settings,
  operator: OperatorFile,
  { limiter, turnedAway, metrics, written, sentPictures }: SharedTowardsPlatforms,
  log: Log,
): Promise<ReadonlyMap<PlatformName, Platform>> {
  const opened = new Map<PlatformName, Platform>();
  for (const [name, platform] of Object.entries(settings.platforms)) {
    const surroundings = {
      log,
      limiter,
      turnedAway: turnedAway(name),
      onTurnedAway: (status: number) => metrics.turnedAway(name, status),
      written: written(name),
      sentPictures: sentPictures(name),
      showrunners: operator.showrunners[name] ?? [],
      requestsASecond: operator.limits[name] ?? 1,
    };
    opened.set(name, await platform.open(surroundings));
  }
  return opened;
}

/** The limits that a story has to fit: those of the platforms that are on. */
export const limitsOf = (settings: Settings, platforms: Platforms): readonly Capabilities[] =>
  platforms
    .filter(({ name }) => Object.hasOwn(settings.platforms, name))
    .map(({ capabilities }) => capabilities);

export const namesOf = (platforms: Platforms): readonly PlatformName[] => platforms.map(({ name }) => name);

/** The name under which an account's votes arrive. */
export function inVotes(platforms: Platforms, platform: PlatformName, account: string): string {
  const accounts = platforms.find(({ name }) => name === platform)?.accounts;
  return accounts?.inVotes?.(account) ?? account;
}

/** Receives what the platforms post to the bot. */
export function takeWebhooks(http: HttpServer, platforms: ReadonlyMap<PlatformName, Platform>): void {
  for (const [name, { webhook }] of platforms)
    if (webhook !== undefined) http.addWebhook(`${name}/${webhook.path}`, webhook);
}

/** The leases that a process must hold to listen to the platform. */
export const leaseNames = (platform: PlatformName, settings: Settings): readonly string[] =>
  settings.platforms[platform]?.leases ?? [platform];
