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

export const deliveryResend: Command = {
  name: 'delivery resend',
  level: 'showrunner',
  description: 'Send an unconfirmed message again',
  parameters: [SHOW, { name: 'delivery', kind: 'delivery', description: 'Which message', required: true }],
  confirm: () => line('Have you checked the chat? If the message is there, it will be there twice.'),
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const { delivery, outlet } = deliveryFrom(required(given, 'delivery'));
    const resolved = await desk.resolve(show.id, outlet, delivery, { kind: 'resend' }, caller);
    const message = deliveryWords(delivery);
    switch (resolved.status) {
      case 'settled':
        return toCaller(line(`${capitalised(message)} in `, title(resolved.outlet), ' is being sent again.'));
      case 'not-unknown':
        return toCaller(line(`Nothing to do: ${message} is no longer unconfirmed.`));
      case 'problem':
        return toCaller(problemLine(resolved.problem));
    }
  },
};
