import { givenShow, SHOW } from '../src/core/command-call.ts';
import type { Line } from '../src/core/content.ts';
import {
  at,
  count,
  line,
  platformWords,
  standingLine,
  title,
  toCaller,
  toEveryone,
  waitWords,
} from '../src/core/wording/command-words.ts';
import type { Command } from '../src/ports/command.ts';
import type { Standings } from '../src/ports/desk.ts';

function overLine(waits: Standings['waits'], timezone: string): Line {
  if (waits === undefined) return line('The vote is over; the polls are being counted.');
  const end =
    waits.until === undefined
      ? []
      : [' It is decided ', at(waits.until, timezone, 'relative'), ' at the latest.'];
  return line(`The vote is over and is waiting for the show’s team: ${waitWords(waits.for)}.`, ...end);
}

export const standings: Command = {
  name: 'standings',
  level: 'everyone',
  description: 'How the vote stands over all communities',
  parameters: [SHOW],
  async run({ place, given }, desk) {
    const show = givenShow(given, desk.shows);
    const now = await desk.standings(show.id, place);
    if (now === undefined) return toCaller(line('No vote is open in ', title(show.title), ' at the moment.'));
    const ends = now.closing
      ? overLine(now.waits, show.timezone)
      : line(
          'Voting ends ',
          at(now.closesAt, show.timezone),
          ' (',
          at(now.closesAt, show.timezone, 'relative'),
          ').',
        );
    if (now.sealed) {
      return toEveryone(
        line(title(now.question)),
        line('Sealed: the counts are told when the vote is over.'),
        ends,
      );
    }
    if (now.byPlatform.length === 0) {
      const none = now.closing
        ? 'No community had a poll to vote in.'
        : 'No poll is up yet; votes count once one is.';
      return toEveryone(line(title(now.question)), line(none), ends);
    }
    return toEveryone(
      line(title(now.question)),
      ...now.options.map(({ label, votes }) => standingLine(label, votes, now.total)),
      line(`${count(now.total, 'vote')} so far: ${platformWords(now.byPlatform)}`),
      ...(now.here === undefined
        ? []
        : [
            line(
              'This community leans otherwise: ',
              title(now.here.label),
              ` has ${now.here.votes} of its ${count(now.here.total, 'vote')}.`,
            ),
          ]),
      ends,
    );
  },
};
