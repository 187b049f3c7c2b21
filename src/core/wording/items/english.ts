import { code, line, strong, text } from '../../posts/content.ts';
import type { ItemWords } from './item-words.ts';

export const english: ItemWords = {
  draftAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' is due, but it is still a draft. Fill it in: write it in the story file and use ',
      code(`/season reload ${show}`),
      ', or use ',
      code(`/episode add ${show} ${id}`),
      '. Then it goes out.',
    ),
  sequelAwaited: (episode, show) =>
    line(
      strong(episode),
      ' is out, and the story does not say yet what comes after it. Write it in the story file, and use ',
      code(`/season reload ${show}`),
      '.',
    ),
  confirm: (item) => line('A new item has arrived: ', ...item, '. Post it?'),
  old: (item, dated) =>
    line('This item is new in the feed, but is dated ', dated, ': ', ...item, '. Is it a new episode?'),
  many: (count) => line(`${count} new items have arrived at once. Which of them are episodes?`),
  unmatched: (item) => line('Which episode is this? Its title is like none in the story: ', ...item, '.'),
  ambiguous: (item) => line('Which episode is this? It could be several: ', ...item, '.'),
  manyUnmatched: (count, show) =>
    line(
      `${count} items are like no episode of the story. If one of them is, give its link with `,
      code(`/episode link ${show}`),
      '.',
    ),
  more: (count) => line(`… and ${count} more.`),
  elsePosted: (until) => line('Without an answer by ', until, ', all of them are posted in turn.'),
  elseLeft: (until) => line('Without an answer by ', until, ', it is left out.'),
  voteUnreadable: (episode, show, id, why) =>
    line(
      strong(episode),
      ' goes out without a vote. Its description announces one, but ',
      text(why),
      '. Attach a vote with ',
      code(`/episode choice ${show} ${id}`),
      '.',
    ),
  notRetracted: (what, outlet, why) =>
    line(`The bot could not take back ${what} in `, strong(outlet), `: ${why} Please delete it by hand.`),
  buttons: {
    post: 'Post',
    skip: 'Skip',
    all: 'All, in turn',
    newest: 'The newest',
    none: 'None',
    itIs: (episode) => line('This is ', episode),
  },
};
