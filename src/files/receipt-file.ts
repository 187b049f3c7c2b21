import type { z } from 'zod';
import { receiptShapesOf } from '../../config/receipt-schema.ts';
import { RECEIPT_VERSION } from '../core/report.ts';
import { writePath } from '../core/story/fault.ts';
import { parseStrictJson } from '../core/text/strict-json.ts';
import type { PlatformFacts } from '../ports/platform/platform-facts.ts';
import type { ReceiptReading } from '../ports/receipt-reading.ts';

/** A receipt of ten thousand outlets has some seven megabytes. */
export const LARGEST_RECEIPT_BYTES = 64_000_000;
/** Nobody needs to read more than this. */
const MOST_FAULTS = 20;

/**
 * Reads a receipt that somebody saved: what `cliffhanger receipt SHOW --json` printed, or the redacted form that pages serve.
 * The file may come from anybody.
 */
export function parseReceipt(bytes: Uint8Array, platforms: readonly PlatformFacts[]): ReceiptReading {
  if (bytes.length > LARGEST_RECEIPT_BYTES) return { kind: 'none', why: 'it is larger than 64 MB' };
  const json = parseStrictJson(bytes);
  if (!json.ok) return { kind: 'none', why: json.why };
  const { value } = json;
  if (!isObject(value)) return { kind: 'none', why: 'it is not an object' };
  if (typeof value.hash !== 'string' || !('outlets' in value) || !('options' in value))
    return { kind: 'none', why: 'it has no hash, no options or no outlets' };
  if (typeof value.version === 'number' && value.version > RECEIPT_VERSION)
    return { kind: 'newer', version: value.version };
  const { first, full, redacted } = receiptShapesOf(platforms);
  if (value.version === 1) {
    const read = first.safeParse(value);
    if (!read.success) {
      const { hash, ...rest } = value;
      return { ...misshapen(read.error), first: { hash: String(hash), rest } };
    }
    const { hash, ...rest } = read.data;
    return { kind: 'receipt', hashes: { hash }, rest };
  }
  if (value.form === 'redacted') {
    const read = redacted.safeParse(value);
    if (!read.success) return misshapen(read.error);
    const { hash, hashAtDecision, ...rest } = read.data;
    return { kind: 'redacted', hashes: { hash, hashAtDecision }, rest };
  }
  const read = full.safeParse(value);
  if (!read.success) return misshapen(read.error);
  const { hash, hashAtDecision, ...rest } = read.data;
  return { kind: 'receipt', hashes: { hash, hashAtDecision }, rest };
}

const misshapen = (error: z.ZodError): Extract<ReceiptReading, { kind: 'misshapen' }> => ({
  kind: 'misshapen',
  faults: error.issues
    .slice(0, MOST_FAULTS)
    .map(
      ({ path, message }) =>
        `${writePath(path.map((step) => (typeof step === 'number' ? step : String(step))))}: ${message}`,
    ),
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
