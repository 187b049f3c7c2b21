import type { Line } from '../content.ts';
import type { Refusal } from '../season/commands.ts';
import { at, line } from './command-words.ts';

/** Why a command changed nothing, and what would work instead. */
export function refusalLine(refusal: Refusal, timezone: string): Line {
  switch (refusal.code) {
    case 'already-started':
      return line(
        'A season of this show is running already. It has to end, or be cancelled, before the next.',
      );
    case 'played-before':
      return line(
        'The data of the last season of this show is missing. Give /season start again: it says what a new run means.',
      );
    case 'platform-silent':
      return line(
        'A platform of this show does not answer yet, so it is not known whether the show has been played there. Try again in a minute.',
      );
    case 'not-started':
      return line('This show has not been started yet. /season start begins it.');
    case 'season-over':
      return line('The season is over. /season start begins the next one.');
    case 'already-paused':
      return line('The season is paused already. /season resume lets it go on.');
    case 'not-paused':
      return line('The season is not paused.');
    case 'held-by-pause':
      return line('The season is paused, so nothing is released. /season resume lets it go on.');
    case 'nothing-to-release':
      return line(
        'No episode is scheduled now. The next one follows from the vote, or the season has no more.',
      );
    case 'link-missing':
      return line(
        `The episode ${refusal.episode} has no link yet. Give it with /episode link; it goes out then.`,
      );
    case 'unknown-episode':
      return line(`The story has no episode ${refusal.episode}.`);
    case 'unknown-round':
      return line(`There is no round ${refusal.round} yet.`);
    case 'unknown-option':
      return line(`${refusal.option} is not among the options left: ${refusal.among.join(', ')}.`);
    case 'option-missing':
      return line(`Name the option that is to win: ${refusal.among.join(', ')}.`);
    case 'round-not-open':
      return line(`The vote of round ${refusal.round} is not open.`);
    case 'round-not-undecided':
      return line(`Round ${refusal.round} does not wait for a decision.`);
    case 'round-settled':
      return line(`Round ${refusal.round} is settled: what the audience decided stays.`);
    case 'not-longer':
      return line('The vote runs until ', at(refusal.closesAt, timezone), ' as it is. Give a longer time.');
    case 'past-backstop':
      return line(
        "That's too long: by then a platform will have closed the poll by itself. The latest possible time is ",
        at(refusal.latest, timezone),
        ' (',
        at(refusal.latest, timezone, 'relative'),
        ').',
      );
    case 'already-released':
      return line(`The episode ${refusal.episode} is out already, so it stays as it is.`);
    case 'nothing-to-reload':
      return line('Nothing changed in the episodes that are still to come.');
  }
}
