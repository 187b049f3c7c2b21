import { givenShow, SHOW } from '../src/core/command-call.ts';
import { type Line, line } from '../src/core/posts/content.ts';
import {
  at,
  atAndHowSoon,
  count,
  standingLine,
  title,
  toCaller,
  toEveryone,
  waitWords,
} from '../src/core/wording/command-words.ts';
import { english } from '../src/core/wording/en.ts';
import type { Standings } from '../src/ports/commands/answers.ts';
import type { Command } from '../src/ports/commands/command.ts';

function overLine(waits: Standings['waits'], timezone: string): Line {
  if (waits === undefined) return line('Voting is over. The polls are being counted.');
  const end =
    waits.until === undefined
      ? []
      : [' It will be decided ', at(waits.until, timezone, 'relative'), ' at the latest.'];
  return line(`Voting is over. The show’s team has to decide: ${waitWords(waits.for)}.`, ...end);
}

export const standings: Command = {
  name: 'standings',
  level: 'everyone',
  description: 'The current count across all communities',
  parameters: [SHOW],
  async run({ place, given }, desk) {
    const show = givenShow(given, desk.shows);
    const now = await desk.standings(show.id, place);
    if (now === undefined) return toCaller(line('No vote is open in ', title(show.title), ' at the moment.'));
    const ends = now.closing
      ? overLine(now.waits, show.timezone)
      : line('Voting ends ', ...atAndHowSoon(now.closesAt, show.timezone), '.');
    const later = now.joinedLater === true ? [english.votesLater] : [];
    if (now.sealed) {
      const hidden = line('Results are hidden until voting ends.');
      return toEveryone(line(title(now.question)), hidden, ...later, ends);
    }
    if (now.byPlatform.length === 0) {
      const none = now.closing
        ? 'No community had a poll to vote in.'
        : 'No poll is up yet; votes count once one is.';
      return toEveryone(line(title(now.question)), line(none), ...later, ends);
    }
    return toEveryone(
      line(title(now.question)),
      ...now.options.map(({ label, votes }) => standingLine(label, votes, now.total)),
      line(`${count(now.total, 'vote')} so far: `, ...english.fromPlatforms(now.byPlatform)),
      ...(now.here === undefined
        ? []
        : [
            line(
              'This community’s favourite is ',
              title(now.here.label),
              `: ${now.here.votes} of its ${count(now.here.total, 'vote')}.`,
            ),
          ]),
      ...later,
      ends,
    );
  },
};
