import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../../src/core/posts/content.ts';
import { text } from '../../../src/core/posts/content.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { Notebook, sent, until } from '../../support/telegram/connected.ts';
import { buttonsOf, TelegramConversation } from '../../support/telegram/conversation.ts';

let stage: TelegramConversation;
let telegram: TelegramStandIn;

beforeEach(async () => {
  stage = await TelegramConversation.start();
  ({ telegram } = stage.bot);
});

afterEach(() => stage.stop());

describe('what is missing', () => {
  it('is chosen with a button, then requested in a reply', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const which = await stage.say(group, stage.showrunner, '/vote decide night-shift');
    expect(which.text).toContain('/vote decide night-shift brother <reason…>');
    expect(buttonsOf(which).map(({ text: label }) => label)).toEqual([
      'Her brother',
      'The number on the card',
    ]);
    const stranger = await stage.press(which, 'Her brother', stage.fan);
    expect(stranger.answer).toMatchObject({
      text: expect.stringContaining('Only the person'),
      showAlert: true,
    });
    await stage.press(which, 'Her brother', stage.showrunner);
    const why = await stage.next(group, 1);
    expect(why.text).toContain('The reason is missing.');
    telegram.say({ chat: group, from: stage.fan, text: 'because I say so', replyTo: why.message_id });
    await stage.settled();
    const done = await stage.say(group, stage.showrunner, 'it was a tie', { replyTo: why.message_id });
    expect(done.text).toContain('vote decide done');
    expect(stage.desk.ran).toEqual([
      { name: 'vote decide', given: { show: 'night-shift', option: 'brother', reason: 'it was a tie' } },
    ]);
    await until(() => buttonsOf(stage.message(group, which.message_id)).length === 0);
    expect(stage.message(group, which.message_id).text).toContain('✓ Her brother');
  });

  it('is asked in the language and with the name that Telegram reports', async () => {
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    Object.assign(stage.showrunner, { last_name: 'Reed', language_code: 'pt-br' });
    await stage.say(chat, stage.showrunner, '/vote close');
    expect(stage.desk.requests.at(-1)).toMatchObject({ displayName: 'Sam Reed', language: 'pt' });
  });

  it('is listed if there is too much for buttons', async () => {
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    const which = await stage.say(chat, stage.showrunner, '/episode preview');
    expect(buttonsOf(which)).toEqual([]);
    expect(which.text).toContain('• e11');
  });

  it('says which word it does not understand', async () => {
    const chat = telegram.world.addPrivateChat(stage.fan);
    const answer = await stage.say(chat, stage.fan, '/path night-shift <b>and</b> more');
    expect(answer.text).toContain('“<b>and</b> more”');
    expect(stage.desk.ran).toEqual([]);
  });
});

describe('what cannot be undone', () => {
  async function asked() {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const question = await stage.say(group, stage.showrunner, '/vote close everybody has voted');
    return { group, question };
  }

  it('is done when the person who asked confirms it, once', async () => {
    const { group, question } = await asked();
    expect(question.text).toBe('Close the vote now?');
    expect((await stage.press(question, 'Close it', stage.fan)).answer.text).toContain('Only the person');
    await stage.press(question, 'Close it', stage.showrunner);
    await until(() => buttonsOf(stage.message(group, question.message_id)).length === 0);
    expect(stage.message(group, question.message_id).text).toContain('vote close done');
    expect(stage.desk.ran).toEqual([{ name: 'vote close', given: { reason: 'everybody has voted' } }]);
  });

  it('confirmed twice at the same time is done once', async () => {
    const { question } = await asked();
    const presses = await Promise.all([
      stage.press(question, 'Close it', stage.showrunner),
      stage.press(question, 'Close it', stage.showrunner),
    ]);
    expect(presses.map(({ answer }) => answer.text?.includes('expired') ?? false).toSorted()).toEqual([
      false,
      true,
    ]);
    expect(stage.desk.ran).toHaveLength(1);
  });

  it('is not done on the other button', async () => {
    const { group, question } = await asked();
    await stage.press(question, 'Never mind', stage.showrunner);
    await until(
      () => stage.message(group, question.message_id).text?.includes('Nothing was changed') ?? false,
    );
    expect(stage.desk.ran).toEqual([]);
  });

  it('is not done for a button from before a restart', async () => {
    const { question } = await asked();
    await stage.platform.stop();
    const restarted = stage.bot.connect();
    await restarted.prepare();
    await restarted.listen(new Notebook(), stage.desk);
    const { answer } = await stage.press(question, 'Close it', stage.showrunner);
    expect(answer).toMatchObject({ text: expect.stringContaining('expired'), showAlert: true });
    expect(stage.desk.ran).toEqual([]);
  });
});

