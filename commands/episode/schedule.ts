import { givenShow, required, SHOW } from '../../src/core/command-call.ts';
import { episodeId } from '../../src/core/ids.ts';
import { line } from '../../src/core/posts/content.ts';
import { atAndHowSoon, title, toCaller } from '../../src/core/wording/command-words.ts';
import { refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const episodeSchedule: Command = {
  name: 'episode schedule',
  level: 'showrunner',
  description: 'Give an episode its own date; outlets are told if a promised date moves',
  parameters: [
    SHOW,
    { name: 'episode', kind: 'episode', description: 'Which episode', required: true },
    {
      name: 'time',
      kind: 'time',
      description: 'When: 2026-12-24 20:00, or 20:00, in the show’s time zone',
      required: true,
    },
  ],
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const episode = episodeId(required(given, 'episode'));
    const releaseAt = Date.parse(required(given, 'time'));
    const steered = await desk.steer(show.id, { type: 'schedule', episode, releaseAt }, caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    return toCaller(
      line(
        title(episode),
        ' comes out ',
        ...atAndHowSoon(releaseAt, show.timezone),
        ', if the vote before it is decided by then.',
      ),
    );
  },
};
