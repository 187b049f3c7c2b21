import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeId } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import type { Story } from '../../../src/core/story/story.ts';
import { optionsOf } from '../../../src/core/story/written-vote.ts';
import { drawn } from '../../../src/pictures/drawn-text.ts';
import { writeMermaid } from '../../../src/pictures/map/mermaid.ts';
import { storyAsPlayed } from '../../../src/pictures/map/played.ts';
import { mapOf } from '../../../src/pictures/map/story-map.ts';
import { writeSvg } from '../../../src/pictures/map/svg.ts';
import { anyStory, HOSTILE, loopStory } from '../../support/map-stories.ts';
import {
  aStory,
  choice,
  episode,
  MINUTE,
  play,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';
import { elementsOf, readXml, type XmlElement } from '../../support/xml-tree.ts';

const draw = (story: Story): XmlElement => readXml(writeSvg(mapOf(story)));
const classesOf = (root: XmlElement): readonly string[] =>
  elementsOf(root).flatMap(({ attributes }) => attributes.class?.split(' ') ?? []);
const count = (root: XmlElement, name: string): number =>
  classesOf(root).filter((each) => each === name).length;
/** The card of an episode, by its title. */
const cardOf = (root: XmlElement, title: string): XmlElement => {
  const found = elementsOf(root).find(
    ({ name, children }) =>
      name === 'g' && children[0]?.name === 'title' && children[0].text.split('\n')[0] === title,
  );
  if (found === undefined) throw new Error(`no card is called ${title}`);
  return found;
};

/** Where lines end depends on their width. */
const unbroken = ({ text }: XmlElement): string => text.replace(/\s/g, '');

describe('the map of a story as SVG', () => {
  it('holds every title, question and label, and says it all in words too', () => {
    const root = draw(loopStory());
    for (const words of ['Loops', 'The hub', 'What now?', 'NORTH', 'Who is first?', '• TEO']) {
      expect(root.text).toContain(words);
    }
    const [title, words] = root.children;
    expect([root.attributes.role, root.attributes['aria-labelledby']]).toEqual([
      'img',
      'map-title map-words',
    ]);
    expect(title).toMatchObject({ name: 'title', text: 'Loops: a map of its episodes' });
    expect(words?.name).toBe('desc');
    expect(words?.text).toContain('“NORTH” leads to “The north”.');
    expect(words?.text).toContain('“BACK” leads back to “The hub”.');
    expect(words?.text).toContain('Prediction: Who is first? MARA / TEO.');
  });

  it('tells openings, endings, repeats, missing links and predictions apart by words, and endings by their frame', () => {
    const root = draw(aStoryWithoutLink());
    expect(cardOf(root, 'The hub').text).toMatch(/OPENING.*MAY REPEAT/);
    expect(cardOf(root, 'The end').text).toContain('ENDING');
    expect(cardOf(root, 'The north').text).toContain('NO LINK YET');
    expect(cardOf(root, 'The guess').text).toContain('PREDICTION');
    expect(count(cardOf(root, 'The end'), 'inner')).toBe(1);
    expect(count(cardOf(root, 'The hub'), 'inner')).toBe(0);
  });

  it('draws what leads back apart from what leads on, also from an episode to itself', () => {
    const root = draw(loopStory());
    expect(count(root, 'way')).toBe(7);
    // Two ways and the line of the legend.
    expect(count(root, 'back')).toBe(3);
    expect(root.text).toContain('leads back to an earlier episode');
    expect(count(draw(aStory()), 'back')).toBe(0);
  });

  it('is well-formed and shows hostile words as they are', () => {
    for (const words of HOSTILE) {
      const root = draw(loopStory({ north: { title: words } }));
      expect(unbroken(cardOf(root, drawn(words)))).toContain(`${drawn(words)}north`.replace(/\s/g, ''));
      const names = new Set(elementsOf(root).map(({ name }) => name));
      expect([...names].sort()).toEqual([
        'defs',
        'desc',
        'g',
        'marker',
        'path',
        'rect',
        'style',
        'svg',
        'text',
        'title',
      ]);
    }
  });

  it('is well-formed for any story', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const root = draw(story);
        expect(count(root, 'frame')).toBe(story.episodes.length);
        expect(root.attributes.width).not.toMatch(/NaN|Infinity/);
        for (const { attributes } of elementsOf(root))
          expect(attributes.d ?? '').not.toMatch(/NaN|undefined/);
      }),
      { numRuns: 60 },
    );
  });

  it('begins right-to-left titles at the right', () => {
    const root = draw(loopStory({ north: { title: 'תחנת הרכבת' } }));
    const line = elementsOf(cardOf(root, 'תחנת הרכבת')).find(
      ({ attributes }) => attributes.class === 'title',
    );
    expect(line?.attributes).toMatchObject({ direction: 'rtl', x: '226' });
  });

  it('draws 200 episodes', () => {
    const episodes = Array.from({ length: 200 }, (_, index) =>
      index === 199
        ? episode('e199', { kind: 'ending' })
        : episode(`e${index}`, {
            kind: 'choice',
            choice: choice({
              on: `e${index + 1}`,
              leap: `e${Math.min(199, index + 3)}`,
              back: `e${Math.max(0, index - 7)}`,
            }),
          }),
    );
    const root = draw(aStory({ opening: episodeId('e0'), episodes }));
    expect([count(root, 'frame'), count(root, 'way')]).toEqual([200, 598]);
  }, 60_000);
});

function aStoryWithoutLink(): Story {
  const story = loopStory();
  return {
    ...story,
    episodes: story.episodes.map((each) => {
      const { url: _, ...without } = each;
      return each.id === 'north' ? without : each;
    }),
  };
}

