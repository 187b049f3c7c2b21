import { describe, expect, it } from 'vitest';
import { episodeId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { altText, composeCard } from '../../../src/core/posts/compose-card.ts';
import type { ResultCard } from '../../../src/core/posts/result-card.ts';
import { findRound, type Season } from '../../../src/core/season/state.ts';
import { codePoints } from '../../../src/core/text/graphemes.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import { languages } from '../../../src/core/wording/catalogues.ts';
import {
  aStory,
  choice,
  episode,
  finalCount,
  play,
  settle,
  showrunner,
  rules as someRules,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const rules = { ...someRules, extendable: 0 };
const hash = 'c0ffee'.repeat(10);

function card(season: Season, number = 1, counts: readonly OutletCount[] = []): ResultCard {
  const round = findRound(season, roundNumber(number));
  const made = round && composeCard(season, round, { counts, hash, appearance: { colour: '#e5484d' } });
  if (made === undefined) throw new Error('no card');
  return made;
}

const voted = (left: number, right: number, voting = rules, change = {}) =>
  play(start(aStory(change, { voting })), tick(10), settle(10, 1, { left, right })).season;

describe('the card of a result', () => {
  it('shows counts, shares and who won', () => {
    const counts: OutletCount[] = [
      finalCount('outlet-0', { left: 1_200, right: 40 }),
      { ...finalCount('outlet-1', { left: 7, right: 0 }), platform: 'telegram' },
    ];
    expect(card(voted(1_207, 40), 1, counts)).toMatchObject({
      language: 'en',
      appearance: { colour: '#e5484d' },
      show: 'A Show',
      episode: 'Episode 1: The pilot',
      question: 'What now?',
      headline: 'The audience has decided',
      outcome: 'LEFT won with 1207 of 1247 votes (97%).',
      badges: [],
      options: [
        { label: 'LEFT', votes: '1,207', percent: '97%', won: true },
        { label: 'RIGHT', votes: '40', percent: '3%', won: false },
      ],
      total: '1,247 votes',
      platforms: [{ text: 'Discord 1,240' }, { text: 'Telegram 7' }],
      turnout: 'in 2 communities',
      receipt: 'Receipt c0ffeec0ffee',
    });
  });

  it('has the rule in the words that were published, without times', () => {
    const { rule } = card(voted(2, 1));
    expect(rule).toBe(
      'The option with the most votes decides what happens next. If it’s a tie, the first of the tied options wins. Votes on all platforms count together: one per account in each community.',
    );
  });

  it('says how a tie was broken', () => {
    expect(card(voted(2, 2))).toMatchObject({
      headline: 'The vote is decided',
      why: 'The vote was tied, so the first of the tied options was taken.',
      badges: ['Tie'],
      options: [{ won: true }, { won: false }],
    });
  });

  it('says that it was a runoff', () => {
    const { season } = play(
      start(aStory({}, { voting: { ...rules, tie: 'runoff' } })),
      tick(10),
      settle(10, 1, { left: 2, right: 2 }),
      tick(10),
      tick(12),
      settle(12, 2, { left: 1, right: 3 }),
    );
    expect(card(season, 2)).toMatchObject({
      headline: 'The audience has decided',
      badges: ['Runoff'],
      options: [{ won: false }, { won: true, votes: '3' }],
    });
    expect(() => card(season, 1)).toThrow('no card');
  });

  it('says that nobody voted', () => {
    const made = card(voted(0, 0));
    expect(made).toMatchObject({
      why: 'Nobody voted, so the first option in the list was taken.',
      total: '0 votes',
      platforms: [],
    });
    expect(made.options.map(({ share }) => share)).toEqual([0, 0]);
  });

  it('never says that an option won which a person chose', () => {
    const { season } = play(
      start(aStory({}, { voting: { ...rules, tie: 'showrunner' } })),
      tick(10),
      settle(10, 1, { left: 2, right: 2 }),
      {
        type: 'decide',
        at: T0 + 700_000,
        by: showrunner,
        round: roundNumber(1),
        option: 'right' as never,
        reason: 'x',
      },
    );
    const made = card(season);
    expect(made).toMatchObject({
      headline: 'The show’s team has decided',
      why: 'The vote was tied.',
      badges: ['Tie'],
      options: [{ won: false }, { won: true }],
    });
    expect(
      JSON.stringify({ ...made, options: [], rule: '' }) + altText(made).replace(made.rule, ''),
    ).not.toMatch(/\bwon\b|winner/i);
  });

  it('shows a prediction as one', () => {
    const { season } = play(
      start(
        aStory({
          episodes: [
            episode('pilot', {
              kind: 'next',
              next: episodeId('end'),
              prediction: choice({ yes: undefined, no: undefined }, { kind: 'prediction', voting: rules }),
            }),
            episode('end', { kind: 'ending' }),
          ],
        }),
      ),
      tick(10),
      settle(10, 1, { yes: 3, no: 1 }),
    );
    expect(card(season)).toMatchObject({
      headline: 'The audience predicts',
      outcome: 'Most expect: YES (3 of 4 votes, 75%).',
    });
  });

  it('tells what is not counted, or not final', () => {
    const counts: OutletCount[] = [
      { ...finalCount('outlet-0', { left: 2, right: 1 }), status: 'provisional' },
      { outlet: outletId('outlet-1'), platform: 'telegram', name: 'x', status: 'missing', reason: 'gone' },
    ];
    expect(card(voted(2, 1), 1, counts)).toMatchObject({
      badges: ['Not every count is final', '1 of 2 communities not counted'],
      turnout: 'in 1 community',
    });
  });

  it('shows nothing of what follows, and no place or person', () => {
    const counts = [
      {
        ...finalCount('outlet-0', { left: 2, right: 1 }),
        name: 'A private server',
        link: 'https://x.example/1',
      },
    ];
    const made = JSON.stringify(card(voted(2, 1), 1, counts));
    expect(made).not.toMatch(/"next"|outlet-0|private|x\.example|The left|The right/);
  });

  it.each(languages)('is written in %s', (language) => {
    const made = card(voted(1_500, 1_500, { ...rules, tie: 'first-listed' }, { language }), 1, [
      { ...finalCount('outlet-0', { left: 1, right: 1 }), status: 'provisional' },
      { outlet: outletId('outlet-1'), platform: 'telegram', name: 'x', status: 'missing', reason: 'gone' },
    ]);
    expect({
      ...made,
      appearance: undefined,
      options: made.options.map(({ votes, percent }) => `${votes} ${percent}`),
    }).toMatchSnapshot();
  });
});

describe('the description of a card', () => {
  it('says who won, the question, each option with votes and share, and the total', () => {
    expect(altText(card(voted(3, 1)))).toBe(
      'The audience has decided. LEFT won with 3 of 4 votes (75%). What now? LEFT: 3 (75%); RIGHT: 1 (25%). 4 votes.',
    );
  });

  it('has 1,024 characters at most, and then shortens the question, not the options', () => {
    const label = (index: number) => `${'Long label, wide words '.repeat(3).slice(0, 53)}${index}`;
    const options = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`o${index}`, 'left']));
    const made = card(
      play(
        start(
          aStory(
            {},
            {
              voting: rules,
              question: 'Why? '.repeat(60),
              options: choice(options).options.map((option, index) => ({ ...option, label: label(index) })),
            },
          ),
        ),
        tick(10),
        settle(10, 1, { o3: 123_456, o4: 123_455 }),
      ).season,
    );
    const text = altText(made);
    expect(codePoints(text)).toBeLessThanOrEqual(1_024);
    for (let index = 0; index < 10; index += 1) expect(text).toContain(`${label(index)}: `);
    expect(text).toContain('246,911 votes.');
    expect(text).toContain('Why? Why?');
  });

  it('keeps a label of another direction apart', () => {
    const made = card(voted(3, 1));
    const [first, ...rest] = made.options;
    if (first === undefined) throw new Error('no option');
    expect(altText({ ...made, options: [{ ...first, label: 'אחי הקטן' }, ...rest] })).toContain(
      '\u2068אחי הקטן\u2069: 3 (75%)',
    );
  });
});
