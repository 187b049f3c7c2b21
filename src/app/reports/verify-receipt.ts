import type { Instant } from '../../core/ids.ts';
import { contradictionsIn } from '../../core/vote/receipt-rules.ts';
import { futureIn } from '../../core/vote/receipt-times.ts';
import type { PlatformFacts } from '../../ports/platform/platform-facts.ts';
import type { ReceiptReading } from '../../ports/receipt-reading.ts';
import { hashOf } from './report-receipt.ts';

/**
 * Says whether a saved receipt is as it was printed, and whether everything in it is consistent.
 * @param now anything later counts as not having happened.
 * @returns the exit code: 0 if it is, 1 if the file is not a receipt, was changed or contradicts itself.
 */
export function verifyReceipt(
  reading: ReceiptReading,
  out: (line: string) => void,
  platforms: readonly PlatformFacts[],
  now: Instant,
): 0 | 1 {
  switch (reading.kind) {
    case 'none':
      out(`This is not a receipt: ${reading.why}.`);
      out('Save one with `npx cliffhanger receipt SHOW --json > receipt.json`.');
      return 1;
    case 'newer':
      out(`This receipt has version ${reading.version}: a newer version of Cliffhanger wrote it.`);
      out('Verify it with that version or a later one.');
      return 1;
  }
  const { hash, rest } = reading;
  const computed = hashOf(rest);
  if (computed !== hash) {
    out(`CHANGED: the receipt says ${hash}, its text gives ${computed}.`);
    return 1;
  }
  if (reading.kind === 'misshapen') return refuse(reading.faults, out);
  const { show, round, total } = reading.rest;
  const links = Object.fromEntries(platforms.map(({ name, links }) => [name, links]));
  const contradictions = [...contradictionsIn(reading.rest, links), ...futureIn(reading.rest, now)];
  if (contradictions.length > 0) return refuse(contradictions, out);
  out(`Consistent: ${show}, round ${round}, ${total} ballots; its hash, sums and decision agree.`);
  out(`It is the bot's own if the bot shows the same SHA-256 for /receipt: ${hash}`);
  return 0;
}

/** The hash fits: after changing it, somebody hashed it again. */
function refuse(faults: readonly string[], out: (line: string) => void): 1 {
  for (const fault of faults) out(`DOES NOT ADD UP: ${fault}.`);
  out('The bot never wrote this receipt, whatever its hash says.');
  return 1;
}
