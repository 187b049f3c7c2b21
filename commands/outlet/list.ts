import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { atMost, title, toCaller } from '../../src/core/wording/command-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const outletList: Command = {
  name: 'outlet list',
  level: 'moderator',
  description: 'The outlets of a show: those of this community, or all for a showrunner',
  parameters: [SHOW],
  async run({ caller, place, given }, desk) {
    const show = givenShow(given, desk.shows);
    const outlets = await desk.outlets.list(show.id, caller.showrunner ? undefined : place.community);
    if (outlets.length === 0) {
      return toCaller(
        line('No outlet here plays ', title(show.title), '. Bring it here with /outlet connect.'),
      );
    }
    return toCaller(
      line(title(show.title), ':'),
      ...atMost(
        outlets.map(({ name, givenName, state }) =>
          line(
            title(name),
            `: ${state.replaceAll('-', ' ')}`,
            ...(givenName === undefined ? [] : [', called ', title(givenName), ' on receipts']),
          ),
        ),
        'outlets',
      ),
    );
  },
};
