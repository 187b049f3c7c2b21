import type { Milliseconds } from '../../../core/ids.ts';
import type { BotApi } from '../requests/client.ts';

/**
 * How old messages are by the platform's clock, which dated them. If this machine's clock were minutes off, every command
 * would seem too old, or none. The platform's answers tell its time; without one, the newest message shows a time that its
 * clock has reached.
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
