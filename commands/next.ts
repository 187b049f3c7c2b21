import { givenShow, SHOW } from '../src/core/command-call.ts';
import type { Instant } from '../src/core/ids.ts';
import { type Line, line, type Span } from '../src/core/posts/content.ts';
import type { NextEpisode } from '../src/core/season/next-episode.ts';
import { atAndHowSoon, title, toCaller, toEveryone } from '../src/core/wording/command-words.ts';
import type { Command } from '../src/ports/commands/command.ts';

export const next: Command = {
  name: 'next',
  level: 'everyone',
  description: 'When the next episode comes out',
  parameters: [SHOW],
  async run({ given }, desk) {
    const show = givenShow(given, desk.shows);
    const found = await desk.next(show.id);
    if (found === undefined) return toCaller(line(title(show.title), ' has not begun yet.'));
    const lines = linesOf(found.next, title(show.title), show.timezone);
    const held = found.paused ? [line('The show is paused, so it may be later.')] : [];
    return toEveryone(...lines, ...held);
  },
};

function linesOf(next: NextEpisode, show: Span, timezone: string): readonly Line[] {
  const when = (instant: Instant) => atAndHowSoon(instant, timezone);
  switch (next.kind) {
    case 'dated':
      return [line('The next episode of ', show, ' comes out ', ...when(next.at), '.')];
    case 'undated':
      return next.late
        ? [line('The next episode of ', show, ' is late. It comes out as soon as it is ready.')]
        : [line('The next episode of ', show, ' comes out as soon as it is ready. There is no date yet.')];
    case 'vote':
      return [
        voteLine(next, show, when),
        next.at === undefined
          ? line('The next episode follows the result.')
          : line('The next episode comes out ', ...when(next.at), '.'),
      ];
    case 'ended':
      return [line(show, ' has ended. There are no more episodes.')];
    case 'cancelled':
      return [line(show, ' was cancelled. There are no more episodes.')];
  }
}

function voteLine(
  { phase, opensAt, closesAt }: Extract<NextEpisode, { kind: 'vote' }>,
  show: Span,
  when: (instant: Instant) => readonly (Span | string)[],
): Line {
  switch (phase) {
    case 'waiting':
      return line('The next vote of ', show, ' opens ', ...when(opensAt), '.');
    case 'voting':
      return line('A vote decides how ', show, ' goes on. It ends ', ...when(closesAt), '.');
    case 'counting':
      return line('The last vote of ', show, ' is being counted.');
    case 'undecided':
      return line('The show’s team has to decide the last vote of ', show, '.');
  }
}
