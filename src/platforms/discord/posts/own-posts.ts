import { Routes, SnowflakeUtil } from 'discord.js';
import type { Milliseconds } from '../../../core/ids.ts';
import type { OwnPost } from '../../../ports/platform/platform.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import type { Self } from '../inspect.ts';
import type { Requests } from '../requests/requests.ts';
import { marksIn } from '../wire/marks.ts';
import { isOwnPost } from '../wire/messages.ts';
import { historyShape, messageShape } from '../wire/objects.ts';

/** The most that Discord returns at once: half of them before the message, half after it. */
const AROUND = 100;
/** Discord's clock shows whole seconds, and an answer takes time. */
const SLACK: Milliseconds = 3_000;

/** What this bot posted around a message. Without permission to read the history, Discord returns an empty list. */
export async function findOwnPosts(
  requests: Requests,
  self: Self,
  near: MessageRef,
): Promise<readonly OwnPost[]> {
  const history = await requests.get(Routes.channelMessages(near.in), historyShape, {
    query: { around: near.id, limit: AROUND },
  });
  const now = requests.clock.surelyAfter(SLACK);
  return history.flatMap((entry) => {
    const message = messageShape.safeParse(entry).data;
    if (message === undefined || !isOwnPost(message, self)) return [];
    return {
      message: { id: message.id, in: near.in },
      marks: marksIn(message),
      isPoll: message.poll != null,
      age: now - SnowflakeUtil.timestampFrom(message.id),
      isAfter: (other: MessageRef) => BigInt(message.id) > BigInt(other.id),
    };
  });
}
