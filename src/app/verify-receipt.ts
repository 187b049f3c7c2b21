import type { ReceiptReport } from '../core/report.ts';
import { hashOf } from './report-receipt.ts';

/**
 * Recomputes a saved receipt's hash and its sums.
 * @returns the exit code: 0 where all agree, 1 where the text is no receipt, was changed or does not add up.
 */
export function verifyReceipt(text: string, out: (line: string) => void): 0 | 1 {
  const receipt = parse(text);
  if (receipt === undefined) {
    out('This is no receipt: save one with `npx cliffhanger receipt SHOW --json > receipt.json`.');
    return 1;
  }
  const { hash, ...rest } = receipt;
  const computed = hashOf(rest);
  if (computed !== hash) {
    out(`CHANGED: the receipt says ${hash}, its text gives ${computed}.`);
    return 1;
  }
  const wrong = receipt.options.find((option) => option.count !== sumOf(receipt, option.id));
  if (wrong !== undefined) {
    out(`DOES NOT ADD UP: ${wrong.label} has ${wrong.count}, its outlets ${sumOf(receipt, wrong.id)}.`);
    return 1;
  }
  const total = receipt.options.reduce((sum, { count }) => sum + count, 0);
  if (total !== receipt.total) {
    out(`DOES NOT ADD UP: the total is ${receipt.total}, its options have ${total}.`);
    return 1;
  }
  out(
    `Consistent: ${receipt.show}, round ${receipt.round}, ${receipt.total} ballots; its hash and sums agree.`,
  );
  out(`It is the bot's own if the bot shows the same SHA-256 for /receipt: ${hash}`);
  return 0;
}

function parse(text: string): ReceiptReport | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isReceipt(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What is looked at above and below; the hash covers the rest. The file may be anybody's. */
function isReceipt(value: unknown): value is ReceiptReport {
  if (!isRecord(value) || depthOf(value, DEEPEST) > DEEPEST) return false;
  const { hash, show, round, total, options, outlets } = value;
  return (
    typeof hash === 'string' &&
    typeof show === 'string' &&
    typeof round === 'number' &&
    typeof total === 'number' &&
    Array.isArray(options) &&
    options.every(isOption) &&
    Array.isArray(outlets) &&
    outlets.every((one) => isRecord(one) && (one.status === 'missing' || areCounts(one.counts)))
  );
}

const isOption = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  typeof value.label === 'string' &&
  typeof value.count === 'number';

const areCounts = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((count) => typeof count === 'number');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A receipt is five levels deep. One that goes deeper could exhaust the stack of whoever follows it. */
const DEEPEST = 10;

function depthOf(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (most <= 0) return 1;
  return 1 + Math.max(0, ...Object.values(value).map((inner) => depthOf(inner, most - 1)));
}

/** Own counts only: an option may be called what every object knows. */
const sumOf = ({ outlets }: ReceiptReport, option: string): number =>
  outlets.reduce((sum, outlet) => {
    if (outlet.status === 'missing' || !Object.hasOwn(outlet.counts, option)) return sum;
    return sum + (outlet.counts[option] ?? 0);
  }, 0);
