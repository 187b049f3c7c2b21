import type { NativePollId } from '../../core/ids.ts';
import type { Processes } from '../../ports/processes.ts';
import type { Closings } from '../../ports/stores/closings.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { runScript } from '../shared/scripts.ts';
import { BEGIN_CLOSING, END_CLOSING, PLAN_CLOSING, RENEW_CLOSING } from './scripts.ts';

/** Records, beside the season's polls, which process closes which poll. The caller owns the connection. */
export function createRedisClosings(redis: RedisClient, processes: Processes): Closings {
  const { closingKeys } = keysOf(redis);
  return {
    async begin(season, poll, { now, leaseFor, since }) {
      const keys = [closingKeys(season).attempts];
      const lease = processes.newLease();
      const claim = async (instead: string): Promise<BeginReply> =>
        (await runScript(redis, BEGIN_CLOSING, keys, [
          ...[poll, lease, now, now + leaseFor, instead, since],
        ])) as BeginReply;
      let [claimed, holder, closed] = await claim('');
      if (claimed === 0 && holder !== '' && (await processes.isGone(holder)))
        [claimed, , closed] = await claim(holder);
      if (claimed === 0) return undefined;
      return {
        closed: closed === 1,
        renew: async (until) => void (await runScript(redis, RENEW_CLOSING, keys, [poll, lease, until])),
        plan: async (next, isClosed) =>
          void (await runScript(redis, PLAN_CLOSING, keys, [poll, lease, next, isClosed ? 1 : ''])),
        end: async () => void (await runScript(redis, END_CLOSING, keys, [poll, lease])),
      };
    },

    async leaveTrace(season, poll, now) {
      // NX keeps the first time: how long we keep trying is counted from there.
      await redis.zadd(closingKeys(season).traces, 'NX', now, poll);
    },
    async forgetTrace(season, poll) {
      await redis.zrem(closingKeys(season).traces, poll);
    },
    async traces(season) {
      const found = await redis.zrange(closingKeys(season).traces, 0, '-1', 'WITHSCORES');
      const traces = new Map<NativePollId, number>();
      for (let at = 0; at < found.length; at += 2)
        traces.set(found[at] as NativePollId, Number(found[at + 1]));
      return traces;
    },
  };
}

/**
 * Whether we claimed it; otherwise the lease that holds it (or empty); whether the poll is known to be
 * closed.
 */
type BeginReply = readonly [0 | 1, string, 0 | 1];
