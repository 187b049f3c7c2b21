import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashed, hashedRedacted, saltedReceipt, sha256 } from '../../src/app/reports/report-receipt.ts';
import { type OptionId, outletId, roundNumber } from '../../src/core/ids.ts';
import type { ReceiptReport } from '../../src/core/report.ts';
import type { SeasonCommand } from '../../src/core/season/commands.ts';
import { canonicalForm } from '../../src/core/vote/receipt.ts';
import { redact } from '../../src/core/vote/redact-receipt.ts';
import type { RedactedReceipt } from '../../src/core/vote/redacted-receipt.ts';
import type { OutletCount } from '../../src/core/vote/tally.ts';
import { verified } from '../support/receipts.ts';
import { aStory, MINUTE, play, rules, start, T0, tick } from '../support/seasons/season-specification.ts';

const LEFT = 'left' as OptionId;
const RIGHT = 'right' as OptionId;
/** Occurs in everything that must not be seen. */
const SECRET = 'hush';

const anyRow = fc.record({
  platform: fc.constantFrom('discord', 'telegram'),
  isPublic: fc.boolean(),
  status: fc.constantFrom('final', 'final', 'final', 'provisional', 'missing'),
  left: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 400 })),
  right: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 400 })),
  note: fc.boolean(),
  amended: fc.boolean(),
});
type AnyRow = typeof anyRow extends fc.Arbitrary<infer Row> ? Row : never;

const linkOf = ({ platform, isPublic }: AnyRow, index: number): string =>
  platform === 'discord'
    ? `https://discord.com/channels/1/2/777${index}`
    : isPublic
      ? `https://t.me/nightshift${index}/7`
      : `https://t.me/c/777${index}/7`;

function countOf(row: AnyRow, index: number, votes = [row.left, row.right]): OutletCount {
  const { platform, status, note } = row;
  const known = { outlet: outletId(`${SECRET}-id-${index}`), platform, name: `${SECRET} name ${index}` };
  if (status === 'missing') return { ...known, status, reason: `${SECRET} reason`, because: 'poll-refused' };
  return {
    ...known,
    status: status as 'final' | 'provisional',
    counts: { [LEFT]: votes[0] ?? 0, [RIGHT]: votes[1] ?? 0 },
    closedAt: T0 + 10.5 * MINUTE,
    link: linkOf(row, index),
    ...(note && { note: `${SECRET} note` }),
    ...(status === 'provisional' && { because: 'confirming' }),
  };
}

interface Both {
  readonly full: ReceiptReport;
  readonly redacted: RedactedReceipt;
}

/** A round's receipt in both forms. Public chats are named, and every third outlet by its moderators. */
function bothOf(rows: readonly AnyRow[]): Both {
  const counts = rows.map((row, index) => countOf(row, index));
  const settle: SeasonCommand = {
    type: 'settle',
    at: T0 + 11 * MINUTE,
    round: roundNumber(1),
    outlets: counts,
  };
  const close: SeasonCommand = {
    type: 'close',
    at: T0 + 10 * MINUTE,
    round: roundNumber(1),
    by: { kind: 'person', pseudonym: `showrunner-${SECRET}` },
    reason: 'enough',
  };
  const story = aStory({}, { voting: { ...rules, missing: 'announce', lasts: 60 * MINUTE } });
  const { season } = play(start(story), tick(0), close, settle);
  const [round] = season.rounds;
  if (round === undefined) throw new Error('nothing was voted on');
  const amendments = rows.flatMap((row, index) =>
    row.amended && row.status !== 'missing'
      ? [
          {
            at: T0 + 30 * MINUTE,
            count: countOf({ ...row, status: 'final' }, index, [row.left + 1, row.right]),
          },
        ]
      : [],
  );
  const salted = saltedReceipt(season, round, { counts, amendments });
  const disclosed = (row: { readonly outlet: string }) => {
    const index = Number(row.outlet.split('-').at(-1));
    const { platform, isPublic } = rows[index] ?? { platform: '', isPublic: false };
    const showsLink = platform === 'telegram' && isPublic;
    const name = showsLink ? `@nightshift${index}` : index % 3 === 0 ? `Owls ${index}` : undefined;
    return { showsLink, ...(name !== undefined && { name }) };
  };
  return { full: hashed(salted), redacted: hashedRedacted(redact(salted, disclosed, sha256)) };
}

