import { type Line, strong, text } from '../content.ts';
import type { Milliseconds } from '../ids.ts';
import type { Catalogue } from './catalogue.ts';

const line = (...spans: Line): Line => spans;
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const votes = (count: number): string => plural(count, 'vote', 'votes');

function duration(length: Milliseconds): string {
  const units: readonly [Milliseconds, string, string][] = [
    [86_400_000, 'day', 'days'],
    [3_600_000, 'hour', 'hours'],
    [60_000, 'minute', 'minutes'],
    [1_000, 'second', 'seconds'],
  ];
  const parts: string[] = [];
  let rest = length;
  for (const [size, one, many] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(plural(count, one, many));
    rest -= count * size;
  }
  return parts.length === 0 ? '0 seconds' : parts.slice(0, 2).join(' and ');
}

export const english: Catalogue = {
  language: 'en',
  watch: 'Watch the episode',
  episodeTitle: (number, title) => `Episode ${number}: ${title}`,
  threadTitle: (title) => `Discussion: ${title}`,

  choseThis: (label, count, total) =>
    line(text('You chose: '), strong(label), text(` (${count} of ${votes(total)}).`)),
  chosenWithout: (label, { rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return line(text('You chose: '), strong(label), text('.'));
      case 'showrunner':
        return line(text('The showrunner chose: '), strong(label), text('.'));
      case 'first-listed':
        return rule.because === 'nobody-voted'
          ? line(text('Nobody voted, so the story went on with: '), strong(label), text('.'))
          : line(text('The vote was tied, so the story went on with: '), strong(label), text('.'));
    }
  },
  voteOpens: (opens, closes) =>
    line(
      text('What happens next is your choice: voting opens '),
      opens,
      text(' and ends '),
      closes,
      text('.'),
    ),
  voteIsOpen: (closes) => line(text('What happens next is your choice: voting ends '), closes, text('.')),
  predictionOpens: (opens, closes) =>
    line(
      text('A prediction opens '),
      opens,
      text(' and ends '),
      closes,
      text('. It does not change the story.'),
    ),
  predictionIsOpen: (closes) =>
    line(text('A prediction is open until '), closes, text('. It does not change the story.')),
  ending: (episodes, count) =>
    line(
      strong('The end.'),
      text(` This story took ${plural(episodes, 'episode', 'episodes')} and ${votes(count)} to get here.`),
    ),

  runoffBetween: line(strong('Runoff.'), text(' The vote was tied; these options are left.')),
  voteAgain: (reason) =>
    line(strong('New vote.'), text(' The vote before this one does not count: '), text(reason)),
  endsAt: (closes, relative) => line(text('Voting ends '), closes, text(' ('), relative, text(').')),
  mostVotesWin: (binding) =>
    line(
      text(
        binding
          ? 'The option with most votes decides the next episode.'
          : 'A prediction: it does not change the story.',
      ),
    ),
  tieRule: (rule, runoff) => {
    switch (rule) {
      case 'runoff':
        return line(text(`A tie goes to a runoff of ${duration(runoff)} among the tied options.`));
      case 'showrunner':
        return line(text('A tie is decided by the showrunner.'));
      case 'first-listed':
        return line(text('In a tie, the tied option that is listed first wins.'));
    }
  },
  runoffTieRule: line(text('Tied again, the option that is listed first wins.')),
  quorum: (ballots) => line(text(`With fewer than ${votes(ballots)} the showrunner decides.`)),
  whoCounts: line(
    text(
      'Votes of all communities on Discord and Telegram are added up; an account counts once in each community.',
    ),
  ),
  sealed: (hidden) =>
    line(
      text(
        hidden ? 'Counts stay hidden until the end.' : 'This platform shows the counts while the vote runs.',
      ),
    ),

  reminderTitle: (question) => `Last call: ${question}`,
  reminder: (closes, relative) => line(text('Voting ends '), closes, text(' ('), relative, text(').')),

  extensionTitle: (question) => `More time: ${question}`,
  extension: (closes, relative) => line(text('Voting now ends '), closes, text(' ('), relative, text(').')),

  resultTitle: (binding) => (binding ? 'The audience has decided' : 'The audience predicts'),
  winner: (label, count, total, percent) =>
    line(strong(label), text(` won with ${count} of ${votes(total)} (${percent} %).`)),
  decidedBy: ({ rule }) => {
    switch (rule.kind) {
      case 'plurality':
        return undefined;
      case 'showrunner':
        return line(
          text(
            rule.because === 'quorum'
              ? 'Too few votes came in, so the showrunner decided.'
              : rule.because === 'tie'
                ? 'The vote was tied, so the showrunner decided.'
                : 'Nobody voted, so the showrunner decided.',
          ),
        );
      case 'first-listed':
        return line(
          text(
            rule.because === 'nobody-voted'
              ? 'Nobody voted, so the option that is listed first won.'
              : rule.because === 'tie'
                ? 'The vote was tied, so the tied option that is listed first won.'
                : 'The runoff was tied too, so the option that is listed first won.',
          ),
        );
    }
  },
  fromPlatforms: (totals) =>
    line(
      text(
        totals
          .map(({ platform, votes: count }) => `${platform === 'discord' ? 'Discord' : 'Telegram'} ${count}`)
          .join(' · '),
      ),
    ),
  choseOtherwise: (label, count, total) =>
    line(
      text('This community leaned the other way: '),
      strong(label),
      text(` had ${count} of its ${votes(total)}.`),
    ),
  provisional: line(text('Provisional: a platform is still confirming its count. The winner stands.')),
  missing: (names) => line(text(`Could not be counted: ${names.join(', ')}.`)),
  nextEpisode: (at) => line(text('Next episode: '), at, text('.')),

  duration,
  alertTitle: (show) => `${show} needs you`,
  linkAwaited: (episode, show, id) =>
    line(
      strong(episode),
      text(` is due and has no link yet. Give it with /episode link ${show} ${id} URL; it goes out at once.`),
    ),
  undecided: (cause, question, show, options) =>
    line(
      text(
        cause === 'quorum'
          ? 'Too few votes came in on: '
          : cause === 'tie'
            ? 'A tie on: '
            : 'Nobody voted on: ',
      ),
      strong(question),
      text(
        ` Decide with /vote decide ${show} OPTION (${options.join(', ')}) or run it again with /vote void ${show}.`,
      ),
    ),
  provisionalAlert: (question) =>
    line(
      text('Decided on provisional counts: '),
      strong(question),
      text(' The receipt is amended when they are confirmed.'),
    ),
  deliveryUnknown: (what, outlet, why) =>
    line(
      text(`It is not known whether ${what} was posted in `),
      strong(outlet),
      text(
        `: ${why}. Look there. If it is there, give its link with /delivery found; if not, send it again.`,
      ),
    ),
  outletRefused: (what, outlet, problem, fix) =>
    line(strong(outlet), text(` did not get ${what}. ${problem} ${fix}`.trimEnd())),
  pollDeleted: (question, outlet) =>
    line(
      text('Somebody deleted the poll '),
      strong(question),
      text(' in '),
      strong(outlet),
      text('. The last tally before that counts; the receipt says so, and nothing is posted again.'),
    ),
  communityLeft: (outlet) =>
    line(
      text('The bot was removed from '),
      strong(outlet),
      text('. The last tally before that counts. Nothing is posted there until the bot is let in again.'),
    ),
  outletWaiting: (outlet, by) =>
    line(
      strong(outlet),
      text(` would like to play along (asked by ${by}). Its votes count once you approve.`),
    ),
  buttons: {
    sendAgain: 'Not there: send it again',
    runAgain: 'Run the vote again',
    approve: 'Approve',
    decline: 'Decline',
    disconnect: 'Take it out of the show',
    receipt: 'Show the receipt',
    choose: (label) => `Decide: ${label}`,
  },
};
