import type { Instant } from '../../core/ids.ts';
import { canonicalForm, type UnhashedReceipt } from '../../core/vote/receipt.ts';
import { hashesOf } from '../../core/vote/receipt-hash.ts';
import { contradictionsIn } from '../../core/vote/receipt-rules.ts';
import { futureIn } from '../../core/vote/receipt-times.ts';
import type { UnhashedRedacted } from '../../core/vote/redacted-receipt.ts';
import { asWhole, redactionFaults } from '../../core/vote/redacted-rules.ts';
import type { PlatformFacts } from '../../ports/platform/platform-facts.ts';
import type { ReceiptReading, WrittenHashes } from '../../ports/receipt-reading.ts';
import { sha256 } from './report-receipt.ts';

/**
 * Says whether a saved receipt, full or redacted, is as it was printed, and whether everything in it is consistent.
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
    case 'misshapen': {
      const { first, faults } = reading;
      const computed = first && sha256(canonicalForm(first.rest));
      if (first !== undefined && computed !== first.hash) return tellChanged(first.hash, computed, out);
      return refuse(faults, out);
    }
  }
  const { hashes } = reading;
  const computed = hashesOf(reading.rest, sha256);
  if (computed.hash !== hashes.hash) return tellChanged(hashes.hash, computed.hash, out);
  const whole = reading.kind === 'redacted' ? asWhole(reading.rest) : reading.rest;
  const links = Object.fromEntries(platforms.map(({ name, links }) => [name, links]));
  const contradictions = [
    ...(reading.kind === 'redacted' ? redactionFaults(reading.rest, sha256) : []),
    ...(hashes.hashAtDecision === undefined || hashes.hashAtDecision === computed.hashAtDecision
      ? []
      : [`Its hash at the decision is ${computed.hashAtDecision}, not ${hashes.hashAtDecision}`]),
    ...contradictionsIn(whole, links),
    ...futureIn(whole, now),
  ];
  if (contradictions.length > 0) return refuse(contradictions, out);
  out(
    `Consistent: ${whole.show}, round ${whole.round}, ${whole.total} ballots; its hash, sums and decision agree.`,
  );
  if (reading.kind === 'redacted') for (const line of whatIsLeftOut(reading.rest)) out(line);
  for (const line of whereToCompare(hashes, whole)) out(line);
  return 0;
}

function tellChanged(hash: string, computed: string | undefined, out: (line: string) => void): 1 {
  out(`CHANGED: the receipt says ${hash}, its text gives ${computed}.`);
  return 1;
}

function* whatIsLeftOut({ outlets, folded }: UnhashedRedacted): Iterable<string> {
  const { rows = 0 } = folded ?? {};
  const sums = rows === 0 ? '' : `, and ${rows} only as a sum`;
  yield `It is the redacted form: ${outlets.length - rows} of ${outlets.length} outlets are listed${sums}.`;
  if (outlets.some((row) => 'called' in row))
    yield 'The names of communities are what they are called today. The hash does not include them.';
}

function* whereToCompare(
  { hash, hashAtDecision }: WrittenHashes,
  { amendments, decision }: UnhashedReceipt,
): Iterable<string> {
  yield `It is the bot's own if the bot shows the same SHA-256 for /receipt: ${hash}`;
  if (hashAtDecision === undefined || decision === null) return;
  const corrected = amendments.length > 0 ? ' Counts were corrected later, so the two differ.' : '';
  yield `The result in the outlets shows the first digits of the hash at the decision: ${hashAtDecision}.${corrected}`;
}

/** The hash fits, or says nothing: the bot writes no such receipt. */
function refuse(faults: readonly string[], out: (line: string) => void): 1 {
  for (const fault of faults) out(`DOES NOT ADD UP: ${fault}.`);
  out('The bot never wrote this receipt, whatever its hash says.');
  return 1;
}
