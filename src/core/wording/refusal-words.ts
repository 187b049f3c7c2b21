import { type Line, line } from '../posts/content.ts';
import type { Refusal } from '../season/commands.ts';
import { at, atAndHowSoon } from './command-words.ts';

/**
 * The same, and where somebody else was faster, who that was.
 * @param settled who settled the round before, and how.
 */
export const inVainLines = (
  { refusal, settled }: { readonly refusal: Refusal; readonly settled?: Line },
  timezone: string,
): readonly Line[] => [refusalLine(refusal, timezone), ...(settled === undefined ? [] : [settled])];

/** Why a command changed nothing, and what would work instead. */
export function refusalLine(refusal: Refusal, timezone: string): Line {
  switch (refusal.code) {
    case 'already-started':
      return line(
        'A season of this show is already running. The next one can start when it has ended or was cancelled.',
      );
    case 'played-before':
      return line(
        'The data of this show’s last season is missing. Use /season start again: it explains what a new run means.',
      );
    case 'platform-silent':
      return line(
        'A platform of this show is not answering yet, so we can’t check whether the show was played there. Try again in a minute.',
      );
    case 'not-started':
      return line('This show has not started yet. Start it with /season start.');
    case 'season-over':
      return line('The season is over. Start the next one with /season start.');
    case 'already-paused':
      return line('The season is already paused. Resume it with /season resume.');
    case 'not-paused':
      return line('The season is not paused.');
    case 'held-by-pause':
      return line('The season is paused, so nothing is released. Resume it with /season resume.');
    case 'nothing-to-release':
      return line(
        'No episode is scheduled now. Either the vote decides which comes next, or the season has no more.',
      );
    case 'link-missing':
      return line(
        `The episode ${refusal.episode} has no link yet. Add it with /episode link; then it goes out.`,
      );
    case 'unknown-episode':
      return line(`The story has no episode ${refusal.episode}.`);
    case 'unknown-round':
      return line(`There is no round ${refusal.round} yet.`);
    case 'unknown-option':
      return line(`${refusal.option} is not among the options left: ${refusal.among.join(', ')}.`);
    case 'option-missing':
      return line(`Name the option to take: ${refusal.among.join(', ')}.`);
    case 'round-not-open':
      return line(`The vote of round ${refusal.round} is not open.`);
    case 'round-not-undecided':
      return line(`Round ${refusal.round} isn’t waiting for a decision.`);
    case 'round-settled':
      return line(`Round ${refusal.round} is already decided, and its result stays.`);
    case 'not-longer':
      return line('Voting already runs until ', at(refusal.closesAt, timezone), '. Give a longer time.');
    case 'past-backstop':
      return line(
        "That's too long: the platforms will have closed their polls by then. The latest possible time is ",
        ...atAndHowSoon(refusal.latest, timezone),
        '.',
      );
    case 'already-released':
      return line(`The episode ${refusal.episode} is already out, so it stays as it is.`);
    case 'date-past':
      return line(at(refusal.releaseAt, timezone), ' is already past. Give a later time.');
    case 'is-draft':
      return line(
        `The episode ${refusal.episode} is a draft. Fill it in first: with /episode add, or in the story file, followed by /season reload. Then it goes out.`,
      );
    case 'not-a-draft':
      return line(
        `The episode ${refusal.episode} is not a draft. Change its link with /episode link, or edit the story file and use /season reload.`,
      );
    case 'episode-missing':
      return line('This show plays a story, so say which draft you are filling in: name the episode.');
    case 'item-known':
      return line(
        refusal.episode === undefined
          ? 'An item with this link has come up before.'
          : `This link is already that of the episode ${refusal.episode}.`,
      );
    case 'id-taken':
      return line(`There is already an episode ${refusal.episode}. Choose another id.`);
    case 'not-serial':
      return line(
        'This show plays a story: its votes and its ending are in the story file. Edit it and use /season reload.',
      );
    case 'nothing-released':
      return line('No episode is out yet. To stop the show before its first episode, use /season cancel.');
    case 'has-vote':
      return line(`The episode ${refusal.episode} already has a vote.`);
    case 'moved-on':
      return line(
        `The show has moved on since the episode ${refusal.episode}. Attach the vote to the latest episode, or to the next one.`,
      );
    case 'bad-vote':
      return line(`No vote can be held on that: ${refusal.what}.`);
    case 'not-released':
      return line(`The episode ${refusal.episode} is not out, so there is nothing to take back.`);
    case 'unknown-question':
      return line(`There is no question ${refusal.question} about new items.`);
    case 'question-answered':
      return line('This question has already been answered.');
    case 'nothing-to-reload':
      return line('Nothing has changed in the episodes that are still to come.');
  }
}
