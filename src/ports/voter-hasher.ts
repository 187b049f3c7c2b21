import type { PlatformName, VoterHash } from '../core/ids.ts';

/** Turns an account into its keyed hash: HMAC(pepper, platform + account), the first 8 bytes. */
export type VoterHasher = (platform: PlatformName, account: string) => VoterHash;
