import { MessageType, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Notice } from '../../../core/posts/content.ts';
import { problemOf } from '../../../core/wording/problems/tell-problem.ts';
import type { ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import type { RetractedPost, RetractOutcome } from '../../../ports/platform/platform.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import { classify, hasCode } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { threadName } from '../wire/messages.ts';
import { blankEdit } from '../wire/notices.ts';
import { anyShape } from '../wire/objects.ts';
import { refusedParts } from './refused-parts.ts';

/** After a lost answer, the same request can safely be repeated. */
const AGAIN_AFTER: Milliseconds = 1_000;
/** Tried to perform an operation on an archived thread (API reference, "JSON Error Codes"). */
const THREAD_ARCHIVED = 50083;
/** Discord posts a poll's result soon after its end; other messages may come between. */
const RESULT_AMONG = 50;

/**
 * A bot may always delete its own messages where it sees the channel. The copies of a crossposted message disappear with
 * it. A drop's thread stays, because people have written in it: it is renamed and closed.
 */
export async function retractPost(
  requests: Requests,
  outlet: ResolvedOutlet,
  message: MessageRef,
  { kind, blank }: RetractedPost,
): Promise<RetractOutcome> {
  const opensThread = kind === 'drop' && outlet.traits.kind !== 'thread';
  const thread = opensThread ? await closeThread(requests, message, blank) : undefined;
  if (thread?.status === 'retry') return thread;
  const result = kind === 'poll' ? await deleteResult(requests, message) : undefined;
  if (result?.status === 'retry') return result;
  const deleted = await deleteMessage(requests, message);
  const outcome =
    deleted.status !== 'refused' || kind === 'poll'
      ? deleted
      : await blankMessage(requests, message, blank, deleted);
  const isGone = outcome.status === 'deleted' || outcome.status === 'blanked';
  return isGone && thread?.status === 'refused' ? thread : outcome;
}

/** Undefined if it is done, or there is no thread. */
async function closeThread(
  requests: Requests,
  message: MessageRef,
  { lines: [words = []] }: Notice,
): Promise<Extract<RetractOutcome, { status: 'refused' | 'retry' }> | undefined> {
  // A thread has the id of the message that it was opened under.
  const route = Routes.channel(message.id);
  const name = threadName({ thread: words });
  try {
    try {
      await requests.patch(route, anyShape, { body: { name, archived: true } });
    } catch (error) {
      if (!hasCode(error, THREAD_ARCHIVED)) throw error;
      await requests.patch(route, anyShape, { body: { archived: false } });
      await requests.patch(route, anyShape, { body: { name, archived: true } });
    }
    return undefined;
  } catch (error) {
    if (hasCode(error, RESTJSONErrorCodes.UnknownChannel)) return undefined;
    const failed = notDone(error);
    return failed.status === 'retry' ? failed : { status: 'refused', problem: problemOf('thread-stays') };
  }
}

const resultsShape = z.array(
  z.object({
    id: z.string(),
    type: z.number().catch(0),
    message_reference: z.object({ message_id: z.string().optional() }).nullish().catch(undefined),
  }),
);

/** Discord itself says under a poll how it ended, in a message of the bot's. Without it the poll is gone as well. */
async function deleteResult(
  requests: Requests,
  poll: MessageRef,
): Promise<Extract<RetractOutcome, { status: 'retry' }> | undefined> {
  try {
    const after = { after: poll.id, limit: RESULT_AMONG };
    const found = await requests.get(Routes.channelMessages(poll.in), resultsShape, { query: after });
    for (const { id, type, message_reference: about } of found) {
      if (type !== MessageType.PollResult || about?.message_id !== poll.id) continue;
      await requests.delete(Routes.channelMessage(poll.in, id), anyShape);
    }
    return undefined;
  } catch (error) {
    const failed = notDone(error);
    return failed.status === 'retry' ? failed : undefined;
  }
}

async function deleteMessage(requests: Requests, message: MessageRef): Promise<RetractOutcome> {
  try {
    await requests.delete(Routes.channelMessage(message.in, message.id), anyShape);
    return { status: 'deleted' };
  } catch (error) {
    if (hasCode(error, RESTJSONErrorCodes.UnknownMessage, RESTJSONErrorCodes.UnknownChannel))
      return { status: 'deleted' };
    if (!hasCode(error, THREAD_ARCHIVED)) return notDone(error);
  }
  try {
    await requests.patch(Routes.channel(message.in), anyShape, { body: { archived: false } });
    return { status: 'retry', after: AGAIN_AFTER, why: 'The thread was archived' };
  } catch (error) {
    return notDone(error);
  }
}

async function blankMessage(
  requests: Requests,
  message: MessageRef,
  blank: Notice,
  undeleted: RetractOutcome,
): Promise<RetractOutcome> {
  const route = Routes.channelMessage(message.in, message.id);
  try {
    await requests.patch(route, anyShape, { body: blankEdit(blank) }).catch((error: unknown) => {
      if (refusedParts(error)?.includes('embed') !== true) throw error;
      return requests.patch(route, anyShape, { body: blankEdit(blank, new Set(['embed'])) });
    });
    return { status: 'blanked' };
  } catch (error) {
    const failed = notDone(error);
    return failed.status === 'retry' ? failed : undeleted;
  }
}

function notDone(error: unknown): Extract<RetractOutcome, { status: 'refused' | 'retry' }> {
  const failure = classify(error);
  switch (failure.kind) {
    case 'refused':
      return { status: 'refused', problem: failure.problem };
    case 'retry':
      return { status: 'retry', after: failure.after, why: failure.why };
    case 'unknown':
      return { status: 'retry', after: AGAIN_AFTER, why: failure.why };
  }
}
