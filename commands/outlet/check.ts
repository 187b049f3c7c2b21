import { line } from '../../src/core/posts/content.ts';
import { problemLine, title, toCaller, warningLine } from '../../src/core/wording/command-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const outletCheck: Command = {
  name: 'outlet check',
  level: 'moderator',
  description: 'Whether the bot has all the rights it needs here, and how to grant them',
  parameters: [{ name: 'outlet', kind: 'outlet', description: 'This one if left out', required: false }],
  async run({ caller, place, given }, desk) {
    const community = caller.showrunner ? undefined : place.community;
    const known = await Promise.all(desk.shows.map(({ id }) => desk.outlets.list(id, community)));
    const address =
      given.outlet === undefined ? place.outlet : known.flat().find(({ id }) => id === given.outlet)?.address;
    if (address === undefined) {
      return toCaller(line('Use this in the channel, group or topic that you want to check.'));
    }
    const { name, problems, warnings } = await desk.outlets.check(
      address,
      caller.showrunner ? undefined : (place.community ?? ''),
    );
    return toCaller(
      problems.length === 0
        ? line('✓ The bot has all the rights it needs in ', title(name ?? 'this outlet'), '.')
        : line('✗ The bot cannot play in ', title(name ?? 'this outlet'), ' yet:'),
      ...problems.map(problemLine),
      ...warnings.map(warningLine),
    );
  },
};