const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 9 });
const text = (receipt: object): string => JSON.stringify(receipt);

describe('the two forms of a receipt', () => {
  it('verify to the same hashes', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { full, redacted } = bothOf(rows);
        expect([redacted.hash, redacted.hashAtDecision]).toEqual([full.hash, full.hashAtDecision]);
        expect(verified(text(full))).toMatchObject({ code: 0 });
        expect(verified(text(redacted))).toMatchObject({ code: 0 });
      }),
    );
  });

  it('keep the hash at the decision when counts are corrected later', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { full } = bothOf(rows);
        const before = bothOf(rows.map((row) => ({ ...row, amended: false }))).full;
        expect(before.hash).toBe(before.hashAtDecision);
        expect(full.hashAtDecision).toBe(before.hash);
        expect(full.hash === before.hash).toBe(full.amendments.length === 0);
      }),
    );
  });

  it('differ in what is private: no id, name, note, reason, pseudonym or private link is in the redacted one', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { full, redacted } = bothOf(rows);
        expect(text(full)).toContain(SECRET);
        expect(text(redacted)).not.toMatch(new RegExp(`${SECRET}|discord\\.com|t\\.me/c`));
        // Somebody who knows a salt could try out what it hides.
        const salts = full.outlets.flatMap(({ salts }) => [salts?.private, salts?.link]);
        const seen = redacted.outlets.flatMap((row) => ('link' in row && row.link ? [row.link.salt] : []));
        for (const salt of salts) {
          if (!seen.includes(salt ?? '')) expect(text(redacted)).not.toContain(salt);
        }
      }),
    );
  });

  it('show no row of fewer than five votes, and no sum that tells it', () => {
    let folded = 0;
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { redacted } = bothOf(rows);
        const votes = rows.map(({ left, right, status }) => (status === 'missing' ? 0 : left + right));
        const hidden = votes.filter((_, index) => 'row' in (redacted.outlets[index] ?? {}));
        for (const [index, row] of redacted.outlets.entries())
          if (!('row' in row) && row.status !== 'missing') expect(votes[index]).toBeGreaterThanOrEqual(5);
        for (const { outlet } of redacted.amendments)
          if (!('row' in outlet) && outlet.status !== 'missing')
            expect(Object.values(outlet.counts).reduce((sum, one) => sum + one)).toBeGreaterThanOrEqual(5);
        const sum = hidden.reduce((all, one) => all + one, 0);
        const isAll = hidden.length === rows.filter(({ status }) => status !== 'missing').length;
        if (sum === 0 || isAll) return;
        expect(sum).toBeGreaterThanOrEqual(5);
        expect(hidden.filter((one) => one > 0).length).toBeGreaterThan(1);
        folded += 1;
      }),
    );
    expect(folded).toBeGreaterThan(5);
  });

  it('cannot be guessed: a row that is left out is not the hash of its counts and any hash in sight', () => {
    const row: AnyRow = {
      ...{ platform: 'discord', isPublic: false, status: 'final', left: 2, right: 1 },
      ...{ note: false, amended: true },
    };
    const { redacted } = bothOf([row, { ...row, left: 200 }]);
    const [hidden] = redacted.outlets;
    if (hidden === undefined || !('row' in hidden)) throw new Error('it is shown');
    const hashes: readonly string[] = text(redacted).match(/[0-9a-f]{64}/g) ?? [];
    const open = { platform: 'discord', status: 'final', closedAt: redacted.decidedAt };
    for (const link of hashes)
      for (const hash of hashes)
        for (let left = 0; left < 5; left += 1) {
          const tried = {
            ...open,
            closedAt: new Date(T0 + 10.5 * MINUTE).toISOString(),
            counts: { left, right: 1 },
            sealed: { link, private: hash },
          };
          expect(sha256(canonicalForm(tried))).not.toBe(hidden.row);
        }
  });
});

type Draft = Record<string, unknown> & { outlets: Record<string, unknown>[] };

