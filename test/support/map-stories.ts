import fc from 'fast-check';
import { episodeId } from '../../src/core/ids.ts';
import type { Episode, Story } from '../../src/core/story/story.ts';
import { aStory, choice, episode } from './seasons/season-specification.ts';

/** What a stranger might put into a story to break out of it. */
export const HOSTILE = [
  '</text><script>alert(1)</script>',
  ']]> <!-- & &amp; -->',
  '"] --> x; click a "javascript:alert(1)"',
  '`**bold**` _it_ ~~s~~ 1. one',
  '%%{init: {"theme": "dark"}}%% --> |x| {y} (z) [w]',
  '#quot; #35; end\ngraph TD\n  a --> b',
  'style: x#; classDef y: #fff; fa:fa-bomb $$x$$',
  '---\ntitle: other\n---',
  'תחנת הרכבת (3) \u202emoc.live',
  `${'\u0301'.repeat(40)}\u0000\ud800\uffff`,
] as const;

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 60 }));

/** Stories of any shape, loops and loose ends among them, with words that nobody has checked. */
export const anyStory: fc.Arbitrary<Story> = fc
  .integer({ min: 1, max: 14 })
  .chain((size) => {
    const target = fc.integer({ min: 0, max: size - 1 }).map((index) => `e${index}`);
    const ways = fc.oneof(
      fc.constant({ kind: 'ending' } as const),
      target.map((next) => ({ kind: 'next', next: episodeId(next) }) as const),
      fc.array(fc.tuple(hostile, target), { minLength: 2, maxLength: 4 }).map((options) => ({
        kind: 'choice' as const,
        choice: {
          ...choice(Object.fromEntries(options.map(([, next], index) => [`o${index}`, next]))),
          question: options[0]?.[0] ?? '',
        },
      })),
    );
    return fc.array(fc.tuple(hostile, ways, fc.boolean()), { minLength: size, maxLength: size });
  })
  .map((all) => all.map(([title, way, revisited], index) => episode(`e${index}`, way, { title, revisited })))
  .map((episodes) => aStory({ title: episodes[0]?.title ?? '', opening: episodeId('e0'), episodes }));

/** `hub` leads north, into itself and out; the way north leads back. */
export function loopStory(change: Readonly<Record<string, Partial<Episode>>> = {}): Story {
  return aStory({
    title: 'Loops',
    opening: episodeId('hub'),
    episodes: [
      episode(
        'hub',
        { kind: 'choice', choice: choice({ north: 'north', stay: 'hub', out: 'end' }) },
        {
          revisited: true,
          ...change.hub,
        },
      ),
      episode('north', { kind: 'choice', choice: choice({ back: 'hub', on: 'guess' }) }, change.north),
      episode(
        'guess',
        {
          kind: 'next',
          next: episodeId('end'),
          prediction: choice(
            { mara: undefined, teo: undefined },
            { kind: 'prediction', question: 'Who is first?' },
          ),
        },
        change.guess,
      ),
      episode('end', { kind: 'ending' }, change.end),
    ],
  });
}
