import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant, Milliseconds } from '../../core/ids.ts';

/** How far a signature's time may be from ours, either way. */
const TOLERANCE: Milliseconds = 300_000;
/** While a sender changes its secret, it signs with both. */
const MOST_SIGNATURES = 5;

export interface Signature {
  /** Seconds since the Unix epoch, as the sender wrote them: the signature is of these very digits. */
  readonly time: string;
  readonly candidates: readonly Buffer[];
}

/**
 * Reads `t=<unix time>,v1=<64 hexadecimal digits>`; several `v1`, and keys that we do not know, may be there.
 * @returns undefined if it is not of this form.
 */
export function readSignature(header: string): Signature | undefined {
  const parts = header.split(',').map((part) => /^\s*(\w{1,8})=(\S*)\s*$/.exec(part));
  const values = (name: string) => parts.flatMap((part) => (part?.[1] === name ? [part[2] ?? ''] : []));
  const [time, ...more] = values('t');
  const signatures = values('v1');
  if (time === undefined || more.length > 0 || !/^\d{1,12}$/.test(time)) return undefined;
  if (signatures.length === 0 || signatures.length > MOST_SIGNATURES) return undefined;
  if (!signatures.every((one) => /^[0-9a-f]{64}$/i.test(one))) return undefined;
  return { time, candidates: signatures.map((one) => Buffer.from(one, 'hex')) };
}

/**
 * Compares in constant time.
 * @returns the signature in hexadecimal as we compute it, which is one for all ways of writing it; undefined if it is wrong.
 */
export function verify({ time, candidates }: Signature, body: Buffer, secret: string): string | undefined {
  const right = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  // Not `some`: it would stop at the first that is right.
  const matches = candidates.filter((one) => timingSafeEqual(one, right));
  return matches.length > 0 ? right.toString('hex') : undefined;
}

/** How far it is from now: positive for the past. Undefined if it is near enough. */
export function awayBy({ time }: Signature, now: Instant): Milliseconds | undefined {
  const away = now - Number(time) * 1_000;
  return Math.abs(away) > TOLERANCE ? away : undefined;
}
