import type { EpisodeId } from '../ids.ts';
import type { Alert } from '../season/effects.ts';
import type { ItemQuestion, Season } from '../season/state.ts';
import { findEpisode } from '../story/story.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { itemNamed } from '../wording/items/item-words.ts';
import { button, codeOf, type Told } from './alert-parts.ts';
import type { CommandButton, Line, Title } from './content.ts';
import { time } from './occasion.ts';

/** Items that are named one by one; of more, only how many there are. */
const MOST_NAMED = 5;

type ItemAlert = Extract<
  Alert,
  { code: 'draft-awaited' | 'sequel-awaited' | 'vote-unreadable' | 'items-asked' }
>;

/** Alerts about how a show grows: drafts that are due, open ends, and items of its source. */
export function tellOfItems(
  season: Season,
  alert: ItemAlert,
  words: Catalogue,
  isSettled: boolean,
): Told | undefined {
  const { items } = words;
  const show = season.story.id;
  switch (alert.code) {
    case 'draft-awaited':
      return { line: items.draftAwaited(titleOf(season, alert.episode), show, alert.episode) };
    case 'sequel-awaited':
      return { line: items.sequelAwaited(titleOf(season, alert.episode), show) };
    case 'vote-unreadable':
      return {
        line: items.voteUnreadable(titleOf(season, alert.episode), show, alert.episode, alert.why),
      };
    case 'items-asked': {
      const question = season.questions[alert.question - 1];
      return question && asked(season, question, words, isSettled);
    }
  }
}

const titleOf = ({ story }: Season, episode: EpisodeId): string =>
  findEpisode(story, episode)?.title ?? episode;

function asked(season: Season, question: ItemQuestion, words: Catalogue, isSettled: boolean): Told {
  const { items } = words;
  const { until, why } = question;
  const end = until === undefined ? undefined : time(season, until, 'full');
  const otherwise = end && (why === 'many' ? items.elsePosted(end) : items.elseLeft(end));
  return {
    line: ask(season, question, words),
    more: [
      ...(question.items.length === 1 ? [] : named(question, words)),
      ...(otherwise === undefined || isSettled ? [] : [otherwise]),
    ],
    buttons: answersTo(season, question, words),
  };
}

function ask(season: Season, { why, items }: ItemQuestion, { items: words }: Catalogue): Line {
  const [first] = items;
  if (first === undefined) throw new Error(`Season ${season.id} asks about no item`);
  const item = itemNamed(first);
  switch (why) {
    case 'confirm':
      return words.confirm(item);
    case 'old':
      return words.old(item, time(season, first.publishedAt ?? season.startedAt, 'full'));
    case 'many':
      return words.many(items.length);
    case 'ambiguous':
      return words.ambiguous(item);
    case 'unmatched':
      return items.length === 1 ? words.unmatched(item) : words.manyUnmatched(items.length, season.story.id);
  }
}

function named({ items }: ItemQuestion, { items: words }: Catalogue): readonly Line[] {
  const left = items.length - MOST_NAMED;
  return [...items.slice(0, MOST_NAMED).map(itemNamed), ...(left > 0 ? [words.more(left)] : [])];
}

function answersTo(
  season: Season,
  { number, why, among = [] }: ItemQuestion,
  { items: { buttons } }: Catalogue,
): readonly CommandButton[] {
  const answer = (label: Title, take: string, more: Readonly<Record<string, string>> = {}) =>
    button(
      season,
      label,
      'episode answer',
      { question: String(number), answer: take, ...more },
      take === 'none',
    );
  switch (why) {
    case 'confirm':
    case 'old':
      return [answer(buttons.post, 'all'), answer(buttons.skip, 'none')];
    case 'many':
      return [answer(buttons.all, 'all'), answer(buttons.newest, 'newest'), answer(buttons.none, 'none')];
    case 'ambiguous':
    case 'unmatched':
      return [
        ...among.map((id) => answer(buttons.itIs(titleOf(season, id)), 'all', { episode: codeOf(id) })),
        answer(buttons.none, 'none'),
      ];
  }
}
