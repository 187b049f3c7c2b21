import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saltedReceipt, sha256 } from '../../src/app/reports/report-receipt.ts';
import type { RoundNumber } from '../../src/core/ids.ts';
import { replay } from '../../src/core/season/evolve.ts';
import { canonicalForm, type UnhashedReceipt } from '../../src/core/vote/receipt.ts';
import { contradictionsIn } from '../../src/core/vote/receipt-rules.ts';
import { aReceipt, linkRules, signed, verified } from '../support/receipts.ts';
import { anyHistory, playWithCounts } from '../support/seasons/season-histories.ts';

type Draft = { -readonly [Key in keyof UnhashedReceipt]: UnhashedReceipt[Key] };

describe('the receipts that the bot writes', () => {
  it('are verified, whatever has happened to the season', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { log, counted } = playWithCounts(history);
        const season = replay(log);
        for (const round of season?.rounds ?? []) {
          if (season === undefined) continue;
          const counts = counted.get(round.number as RoundNumber) ?? [];
          const receipt = saltedReceipt(season, round, { counts, amendments: [] });
          expect(contradictionsIn(receipt, linkRules)).toEqual([]);
          expect(verified(signed(receipt))).toMatchObject({ code: 0 });
          seen += 1;
        }
      }),
    );
    expect(seen).toBeGreaterThan(50);
  });

  it('are verified even if a name contains half a character, a count a stray option, and a platform’s clock is slow', () => {
    const receipt = aReceipt([{ left: 3, right: 1, elsewhere: 7 }]);
    expect(verified(signed(receipt))).toMatchObject({ code: 0 });
    expect(receipt.outlets[0]).toMatchObject({ counts: { left: 3, right: 1 } });
  });

  it('are verified with a byte order mark in front, as some editors save', () => {
    expect(verified(`\ufeff${signed(aReceipt())}`)).toMatchObject({ code: 0 });
  });
});

const MISSING = {
  outlet: 'outlet-9',
  platform: 'telegram',
  name: 'Lost',
  status: 'missing',
  reason: 'gone',
} as const;

