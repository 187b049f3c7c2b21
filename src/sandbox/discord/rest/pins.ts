import { openChannel, pageLimit, pathId } from '../access.ts';
import type { Messages } from '../messages.ts';
import { Permission } from '../permissions.ts';
import { isoTime } from '../wire-objects.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './rest.ts';

/** Pins by the routes of 2025 and by the older ones, which still work. */
export function pinRoutes(world: World, messages: Messages): Route[] {
  const pinned = (channelId: string) =>
    world
      .channel(channelId)
      .pins.map((pin) => ({ at: pin.at, message: world.messages.get(pin.messageId) }))
      .reverse();
  const change = (act: 'pin' | 'unpin') => (call: Call) => {
    const { channel } = openChannel(world, call.params.channel, Permission.pinMessages);
    const message = messages.find(channel.id, pathId('message_id', call.params.message));
    messages[act](message);
    return { status: 204 };
  };
  return [
    { method: 'PUT', path: '/channels/:channel/messages/pins/:message', answer: change('pin') },
    { method: 'DELETE', path: '/channels/:channel/messages/pins/:message', answer: change('unpin') },
    { method: 'PUT', path: '/channels/:channel/pins/:message', answer: change('pin') },
    { method: 'DELETE', path: '/channels/:channel/pins/:message', answer: change('unpin') },
    {
      method: 'GET',
      path: '/channels/:channel/messages/pins',
      answer: ({ params, query }) => {
        const { channel } = openChannel(world, params.channel, Permission.readMessageHistory);
        const limit = pageLimit(query.limit, 50, 1, 50);
        const before = query.before ? Date.parse(query.before) : Number.POSITIVE_INFINITY;
        const found = pinned(channel.id).filter(({ at }) => at < before);
        const items = found.slice(0, limit).flatMap(({ at, message }) => {
          return message ? [{ pinned_at: isoTime(at), message: messages.wire(message) }] : [];
        });
        return { status: 200, body: { items, has_more: found.length > limit } };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/pins',
      answer: ({ params }) => {
        const { channel } = openChannel(world, params.channel, Permission.readMessageHistory);
        const body = pinned(channel.id).flatMap(({ message }) => (message ? [messages.wire(message)] : []));
        return { status: 200, body };
      },
    },
  ];
}
