import { platformTitle } from '../platform-name.ts';
import { code, line, strong } from '../posts/content.ts';
import type { LeftOff } from '../vote/shortfall.ts';
import { cardWords } from './card-words.ts';
import type { Catalogue } from './catalogue.ts';
import { english as countWords } from './counts/english.ts';
import { feedWords } from './feed-words.ts';
import { english as items } from './items/english.ts';
import { noticeWords } from './notice-words.ts';
import { phrasesOf, totalsLine } from './phrases.ts';
import { resultWords } from './result-words.ts';
import { english as waitingWords } from './waiting/english.ts';

const { plural, duration } = phrasesOf('en');
const votes = (count: number): string => plural(count, 'vote', 'votes');

/** How a message was posted that had to do without something. */
const WITHOUT: Readonly<Record<LeftOff, string>> = {
  button: 'without its button; the link is in the text',
  picture: 'without its picture',
  preview: 'without the link preview',
  formatting: 'as plain text, without bold words and links',
  embed: 'as plain text instead of a card',
  details: 'without its synopsis and notes',
  rules: 'without the voting rules',
  backstop: 'without a closing time of the platform’s own; the bot closes the poll',
  reply: 'not as a reply to the poll',
  thread: 'without a discussion thread',
  mention: 'without pinging anybody',
};

