import type { EpisodeId } from '../../core/ids.ts';
import type { MapArrow, MapEpisode, StoryMap } from './story-map.ts';

/**
 * A map as a Mermaid flowchart, for Markdown pages that draw one (GitHub, GitLab, Notion). Shapes, strokes and words tell the
 * kinds of episodes apart, and colours are the page's own, so that it fits light and dark ones.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function writeMermaid(map: StoryMap): string {
  const names = namesOf(map.episodes);
  const name = (id: EpisodeId): string => names.get(id) ?? 'unknown';
  const out = map.episodes.filter(({ releases }) => releases.length > 0);
  const drafts = map.episodes.filter(({ marks }) => marks.includes('draft'));
  const endings = map.episodes.filter(({ marks }) => marks.includes('ending'));
  return [
    '---',
    `title: ${JSON.stringify(map.title)}`,
    '---',
    'flowchart TD',
    '  accTitle: Map of a story',
    `  accDescr: ${[map.summary, ...(map.headline === undefined ? [] : [map.headline])].map(unmarked).join('. ')}`,
    ...map.episodes.map((episode) => `  ${name(episode.id)}${shapeOf(episode)}`),
    ...map.arrows.map((arrow) => `  ${name(arrow.from)} ${lineOf(arrow)} ${name(arrow.to)}`),
    ...classOf(
      'draft',
      'stroke-dasharray:6 4',
      drafts.map(({ id }) => name(id)),
    ),
    ...classOf(
      'ending',
      'stroke-width:2px',
      endings.map(({ id }) => name(id)),
    ),
    ...classOf(
      'out',
      'stroke-width:4px',
      out.map(({ id }) => name(id)),
    ),
    '',
  ].join('\n');
}

/** Names without signs of the syntax, and none that is a word of it: no such word begins with `ep_`. */
function namesOf(episodes: readonly MapEpisode[]): ReadonlyMap<EpisodeId, string> {
  const names = new Map<EpisodeId, string>();
  const taken = new Set<string>();
  for (const { id } of episodes) {
    const plain = `ep_${id.replace(/[^A-Za-z0-9]/g, '_')}`;
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}_${number}`;
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

function shapeOf(episode: MapEpisode): string {
  const words = `"${wordsOf(episode).join('<br/>')}"`;
  if (episode.marks.includes('ending')) return `[[${words}]]`;
  if (episode.marks.includes('opening')) return `(${words})`;
  return `[${words}]`;
}

function wordsOf({ title, marks, vote, date, releases, standing }: MapEpisode): readonly string[] {
  const number = releases.length === 0 ? '' : `${releases.join(', ')} — `;
  const asks = vote?.kind === 'prediction' ? 'Prediction' : 'Vote';
  const words = [
    `${number}${title}`,
    ...(marks.length === 0 ? [] : [marks.join(' · ')]),
    ...(date === undefined ? [] : [date]),
    ...(vote === undefined ? [] : [`${asks} — ${vote.question}`]),
    ...(vote?.options ?? []).map((option) => `• ${option}`),
    ...(standing === undefined ? [] : [standing]),
  ];
  return words.map(quoted);
}

function lineOf({ label, taken, back }: MapArrow): string {
  const line = taken ? '==>' : back ? '-.->' : '-->';
  const words = [
    ...(taken ? ['✓'] : []),
    ...(back ? ['↺'] : []),
    ...(label === undefined ? [] : [label]),
  ].join(' ');
  return words === '' ? line : `${line}|"${quoted(words)}"|`;
}

function classOf(name: string, style: string, members: readonly string[]): readonly string[] {
  return members.length === 0 ? [] : [`  classDef ${name} ${style}`, `  class ${members.join(',')} ${name}`];
}

/** The signs of ASCII, but those that mean nothing wherever they stand. All syntax is made of ASCII. */
const SIGNS = /(?![,?!])[!-/:-@[-`{-~]/g;

/**
 * Foreign words inside quotation marks. Everything that might be syntax is written by its number (`#34;`), which Mermaid
 * turns into the character after it has read the syntax, and after Markdown. Even a colon: it may begin the name of an icon.
 */
function quoted(words: string): string {
  return words.replace(SIGNS, (found, at: number) =>
    isPlain(found, words, at) ? found : `#${found.charCodeAt(0)};`,
  );
}

/** A point, hyphen or apostrophe between two letters, or a point after one. Elsewhere it may begin a list. */
function isPlain(found: string, words: string, at: number): boolean {
  const [before, after] = [words.charAt(at - 1), words.charAt(at + 1)];
  if (!/\p{L}/u.test(before)) return false;
  return found === '.' ? /^[\p{L} ]?$/u.test(after) : /['-]/.test(found) && /\p{L}/u.test(after);
}

/** Our own sentences, in which only a season's name and a date are foreign, without signs of the syntax. */
const unmarked = (words: string): string => words.replace(/[^\p{L}\p{N} ,.:+-]/gu, ' ');
