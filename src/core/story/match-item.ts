import type { EpisodeId } from '../ids.ts';
import { asSeen } from '../text/unseen.ts';
import type { Item } from './item.ts';
import type { Episode, Story } from './story.ts';

/**
 * Which episodes of a story an item may be. What an episode says it is known by (`match`) goes first; then titles are
 * compared without case, accents, width and punctuation, with or without the show's title and a number in front.
 *
 * @returns one episode if it is clear, several if it is not, none if it is like no episode.
 */
export function episodesOf(item: Pick<Item, 'key' | 'title' | 'url'>, story: Story): readonly EpisodeId[] {
  const marked = story.episodes.filter(({ match }) => match !== undefined && isMarked(item, match));
  if (marked.length > 0) return marked.map(({ id }) => id);
  const said = formsOf(item.title, story.title);
  return story.episodes
    .filter(({ match, title }) => match === undefined && said.has(plain(title)))
    .map(({ id }) => id);
}

function isMarked({ key, title, url }: Pick<Item, 'key' | 'title' | 'url'>, match: string): boolean {
  const wanted = plain(match);
  return match === key || match === url || (wanted !== '' && ` ${plain(title)} `.includes(` ${wanted} `));
}

/** Words for an episode's number, as people write them before a title. */
const COUNTERS = [
  'episode',
  'ep',
  'e',
  'folge',
  'teil',
  'part',
  'chapter',
  'episodio',
  'capitulo',
  'parte',
  'partie',
];

/** What an item's title may say without the show's title and the episode's number. */
function formsOf(title: string, show: string): ReadonlySet<string> {
  const whole = plain(title);
  const named = plain(show);
  const bare = [whole, without(whole, named)];
  return new Set([...bare, ...bare.map(withoutNumber), without(withoutNumber(whole), named)]);
}

/** Without the show's title at the beginning or at the end. */
function without(title: string, show: string): string {
  if (show === '') return title;
  if (title.startsWith(`${show} `)) return title.slice(show.length + 1);
  return title.endsWith(` ${show}`) ? title.slice(0, -show.length - 1) : title;
}

/** Without `episode 3` or `ep3` at the beginning. */
function withoutNumber(title: string): string {
  const [first = '', second = '', ...rest] = title.split(' ');
  if (COUNTERS.includes(first) && isNumber(second)) return rest.join(' ');
  const letters = first.replace(/\d+$/u, '');
  const glued = letters !== first && COUNTERS.includes(letters);
  return glued ? [second, ...rest].join(' ').trim() : title;
}

const isNumber = (word: string): boolean => /^\d{1,5}$/.test(word);

/**
 * The words of a title in lower case, without accents, in normal width, separated by single spaces. A title that has only
 * signs stays as it is, so that two such titles differ.
 */
function plain(text: string): string {
  const folded = asSeen(text.normalize('NFKD')).toLowerCase().normalize('NFKD');
  const words = folded
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return words === '' ? folded.trim() : words;
}

/** The story's episodes that an item could still be the link of: those that are ahead first. */
export const withoutLink = (
  { episodes }: Story,
  isOut: (episode: Episode) => boolean,
): readonly EpisodeId[] =>
  episodes.filter((episode) => episode.url === undefined && !isOut(episode)).map(({ id }) => id);
