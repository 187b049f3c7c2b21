import type { Drop } from '../core/content.ts';
import type { Instant } from '../core/ids.ts';
import type { ResolvedOutlet } from '../ports/outlet.ts';
import type { EditOutcome, MessageRef } from '../ports/platform.ts';
import { CAPTION_MAX } from './capabilities.ts';
import { type Answer, type BotApi, messageLimits } from './client.ts';
import { judgeSend, saysNotModified } from './errors.ts';
import { chatParameter, requestFor, type WireRequest } from './wire-messages.ts';
import { parsedLength } from './wire-text.ts';

/**
 * Writes a drop anew over the one that was sent. Whether that one went with its picture or without is not kept:
 * Telegram refuses the wrong kind of edit without harm, and the other kind follows.
 */
export async function editDrop(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  drop: Drop,
  now: Instant,
): Promise<EditOutcome> {
  let last: Answer | undefined;
  for (const request of editRequests(outlet, message, drop, now)) {
    const { kind } = outlet.traits;
    last = await api.call(request, {
      limits: messageLimits(message.in, kind === 'group' || kind === 'supergroup'),
    });
    if (last.ok || saysNotModified(last.failure)) return { status: 'edited' };
    if (!isOtherKind(last)) return outcomeOf(last);
  }
  return last === undefined || last.ok ? { status: 'edited' } : outcomeOf(last);
}

/** The likelier kind of edit first. */
function editRequests(
  outlet: ResolvedOutlet,
  message: MessageRef,
  drop: Drop,
  now: Instant,
): readonly WireRequest[] {
  const { withoutPicture, ...whole } = requestFor(drop, outlet, now);
  const { params: asText } = withoutPicture ?? whole;
  const there = { chat_id: chatParameter(message.in), message_id: Number(message.id) };
  const { parse_mode, reply_markup } = asText;
  const text: WireRequest = {
    method: 'editMessageText',
    params: {
      ...there,
      text: asText.text,
      parse_mode,
      link_preview_options: asText.link_preview_options,
      reply_markup,
    },
  };
  // A picture that was sent has its caption above nothing longer than this.
  if (parsedLength(String(asText.text)) > CAPTION_MAX) return [text];
  const caption: WireRequest = {
    method: 'editMessageCaption',
    params: { ...there, caption: asText.text, parse_mode, reply_markup },
  };
  return whole.method === 'sendPhoto' ? [caption, text] : [text, caption];
}

type Failed = Extract<Answer, { ok: false }>;

function isOtherKind({ failure }: Failed): boolean {
  return (
    failure.kind === 'answered' && /there is no (?:text|caption) in the message/i.test(failure.description)
  );
}

function outcomeOf({ failure }: Failed): EditOutcome {
  if (
    failure.kind === 'answered' &&
    /message to edit not found|MESSAGE_ID_INVALID/i.test(failure.description)
  ) {
    return {
      status: 'refused',
      problem: {
        code: 'message-gone',
        what: 'The drop is not there any more.',
        fix: 'Somebody deleted it, or the group moved: nothing can be edited there.',
      },
    };
  }
  const verdict = judgeSend(failure);
  switch (verdict.kind) {
    case 'refused':
      return { status: 'refused', problem: verdict.problem };
    case 'migrated':
      return {
        status: 'refused',
        problem: {
          code: 'message-gone',
          what: 'The group became a supergroup, where its old messages cannot be edited.',
          fix: 'Post the new link there by hand.',
        },
      };
    case 'retry':
      return { status: 'retry', after: verdict.after, why: verdict.why };
    // An edit may be made twice: an answer that was lost is asked for again.
    case 'unknown':
    case 'picture':
      return { status: 'retry', after: 2_000, why: verdict.why };
  }
}
