/** The oldest Redis the bot runs on, as [major, minor]; src/setup/redis-server.mjs asks for the same. */
export const MINIMUM_REDIS_VERSION = [6, 2] as const;

/** True for a version text such as `6.2.14` that is at least {@link MINIMUM_REDIS_VERSION}. */
export function isSupportedRedisVersion(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = MINIMUM_REDIS_VERSION;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
