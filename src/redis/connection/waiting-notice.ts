import type { Milliseconds } from '../../core/ids.ts';
import type { Log } from '../../ports/log.ts';

const NOTICE_MS = 5_000;

/** Says what we are waiting for: at once or after `silentFor`, then every few seconds. */
export function noticeEverySeconds(
  log: Log | undefined,
  silentFor: Milliseconds = 0,
): (text: string) => void {
  let last = performance.now() + silentFor - NOTICE_MS;
  return (text) => {
    if (performance.now() - last < NOTICE_MS) return;
    last = performance.now();
    log?.warn({}, text);
  };
}
