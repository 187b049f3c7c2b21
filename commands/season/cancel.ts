import { givenShow, REASON, required, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import { inVainLines, refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const seasonCancel: Command = {
  name: 'season cancel',
  level: 'showrunner',
  description: 'End the season for good; open votes are closed uncounted',
  parameters: [SHOW, REASON],
  confirm: ({ given }) =>
    line(`Cancel the season of ${required(given, 'show')} for good? Open votes will not count.`),
  async inVain({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const tried = await desk.trySteering(show.id, { type: 'cancel', reason: '' }, caller);
    return tried.ok ? undefined : toCaller(...inVainLines(tried, show.timezone));
  },
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const steered = await desk.steer(show.id, { type: 'cancel', reason: required(given, 'reason') }, caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    return toCaller(line(title(show.title), ' is cancelled. Open polls are being closed and do not count.'));
  },
};
