import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buttonsOf, TelegramConversation } from '../../support/telegram/conversation.ts';

let stage: TelegramConversation;
let group: { id: number };

beforeEach(async () => {
  stage = await TelegramConversation.start();
  group = stage.bot.telegram.world.addSupergroup({ title: 'Fans', bot: 'administrator' });
});
afterEach(() => stage.stop());

/** As long as a message may be, in characters that HTML writes with several, and that would link or ping. */
const FILLINGS = ['W', '<', '&', '@a', '😀'] as const;
const filled = (command: string, filling: string): string => {
  const room = 4_096 - command.length - 1;
  return `${command} ${filling.repeat(Math.floor(room / filling.length))}`;
};

/** The stand-in refuses what Telegram would, so a message that is too long is not sent. */
const answerTo = (text: string) => stage.say(group, stage.showrunner, text);

describe('a command that fills its message', () => {
  it.each(FILLINGS)('with a word too many (%j) is answered that it is not understood', async (filling) => {
    const { text } = await answerTo(filled('/path night-shift', filling));
    expect(text).toMatch(/^It is not clear what “.{1,300}” means here\.\n\/path/u);
  });

  it.each(FILLINGS)(
    'with a reason (%j) is asked for what is missing, with a short example',
    async (filling) => {
      const { text } = await answerTo(filled('/vote decide', filling));
      expect(text?.length).toBeLessThan(1_000);
    },
  );

  it.each(FILLINGS)('with such words (%j) as an answer to a question is answered', async (filling) => {
    const question = await answerTo('/vote close');
    const before = stage.ours(group).length;
    const text = filled('', filling).trim();
    stage.bot.telegram.say({ chat: group, from: stage.showrunner, text, replyTo: question.message_id });
    expect((await stage.next(group, before)).text).not.toBe('');
  });

  it('is answered with a question whose buttons fit', async () => {
    const question = await answerTo(filled('/season pause night-shift', 'W'));
    for (const { callback_data: data = '' } of buttonsOf(question))
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    expect(question.text).not.toBe('');
  });
});