/** Each makes a redacted receipt say something else. */
const CHANGES: Readonly<Record<string, (receipt: Draft) => void>> = {
  'a label': (receipt) => {
    Object.assign((receipt.options as object[])[0] ?? {}, { label: 'Elsewhere' });
  },
  'the question': (receipt) => {
    receipt.question = 'Who?';
  },
  'the count of a row': (receipt) => {
    Object.assign(receipt.outlets[0] ?? {}, { counts: { left: 31, right: 9 } });
  },
  'the time of a row': (receipt) => {
    Object.assign(receipt.outlets[0] ?? {}, { closedAt: new Date(T0 + 10.6 * MINUTE).toISOString() });
  },
  'the platform of a row': (receipt) => {
    Object.assign(receipt.outlets[0] ?? {}, { platform: 'telegram' });
  },
  'the rule': (receipt) => {
    Object.assign(receipt.rule as object, { quorum: 1 });
  },
  'the reason of a person': (receipt) => {
    Object.assign((receipt.interventions as object[])[0] ?? {}, { reason: 'more' });
  },
  'who did it': (receipt) => {
    Object.assign((receipt.interventions as object[])[0] ?? {}, { sealed: '0'.repeat(64) });
  },
  'the order of the rows': (receipt) => {
    receipt.outlets.reverse();
  },
  'a row less': (receipt) => {
    receipt.outlets.pop();
  },
  'a row that is left out': (receipt) => {
    Object.assign(receipt.outlets.at(-1) ?? {}, { row: '0'.repeat(64) });
  },
  'an amendment': (receipt) => {
    receipt.amendments = [];
  },
  'the decision': (receipt) => {
    receipt.decision = { option: 'right', label: 'RIGHT', rule: 'plurality', because: null };
  },
  'when it was decided': (receipt) => {
    receipt.decidedAt = new Date(T0 + 12 * MINUTE).toISOString();
  },
  'the hash at the decision': (receipt) => {
    receipt.hashAtDecision = '0'.repeat(64);
  },
  'a sum of what is left out': (receipt) => {
    Object.assign(receipt.folded as object, { counts: { left: 4, right: 3 } });
  },
  'how many rows are left out': (receipt) => {
    Object.assign(receipt.folded as object, { rows: 3 });
  },
  'a link': (receipt) => {
    Object.assign(receipt.outlets[1] ?? {}, { link: { salt: '0'.repeat(64), link: 'https://t.me/other/7' } });
  },
  'a link where none is shown': (receipt) => {
    Object.assign(receipt.outlets[0] ?? {}, {
      link: { salt: '0'.repeat(64), link: 'https://discord.com/channels/1/2/3' },
    });
  },
  'a key that it does not have': (receipt) => {
    receipt.certified = true;
  },
};

describe('a redacted receipt', () => {
  const row: AnyRow = {
    ...{ platform: 'discord', isPublic: false, status: 'final', left: 30, right: 10 },
    ...{ note: true, amended: false },
  };
  const { redacted } = bothOf([
    row,
    { ...row, platform: 'telegram', isPublic: true, amended: true },
    { ...row, left: 3, right: 1 },
    { ...row, left: 2, right: 1 },
  ]);

  it.each(Object.entries(CHANGES))('is refused with another value for %s', (_, change) => {
    const draft = structuredClone(redacted) as unknown as Draft;
    change(draft);
    expect(text(draft)).not.toBe(text(redacted));
    expect(verified(text(draft))).toMatchObject({ code: 1 });
  });

  it('says what it leaves out, and that the hash does not include the names', () => {
    const { said } = verified(text(redacted));
    expect(said).toContain('2 of 4 outlets are listed, and 2 only as a sum');
    expect(said).toContain('The hash does not include them');
    expect(said).toContain(`first digits of the hash at the decision: ${redacted.hashAtDecision}`);
    expect(said).toContain('corrected later');
    const renamed = text(redacted).replace('@nightshift1', '@elsewhere');
    expect(verified(renamed)).toMatchObject({ code: 0 });
  });

  it('shows the public link of a poll, which is hashed with the row', () => {
    expect(redacted.outlets[1]).toMatchObject({
      called: '@nightshift1',
      link: { link: 'https://t.me/nightshift1/7' },
    });
  });
});
