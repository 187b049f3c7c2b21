import { givenShow, required, SHOW } from '../../src/core/command-call.ts';
import { deliveryFrom } from '../../src/core/delivery-name.ts';
import { line } from '../../src/core/posts/content.ts';
import {
  capitalised,
  deliveryWords,
  problemLine,
  title,
  toCaller,
} from '../../src/core/wording/command-words.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const deliveryFound: Command = {
  name: 'delivery found',
  level: 'showrunner',
  description: 'Confirm that an unconfirmed message was posted',
  parameters: [
    SHOW,
    { name: 'delivery', kind: 'delivery', description: 'Which message', required: true },
    { name: 'link', kind: 'url', description: 'The message’s link, as copied from the app', required: true },
  ],
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const { delivery, outlet } = deliveryFrom(required(given, 'delivery'));
    const how = { kind: 'found', link: required(given, 'link') } as const;
    const resolved = await desk.resolve(show.id, outlet, delivery, how, caller);
    const message = deliveryWords(delivery);
    switch (resolved.status) {
      case 'settled':
        return toCaller(
          line(
            `${capitalised(message)} in `,
            title(resolved.outlet),
            ' is confirmed. If it is a poll, its votes count from now on.',
          ),
        );
      case 'not-unknown':
        return toCaller(line(`Nothing to do: ${message} is no longer unconfirmed.`));
      case 'problem':
        return toCaller(problemLine(resolved.problem));
    }
  },
};
