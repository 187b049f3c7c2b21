import type { Milliseconds } from '../../../core/ids.ts';
import { isolatedRuns } from '../../../core/text/bidi.ts';
import { type AnswerMessage, button, replyMessages } from '../wire/answers.ts';
import { type ChatMember, OwnMembership, type Update } from '../wire/objects.ts';
import { inertHtml } from '../wire/text.ts';
import type { Conversation } from './asked.ts';
import { phrases } from './phrases.ts';
import { placeOf, type Speaker, type Spot } from './speaker.ts';

/** A person who adds a bot may return to its message the next day. */
const BUTTONS_LAST: Milliseconds = 24 * 60 * 60_000;

const isIn = ({ status, is_member: member }: ChatMember): boolean =>
  status !== 'left' && status !== 'kicked' && (status !== 'restricted' || member !== false);

export interface Added {
  readonly spot: Spot;
  readonly title: string;
  readonly by: number;
}

/** The chat to which the bot was just added; undefined if only its rights changed. */
export function addedTo(update: Update): Added | undefined {
  const read = OwnMembership.safeParse(update.my_chat_member);
  if (!read.success) return undefined;
  const { chat, from, old_chat_member: before, new_chat_member: after } = read.data;
  if (chat.type === 'private' || isIn(before) || !isIn(after)) return undefined;
  return {
    spot: { chat: chat.id, type: chat.type },
    title: chat.title ?? chat.username ?? String(chat.id),
    by: from.id,
  };
}

/**
 * Tells the person who added the bot what to type or press: in private if they ever wrote to the bot, otherwise in the group.
 * A channel's subscribers see nothing.
 */
export async function welcome(conversation: Conversation, { spot, title, by }: Added): Promise<void> {
  const place = placeOf(spot);
  const reply = await conversation.desk.welcome(place);
  const here = replyMessages(reply);
  const speaker: Speaker = { kind: 'person', user: by };
  const inPrivate: Spot = { chat: by, type: 'private' };
  // A button's own code names no chat, and these are pressed in another chat.
  const buttons = (reply.buttons ?? []).map(({ label, danger, command: name, given }) => {
    const request = conversation.request({ name, given, speaker, place });
    const asked = { request, speaker, spot: inPrivate };
    return button(label, conversation.presses.add({ kind: 'ask', asked, again: true }, BUTTONS_LAST), danger);
  });
  const heading: AnswerMessage = { html: `<b>${isolatedRuns(inertHtml(phrases.added(title)))}</b>` };
  const [first, ...more] = here.map(({ html }, index) => ({
    html,
    ...(index === here.length - 1 && buttons.length > 0 && { buttons }),
  }));
  if (first === undefined) return;
  const opening = { ...first, html: `${heading.html}\n${first.html}` };
  const told = await conversation.answering.say(inPrivate, opening, { urgent: true, onlyNow: true });
  if (told === undefined && spot.type === 'channel') return;
  const [to, rest] = told === undefined ? [spot, here] : [inPrivate, more];
  for (const message of rest) await conversation.answering.say(to, message, { urgent: true });
}
