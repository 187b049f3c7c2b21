import { createHash } from 'node:crypto';
import type { DeliveryId, OutletId, SeasonId } from '../../core/ids.ts';

/** A platform may limit a nonce to 25 characters. */
const NONCE_LENGTH = 22;
const MARK_LENGTH = 10;

/**
 * The nonce of a delivery: the same at every attempt, and no other delivery's. 132 bits of a hash over what identifies
 * it.
 * @param store id of the store. It differs from that of a replaced store, whose messages a platform may still know by
 * their nonces.
 */
export function nonceOf(store: string, season: SeasonId, outlet: OutletId, delivery: DeliveryId): string {
  return createHash('sha256')
    .update(`${store}\n${season}\n${outlet}\n${delivery}`)
    .digest('base64url')
    .slice(0, NONCE_LENGTH);
}

/** The mark by which a message is found again in its channel. */
export function markOf(season: SeasonId, outlet: OutletId, delivery: DeliveryId): string {
  const digest = createHash('sha256').update(`${season}\n${outlet}\n${delivery}`).digest('hex');
  return digest.slice(0, MARK_LENGTH);
}
