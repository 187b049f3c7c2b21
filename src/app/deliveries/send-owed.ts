import type { Milliseconds, OutletId, SeasonId } from '../../core/ids.ts';
import type { Delivery, Settlement } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Alerting, Context } from '../context.ts';
import { untilStored } from '../until-stored.ts';
import { attempt } from './attempt-delivery.ts';
import { alertOnTrouble, settleAndTell } from './raise-alert.ts';

/**
 * A killed process is noticed this long after its last sign of life. Longer than a hiccup of Redis; a send that takes
 * longer renews its lease meanwhile.
 */
const SEND_LEASE: Milliseconds = 15_000;
const RENEW_EVERY: Milliseconds = 4_000;

/**
 * Sends what is owed to an outlet, one message after the other in order, until nothing can be sent now. May run any
 * number of times at once: the ledger lets only one of them send.
 * @param stopped the stores are about to be closed: what can't be stored by then is found again by the next start.
 */
export async function sendOwed(
  context: Context,
  season: SeasonId,
  outletId: OutletId,
  stopped: AbortSignal,
): Promise<void> {
  for (;;) {
    const fields = { season, outlet: outletId };
    const patience = { log: context.log, stopped };
    const lease = context.processes.newLease();
    const outlet = await context.outlets.find(season, outletId);
    // The sweep will wake it up again.
    if (context.halt.why() !== undefined && outlet?.alertsOnly !== true) return;
    // It stays owed, and the sweep will retry it.
    if (outlet !== undefined && !context.reach.isOpen(outlet.outlet.address.platform)) return;
    // From here on we must not give up because the store is away: a delivery whose lease nobody renews looks as if it
    // had been sent.
    const { now, claimed, again, expired } = await untilStored(patience, fields, async () => {
      const now = await context.clock.now();
      return { now, ...(await context.ledger.claim(season, outletId, lease, now, SEND_LEASE)) };
    });
    for (const late of expired) await noteGivenUp(context, season, late, outlet);
    if (claimed === undefined) {
      if (again !== undefined && outlet !== undefined) {
        await context.jobs.delivery(outlet.outlet.address.platform, season, outletId, { notBefore: again });
      }
      return;
    }
    const claimedAt = performance.now();
    const begin = (): Promise<boolean> => {
      const at = now + Math.round(performance.now() - claimedAt);
      return context.ledger.begin(season, outletId, claimed.id, lease, at, SEND_LEASE);
    };
    const { settlement, settled } = await whileRenewing(context, season, claimed, lease, async () => {
      const record = await attempt(context, season, claimed, outlet, now, begin);
      return untilStored(patience, { ...fields, delivery: claimed.id }, async () => {
        const settlement = await record();
        const settled = await settleAndTell(context, season, claimed, outlet, settlement, async () => {
          const at = await context.clock.now();
          return context.ledger.settle(season, outletId, claimed.id, lease, settlement, at);
        });
        return { settlement, settled };
      });
    });
    if (outlet !== undefined) {
      context.metrics.delivery(outlet.outlet.address.platform, claimed.kind, settlement.kind);
    }
    logSettlement(context, season, claimed, settlement, settled);
  }
}

/** It expired: refused for that reason, or unknown if it may have been posted and could not be found. */
async function noteGivenUp(
  context: Alerting & Pick<Context, 'states' | 'metrics' | 'places' | 'unknownRules'>,
  season: SeasonId,
  late: Delivery,
  outlet: SeasonOutlet | undefined,
): Promise<void> {
  const { status } = late;
  context.log.warn({ season, outlet: late.outlet, delivery: late.id }, 'delivery given up: too late');
  if (outlet !== undefined) context.metrics.delivery(outlet.outlet.address.platform, late.kind, status.kind);
  if (status.kind === 'unknown') await alertOnTrouble(context, season, late, outlet, status);
}

/**
 * Does the work and renews its lease meanwhile. A lease that could not be renewed is noticed when settling.
 */
async function whileRenewing<Result>(
  context: Pick<Context, 'ledger' | 'clock' | 'log'>,
  season: SeasonId,
  { id, outlet }: Delivery,
  lease: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const renew = async (): Promise<void> => {
    const until = (await context.clock.now()) + SEND_LEASE;
    await context.ledger.renew(season, outlet, id, lease, until);
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) =>
      context.log.warn({ season, outlet, delivery: id, error }, 'could not renew the lease of a send'),
    );
  }, RENEW_EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function logSettlement(
  context: Pick<Context, 'log'>,
  season: SeasonId,
  { id, outlet, kind, number }: Delivery,
  settlement: Settlement,
  settled: boolean,
): void {
  const round = kind === 'drop' || kind === 'alert' ? {} : { round: number };
  const fields = { season, ...round, outlet, delivery: id, ...settlement };
  if (!settled) context.log.warn(fields, 'another process settled the delivery meanwhile');
  else if (settlement.kind === 'sent') context.log.info(fields, 'delivered');
  else
    context.log.warn(
      fields,
      settlement.kind === 'owed' ? 'delivery postponed' : `delivery ${settlement.kind}`,
    );
}
