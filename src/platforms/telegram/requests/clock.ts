import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { BotApi } from './client.ts';

/** Answers take time, and are dated to the second. */
const NOTICED: Milliseconds = 30_000;

/** @returns a function that checks the clocks; logs when this machine's clock goes wrong, and when it is right again. */
export function createClockWatch(api: Pick<BotApi, 'clockAhead'>, log: Log): () => void {
  let wrong = false;
  return () => {
    const ahead = api.clockAhead();
    if (ahead === undefined || wrong === Math.abs(ahead) > NOTICED) return;
    wrong = !wrong;
    const seconds = Math.round(Math.abs(ahead) / 1_000);
    if (!wrong) log.info({}, 'This machine’s clock agrees with Telegram’s again');
    else
      log.warn(
        { seconds, direction: ahead > 0 ? 'ahead' : 'behind' },
        `This machine’s clock is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} Telegram’s. Set it with NTP; otherwise votes close at other times than the posts say`,
      );
  };
}
