import type { Instant } from '../../../core/ids.ts';
import type { Drop, Notice } from '../../../core/posts/content.ts';
import type { LeftOff, Shortfall } from '../../../core/vote/shortfall.ts';
import type { ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import type { EditOutcome } from '../../../ports/platform/platform.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import { CAPTION_MAX } from '../capabilities.ts';
import { type Answer, type BotApi, messageLimits } from '../requests/client.ts';
import { judgeSend, saysNotModified, wordsOfAnswer } from '../requests/errors.ts';
import { chatParameter, requestFor } from '../wire/messages.ts';
import type { WireRequest, Without } from '../wire/requests.ts';
import { parsedLength } from '../wire/text.ts';
import { partsToLeave } from './send.ts';

/**
 * Replaces the drop that was sent. We don't store whether a message was sent with its picture: Telegram refuses the wrong kind
 * of edit without harm, and the other kind follows. As when sending, what it refuses of a message's looks is left out.
 */
export const editDrop = (
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  drop: Drop,
  now: Instant,
): Promise<EditOutcome> =>
  editWithout(api, outlet, message, (without) => dropEdits(outlet, message, drop, now, without));

/** Replaces the notice that was sent; a notice without buttons removes those that were there. */
export const editNotice = (
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  notice: Notice,
  botName?: string,
): Promise<EditOutcome> =>
  editWithout(api, outlet, message, (without) => noticeEdits(outlet, message, notice, without, botName));

interface Edits {
  readonly ornaments: readonly LeftOff[];
  /** The likelier kind of edit first. */
  readonly requests: readonly WireRequest[];
}

async function editWithout(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  editsFor: (without: Without) => Edits,
): Promise<EditOutcome> {
  const refused: Shortfall[] = [];
  for (;;) {
    const { ornaments, requests } = editsFor(new Set(refused.map(({ code }) => code)));
    const last = await editEitherWay(api, outlet, message, requests);
    if (last === undefined) return { status: 'edited', ...(refused.length > 0 && { shortfalls: refused }) };
    const verdict = judgeSend(last.failure);
    const left = verdict.kind === 'ornament' ? partsToLeave(ornaments, verdict.named, refused.length) : [];
    if (left.length === 0) return outcomeOf(last);
    const why = wordsOfAnswer(last.failure);
    refused.push(...left.map((code) => ({ code, why })));
  }
}

/** @returns the failure of the edit that was of the right kind, or undefined if it succeeded. */
async function editEitherWay(
  api: BotApi,
  outlet: ResolvedOutlet,
  message: MessageRef,
  requests: readonly WireRequest[],
): Promise<Failed | undefined> {
  let last: Failed | undefined;
  for (const request of requests) {
    const { kind } = outlet.traits;
    const answer = await api.call(request, {
      limits: messageLimits(message.in, kind === 'group' || kind === 'supergroup'),
    });
    if (answer.ok || saysNotModified(answer.failure)) return undefined;
    last = answer;
    if (!isOtherKind(answer)) return answer;
  }
  return last;
}

function dropEdits(
  outlet: ResolvedOutlet,
  message: MessageRef,
  drop: Drop,
  now: Instant,
  without: Without,
): Edits {
  const whole = requestFor(drop, outlet, now, without);
  const { params: asText } = requestFor(drop, outlet, now, new Set([...without, 'picture']));
  const { ornaments } = whole;
  const there = placeOf(message);
  const { text: words, parse_mode, reply_markup, link_preview_options } = asText;
  const text: WireRequest = {
    method: 'editMessageText',
    params: { ...there, text: words, parse_mode, link_preview_options, reply_markup },
  };
  // The caption of a sent picture can't be longer than this.
  if (parsedLength(String(words)) > CAPTION_MAX) return { ornaments, requests: [text] };
  const caption: WireRequest = {
    method: 'editMessageCaption',
    params: { ...there, caption: words, parse_mode, reply_markup },
  };
  return { ornaments, requests: whole.method === 'sendPhoto' ? [caption, text] : [text, caption] };
}

/** Only results have pictures. Which picture it is does not matter: an edited caption leaves it as it is. */
function noticeEdits(
  outlet: ResolvedOutlet,
  message: MessageRef,
  notice: Notice,
  without: Without,
  botName: string | undefined,
): Edits {
  const edit = (photo?: string): { readonly ornaments: readonly LeftOff[]; readonly params: object } => {
    const { ornaments, params } = requestFor(notice, outlet, 0, without, { botName, photo });
    const { message_thread_id: _, reply_parameters: __, photo: ___, ...words } = params;
    return { ornaments, params: { ...words, ...placeOf(message) } };
  };
  const { params: text, ornaments } = edit();
  const asText = { method: 'editMessageText', params: { ...text } };
  const mayGo = ornaments.filter((part) => part !== 'reply');
  if (notice.kind !== 'result') return { ornaments: mayGo, requests: [asText] };
  const asCaption = { method: 'editMessageCaption', params: { ...edit('any').params } };
  return { ornaments: mayGo, requests: [asCaption, asText] };
}

const placeOf = (
  message: MessageRef,
): { readonly chat_id: number | string; readonly message_id: number } => ({
  chat_id: chatParameter(message.in),
  message_id: Number(message.id),
});

type Failed = Extract<Answer, { ok: false }>;

function isOtherKind({ failure }: Failed): boolean {
  return (
    failure.kind === 'answered' && /there is no (?:text|caption) in the message/i.test(failure.description)
  );
}

function outcomeOf({ failure }: Failed): EditOutcome {
  const verdict = judgeSend(failure);
  switch (verdict.kind) {
    case 'refused':
    case 'ornament':
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
    // An edit may be repeated: after a lost answer it is sent again.
    case 'unknown':
      return { status: 'retry', after: 2_000, why: verdict.why };
  }
}