describe('a button of an alert', () => {
  const alert: Notice = {
    kind: 'alert',
    mark: 'm',
    language: 'en',
    title: 'Night Shift',
    lines: [[text('A tie: <b>who</b> wins?')]],
    buttons: [
      { label: 'Approve @them', danger: false, command: 'outlet approve', given: { outlet: '#1f3c22ab' } },
      { label: 'Run again', danger: true, command: 'vote close', given: {} },
    ],
  };

  async function posted() {
    const group = telegram.world.addSupergroup({ title: 'Showrunners' });
    const outlet = await stage.bot.outletOf(group.id);
    const { message } = sent(await stage.bot.post(outlet, alert));
    return { group, message: stage.message(group, Number(message.id)) };
  }

  it('runs its command, with the permissions of the person who presses', async () => {
    const { group, message } = await posted();
    const refused = await stage.press(message, 'Approve @them', stage.fan);
    expect(refused.answer).toMatchObject({
      text: 'outlet approve is for a showrunner <only>.',
      showAlert: true,
    });
    expect(stage.desk.ran).toEqual([]);
    await stage.press(message, 'Approve @them', stage.showrunner);
    await until(() => buttonsOf(stage.message(group, message.message_id)).length === 0);
    expect(stage.desk.ran).toEqual([{ name: 'outlet approve', given: { outlet: '#1f3c22ab' } }]);
    expect(stage.message(group, message.message_id)).toMatchObject({
      text: 'Night Shift\n\nA tie: <b>who</b> wins?\n\n✓ Approve @them',
      entities: [{ type: 'bold', offset: 0, length: 11 }, { type: 'code' }],
    });
  });

  it('asks for the reason, then for the confirmation, and only then is done', async () => {
    const { group, message } = await posted();
    await stage.press(message, 'Run again', stage.showrunner);
    const why = await stage.next(group, 1);
    const sure = await stage.say(group, stage.showrunner, 'a mistake', { replyTo: why.message_id });
    expect(stage.desk.ran).toEqual([]);
    expect(buttonsOf(stage.message(group, message.message_id))).toHaveLength(2);
    await stage.press(sure, 'Close it', stage.showrunner);
    await until(() => buttonsOf(stage.message(group, message.message_id)).length === 0);
    expect(stage.desk.ran).toEqual([{ name: 'vote close', given: { reason: 'a mistake' } }]);
  });

  it('that is not under the message does nothing, whatever it says', async () => {
    const posted = stage.bot.connect({ webhook: { url: 'https://bot.example/telegram' } });
    await posted.prepare();
    await posted.listen(new Notebook(), stage.desk);
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const notified: unknown[] = [];
    telegram.onExchange(
      ({ method, params }) => method === 'answerCallbackQuery' && notified.push(params.text),
    );
    const forge = (update: number, data: unknown, markup?: object) =>
      posted.handleUpdate({
        update_id: update,
        callback_query: {
          id: String(update),
          from: { id: stage.showrunner.id, is_bot: false, first_name: 'Sam' },
          chat_instance: '1',
          message: { message_id: 1, date: 0, chat: { id: group.id, type: 'supergroup' }, ...markup },
          data,
        },
      });
    await forge(1, 'season start');
    await forge(2, 'season start', {
      reply_markup: { inline_keyboard: [[{ text: 'Path', callback_data: 'path' }]] },
    });
    await forge(3, undefined);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (data) => {
        await forge(100 + notified.length, data, {
          reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: `!${data}` }]] },
        });
      }),
      { numRuns: 10 },
    );
    expect(notified).toHaveLength(13);
    expect(new Set(notified)).toEqual(new Set(['This button has expired. Use the command again.']));
    expect(stage.desk.requests).toEqual([]);
  });
});

describe('a command that takes longer', () => {
  it('is reported as running, and later how it ended', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    stage.desk.late = true;
    expect((await stage.say(group, stage.fan, '/path')).text).toBe('It still runs.');
    expect((await stage.next(group, 1)).text).toContain('path done');
  });

  it('and was confirmed ends in the message that asked', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const question = await stage.say(group, stage.showrunner, '/vote close enough');
    stage.desk.late = true;
    const { answer } = await stage.press(question, 'Close it', stage.showrunner);
    expect(answer.text).toBe('It still runs.');
    await until(() => stage.message(group, question.message_id).text?.includes('vote close done') ?? false);
    expect(stage.ours(group)).toHaveLength(1);
  });
});

describe('a press of a fan’s button', () => {
  it('answers everybody, and stays for the next one', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const receipt = await stage.say(group, stage.fan, '/receipt');
    await stage.press(receipt, 'The path', 992);
    expect((await stage.next(group, 1)).text).toContain('path done');
    expect(buttonsOf(stage.message(group, receipt.message_id))).toHaveLength(1);
  });
});
