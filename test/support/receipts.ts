import { hashed, saltedReceipt, sha256 } from '../../src/app/reports/report-receipt.ts';
import { verifyReceipt } from '../../src/app/reports/verify-receipt.ts';
import { DAY } from '../../src/core/durations.ts';
import { type Instant, roundNumber } from '../../src/core/ids.ts';
import type { VotingRules } from '../../src/core/story/story.ts';
import { canonicalForm, type UnhashedReceipt } from '../../src/core/vote/receipt.ts';
import { withSalts } from '../../src/core/vote/receipt-hash.ts';
import { parseReceipt } from '../../src/files/receipt-file.ts';
import { platforms } from '../../src/platforms/index.ts';
import {
  aStory,
  finalCount,
  MINUTE,
  play,
  rules,
  settle,
  start,
  T0,
  tick,
} from './seasons/season-specification.ts';

/** A decided round of two outlets and an amendment, as the bot writes it. By default 5 to 3. */
export function aReceipt(
  votes: readonly Readonly<Record<string, number>>[] = [
    { left: 3, right: 1 },
    { left: 2, right: 2 },
  ],
  voting: Partial<VotingRules> = {},
  version: 1 | 2 = 2,
): UnhashedReceipt {
  const { season } = play(
    start(aStory({}, { voting: { ...rules, ...voting } })),
    tick(0),
    tick(10),
    settle(11, 1, ...votes),
  );
  const [round] = season.rounds;
  if (round === undefined) throw new Error('nothing was voted on');
  const counts = votes.map((one, index) => ({
    ...finalCount(`outlet-${index}`, one),
    name: `Room ${index} \ud800`,
    closedAt: index === 0 ? T0 - 5 * MINUTE : T0 + 10.5 * MINUTE,
    link: 'https://discord.com/channels/1/2/3',
  }));
  const late = finalCount(`outlet-${votes.length - 1}`, { left: 2, right: 3 });
  const amendments = [{ at: T0 + 30 * MINUTE, count: { ...late, closedAt: T0 + 10.5 * MINUTE } }];
  if (round.number !== roundNumber(1)) throw new Error('another round came first');
  const { salt: _, ...withoutSalt } = season;
  return saltedReceipt(version === 1 ? withoutSalt : season, round, { counts, amendments });
}

/** Where the platforms' messages have their addresses. */
export const linkRules = Object.fromEntries(platforms.map(({ name, links }) => [name, links]));

/** A full receipt of either version with new salts and hashes, as a forger would give it. */
export function signed(receipt: object): string {
  const { version, form } = receipt as Partial<UnhashedReceipt>;
  if (version !== 2 || form !== 'full')
    return JSON.stringify({ ...receipt, hash: sha256(canonicalForm(receipt)) });
  try {
    return JSON.stringify(hashed(withSalts(receipt as UnhashedReceipt, sha256)));
  } catch {
    // It has no rows to hash.
    return JSON.stringify({ ...receipt, hashAtDecision: sha256(''), hash: sha256('') });
  }
}

/** What `receipt verify` says about a file with this text, and its exit code. @param now by default long after it. */
export function verified(
  text: string | Uint8Array,
  now: Instant = T0 + 365 * DAY,
): { readonly code: 0 | 1; readonly said: string } {
  const lines: string[] = [];
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const code = verifyReceipt(parseReceipt(bytes, platforms), (line) => lines.push(line), platforms, now);
  return { code, said: lines.join('\n') };
}
