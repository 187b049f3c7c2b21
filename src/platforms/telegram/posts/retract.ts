import type { Notice } from '../../../core/posts/content.ts';
import { problemOf } from '../../../core/wording/problems/tell-problem.ts';
import type { ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import type { RetractedPost, RetractOutcome } from '../../../ports/platform/platform.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import { type Answer, type BotApi, messageLimits } from '../requests/client.ts';
import { judgeAsk, saysMessageGone, saysNotModified } from '../requests/errors.ts';
import { chatParameter, requestFor } from '../wire/messages.ts';
import type { WireRequest } from '../wire/requests.ts';

/**
 * Deletes the message. Telegram lets a bot do so for 48 hours, and for longer where it is an administrator who may delete
 * messages (Bot API, `deleteMessage`). Otherwise its words are replaced; a poll has none that could be.
 */
export async function retractPost(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  { kind, blank }: RetractedPost,
): Promise<RetractOutcome> {
  const there = { chat_id: chatParameter(message.in), message_id: Number(message.id) };
  const deleted = await call(api, outlet, message, { method: 'deleteMessage', params: there });
  if (deleted.ok) return { status: 'deleted' };
  const outcome = notDone(deleted);
  if (outcome.status !== 'refused' || kind === 'poll') return outcome;
  return blankMessage(api, outlet, message, blank, outcome);
}

/** We don't store whether a message has a picture. Telegram refuses the wrong kind of edit without harm. */
async function blankMessage(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  blank: Notice,
  undeleted: RetractOutcome,
): Promise<RetractOutcome> {
  const there = { chat_id: chatParameter(message.in), message_id: Number(message.id) };
  const { text, parse_mode } = requestFor(blank, outlet, 0).params;
  const words = { method: 'editMessageText', params: { ...there, text, parse_mode } };
  const edited = await call(api, outlet, message, words);
  if (edited.ok || saysNotModified(edited.failure)) return { status: 'blanked' };
  const caption = { method: 'editMessageCaption', params: { ...there, caption: text, parse_mode } };
  const last = saysNoText(edited) ? await call(api, outlet, message, caption) : edited;
  // Its words and buttons are gone, but a bot can't take a picture out of a message.
  if (last.ok || saysNotModified(last.failure))
    return { status: 'refused', problem: problemOf('picture-stays') };
  const outcome = notDone(last);
  return outcome.status === 'refused' ? undeleted : outcome;
}

function call(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  request: WireRequest,
): Promise<Answer> {
  const { kind } = outlet.traits;
  const limits = messageLimits(message.in, kind === 'group' || kind === 'supergroup');
  return api.call(request, { limits });
}

type Failed = Extract<Answer, { ok: false }>;

const saysNoText = ({ failure }: Failed): boolean =>
  failure.kind === 'answered' && /there is no text in the message/i.test(failure.description);

/** Somebody deleted it before: then it is gone. */
function notDone({ failure }: Failed): Extract<RetractOutcome, { status: 'deleted' | 'refused' | 'retry' }> {
  const verdict = judgeAsk(failure);
  switch (verdict.kind) {
    case 'retry':
      return { status: 'retry', after: verdict.after, why: verdict.why };
    case 'gone':
      return { status: 'refused', problem: verdict.problem };
    case 'refused':
      if (saysMessageGone(verdict.description)) return { status: 'deleted' };
      return { status: 'refused', problem: problemOf('cannot-delete') };
  }
}
