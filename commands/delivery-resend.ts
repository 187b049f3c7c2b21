import { givenShow, required, SHOW } from '../src/core/command-call.ts';
import { deliveryFrom } from '../src/core/delivery-name.ts';
import { line, problemLine, toCaller } from '../src/core/wording/command-words.ts';
import type { Command } from '../src/ports/command.ts';

export const deliveryResend: Command = {
  name: 'delivery resend',
  level: 'showrunner',
  description: 'A message whose sending went unanswered is not there: send it again',
  parameters: [SHOW, { name: 'delivery', kind: 'delivery', description: 'Which message', required: true }],
  confirm: () => line('Have you looked? If the message is there after all, it will be there twice.'),
  async run({ caller, given }, desk) {
    const show = givenShow(given, desk.shows);
    const { delivery, outlet } = deliveryFrom(required(given, 'delivery'));
    const resolved = await desk.resolve(show.id, outlet, delivery, { kind: 'resend' }, caller);
    switch (resolved.status) {
      case 'settled':
        return toCaller(line(`${delivery} is being sent again.`));
      case 'not-unknown':
        return toCaller(line(`Nothing to settle: what became of ${delivery} is known by now.`));
      case 'problem':
        return toCaller(problemLine(resolved.problem));
    }
  },
};