/** Hashed again after the change, as a forger would. */
const CONTRADICTIONS: Readonly<Record<string, (receipt: Draft) => void>> = {
  'the loser as the winner': (receipt) => {
    receipt.decision = { option: 'right', label: 'RIGHT', rule: 'plurality', because: null };
  },
  'a winner that is no option': (receipt) => {
    receipt.decision = { option: 'up', label: 'UP', rule: 'plurality', because: null };
  },
  'a winner under another name': (receipt) => {
    if (receipt.decision) receipt.decision = { ...receipt.decision, label: 'RIGHT' };
  },
  'a showrunner who decided a vote that was clear': (receipt) => {
    if (receipt.decision) receipt.decision = { ...receipt.decision, rule: 'showrunner', because: 'tie' };
  },
  'a first listed option that won a vote without a tie': (receipt) => {
    if (receipt.decision) receipt.decision = { ...receipt.decision, rule: 'first-listed', because: 'tie' };
  },
  'a plurality with a reason': (receipt) => {
    if (receipt.decision) receipt.decision = { ...receipt.decision, because: 'tie' };
  },
  'a plurality below the quorum': (receipt) => {
    receipt.rule = { ...receipt.rule, quorum: 9 };
  },
  'a decision taken from it, time and all': (receipt) => {
    receipt.decision = null;
    receipt.decidedAt = null;
  },
  'a decision without a time': (receipt) => {
    receipt.decidedAt = null;
  },
  'more outlets without a poll than were not counted': (receipt) => {
    receipt.absent = { platforms: [], absent: 2, of: 5 };
  },
  'a vote without a platform whose votes it counts': (receipt) => {
    receipt.outlets = [...receipt.outlets, MISSING];
    receipt.provisional = true;
    receipt.absent = { platforms: ['discord'], absent: 1, of: 3 };
  },
  'too few outlets without a poll to be told': (receipt) => {
    receipt.outlets = [...receipt.outlets, MISSING];
    receipt.provisional = true;
    receipt.absent = { platforms: [], absent: 1, of: 3 };
  },
  'a vote that was let stand without anybody missing': (receipt) => {
    receipt.interventions = [{ what: 'let-stand', by: 'clock', reason: 'x', at: receipt.decidedAt ?? '' }];
  },
  'a decision of a vote that was voided': (receipt) => {
    receipt.interventions = [
      { what: 'voided', by: 'showrunner-1', reason: 'x', at: receipt.decidedAt ?? '' },
    ];
  },
  'negative votes that add up': (receipt) => setVotes(receipt, -1),
  'half votes that add up': (receipt) => setVotes(receipt, 0.5),
  'votes beyond counting': (receipt) => setVotes(receipt, 1e300),
  'votes beyond the integers': (receipt) => setVotes(receipt, 2 ** 53),
  'votes beside the outlets': (receipt) => {
    receipt.options = receipt.options.map((option) => ({ ...option, count: option.count + 1 }));
    receipt.total += 2;
  },
  'a total of its own': (receipt) => {
    receipt.total += 1;
  },
  'an option twice': (receipt) => {
    receipt.options = [...receipt.options, ...receipt.options.slice(1)];
    receipt.total += 3;
  },
  'two options under one name': (receipt) => {
    receipt.options = receipt.options.map((option) => ({ ...option, label: 'LEFT' }));
  },
  'an outlet twice': (receipt) => {
    receipt.outlets = [...receipt.outlets, ...receipt.outlets];
    receipt.options = receipt.options.map((option) => ({ ...option, count: option.count * 2 }));
    receipt.total *= 2;
  },
  'votes for no option': (receipt) => {
    receipt.outlets = receipt.outlets.map((outlet) =>
      outlet.status === 'missing' ? outlet : { ...outlet, counts: { ...outlet.counts, up: 4 } },
    );
  },
  'no options at all': (receipt) => {
    receipt.options = [];
    receipt.outlets = [];
    receipt.amendments = [];
    receipt.total = 0;
    receipt.decision = null;
    receipt.decidedAt = null;
  },
  'one option only': (receipt) => {
    receipt.options = receipt.options.slice(0, 1);
    receipt.outlets = [];
    receipt.amendments = [];
    receipt.options = [{ id: 'left', label: 'LEFT', count: 0 }];
    receipt.total = 0;
  },
  'round 0': (receipt) => {
    receipt.round = 0;
  },
  'round -5': (receipt) => {
    receipt.round = -5;
  },
  'a runoff before any vote': (receipt) => {
    receipt.kind = 'runoff';
  },
  'a season of another show': (receipt) => {
    receipt.season = 'other.1';
  },
  'version 0': (receipt) => {
    receipt.version = 0 as 1;
  },
  'a key that no receipt has': (receipt) => {
    Object.assign(receipt, { certified: true });
  },
  'a key that is missing': (receipt) => {
    Reflect.deleteProperty(receipt, 'amendments');
  },
  'counts that are called final and are not': (receipt) => {
    receipt.outlets = receipt.outlets.map((outlet) =>
      outlet.status === 'missing' ? outlet : { ...outlet, status: 'provisional' },
    );
  },
  'an outlet whose status nobody knows': (receipt) => {
    receipt.outlets = receipt.outlets.map(
      (outlet) => ({ ...outlet, status: 'certified' as 'final' }) as never,
    );
  },
  'a vote that closes before it opens': (receipt) => {
    receipt.rule = { ...receipt.rule, closes: receipt.rule.opens };
  },
  'a decision before the close': (receipt) => {
    receipt.decidedAt = receipt.rule.opens;
  },
  'an outlet that closed before the vote opened': (receipt) => {
    receipt.outlets = receipt.outlets.map((outlet) =>
      outlet.status === 'missing' ? outlet : { ...outlet, closedAt: '2020-01-01T00:00:00.000Z' },
    );
  },
  'an outlet that closed after the decision': (receipt) => {
    receipt.outlets = receipt.outlets.map((outlet) =>
      outlet.status === 'missing' ? outlet : { ...outlet, closedAt: '2031-01-01T00:00:00.000Z' },
    );
  },
  'a day that no calendar has': (receipt) => {
    receipt.decidedAt = '2026-02-30T00:00:00.000Z';
  },
  'an amendment of an outlet that did not take part': (receipt) => {
    receipt.amendments = receipt.amendments.map((one) => ({
      ...one,
      outlet: { ...one.outlet, outlet: 'outlet-9' },
    }));
  },
  'a question of blanks': (receipt) => {
    receipt.question = '  ';
  },
  'an option without a label': (receipt) => {
    receipt.options = receipt.options.map((one) => (one.id === 'right' ? { ...one, label: '' } : one));
  },
  'two options that differ in capitals only': (receipt) => {
    receipt.options = receipt.options.map((one) => (one.id === 'right' ? { ...one, label: 'Left ' } : one));
  },
  'eleven options': (receipt) => {
    const more = Array.from({ length: 9 }, (_, at) => ({ id: `more-${at}`, label: `More ${at}`, count: 0 }));
    receipt.options = [...receipt.options, ...more];
  },
  'an option whose id no story can have': (receipt) => {
    receipt.options = [...receipt.options, { id: 'up and away', label: 'UP', count: 0 }];
  },
  'a show that leads out of a folder': (receipt) => {
    receipt.show = '../x';
    receipt.season = '../x.1';
  },
  'no rule': (receipt) => {
    receipt.rule = { ...receipt.rule, sentence: '' };
  },
  'an episode without a title': (receipt) => {
    receipt.episode = { ...receipt.episode, title: '' };
  },
  'an outlet without a name of its own': (receipt) => {
    receipt.amendments = [];
    receipt.outlets = receipt.outlets.map((one, at) => (at === 0 ? { ...one, outlet: '' } : one));
  },
  'an outlet missing for no reason': (receipt) => {
    receipt.provisional = true;
    receipt.outlets = [...receipt.outlets, { ...MISSING, reason: '' }];
  },
  'a link that runs a script': (receipt) => setLink(receipt, 'javascript:alert(1)'),
  'a link to somewhere else': (receipt) => setLink(receipt, 'https://discord.com.evil.example/1'),
  'a link to the other platform': (receipt) => setLink(receipt, 'https://t.me/c/1/2'),
  'an amendment of another platform': (receipt) => {
    receipt.amendments = receipt.amendments.map((one) => ({
      ...one,
      outlet: { ...one.outlet, platform: 'telegram' },
    }));
  },
  'a vote that is open for a year': (receipt) => {
    receipt.rule = { ...receipt.rule, closes: '2027-11-02T12:00:00.000Z' };
    receipt.decidedAt = '2027-11-03T12:00:00.000Z';
    receipt.amendments = [];
  },
  'a time that the bot writes in another way': (receipt) => {
    receipt.rule = { ...receipt.rule, opens: receipt.rule.opens.replace('.000Z', 'Z') };
  },
  'an intervention of nobody': (receipt) => {
    receipt.interventions = [{ what: 'extended', by: '', reason: 'x', at: receipt.rule.opens }];
  },
  'an intervention for no reason': (receipt) => {
    receipt.interventions = [{ what: 'extended', by: 'showrunner-1', reason: ' ', at: receipt.rule.opens }];
  },
  'a sentence with another quorum': (receipt) => {
    receipt.rule = {
      ...receipt.rule,
      sentence: receipt.rule.sentence.replace(
        'Votes of',
        'With fewer than 50 votes the showrunner decides. Votes of',
      ),
    };
  },
  'a sentence with another deadline': (receipt) => {
    receipt.rule = {
      ...receipt.rule,
      sentence: receipt.rule.sentence.replace(receipt.rule.closes, receipt.rule.opens),
    };
  },
  'a sentence with another rule for ties': (receipt) => {
    receipt.rule = {
      ...receipt.rule,
      sentence: receipt.rule.sentence.replace(
        'In a tie, the tied option that is listed first wins.',
        'A tie is decided by the showrunner.',
      ),
    };
  },
  'a rule for ties that its sentence does not say': (receipt) => {
    receipt.rule = { ...receipt.rule, tie: 'showrunner' };
  },
  'a quorum that its sentence does not say': (receipt) => {
    receipt.rule = { ...receipt.rule, quorum: 2 };
  },
  'a sentence that says more': (receipt) => {
    receipt.rule = { ...receipt.rule, sentence: `${receipt.rule.sentence} The loser wins.` };
  },
  'a sentence of a prediction': (receipt) => {
    receipt.binding = false;
  },
  'a sentence of its own': (receipt) => {
    receipt.rule = { ...receipt.rule, sentence: 'The option with the fewest votes wins.' };
  },
  'a note that nobody wrote': (receipt) => {
    receipt.notes = [...receipt.notes, 'Counts were certified by an auditor.'];
  },
  'a note that contradicts a field': (receipt) => {
    receipt.notes = receipt.notes.with(
      0,
      "Counts marked final are the platforms' own; provisional ones were not confirmed, missing ones could not be read.",
    );
  },
  'a note less': (receipt) => {
    receipt.notes = receipt.notes.slice(1);
  },
  'a note of another round': (receipt) => {
    receipt.notes = [...receipt.notes, 'A runoff among the tied options of round 1.'];
  },
  'hidden counts without the note': (receipt) => {
    receipt.rule = { ...receipt.rule, sealed: true };
  },
  'the same amendment twice': (receipt) => {
    receipt.amendments = [...receipt.amendments, ...receipt.amendments];
  },
  'the same amendment twice, at two times': (receipt) => {
    receipt.amendments = receipt.amendments.flatMap((one) => [
      one,
      { ...one, at: '2026-11-20T12:00:00.000Z' },
    ]);
  },
  'an intervention that decided, without its decision': (receipt) => {
    receipt.interventions = [
      { what: 'decided', by: 'showrunner-1', reason: 'x', at: receipt.decidedAt ?? '' },
    ];
  },
};

