import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import { refusalLine } from '../../src/core/wording/refusal-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const episodeRelease: Command = {
  name: 'episode release',
  level: 'showrunner',
  description: 'Release the scheduled episode now',
  parameters: [SHOW],
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const steered = await desk.steer(show.id, { type: 'release' }, caller);
    if (!steered.ok) return toCaller(refusalLine(steered.refusal, show.timezone));
    return toCaller(line('The next episode of ', title(show.title), ' goes out now.'));
  },
};
