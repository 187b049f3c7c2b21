import { randomUUID } from 'node:crypto';
import type { Context } from '../app/context.ts';
import { type RememberedSends, rememberSends } from '../app/deliveries/remember-sends.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { createRedisBallotStore } from '../redis/ballots/store.ts';
import { lossOf, readRunIds } from '../redis/connection/health.ts';
import { createRedisDeliveryLedger } from '../redis/ledger/ledger.ts';
import { createRedisClock } from '../redis/shared/clock.ts';
import type { OpenedRedis } from './redis.ts';

interface Sends extends Pick<Context, 'ledger' | 'ballots'> {
  readonly remembered?: RememberedSends;
}

/**
 * The stores of what is sent. We start the embedded Redis ourselves with `appendfsync always`, and its successor reads
 * the same disk, so nothing in it is ever uncertain. A foreign one may be replaced, restarted or configured
 * differently at any time.
 */
export async function openSends(
  { client, foreign, durability }: OpenedRedis,
  jobs: Jobs,
  log: Log,
): Promise<Sends> {
  const ballots = createRedisBallotStore(client);
  if (!foreign) return { ledger: createRedisDeliveryLedger(client), ballots };
  const { loss, onDiskAfter } = lossOf(durability);
  const remembered = await rememberSends({
    ledger: createRedisDeliveryLedger(client, { sender: randomUUID(), onDiskAfter }),
    ballots,
    jobs,
    clock: createRedisClock(client),
    log,
    loss,
    runIds: () => readRunIds(client),
  });
  return { ledger: remembered.ledger, ballots: remembered.ballots, remembered };
}
