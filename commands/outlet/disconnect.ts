import { givenShow, SHOW } from '../../src/core/command-call.ts';
import { line } from '../../src/core/posts/content.ts';
import { title, toCaller } from '../../src/core/wording/command-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const outletDisconnect: Command = {
  name: 'outlet disconnect',
  level: 'moderator',
  description: 'Take an outlet out of a show',
  parameters: [
    SHOW,
    { name: 'outlet', kind: 'outlet', description: 'This one if left out', required: false },
  ],
  confirm: ({ given }) =>
    line(
      given.outlet === undefined ? 'Take this outlet' : `Take ${given.outlet}`,
      ` out of ${given.show}? It will get no more messages. A poll that is open there still counts.`,
    ),
  async run({ caller, place, given }, desk) {
    const show = givenShow(given, desk.shows);
    const community = caller.showrunner ? undefined : place.community;
    const outlets = await desk.outlets.list(show.id, community);
    const outlet = outlets.find(({ id, address }) =>
      given.outlet === undefined ? isHere(address, place.outlet) : id === given.outlet,
    );
    if (outlet === undefined || !(await desk.outlets.disconnect(show.id, outlet.id, caller))) {
      return toCaller(line('No outlet here plays ', title(show.title), '.'));
    }
    return toCaller(
      line(title(outlet.name), ' no longer plays ', title(show.title), '.'),
      ...(outlet.listed
        ? [
            line(
              'The operator’s file names it, so it comes back at the next start unless it is removed there.',
            ),
          ]
        : []),
    );
  },
};

const isHere = (address: object, here: object | undefined): boolean =>
  here !== undefined &&
  JSON.stringify(Object.entries(address).sort()) === JSON.stringify(Object.entries(here).sort());
