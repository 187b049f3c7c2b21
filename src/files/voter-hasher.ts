import { createHmac } from 'node:crypto';
import { voterHash } from '../core/ids.ts';
import type { VoterHasher } from '../ports/voter-hasher.ts';

/** Tells two peppers apart; neither the pepper nor a hash of an account follows from it. */
export const fingerprintOf = (pepper: Uint8Array): string =>
  createHmac('sha256', pepper).update('fingerprint of the pepper').digest('hex').slice(0, 16);

/** 8 bytes: among a million voters of one poll a collision is a chance of 1 in 37 million. */
const HASH_BYTES = 8;

/** HMAC-SHA-256 of `<platform>:<account>` under the pepper, its first 8 bytes as 16 hexadecimal digits. */
export function createVoterHasher(pepper: Uint8Array): VoterHasher {
  return (platform, account) =>
    voterHash(
      createHmac('sha256', pepper)
        .update(`${platform}:${account}`)
        .digest()
        .subarray(0, HASH_BYTES)
        .toString('hex'),
    );
}
