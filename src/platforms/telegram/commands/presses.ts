import type { CommandAnswer } from '../../../ports/commands/command.ts';
import type { Administers } from '../administrators.ts';
import { type AnswerMessage, notificationOf, replyMessages } from '../wire/answers.ts';
import type { CallbackQuery, PressedMessage } from '../wire/objects.ts';
import { lineHtml } from '../wire/text.ts';
import type { Asked, Conversation, Pressable } from './asked.ts';
import { readCallbackData } from './callback-data.ts';
import { phrases } from './phrases.ts';
import { forEveryone, replyForOne, startLink, writeInPrivate } from './private-answers.ts';
import { personOf, placeOf, type Speaker, spotOf } from './speaker.ts';

interface PressParts {
  readonly conversation: Conversation;
  readonly administers: Administers;
}

/**
 * Handles one button press. Only what is on the message's own keyboard counts: a modified client may send anything else, and
 * that does nothing.
 */
export async function press(parts: PressParts, query: CallbackQuery): Promise<void> {
  const { conversation } = parts;
  const { message } = query;
  const pressed = message && buttonOf(message, query.data);
  const data = readCallbackData(query.data);
  if (message === undefined || pressed === undefined || data === undefined) {
    return conversation.answering.notify(query, phrases.expired);
  }
  const speaker: Speaker = personOf(query.from);
  if (data.kind === 'token') {
    const pressable = conversation.presses.get(data.token);
    if (pressable === undefined) return conversation.answering.notify(query, phrases.expired);
    return pressOwn(parts, query, message, data.token, pressable);
  }
  const spot = { ...spotOf(message), asker: query.from.id };
  const { command: name, given } = data.press;
  const request = conversation.request({ name, given, speaker, place: placeOf(spot) });
  await askFor(conversation, query, { request, speaker, spot, origin: { message, pressed } });
}

function buttonOf({ reply_markup: markup }: PressedMessage, data: string | undefined): string | undefined {
  if (data === undefined) return undefined;
  return markup?.inline_keyboard.flat().find(({ callback_data: each }) => each === data)?.text;
}

async function pressOwn(
  { conversation, administers }: PressParts,
  query: CallbackQuery,
  message: PressedMessage,
  token: string,
  pressable: Pressable,
): Promise<void> {
  const { answering, presses } = conversation;
  const { asked } = pressable;
  const user = query.from.id;
  // A person who asked anonymously presses under a name: accept any administrator of that chat.
  const may =
    asked.speaker.kind === 'person'
      ? asked.speaker.user === user
      : await administers(asked.spot.chat, user).catch(() => false);
  if (!may) return answering.notify(query, phrases.notYours);
  // Presses in one chat run one after the other, so the next one finds nothing here.
  for (const spent of tokensOf(token, pressable)) presses.delete(spent);
  const speaker: Speaker = personOf(query.from);
  const { name, given, place } = asked.request;
  if (pressable.kind === 'cancel') {
    await answering.notify(query);
    await answering.rewrite(asked.spot, message.message_id, {
      html: `${pressable.question}\n\n${phrases.cancelled}`,
    });
    return;
  }
  if (pressable.kind === 'ask') {
    const pressed = buttonOf(message, token);
    const request = conversation.request({ name, given, speaker, place });
    const here = { message, ...(pressed !== undefined && { pressed }), question: true as const };
    // The last answer settles the message that the first button led to; otherwise this message is settled.
    const origin = pressable.again === true ? undefined : (asked.origin ?? here);
    return askFor(conversation, query, { ...asked, request, speaker, ...(origin && { origin }) });
  }
  if (pressable.kind === 'share') {
    const request = conversation.request({ name, given: forEveryone(asked), speaker, place });
    return askFor(conversation, query, { ...asked, request, speaker });
  }
  const request = conversation.request({ name, given, speaker, place, confirmed: true });
  await confirm(conversation, query, message, { ...asked, request, speaker }, pressable.question);
}

/** The tokens that one press uses up. */
function tokensOf(token: string, pressable: Pressable): readonly string[] {
  if (pressable.kind === 'share') return [];
  if (pressable.kind !== 'ask') return pressable.both;
  return pressable.again === true ? [] : [token];
}

async function askFor(conversation: Conversation, query: CallbackQuery, asked: Asked): Promise<void> {
  const answered = await answerPress(conversation, query, asked);
  if (!answered.notified) return conversation.present(asked, answered.answer);
  conversation.follow(answered.answer, (later) => conversation.present(asked, later));
}

async function confirm(
  conversation: Conversation,
  query: CallbackQuery,
  message: PressedMessage,
  asked: Asked,
  question: string,
): Promise<void> {
  const { answer } = await answerPress(conversation, query, asked);
  const say = (said: CommandAnswer) => sayConfirmed(conversation, message, asked, question, said);
  await say(answer);
  conversation.follow(answer, say);
}

/** The message that asked now says what was done, and has no buttons any more. */
async function sayConfirmed(
  conversation: Conversation,
  message: PressedMessage,
  asked: Asked,
  question: string,
  answer: CommandAnswer,
): Promise<void> {
  const { answering } = conversation;
  if (answer.kind === 'confirm' || answer.kind === 'usage') return conversation.present(asked, answer);
  const messages: readonly AnswerMessage[] =
    answer.kind === 'reply' ? replyMessages(answer.reply) : [{ html: lineHtml(answer.line, 'en') }];
  const [first, ...more] = messages;
  if (first === undefined) return;
  const whole = { ...first, html: `${question}\n\n${first.html}` };
  const rewritten = await answering.rewrite(asked.spot, message.message_id, whole);
  for (const each of rewritten ? more : messages) await answering.say(asked.spot, each, { urgent: true });
  if (answer.kind === 'refused') return;
  if (answer.reply.file) await answering.attach(asked.spot, answer.reply.file);
  if (asked.origin) await answering.settle(asked.origin.message, asked.origin.pressed);
}

/** Stops the spinner while the person still waits. A refusal that comes in time is shown only to the presser. */
async function answerPress(
  conversation: Conversation,
  query: CallbackQuery,
  asked: Asked,
): Promise<{ readonly answer: CommandAnswer; readonly notified: boolean }> {
  const { answer, answering } = conversation;
  let slow = false;
  const said = await answer(asked.request, async () => {
    slow = true;
    await answering.notify(query, phrases.slow);
  });
  const forOne = slow ? undefined : replyForOne(asked, said);
  if (forOne !== undefined) {
    const written = await writeInPrivate(conversation, asked, forOne);
    const url = written ? undefined : startLink(conversation, asked);
    const words = written ? phrases.sentInPrivate : phrases.writeFirst;
    await answering.notify(query, url === undefined ? words : undefined, url);
    return { answer: said, notified: true };
  }
  const notified = said.kind === 'refused' && !slow;
  if (!slow) await answering.notify(query, notified ? notificationOf(said.line) : undefined);
  return { answer: said, notified };
}