export const english: Catalogue = {
  language: 'en',
  watch: 'Watch the episode',
  episodeTitle: (number, title) => line(`Episode ${number}: `, title),
  threadTitle: (number, title) => line(`Discuss episode ${number}: `, title),

  choseThis: (label, count, total) => line('You chose: ', strong(label), ` (${count} of ${votes(total)}).`),
  othersChose: (label, count, total) =>
    line('The audience chose: ', strong(label), ` (${count} of ${votes(total)}).`),
  chosenWithout: (label, { rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return line('You chose: ', strong(label), '.');
      case 'showrunner':
        return line('The show’s team chose: ', strong(label), '.');
      case 'first-listed':
        if (rule.because === 'nobody-could')
          return line('No poll could be opened in time, so the story went on with: ', strong(label), '.');
        return rule.because === 'nobody-voted'
          ? line('Nobody voted, so the story went on with: ', strong(label), '.')
          : line('The vote was tied, so the story went on with: ', strong(label), '.');
    }
  },
  voteOpens: (opens, closes) =>
    line('What happens next is your choice: voting opens ', opens, ' and ends ', closes, '.'),
  voteIsOpen: (closes) => line('What happens next is your choice: voting ends ', closes, '.'),
  predictionOpens: (opens, closes) =>
    line('A prediction opens ', opens, ' and ends ', closes, '. It does not change the story.'),
  predictionIsOpen: (closes) =>
    line('A prediction is open and ends ', closes, '. It does not change the story.'),
  votesLater: line('Voting starts here with the next episode.'),
  ending: (episodes, count) =>
    line(
      strong('The end.'),
      count === 0
        ? ' Thank you for watching.'
        : ` ${plural(episodes, 'episode', 'episodes')} and ${votes(count)} brought us here. Thank you for deciding.`,
    ),

  runoffBetween: line(strong('Runoff.'), ' The vote was tied. Choose between these options.'),
  voteAgain: (reason) => line(strong('We’re voting again.'), ' The last vote doesn’t count. Why: ', reason),
  endsAt: (closes, relative) => line('Voting ends ', closes, ' (', relative, ').'),
  closedThen: line('We close the poll then, even if its timer shows more time.'),
  mostVotesWin: (binding) =>
    line(
      binding
        ? 'The option with the most votes decides what happens next.'
        : 'This is a prediction. It does not change the story.',
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(`If it’s a tie, the tied options go to a runoff (${duration(runoff)}).`);
      case 'showrunner':
        return line('If it’s a tie, the show’s team decides.');
      case 'first-listed':
        return line('If it’s a tie, the first of the tied options wins.');
    }
  },
  runoffTieRule: line('If it’s tied again, the first of the tied options wins.'),
  quorum: (ballots) =>
    line(
      ballots === 1
        ? 'If nobody votes, the show’s team decides.'
        : `If there are fewer than ${votes(ballots)}, the show’s team decides.`,
    ),
  whoCounts: line('Votes on all platforms count together: one per account in each community.'),
  sealed: (hidden) =>
    line(hidden ? 'Counts stay hidden until voting ends.' : 'The counts are visible here during the vote.'),

  reminder: (closes, relative) => line(strong('Last call.'), ' Voting ends ', closes, ' (', relative, ').'),
  extension: (closes, relative) =>
    line(strong('More time.'), ' Voting now ends ', closes, ' (', relative, ').'),
  toPoll: 'Go to the poll',

  result: resultWords.english,
  card: cardWords.english,
  winner: (label, count, total, percent) =>
    line(strong(label), ` won with ${count} of ${votes(total)} (${percent}%).`),
  standing: (label, votes, percent) => line(`${votes} (${percent}%) · `, label),
  decidedBy: ({ rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return undefined;
      case 'showrunner':
        return line(
          rule.because === 'quorum'
            ? 'Too few votes came in, so the show’s team decided.'
            : rule.because === 'tie'
              ? 'The vote was tied, so the show’s team decided.'
              : rule.because === 'nobody-voted'
                ? 'Nobody voted, so the show’s team decided.'
                : 'No poll could be opened in time, so the show’s team decided.',
        );
      case 'first-listed':
        return line(
          rule.because === 'nobody-voted'
            ? 'Nobody voted, so the first option in the list was taken.'
            : rule.because === 'nobody-could'
              ? 'No poll could be opened in time, so the first option in the list was taken.'
              : rule.because === 'tie'
                ? 'The vote was tied, so the first of the tied options was taken.'
                : 'The runoff was tied too, so the first of the tied options was taken.',
        );
    }
  },
  fromPlatforms: totalsLine,
  choseOtherwise: (label, count, total) =>
    line('This community’s favourite: ', strong(label), ` (${count} of its ${votes(total)}).`),
  counts: countWords,
  nextEpisode: (at) => line('Next episode: ', at, '.'),
  waiting: waitingWords,
  notices: noticeWords.english,
  feed: feedWords.english,
  items,

  duration,
  alertTitle: (show) => line(show, ' needs you'),
  newsTitle: (show) => line(show, ': for your information'),
  linkAwaited: (episode, show, id) =>
    line(
      strong(episode),
      ' is due and has no link yet. Add it with ',
      code(`/episode link ${show} ${id} URL`),
      '; it goes out at once.',
    ),
  undecided: (cause, question, show, options) =>
    line(
      cause === 'quorum'
        ? 'Too few votes came in on: '
        : cause === 'tie'
          ? 'A tie on: '
          : cause === 'nobody-voted'
            ? 'Nobody voted on: '
            : 'No poll could be opened in time for: ',
      strong(question),
      ' Decide with ',
      code(`/vote decide ${show} OPTION`),
      ` (${options.join(', ')}) or run it again with `,
      code(`/vote void ${show}`),
      '.',
    ),
  provisionalAlert: (question) =>
    line(strong(question), ' This vote is decided, but not every count is final.'),
  message: (kind, number) => {
    switch (kind) {
      case 'drop':
        return `the post of episode ${number}`;
      case 'poll':
        return `the poll of round ${number}`;
      case 'reminder':
        return `the reminder of round ${number}`;
      case 'extension':
        return 'the extension notice';
      case 'notice':
        return waitingWords.notice;
      case 'result':
        return `the result of round ${number}`;
      case 'alert':
        return 'an alert';
    }
  },
  deliveryUnknown: (what, outlet, why) =>
    line(
      `The platform did not confirm ${what} in `,
      strong(outlet),
      ' (',
      why,
      '). Please check there. If the message is there, give its link with /delivery found; if not, send it again.',
    ),
  stoppedPollSeen: (round, outlet, count) =>
    line(
      `There is a stopped poll with the words of round ${round} and ${votes(count)}. It does not count, because anybody can make one. `,
      'Is it the poll that is missing in ',
      strong(outlet),
      '? If so, give its link with /delivery found; if not, send the poll again.',
    ),
  outletRefused: (what, outlet, problem) => line(strong(outlet), ` did not get ${what}. `, problem),
  noPollWithoutIt: line('So the poll on this episode is not posted there either.'),
  sentWithLess: (what, outlet, left) =>
    line(strong(outlet), ` got ${what} ${left.map((each) => WITHOUT[each]).join(', ')}.`),
  pollDeleted: (question, outlet) =>
    line(
      'Somebody deleted the poll ',
      strong(question),
      ' in ',
      strong(outlet),
      '. The last count before that is used. The receipt says so, and the poll is not posted again.',
    ),
  communityLeft: (outlet, others) =>
    line(
      'The bot was removed from ',
      strong(outlet),
      others === 0 ? '' : others === 1 ? ' and one more outlet there' : ` and ${others} more outlets there`,
      '. The last tally before that counts. Nothing is posted there until the bot is let in again.',
    ),
  seasonUnreadable: (season, why) =>
    line(
      `The data of season ${season} can’t be read (${why}). This season waits; all other shows go on. Stop the bot and restore a backup of it (npx cliffhanger restore), or ask for help with this message.`,
    ),
  communitiesUnreadable: line(
    'The data of these communities can’t be read, so they are left out. The show goes on everywhere else. Use /outlet connect there again:',
  ),
  outletsUnplayable: (count) =>
    line(
      count === 1 ? 'The bot cannot play in one outlet yet' : `The bot cannot play in ${count} outlets yet`,
      '. The show plays everywhere else. The bot joins by itself as soon as this is fixed:',
    ),
  shutOut: (platform) =>
    line(
      strong(platform),
      ' no longer lets the bot in. Until this is fixed no votes or commands arrive from there:',
    ),
  moreOutlets: (count) => line(`And ${count} more. /season status lists them all.`),
  outletWaiting: (outlet, by, members) =>
    line(
      strong(outlet),
      ' wants to join (',
      members === undefined ? '' : `${plural(members, 'member', 'members')}, `,
      'asked by ',
      by,
      '). Its votes count once you approve.',
    ),
  moreWaiting: (count) =>
    line(
      `${count} more are waiting. /outlet list shows them. Answer with /outlet approve or /outlet decline.`,
    ),
  noneWaiting: line('No request is waiting any more: all of them were answered or withdrawn.'),
  playedBefore: (found, show) =>
    line(
      found === 'folder'
        ? 'The bot’s database has lost this show. '
        : 'The bot’s database is empty, but the bot has posted here before. ',
      `Nothing is posted until you choose. To go on where it stopped, ask the operator to restore a backup (npx cliffhanger restore FILE). To give up the last run, start a new one here or with npx cliffhanger forget-past ${show}.`,
    ),
  anotherBot: (platform, goesOn) =>
    line(
      `Another process is running with the same ${platformTitle(platform)} token and other data, so this one has stopped posting. Ask the operator to stop one of them. ${goesOn === 'restarted' ? 'Then restart the other one.' : 'The other one goes on by itself two minutes later.'}`,
    ),
  buttons: {
    startAnew: 'Start a new run',
    sendAgain: 'Not there: send it again',
    runAgain: 'Run the vote again',
    approve: 'Approve',
    decline: 'Decline',
    approveNamed: (outlet) => line('Approve: ', outlet),
    declineNamed: (outlet) => line('Decline: ', outlet),
    disconnect: 'Take it out of the show',
    receipt: 'Show the receipt',
    path: 'The story so far',
    watchNext: 'Watch next',
    choose: (label) => line('Decide: ', label),
  },
};
