import { code, line } from '../../posts/content.ts';
import { phrasesOf } from '../phrases.ts';
import { named, type WaitingWords } from './waiting-words.ts';

export const english: WaitingWords = {
  rule: line('If too many communities cannot vote, the show’s team may hold the vote again.'),
  without: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Decided without ${named(platforms, 'and')}: ${absent} of ${of} communities could not vote.`
        : `Decided without ${absent} of ${of} communities: they could not vote.`,
    ),
  missing: ({ platforms, absent, of }) =>
    line(
      platforms.length > 0
        ? `Nobody could vote on ${named(platforms, 'or')}: ${absent} of ${of} communities had no open poll.`
        : `${absent} of ${of} communities had no open poll and could not vote.`,
    ),
  title: 'This vote is waiting for the show’s team',
  cause: (cause, votes) => {
    switch (cause) {
      case 'quorum':
        return line(`Too few votes came in: ${votes}.`);
      case 'tie':
        return line('The vote was tied.');
      case 'nobody-voted':
        return line('Nobody voted.');
      case 'late':
        return line('Many communities had too little time to vote.');
      case 'nobody-could':
        return line('No poll could be opened in time.');
    }
  },
  team: line('The show’s team will decide, or hold the vote again.'),
  late: ({ lost, outlets }) =>
    line(
      outlets === undefined
        ? `The bot was away for ${phrasesOf('en').duration(lost)}: no community had even half of the promised time to vote.`
        : `The bot was away for ${phrasesOf('en').duration(lost)}: ${outlets.late} of ${outlets.of} communities had less than half of the promised time to vote.`,
    ),
  extended: (closes) => line('The vote was extended and now ends ', closes, '.'),
  wentOn: line('The vote goes on as it is.'),
  howToLate: (show, by) =>
    line(
      ...(by === undefined ? [] : ['More time: ', code(`/vote extend ${show} ${by}`), '. ']),
      'Hold the vote again: ',
      code(`/vote void ${show}`),
      '. Let it stand: ',
      code(`/vote decide ${show}`),
      '.',
    ),
  moreTime: (by) => `More time: ${by}`,
  letStand: 'Let it stand',
  until: (at) => line('You will know more by ', at, '.'),
  howToCount: (show) =>
    line(
      'Decide with the votes that are there: ',
      code(`/vote decide ${show}`),
      '. Hold the vote again: ',
      code(`/vote void ${show}`),
      '.',
    ),
  elseCounted: (at) => line('Without an answer, the votes that are there decide at ', at, '.'),
  elseFirst: (at) => line('Without an answer, the first option in the list is taken at ', at, '.'),
  countButton: 'Decide with these votes',
  notice: 'the notice about the show',
};
