import { createHash } from 'node:crypto';
import type { SeasonId } from '../core/ids.ts';
import type { Alert } from '../core/season/effects.ts';
import type { Delivery, Settlement } from '../ports/delivery-ledger.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import type { Context } from './context.ts';
import { tellShowrunners } from './fan-out.ts';

/** 44 bits: a safe integer, and far above the numbers of alerts that a season's own events owe. */
const DIGITS = 11;
/** Nobody has to do anything about these. */
const HARMLESS: ReadonlySet<string> = new Set([
  'overtaken',
  'too-late',
  'unknown-outlet',
  'left',
  'no-season',
]);

/**
 * Tells showrunners of something that no event of the season says.
 * @param about names the occasion; the same one is told once.
 */
export async function raiseAlert(
  context: Context,
  season: SeasonId,
  about: string,
  alert: Alert,
): Promise<void> {
  const digest = createHash('sha256').update(`${season}\n${alert.code}\n${about}`).digest('hex');
  const number = 2 ** (DIGITS * 4) + Number.parseInt(digest.slice(0, DIGITS), 16);
  await tellShowrunners(context, season, number, alert, await context.clock.now());
}

/** A delivery that nobody but a person can settle, or that its platform refused. Alerts about alerts would never end. */
export async function alertOnTrouble(
  context: Context,
  season: SeasonId,
  { id: delivery, kind, attempts }: Delivery,
  outlet: SeasonOutlet | undefined,
  settlement: Settlement,
): Promise<void> {
  if (outlet === undefined || kind === 'alert') return;
  const where = { outlet: outlet.id, name: outlet.outlet.name, delivery };
  const about = `${outlet.id}\n${delivery}\n${attempts}`;
  if (settlement.kind === 'unknown') {
    await raiseAlert(context, season, about, { code: 'delivery-unknown', ...where, why: settlement.why });
  } else if (settlement.kind === 'refused' && !HARMLESS.has(settlement.problem.code)) {
    const { what, fix } = settlement.problem;
    await raiseAlert(context, season, about, { code: 'outlet-refused', ...where, what, fix });
  }
}
