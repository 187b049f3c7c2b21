import type { OutletId, SeasonId } from '../../core/ids.ts';
import type { Doubt, RestorableLedger, Sender } from '../../ports/stores/delivery-ledger.ts';
import type { RedisClient } from '../connection/connection.ts';
import { chunks } from '../shared/chunks.ts';
import { keysOf } from '../shared/keys.ts';
import { runScript } from '../shared/scripts.ts';
import { DOUBT_OWED, LEAVE_SEASON, READ_RESTART, RESUME_SEASON } from './scripts.ts';

/** Outlets in one atomic step. More would block Redis for too long. */
const CHUNK = 500;

/** What happens to a season's deliveries after Redis restarted or failed over. */
export function createRestarts(
  redis: RedisClient,
  sender: string,
): Pick<RestorableLedger, 'restart' | 'leave' | 'resume'> {
  const { ledgerKeys } = keysOf(redis);
  return {
    async restart(season, now) {
      const { life, senders } = ledgerKeys(season);
      const reply = await runScript(redis, READ_RESTART, [life, senders], [now]);
      if (reply === null) return undefined;
      const [from, to, seenAt, upFor, all] = reply as [string, string, string, string, string[]];
      return {
        from,
        to,
        seenAt: Number(seenAt),
        startedAt: now - Number(upFor) * 1_000,
        senders: all.map((text) => JSON.parse(text) as Sender),
      };
    },
    async leave(season, life = '') {
      const keys = ledgerKeys(season);
      await runScript(redis, LEAVE_SEASON, [keys.life, keys.senders], [sender, life]);
    },
    async resume(season, { from, to }, doubt) {
      const { life, senders, doubt: doubts } = ledgerKeys(season);
      // This comes first: after the next step, deliveries are handed out again.
      const doubted = doubt === undefined ? 0 : await doubtOwed(redis, season, doubt);
      const kept = doubt === undefined ? [] : [doubt.since, doubt.until, doubt.why];
      await runScript(redis, RESUME_SEASON, [life, senders, doubts], [from, to, ...kept]);
      return doubted;
    },
  };
}

async function doubtOwed(
  redis: RedisClient,
  season: SeasonId,
  { since, until, why }: Doubt,
): Promise<number> {
  const { ledgerKeys, queueKey } = keysOf(redis);
  const { records, claimable } = ledgerKeys(season);
  let doubted = 0;
  for (const chunk of chunks((await redis.zrangebyscore(claimable, '-inf', '+inf')) as OutletId[], CHUNK)) {
    const keys = [records, claimable, ...chunk.map((outlet) => queueKey(season, outlet))];
    doubted += Number(await runScript(redis, DOUBT_OWED, keys, [since, until, why, ...chunk]));
  }
  return doubted;
}
