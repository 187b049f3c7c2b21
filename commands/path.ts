import { givenShow, SHOW } from '../src/core/command-call.ts';
import { type Line, line } from '../src/core/posts/content.ts';
import { count, title, toCaller, toEveryone } from '../src/core/wording/command-words.ts';
import type { ToldStep } from '../src/ports/commands/answers.ts';
import type { Command } from '../src/ports/commands/command.ts';

/** Older episodes of a long story are left out: people mostly want the recent ones. */
const MOST_EPISODES = 15;

export const path: Command = {
  name: 'path',
  level: 'everyone',
  description: 'The story so far, and the votes that led here',
  parameters: [SHOW],
  async run({ given }, desk) {
    const show = givenShow(given, desk.shows);
    const steps = await desk.path(show.id);
    if (steps.length === 0) return toCaller(line(title(show.title), ' has not begun yet.'));
    const told = steps.slice(-MOST_EPISODES);
    const left = steps.length - told.length;
    return toEveryone(
      line(title(show.title), ', the story so far:'),
      ...(left === 0 ? [] : [line(`… ${count(left, 'earlier episode')}`)]),
      ...told.flatMap(stepLines),
    );
  },
};

function stepLines({ number, title: name, url, via, ending }: ToldStep): readonly Line[] {
  const linked = url === undefined ? title(name) : ({ kind: 'link', text: name, url } as const);
  return [
    ...(via === undefined ? [] : [viaLine(via)]),
    line(`${number}. `, linked, ...(ending ? [' The end.'] : [])),
  ];
}

/** A decision by rule or by hand has no margin to show. */
function viaLine({ label, votes, total, margin }: NonNullable<ToldStep['via']>): Line {
  const by = margin > 0 ? `, ${count(margin, 'vote')} ahead` : '';
  return line('→ ', title(label), ` (${votes} of ${count(total, 'vote')}${by})`);
}
