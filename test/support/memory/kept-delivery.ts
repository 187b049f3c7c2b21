import type { Instant } from '../../../src/core/ids.ts';
import type { OutletProblem } from '../../../src/ports/platform/outlet.ts';
import type { Delivery, DeliveryStatus, Settlement } from '../../../src/ports/stores/delivery-ledger.ts';

/** What the port tells of a delivery, and what only the rules need. */
export interface Kept {
  told: Delivery;
  readonly urgent: boolean;
  /** Claimed, and nothing of it has gone out. */
  waiting: boolean;
  /** When the last attempt began, or was claimed where it has not begun. */
  claimedAt?: Instant;
  /** The lease under which it was settled last. */
  settledBy?: string | undefined;
}

export const isSending = ({ told }: Kept): boolean => told.status.kind === 'sending';
export const isUnsettled = (kept: Kept): boolean => isSending(kept) || kept.told.status.kind === 'owed';

/** A lease that ran out, a backoff that is over, or an expiry that a claim has to notice. */
export function nextLook({ told: { status, firstTriedAt, expiresAt } }: Kept): Instant {
  if (status.kind === 'sending') return status.until;
  const notBefore = status.kind === 'owed' ? status.notBefore : Number.POSITIVE_INFINITY;
  return firstTriedAt === undefined ? Math.min(notBefore, expiresAt + 1) : notBefore;
}

export function enter(kept: Kept, status: DeliveryStatus): void {
  kept.told = { ...kept.told, status };
  kept.waiting = false;
}

export function prolong(kept: Kept, lease: string, until: Instant): boolean {
  const { status } = kept.told;
  if (status.kind !== 'sending' || status.lease !== lease) return false;
  kept.told = { ...kept.told, status: { ...status, until } };
  return true;
}

export function mayBeThere(kept: Kept): void {
  const firstTriedAt = kept.told.firstTriedAt ?? kept.claimedAt;
  if (firstTriedAt !== undefined) kept.told = { ...kept.told, firstTriedAt };
}

/** What may be on the platform already must not be called refused. */
export function giveUp(kept: Kept, problem: OutletProblem, at: Instant): Delivery {
  const isInDoubt = kept.told.firstTriedAt !== undefined;
  enter(kept, isInDoubt ? { kind: 'unknown', at, why: problem.what } : { kind: 'refused', at, problem });
  return kept.told;
}

export function statusOf(settlement: Settlement, at: Instant): DeliveryStatus {
  if (settlement.kind !== 'owed') return { ...settlement, at };
  const { notBefore, why } = settlement;
  return { kind: 'owed', notBefore, why };
}
