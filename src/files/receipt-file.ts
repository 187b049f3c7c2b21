import { receiptSchemaOf } from '../../config/report-schema.ts';
import { REPORT_VERSION } from '../core/report.ts';
import { writePath } from '../core/story/fault.ts';
import { parseStrictJson } from '../core/text/strict-json.ts';
import type { PlatformFacts } from '../ports/platform/platform-facts.ts';
import type { ReceiptReading } from '../ports/receipt-reading.ts';

/** A receipt of ten thousand outlets has some four megabytes. */
export const LARGEST_RECEIPT_BYTES = 64_000_000;
/** Nobody needs to read more than this. */
const MOST_FAULTS = 20;

/**
 * Reads what `cliffhanger receipt SHOW --json` printed and somebody saved. The file may come from anybody.
 */
export function parseReceipt(bytes: Uint8Array, platforms: readonly PlatformFacts[]): ReceiptReading {
  if (bytes.length > LARGEST_RECEIPT_BYTES) return { kind: 'none', why: 'it is larger than 64 MB' };
  const json = parseStrictJson(bytes);
  if (!json.ok) return { kind: 'none', why: json.why };
  const { value } = json;
  if (!isObject(value)) return { kind: 'none', why: 'it is not an object' };
  const { hash, ...rest } = value;
  if (typeof hash !== 'string' || !('outlets' in value) || !('options' in value))
    return { kind: 'none', why: 'it has no hash, no options or no outlets' };
  if (typeof value.version === 'number' && value.version > REPORT_VERSION)
    return { kind: 'newer', version: value.version };
  const read = receiptSchemaOf(platforms).omit({ hash: true }).safeParse(rest);
  if (read.success) return { kind: 'receipt', hash, rest: read.data };
  const faults = read.error.issues
    .slice(0, MOST_FAULTS)
    .map(
      ({ path, message }) =>
        `${writePath(path.map((step) => (typeof step === 'number' ? step : String(step))))}: ${message}`,
    );
  return { kind: 'misshapen', hash, rest, faults };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
