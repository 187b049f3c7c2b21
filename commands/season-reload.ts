import { givenShow, SHOW } from '../src/core/command-call.ts';
import { line } from '../src/core/posts/content.ts';
import { atMost, toCaller } from '../src/core/wording/command-words.ts';
import { refusalLine } from '../src/core/wording/refusal-words.ts';
import type { Command } from '../src/ports/commands/command.ts';

export const seasonReload: Command = {
  name: 'season reload',
  level: 'showrunner',
  description: 'Read the story file again and take over episodes that are not out yet',
  parameters: [SHOW],
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const reloaded = await desk.reload(show.id, caller);
    if (reloaded.ok) {
      return toCaller(
        line(`Updated: ${reloaded.episodes.join(', ')}.`),
        ...(reloaded.kept.length === 0
          ? []
          : [line(`Already out, so not changed: ${reloaded.kept.join(', ')}.`)]),
      );
    }
    if (reloaded.refusal !== undefined) return toCaller(refusalLine(reloaded.refusal, show.timezone));
    return toCaller(
      line('Nothing was changed. There are errors in the story file:'),
      ...atMost(
        reloaded.faults.map((fault) => line(`✗ ${fault}`)),
        'faults',
      ),
    );
  },
};
