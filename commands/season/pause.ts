import { givenShow, REASON, required, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines, refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const seasonPause: Command = {
  name: 'season pause',
  level: 'showrunner',
  description: 'Pause releases; an open vote continues',
  parameters: [SHOW, REASON],
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const tried = await desk.trySteering(show.id, { type: 'pause', reason: '' }, caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const steered = await desk.steer(show.id, { type: 'pause', reason: required(given, 'reason') }, caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    return toCaller(
      line(title(show.title), ' is paused. An open vote continues. The rest waits for /season resume.'),
    );
  },
};
