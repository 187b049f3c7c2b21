import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeId } from '../../../src/core/ids.ts';
import { writePath } from '../../../src/core/story/fault.ts';
import { graphFaults } from '../../../src/core/story/graph.ts';
import type { WrittenStory } from '../../../src/core/story/story.ts';
import { summary } from '../../../src/core/story/summary.ts';
import { aChoice, anEpisode, anOption, aStory, drawn } from '../../support/stories.ts';

/** A story from a drawing; its first episode is the opening. */
function over(
  graph: Readonly<Record<string, readonly string[]>>,
  revisited: readonly string[] = [],
): WrittenStory {
  return aStory({ opening: episodeId(Object.keys(graph)[0] ?? ''), episodes: drawn(graph, revisited) });
}

const told = (story: WrittenStory, unclear: readonly string[] = []) =>
  graphFaults(story, new Set(unclear.map(episodeId))).map(
    (fault) => `${writePath(fault.path)}: ${fault.what}`,
  );

describe('the graph of a story', () => {
  it('is sound when every path ends and everything is reached', () => {
    expect(told(over({ a: ['b', 'c'], b: ['d'], c: ['d', 'e'], d: [], e: [] }))).toEqual([]);
  });

  it('names a "next" that leads to no episode, and what was probably meant', () => {
    const story = over({ pilot: ['roof', 'rooof'], roof: [] });
    expect(told(story)).toEqual(['episodes.pilot.choice.options[1].next: no episode is called "rooof"']);
    expect(graphFaults(story)[0]?.right).toBe('did you mean "roof"?');
  });

  it('names an opening that is not an episode, and concludes nothing from it', () => {
    expect(told(aStory({ opening: episodeId('prologue') }))).toEqual([
      'opening: no episode is called "prologue"',
    ]);
  });

  it('names every episode that no path leads to', () => {
    expect(told(over({ a: ['b'], b: [], lost: ['island'], island: [] }))).toEqual([
      'episodes.lost: no path from the opening leads to "lost"',
      'episodes.island: no path from the opening leads to "island"',
    ]);
  });

  it('names a story without an ending once, not episode by episode', () => {
    expect(told(over({ a: ['b'], b: ['a'] }, ['a']))).toEqual(['episodes: the story has no ending']);
  });

  it('names the episodes from which no ending can be reached', () => {
    expect(told(over({ a: ['b', 'end'], b: ['c'], c: ['b'], end: [] }, ['b']))).toEqual([
      'episodes.b: no path from "b" leads to an ending',
      'episodes.c: no path from "c" leads to an ending',
    ]);
  });

  it('names a loop with its path, once', () => {
    expect(told(over({ a: ['b'], b: ['c'], c: ['a', 'end'], end: [] }))).toEqual([
      'episodes.a: the story can loop: a → b → c → a',
    ]);
  });

  it('names an episode that follows itself', () => {
    expect(told(over({ a: ['a', 'end'], end: [] }))).toEqual(['episodes.a: the story can loop: a → a']);
  });

  it('allows a loop that passes an episode marked as revisited', () => {
    expect(told(over({ a: ['b'], b: ['c'], c: ['a', 'end'], end: [] }, ['b']))).toEqual([]);
  });

  it('finds a loop beside the revisited one', () => {
    expect(told(over({ a: ['b'], b: ['a', 'c'], c: ['d', 'end'], d: ['c'], end: [] }, ['a']))).toEqual([
      'episodes.c: the story can loop: c → d → c',
    ]);
  });

  it('concludes nothing from an episode whose next episodes are unknown', () => {
    const story = over({ a: ['b'], b: [], c: [] });
    expect(
      told({ ...story, episodes: story.episodes.slice(0, 1).concat(drawn({ b: [], c: [] })) }, ['b']),
    ).toEqual([]);
  });

  it('names options that share an id or read the same', () => {
    const options = [
      anOption('x', 'end', 'Café'),
      anOption('x', 'end', 'Tea'),
      anOption('y', 'end', ' CAFE\u0301 '),
    ];
    const episodes = [anEpisode('pilot', aChoice({}, { options })), anEpisode('end', 'ending')];
    expect(told(aStory({ episodes }))).toEqual([
      'episodes.pilot.choice.options[1].id: option 2 has the id of option 1',
      'episodes.pilot.choice.options[2].label: option 3 reads like option 1',
    ]);
  });

  it.each([
    ['capitals and blanks', 'HER  brother'],
    ['a joiner', 'Her\u200d brother'],
    ['a non-joiner', 'Her\u200c brother'],
    ['a variation selector', 'Her brother\ufe0f'],
    ['a zero-width space', 'Her\u200b brother'],
    ['tags', 'Her brother\u{e0041}\u{e0042}'],
  ])('names an option that differs from another only in %s', (_, label) => {
    const options = [anOption('x', 'end', 'Her brother'), anOption('y', 'end', label)];
    const episodes = [anEpisode('pilot', aChoice({}, { options })), anEpisode('end', 'ending')];
    expect(told(aStory({ episodes }))).toEqual([
      'episodes.pilot.choice.options[1].label: option 2 reads like option 1',
    ]);
  });

  it('is checked without recursion, so that one long line of episodes is no danger', () => {
    const length = 20_000;
    const line = Object.fromEntries(
      Array.from({ length }, (_, index) => [`e${index}`, index + 1 < length ? [`e${index + 1}`] : []]),
    );
    expect(told(over(line))).toEqual([]);
    expect(summary(over(line)).longest).toBe(length);
  });
});

describe('the summary of a story', () => {
  it('counts episodes, choices and endings, and the episodes of its longest and shortest path', () => {
    const story = over({ a: ['b', 'c'], b: ['d', 'e'], c: ['e'], d: ['e'], e: [], f: [] });
    expect(summary(story)).toEqual({
      episodes: 6,
      choices: { binding: 2, prediction: 0 },
      endings: 2,
      longest: 4,
      shortest: 3,
    });
  });

  it('counts each episode of a loop once', () => {
    expect(summary(over({ a: ['b'], b: ['c'], c: ['b', 'end'], end: [] }, ['b'])).longest).toBe(4);
  });

  it('tells a prediction from a choice', () => {
    const prediction = aChoice({}, { kind: 'prediction', options: [anOption('x'), anOption('y')] });
    const episodes = [
      anEpisode('pilot', 'end', { continuation: { kind: 'next', next: episodeId('end'), prediction } }),
      anEpisode('end', 'ending'),
    ];
    expect(summary(aStory({ episodes })).choices).toEqual({ binding: 0, prediction: 1 });
  });

  it('agrees with walking every path, in stories without loops', () => {
    const drawing = fc
      .array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
      .map((rows) =>
        Object.fromEntries(
          rows.map((row, index) => [
            `e${index}`,
            // Only forwards.
            [...new Set(row.map((step) => index + 1 + step).filter((to) => to < rows.length))].map(
              (to) => `e${to}`,
            ),
          ]),
        ),
      );
    fc.assert(
      fc.property(drawing, (graph) => {
        const lengths = (id: string): number[] => {
          const targets = graph[id] ?? [];
          return targets.length === 0 ? [1] : targets.flatMap(lengths).map((length) => length + 1);
        };
        const { longest, shortest } = summary(over(graph));
        expect({ longest, shortest }).toEqual({
          longest: Math.max(...lengths('e0')),
          shortest: Math.min(...lengths('e0')),
        });
      }),
    );
  });
});
