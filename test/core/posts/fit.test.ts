import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../src/core/durations.ts';
import type { Capabilities } from '../../../src/core/posts/capabilities.ts';
import { lengthOf, misfits } from '../../../src/core/posts/fit.ts';
import { writePath } from '../../../src/core/story/fault.ts';
import type { Story } from '../../../src/core/story/story.ts';
import { aChoice, anEpisode, anOption, aStory, someRules } from '../../support/stories.ts';

const roomy: Capabilities = {
  platform: 'telegram',
  lostSend: 'cannot-look',
  poll: {
    question: 300,
    options: { min: 1, max: 12 },
    label: 100,
    lasts: { min: 5_000, max: 30 * DAY, step: 1_000 },
    rule: 1_000,
    sealed: true,
    toldOfUnasked: true,
  },
  drop: { title: 200, synopsis: 200, total: 300 },
  notice: { total: 1_000 },
  image: 2048,
  url: 2_048,
};
const narrow: Capabilities = {
  ...roomy,
  platform: 'discord',
  poll: {
    ...roomy.poll,
    options: { min: 1, max: 10 },
    label: 55,
    lasts: { min: HOUR, max: 32 * DAY, step: HOUR },
  },
  drop: { title: 100, synopsis: 200, total: 400 },
  url: 512,
};

const told = (story: Story, platforms = [roomy, narrow]) =>
  misfits(story, platforms).map((fault) => `${writePath(fault.path)}: ${fault.what} — ${fault.right}`);

const withChoice = (parts: Parameters<typeof aChoice>[1]) =>
  aStory({ episodes: [anEpisode('pilot', aChoice({ a: 'x', b: 'x' }, parts))] });
const labelled = (...labels: string[]) =>
  withChoice({ options: labels.map((label, index) => anOption(`o${index}`, 'x', label)) });

describe('fitting a story to the platforms', () => {
  it('accepts a text exactly as long as the strictest limit', () => {
    expect(told(labelled('x'.repeat(55), 'y'.repeat(55)))).toEqual([]);
    expect(told(withChoice({ question: 'q'.repeat(300) }))).toEqual([]);
  });

  it('names a label one character too long, the limit, and whose limit it is', () => {
    expect(told(labelled('x'.repeat(56), 'y'))).toEqual([
      'episodes.pilot.choice.options[0].label: the label has 56 characters — at most 55 (the limit of Discord): 1 fewer',
    ]);
  });

  it('names both lengths if people see fewer characters than the platforms count', () => {
    const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}';
    expect(told(labelled(family.repeat(8), 'y'))).toEqual([
      'episodes.pilot.choice.options[0].label: the label has 56 characters for the platforms (people see 8) — at most 55 (the limit of Discord): 1 fewer',
    ]);
    expect(told(labelled(`${family.repeat(7)}123456`, 'y'))).toEqual([]);
  });

  it('names characters under piles of marks, with platforms or without', () => {
    const zalgo = `Z${'\u0335'.repeat(40)}`;
    const hostile = withChoice({
      question: `Who ${zalgo}?`,
      options: [anOption('a', 'x', zalgo), anOption('b', 'x', 'b')],
    });
    const [pilot] = hostile.episodes;
    if (pilot === undefined) throw new Error('no pilot');
    const everywhere = { ...hostile, title: zalgo, episodes: [{ ...pilot, title: zalgo, synopsis: zalgo }] };
    for (const platforms of [[roomy, narrow], []]) {
      expect(told(everywhere, platforms)).toEqual(
        [
          ['title', 'title'],
          ['episodes.pilot.title', 'title'],
          ['episodes.pilot.synopsis', 'synopsis'],
          ['episodes.pilot.choice.question', 'question'],
          ['episodes.pilot.choice.options[0].label', 'label'],
        ].map(([at, name]) => `${at}: the ${name} has 40 marks on one character — at most 8 marks`),
      );
    }
  });

  it('asks only the platforms in use', () => {
    expect(told(labelled('x'.repeat(56), 'y'), [roomy])).toEqual([]);
    expect(told(labelled('x'.repeat(101), 'y'), [])).toEqual([]);
  });

  it('counts code points after normalisation, not code units', () => {
    expect(lengthOf('e\u0301')).toBe(1);
    expect(told(labelled('🎬'.repeat(55), 'y'))).toEqual([]);
  });

  it('names a question that is too long', () => {
    expect(told(withChoice({ question: 'q'.repeat(301) }))).toHaveLength(1);
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 0],
    [10, 0],
    [11, 1],
  ])('with %i options finds %i fault', (count, faults) => {
    const found = told(labelled(...Array.from({ length: count }, (_, index) => `label ${index}`)));
    expect(found).toHaveLength(faults);
    if (faults > 0) expect(found[0]).toContain('2 to 10 options');
  });

  it('names titles, synopses and addresses that are too long', () => {
    const long = anEpisode('pilot', 'ending', {
      title: 't'.repeat(101),
      synopsis: 's'.repeat(201),
      url: `https://watch.example/${'u'.repeat(600)}`,
    });
    expect(misfits(aStory({ episodes: [long] }), [roomy, narrow]).map((fault) => fault.path.at(-1))).toEqual([
      'title',
      'synopsis',
      'url',
    ]);
  });

  it('names a post whose parts fit, but not together', () => {
    const url = `https://watch.example/${'u'.repeat(100)}`;
    const episode = anEpisode('pilot', 'ending', { title: 't'.repeat(90), synopsis: 's'.repeat(190), url });
    expect(told(aStory({ episodes: [episode] }))).toEqual([
      expect.stringMatching(/^episodes\.pilot: the whole post .* has 412 characters — at most 300/),
    ]);
  });

  it('keeps a vote and a runoff shorter than the longest native poll', () => {
    const voting = { ...someRules, lasts: 30 * DAY, runoff: 31 * DAY };
    expect(told(aStory({ voting }))).toEqual([
      'voting.lasts: lasts is 30d — at most 29d23h59m (the limit of Telegram)',
      'voting.runoff: runoff is 31d — at most 29d23h59m (the limit of Telegram)',
    ]);
  });

  it('names a reminder that is due before the vote begins, in the rules of a choice too', () => {
    const voting = { ...someRules, lasts: HOUR, reminder: HOUR };
    expect(told(aStory({ voting }))[0]).toMatch(
      /^voting\.reminder: .* 1h before the end of a vote that lasts 1h/,
    );
    expect(told(withChoice({ voting }))[0]).toMatch(/^episodes\.pilot\.choice\.voting\.reminder/);
  });
});
