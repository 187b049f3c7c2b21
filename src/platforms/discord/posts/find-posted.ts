import { Routes, SnowflakeUtil } from 'discord.js';
import type { Instant } from '../../../core/ids.ts';
import type { SendOrder, SendOutcome } from '../../../ports/platform/sending.ts';
import { channelOf } from '../address.ts';
import { type Self, surroundings } from '../inspect.ts';
import { allows } from '../permissions.ts';
import { classify, wordsOf } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { youngest } from '../requests/snowflakes.ts';
import { carriesMark } from '../wire/marks.ts';
import { isOwnPost } from '../wire/messages.ts';
import { historyShape, messageShape, type WireMessage } from '../wire/objects.ts';

const PAGE = 100;
/** Pages of the channel's history to search before giving up. */
const PAGES = 20;

export type Search =
  | { readonly kind: 'found'; readonly message: WireMessage }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string; readonly askAgain: boolean };

export const unknown = ({
  why,
  askAgain,
}: Pick<Extract<Search, { kind: 'unknown' }>, 'why' | 'askAgain'>): SendOutcome => ({
  status: 'unknown',
  why,
  ...(askAgain && { askAgain }),
});

/** Searches the channel for the delivery's own mark, from a little before the first attempt on. */
export async function findPosted(
  requests: Requests,
  self: Self,
  order: SendOrder,
  since: Instant,
): Promise<Search> {
  const channel = channelOf(order);
  let after = SnowflakeUtil.generate({ timestamp: Math.max(since, 0) }).toString();
  try {
    // Without this permission Discord returns an empty list, which proves nothing.
    const around = await surroundings(requests, self, channel);
    if (around === 'outside-servers' || !allows(around.permissions, 'READ_MESSAGE_HISTORY')) {
      const why = 'The bot is not allowed to read the channel to look for the message';
      return { kind: 'unknown', why, askAgain: false };
    }
    for (let page = 0; page < PAGES; page += 1) {
      const history = await requests.get(Routes.channelMessages(channel), historyShape, {
        query: { after, limit: PAGE },
        urgent: true,
      });
      const messages = history.flatMap((entry) => messageShape.safeParse(entry).data ?? []);
      const marked = messages.filter((message) => carriesMark(message, order.post.mark));
      const ours = marked.find((message) => isOwnPost(message, self));
      if (ours !== undefined) return { kind: 'found', message: ours };
      if (marked.some(({ author }) => author.id === undefined) || mayHide(history, messages, order)) {
        const why = 'A message that may be this one cannot be read';
        return { kind: 'unknown', why, askAgain: true };
      }
      if (history.length < PAGE) return { kind: 'absent' };
      after = youngest(messages.map((message) => message.id)).toString();
    }
    return {
      kind: 'unknown',
      why: `The message is not among the ${PAGE * PAGES} that followed the first attempt`,
      askAgain: false,
    };
  } catch (error) {
    const failure = classify(error);
    const why = `The channel cannot be searched: ${wordsOf(failure)}`;
    return { kind: 'unknown', why, askAgain: failure.kind !== 'refused' };
  }
}

/** Whether an entry that can't be read as a message may still contain the mark. */
const mayHide = (history: readonly unknown[], read: readonly WireMessage[], { post }: SendOrder): boolean =>
  read.length < history.length &&
  history.some(
    (entry) => !messageShape.safeParse(entry).success && JSON.stringify(entry).includes(post.mark),
  );