describe('the way of a season', () => {
  const story = loopStory();
  /** hub, north, hub again. */
  const steps = [
    start(story),
    tick(0),
    tick(10),
    settle(10, 1, { north: 3 }),
    tick(11),
    tick(21),
    settle(21, 2, { back: 2 }),
    tick(22),
  ];
  const drawPlayed = (season: ReturnType<typeof play>['season'], file: Story = story): XmlElement =>
    readXml(writeSvg(mapOf(storyAsPlayed(file, season), season)));

  it('is marked on arrows and cards by numbers, check marks and strokes', () => {
    const root = drawPlayed(play(...steps).season);
    const hub = cardOf(root, 'The hub');
    expect(hub.attributes.class).toBe('out');
    expect(hub.text).toContain('1 · 3');
    expect(unbroken(hub)).toContain('Now:votinguntilMon,2Nov2026,12:32UTC');
    expect(cardOf(root, 'The north').text).toContain('2');
    expect(cardOf(root, 'The end').attributes.class).toBeUndefined();
    const labels = elementsOf(root).filter(({ attributes }) => attributes.class === 'chosen');
    expect(labels.map(({ text }) => text)).toEqual(['✓ NORTH', '✓ BACK']);
    // Two ways and the line of the legend.
    expect(count(root, 'taken')).toBe(3);
    expect(root.text).toContain('Season show.1, 3 episodes out. Now: voting until');
  });

  it('goes on to the episode that is next', () => {
    const root = drawPlayed(play(...steps.slice(0, 4)).season);
    expect(unbroken(cardOf(root, 'The north'))).toContain('Next:Mon,2Nov2026,12:11UTC');
    expect(cardOf(root, 'The north').attributes.class).toBeUndefined();
    expect(count(root, 'taken')).toBe(2);
  });

  it('is drawn as it was played, although the file has changed: what is gone from it is still there', () => {
    const file: Story = {
      ...story,
      episodes: story.episodes
        .filter(({ id }) => id !== 'north')
        .map((each) =>
          each.id === 'hub' ? { ...each, title: 'Retold', continuation: { kind: 'ending' } } : each,
        ),
    };
    const root = drawPlayed(play(...steps).season, file);
    expect(root.text).not.toContain('Retold');
    expect(cardOf(root, 'The north').attributes.class).toBe('out');
    expect(count(root, 'taken')).toBe(3);
  });

  it('ends where the season ended or was cancelled', () => {
    const short = aStory();
    const played = [start(short), tick(0), tick(10), settle(10, 1, { left: 1 }), tick(11)];
    const ended = readXml(writeSvg(mapOf(short, play(...played).season)));
    expect(cardOf(ended, 'The left').text).toContain('The season ended here');
    expect(ended.text).toContain('2 episodes out, ended on');
  });

  it('waits at a draft, which is marked by a word and a dashed frame, and at an open end', () => {
    const { url: _, ...draft } = episode('later', { kind: 'open' }, { draft: true });
    const unfinished = aStory({
      episodes: [episode('pilot', { kind: 'next', next: episodeId('later') }), draft],
    });
    const map = mapOf(unfinished, play(start(unfinished), tick(2)).season);
    expect(map.summary).toBe('2 episodes, 0 votes, 0 endings, 1 draft');
    const card = cardOf(readXml(writeSvg(map)), 'The later');
    expect(card.attributes.class).toBe('draft');
    expect(unbroken(card)).toBe('Thelater' + 'DRAFT' + 'Thelater' + 'later' + 'Next:waitstobewritten');
    expect(writeMermaid(map)).toContain('  class ep_later draft');
  });

  it('is all that there is of a serial show: what was chosen leads to what came next', () => {
    const item = (number: number) => ({
      key: `${number}`,
      title: `Part ${number}`,
      url: `https://watch.example/${number}`,
      synopsis: '',
      ...(number === 1 && {
        vote: { ok: true, question: 'Open the door?', options: ['Yes', 'No'] } as const,
      }),
    });
    const bring = (minutes: number, number: number): SeasonCommand => ({
      type: 'bring',
      at: T0 + minutes * MINUTE,
      from: 'feed',
      items: [item(number)],
      confirm: false,
    });
    const { opening: _, ...unwritten } = aStory({ release: { kind: 'on-link' }, episodes: [] });
    const [option] = optionsOf(['Yes', 'No']);
    const { season } = play(
      start(unwritten),
      bring(0, 1),
      tick(10),
      settle(10, 1, { [option?.id ?? '']: 3 }),
      bring(11, 2),
    );
    expect(mapOf(season.story, season)).toMatchObject({
      summary: '2 episodes, 1 vote, 0 endings',
      episodes: [
        { title: 'Part 1', marks: ['opening'], releases: [1], vote: { options: ['Yes', 'No'] } },
        { title: 'Part 2', marks: [], releases: [2], standing: 'Now: waits for the next episode' },
      ],
      arrows: [{ label: 'Yes', taken: true, back: false }],
    });
    expect(mapOf(unwritten, play(start(unwritten)).season)).toMatchObject({ episodes: [], arrows: [] });
    expect(readXml(writeSvg(mapOf(unwritten))).text).toContain('0 episodes');
  });

  it('says what was taken back', () => {
    const retract: SeasonCommand = {
      type: 'retract',
      at: T0 + 2 * MINUTE,
      by: showrunner,
      episode: episodeId('hub'),
      reason: 'the wrong cut',
    };
    const { season } = play(start(story), tick(0), retract);
    expect(cardOf(drawPlayed(season), 'The hub').text).toContain('TAKEN BACK');
  });
});
