import { line } from '../../src/core/posts/content.ts';
import { LONGEST_COMMUNITY_NAME } from '../../src/core/vote/community-name.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const outletName: Command = {
  name: 'outlet name',
  level: 'moderator',
  description: 'How fans everywhere read your community’s name on receipts; without a name it has none',
  parameters: [
    { name: 'outlet', kind: 'outlet', description: 'This one if left out', required: false },
    {
      name: 'name',
      kind: 'name',
      description: `At most ${LONGEST_COMMUNITY_NAME} characters; left out, the name is taken back`,
      required: false,
    },
  ],
  async run({ caller, place, given }, desk) {
    const own = caller.showrunner ? undefined : place.community;
    const known = (await Promise.all(desk.shows.map(({ id }) => desk.outlets.list(id, own)))).flat();
    const outlet = known.find(({ id }) => id === given.outlet);
    const community = outlet?.community ?? place.community;
    if (community === undefined) {
      return toCaller(line('Use this in the server or chat that you want to name.'));
    }
    const platform = outlet?.address.platform ?? place.platform;
    const { unnamed, hasPublicNames } = await desk.outlets.name({ platform, community }, given.name, caller);
    const where = outlet === undefined ? ['This community'] : ['The community of ', title(outlet.name)];
    if (given.name !== undefined) {
      return toCaller(line(...where, ' is called ', title(given.name), ' on receipts now.'));
    }
    return toCaller(
      line(
        ...where,
        ` has no name for fans now. Receipts ${hasPublicNames ? 'give its public @name, or ' : ''}say “${unnamed}”.`,
      ),
    );
  },
};
