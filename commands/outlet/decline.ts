import { givenShow, required, SHOW } from '../../src/core/command-call.ts';
import { outletId } from '../../src/core/ids.ts';
import { line } from '../../src/core/posts/content.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const outletDecline: Command = {
  name: 'outlet decline',
  level: 'showrunner',
  description: 'Decline a community that asked to join',
  parameters: [SHOW, { name: 'outlet', kind: 'outlet', description: 'Which one', required: true }],
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const id = outletId(required(given, 'outlet'));
    const outlet = (await desk.outlets.list(show.id)).find((one) => one.id === id);
    const name = title(outlet?.name ?? id);
    if (!(await desk.outlets.approve(show.id, id, false, caller))) {
      return toCaller(line(name, ' is not waiting for approval any more.'));
    }
    return toCaller(line(name, ' was turned down. It can ask again.'));
  },
};
