import { openChannel, pageLimit, pathId } from '../access.ts';
import { FormErrors } from '../forms/errors.ts';
import type { Messages } from '../messages.ts';
import type { Polls } from '../polls.ts';
import { refusals } from '../refusal.ts';
import { userWire } from '../wire-objects.ts';
import type { World } from '../world.ts';
import type { Route } from './rest.ts';

/** Ending a poll, and reading who holds an answer. */
export function pollRoutes(world: World, messages: Messages, polls: Polls): Route[] {
  return [
    {
      method: 'POST',
      path: '/channels/:channel/polls/:message/expire',
      answer: ({ params }) => {
        const { channel } = openChannel(world, params.channel);
        const message = messages.find(channel.id, pathId('message_id', params.message));
        if (!message.poll) throw refusals.notAPoll();
        if (message.author.id !== world.bot.id) throw refusals.notOwnMessage();
        polls.close(message);
        return { status: 200, body: messages.wire(message) };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/polls/:message/answers/:answer',
      answer: ({ params, query }) => {
        const { channel } = openChannel(world, params.channel);
        const message = messages.find(channel.id, pathId('message_id', params.message));
        const answerId = Number(params.answer);
        const limit = pageLimit(query.limit, 25, 1, 100);
        const after = query.after === undefined ? undefined : pathId('after', query.after);
        if (!message.poll) throw refusals.unknownMessage();
        if (!message.poll.answers.some(({ id }) => id === answerId)) {
          const errors = new FormErrors();
          errors.add(['answer_id'], 'POLL_ANSWER_INVALID', 'Unknown poll answer');
          throw errors.refusal();
        }
        const ids = polls.votersOf(message.poll, answerId, after, limit);
        return { status: 200, body: { users: ids.map((id) => userWire(world.user(id))) } };
      },
    },
  ];
}
