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
  out(`Genuine: ${receipt.show}, round ${receipt.round}, ${receipt.total} ballots, SHA-256 ${hash}.`);
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

/** Only what is looked at below; the hash covers the rest. */
function isReceipt(value: unknown): value is ReceiptReport {
  if (typeof value !== 'object' || value === null) return false;
  const { hash, options, outlets } = value as Partial<ReceiptReport>;
  return typeof hash === 'string' && Array.isArray(options) && Array.isArray(outlets);
}

const sumOf = ({ outlets }: ReceiptReport, option: string): number =>
  outlets.reduce((sum, outlet) => sum + (outlet.status === 'missing' ? 0 : (outlet.counts[option] ?? 0)), 0);
