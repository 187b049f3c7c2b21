import { createHmac } from 'node:crypto';
import { voterHash } from '../core/ids.ts';
import type { VoterHasher } from '../ports/voter-hasher.ts';

/** Tells two peppers apart. Reveals neither the pepper nor the hash of an account. */
export const fingerprintOf = (pepper: Uint8Array): string =>
  createHmac('sha256', pepper).update('fingerprint of the pepper').digest('hex').slice(0, 16);

/** 8 bytes: among a million voters of one poll, the chance of a collision is 1 in 37 million. */
const HASH_BYTES = 8;

/** HMAC-SHA-256 of `<platform>:<account>` with the pepper; its first 8 bytes as 16 hexadecimal digits. */
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