function setLink(receipt: Draft, link: string): void {
  receipt.outlets = receipt.outlets.map((one) => (one.status === 'missing' ? one : { ...one, link }));
}

/** In every outlet and in the sums, so that everything adds up. */
function setVotes(receipt: Draft, votes: number): void {
  receipt.outlets = receipt.outlets.map((outlet) =>
    outlet.status === 'missing' ? outlet : { ...outlet, counts: { ...outlet.counts, right: votes } },
  );
  const count = votes * receipt.outlets.length;
  receipt.options = receipt.options.map((option) => (option.id === 'right' ? { ...option, count } : option));
  receipt.total = receipt.options.reduce((sum, option) => sum + option.count, 0);
}

describe.each([1, 2] as const)('a receipt of version %i that was changed and hashed again', (version) => {
  it.each(Object.entries(CONTRADICTIONS))('is refused with %s', (_, change) => {
    const receipt: Draft = structuredClone(aReceipt(undefined, undefined, version));
    expect(verified(signed(receipt))).toMatchObject({ code: 0 });
    change(receipt);
    const { code, said } = verified(signed(receipt));
    expect(said).toMatch(/^DOES NOT ADD UP: /);
    expect(code).toBe(1);
  });
});

describe('a receipt that was changed and hashed again', () => {
  it('is refused with times that are still to come', () => {
    const receipt = aReceipt();
    const decided = Date.parse(receipt.decidedAt ?? '');
    const amended = Date.parse(receipt.amendments[0]?.at ?? '');
    expect(verified(signed(receipt), amended - 5 * 60_000)).toMatchObject({ code: 0 });
    expect(verified(signed(receipt), decided)).toMatchObject({
      code: 1,
      said: expect.stringContaining('The amendment of'),
    });
    expect(verified(signed({ ...receipt, amendments: [] }), decided - 3_600_000)).toMatchObject({
      code: 1,
      said: expect.stringContaining('The decision, '),
    });
  });

  it('is refused with another rule than its tie has', () => {
    const tied = [{ left: 2, right: 2 }];
    const right = aReceipt(tied, { tie: 'first-listed' });
    expect(verified(signed({ ...right, amendments: [] }))).toMatchObject({ code: 0 });
    for (const decision of [
      { option: 'left', label: 'LEFT', rule: 'plurality', because: null },
      { option: 'right', label: 'RIGHT', rule: 'first-listed', because: 'tie' },
      { option: 'left', label: 'LEFT', rule: 'first-listed', because: 'nobody-voted' },
      { option: 'left', label: 'LEFT', rule: 'first-listed', because: 'runoff-tie' },
    ])
      expect(verified(signed({ ...right, amendments: [], decision }))).toMatchObject({ code: 1 });
    for (const tie of ['runoff', 'showrunner'] as const)
      expect(verified(signed({ ...right, amendments: [], rule: { ...right.rule, tie } }))).toMatchObject({
        code: 1,
      });
  });

  it('is refused with a name that occurs twice, of which readers take one or the other', () => {
    const receipt = aReceipt();
    const text = signed(receipt);
    const doubled = text.replace('"total":8', '"total":9,"total":8');
    expect(doubled).not.toBe(text);
    expect(verified(doubled)).toMatchObject({ code: 1, said: expect.stringContaining('occurs twice') });
    const escaped = text.replace('"total":8', '"tot\\u0061l":9,"total":8');
    expect(verified(escaped)).toMatchObject({ code: 1, said: expect.stringContaining('occurs twice') });
  });

  it('is refused with names that JavaScript knows, and with half a character', () => {
    const receipt = aReceipt();
    const proto = `${JSON.stringify(receipt).slice(0, -1)},"__proto__":{"x":1}}`;
    const withProto = JSON.parse(proto) as object;
    expect(verified(signed(withProto)).code).toBe(1);
    expect(verified(`${proto.slice(0, -1)},"hash":"${sha256(canonicalForm(withProto))}"}`).code).toBe(1);
    expect(verified(signed({ ...receipt, question: 'What \ud800 now?' }))).toMatchObject({ code: 1 });
  });

  it('is refused as a whole if a newer version wrote it, with what to do', () => {
    const { code, said } = verified(signed({ ...aReceipt(), version: 99 }));
    expect(code).toBe(1);
    expect(said).toContain('newer version');
  });

  it('is refused if it is not UTF-8', () => {
    const bytes = new TextEncoder().encode(signed(aReceipt()));
    expect(verified(new Uint8Array([...bytes.slice(0, 20), 0xff, ...bytes.slice(20)]))).toMatchObject({
      code: 1,
      said: expect.stringContaining('UTF-8'),
    });
  });
});
