import { FOR_EVERYONE } from '../../../core/posts/button-code.ts';
import type { CommandAnswer, Reply } from '../../../ports/commands/command.ts';
import { button, replyMessages } from '../wire/answers.ts';
import { type Asked, type Conversation, QUESTION_LASTS } from './asked.ts';
import { phrases } from './phrases.ts';
import type { Spot } from './speaker.ts';

/**
 * Answers that only their caller should read, to commands in a group or channel. Telegram has no way to show something to one
 * member alone that works on every server, so we write to the person's private chat. A bot may write only to people who have
 * started it (Bot API, 403 "bot can't initiate conversation with a user"); everybody else gets a link that starts it.
 */

/** @returns undefined for an answer that belongs where the command was used. */
export function replyForOne(
  { speaker, spot }: Asked,
  answer: CommandAnswer,
): (Reply & Required<Pick<Reply, 'share'>>) | undefined {
  if (answer.kind !== 'reply' || speaker.kind !== 'person' || spot.type === 'private') return undefined;
  const { share } = answer.reply;
  return share && { ...answer.reply, share };
}

/** @returns false if the person has not started the bot. */
export async function writeInPrivate(
  { answering, presses }: Conversation,
  asked: Asked,
  { share, ...reply }: NonNullable<ReturnType<typeof replyForOne>>,
): Promise<boolean> {
  if (asked.speaker.kind !== 'person') return false;
  const spot: Spot = { chat: asked.speaker.user, type: 'private', asker: asked.speaker.user };
  const shared = button(share.label, presses.add({ kind: 'share', asked }, QUESTION_LASTS));
  const [first, ...more] = replyMessages(reply).map((message, index, all) =>
    index === all.length - 1 ? { ...message, buttons: [...(message.buttons ?? []), shared] } : message,
  );
  if (first === undefined || (await answering.say(spot, first, { onlyNow: true })) === undefined)
    return false;
  for (const message of more) await answering.say(spot, message);
  if (reply.file) await answering.attach(spot, reply.file);
  return true;
}

/** Where a person who has not started the bot can read the answer; undefined if the bot's name is not known. */
export function startLink({ botName, starts }: Conversation, asked: Asked): string | undefined {
  return botName && `https://t.me/${botName}?start=${starts.add(asked, QUESTION_LASTS).slice(1)}`;
}

/** Says in the chat where to read the answer. */
export async function pointToPrivate(conversation: Conversation, asked: Asked): Promise<void> {
  const url = startLink(conversation, asked);
  await conversation.answering.say(
    asked.spot,
    url === undefined
      ? { html: phrases.writeFirst }
      : { html: phrases.inPrivate, buttons: [{ text: phrases.openPrivate, url }] },
  );
}

/** The same command with its answer shown to everybody. */
export const forEveryone = ({ request }: Asked): Asked['request']['given'] => ({
  ...request.given,
  [FOR_EVERYONE]: '1',
});
