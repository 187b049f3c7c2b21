import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeId } from '../../../src/core/ids.ts';
import { drawn } from '../../../src/pictures/drawn-text.ts';
import { writeMermaid } from '../../../src/pictures/map/mermaid.ts';
import { mapOf } from '../../../src/pictures/map/story-map.ts';
import { anyStory, HOSTILE, loopStory } from '../../support/map-stories.ts';
import { aStory, episode, play, settle, start, tick } from '../../support/seasons/season-specification.ts';

/** Quoted words: only signs without a meaning, numbered entities, and our own line breaks. */
const WORDS = String.raw`"((?:[^!-/:-@[-\x60{-~\n]|[,?!]|\p{L}[.'-](?=[\p{L} "<])|#\d{2,3};|<br/>)+)"`;
const NAME = 'ep_[A-Za-z0-9_]+';
/** Every line that may stand in a map. A line that is none of these could be read as something else. */
const LINES = {
  node: new RegExp(String.raw`^  ${NAME}(?:\[${WORDS}\]|\[\[${WORDS}\]\]|\(${WORDS}\))$`, 'u'),
  arrow: new RegExp(String.raw`^  ${NAME} (?:-->|-\.->|==>)(?:\|${WORDS}\|)? ${NAME}$`, 'u'),
  class:
    /^ {2}(?:classDef (?:ending stroke-width:2px|out stroke-width:4px|draft stroke-dasharray:6 4)|class ep_\w+(?:,ep_\w+)* (?:ending|out|draft))$/,
  head: /^(?:---|title: ".*"|flowchart TD| {2}accTitle: Map of a story| {2}accDescr: [\p{L}\p{N} ,.:+-]+)$/u,
};

const linesOf = (mermaid: string): readonly string[] => mermaid.trimEnd().split('\n');
const kindOf = (line: string): string | undefined =>
  Object.entries(LINES).find(([, pattern]) => pattern.test(line))?.[0];
const decoded = (words: string): string =>
  words.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

describe('the map of a story as Mermaid', () => {
  it('has a node for each episode, and an arrow for each way with its option', () => {
    expect(linesOf(writeMermaid(mapOf(loopStory())))).toEqual([
      '---',
      'title: "Loops"',
      '---',
      'flowchart TD',
      '  accTitle: Map of a story',
      '  accDescr: 4 episodes, 2 votes, 1 prediction, 1 ending',
      '  ep_hub("The hub<br/>opening · may repeat<br/>Vote — What now?")',
      '  ep_north["The north<br/>Vote — What now?"]',
      '  ep_guess["The guess<br/>Prediction — Who is first?<br/>• MARA<br/>• TEO"]',
      '  ep_end[["The end<br/>ending"]]',
      '  ep_hub -->|"NORTH"| ep_north',
      '  ep_hub -.->|"↺ STAY"| ep_hub',
      '  ep_hub -->|"OUT"| ep_end',
      '  ep_north -.->|"↺ BACK"| ep_hub',
      '  ep_north -->|"ON"| ep_guess',
      '  ep_guess --> ep_end',
      '  classDef ending stroke-width:2px',
      '  class ep_end ending',
    ]);
  });

  it('marks the way of a season', () => {
    const story = aStory();
    const { season } = play(start(story), tick(0), tick(10), settle(10, 1, { left: 3 }));
    const lines = linesOf(writeMermaid(mapOf(story, season)));
    expect(lines).toContain('  ep_pilot ==>|"✓ LEFT"| ep_left');
    expect(lines).toContain('  ep_pilot -->|"RIGHT"| ep_right');
    expect(lines).toContain('  ep_pilot("1 — The pilot<br/>opening<br/>Vote — What now?")');
    expect(lines).toContain('  class ep_pilot out');
    expect(lines.join('\n')).toContain('Next#58; Mon, 2 Nov 2026, 12#58;11 UTC');
  });

  it('lets no words become syntax, and loses none of them', () => {
    for (const words of HOSTILE) {
      const lines = linesOf(writeMermaid(mapOf(loopStory({ guess: { title: words } }))));
      expect(lines.filter((line) => kindOf(line) === undefined)).toEqual([]);
      const node = lines.find((line) => line.startsWith('  ep_guess['));
      expect(decoded(node ?? '')).toContain(drawn(words));
    }
  });

  it('has only lines that can be nothing else, for any story', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const lines = linesOf(writeMermaid(mapOf(story)));
        expect(lines.filter((line) => kindOf(line) === undefined)).toEqual([]);
        const nodes = lines.filter((line) => kindOf(line) === 'node');
        expect(new Set(nodes.map((line) => /ep_\w+/.exec(line)?.[0])).size).toBe(story.episodes.length);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps names apart that differ only in signs', () => {
    const ids = ['a-b', 'a_b', 'end'];
    const episodes = ids.map((id) => episode(id, { kind: 'ending' }));
    const lines = linesOf(writeMermaid(mapOf(aStory({ opening: episodeId('a-b'), episodes }))));
    expect(lines.flatMap((line) => /^ {2}(ep_\w+)[[(]/.exec(line)?.[1] ?? [])).toEqual([
      'ep_a_b',
      'ep_a_b_2',
      'ep_end',
    ]);
  });
});
