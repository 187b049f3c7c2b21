import type { Milliseconds } from '../../../core/ids.ts';
import type { BotApi } from '../client.ts';

/**
 * How old messages are by the clock of the platform that dated them: this machine's may be minutes off, and every command
 * would then be too old, or none. The platform tells its time with each answer; where it does not, the newest message shows
 * what its clock has reached at least.
 */
export function createMessageAge(
  api: Pick<BotApi, 'clockAhead'>,
  now: () => Milliseconds = Date.now,
): (date: number | undefined) => Milliseconds | undefined {
  let newest = 0;
  return (date) => {
    if (date === undefined) return undefined;
    const at = date * 1_000;
    newest = Math.max(newest, at);
    return Math.max(now() - (api.clockAhead() ?? 0), newest) - at;
  };
}
