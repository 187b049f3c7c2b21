import { afterEach, beforeEach, expect, it } from 'vitest';
import { optionId } from '../../../src/core/ids.ts';
import { ConnectedTelegram, question, sent } from '../../support/telegram/connected.ts';

let bot: ConnectedTelegram;
beforeEach(async () => {
  bot = await ConnectedTelegram.start();
});
afterEach(() => bot.stop());

const poll = {
  ...question,
  options: [
    { id: optionId('brother'), label: 'Her brother', emoji: '❤️' },
    { id: optionId('stranger'), label: 'The number', emoji: '👩🏽‍🚀' },
    { id: optionId('nobody'), label: 'Nobody' },
  ],
};

it('an option’s emoji is before its label, and its votes are the option’s', async () => {
  const channel = bot.telegram.world.addChannel({ title: 'C', username: 'nightshift' });
  const outlet = await bot.outletOf(channel.id);
  const outcome = sent(await bot.post(outlet, poll));
  expect(bot.telegram.polls()[0]?.options).toEqual(['❤️ Her brother', '👩🏽‍🚀 The number', 'Nobody']);
  expect(Object.values(outcome.poll?.answers ?? {})).toEqual(['brother', 'stranger', 'nobody']);
  const wanted = { post: poll, since: 0, isTaken: () => false };
  const found = await bot.platform.findPosted?.(outlet, outcome.message.link ?? '', wanted);
  expect(found).toMatchObject({ status: 'found', poll: { answers: outcome.poll?.answers } });
});
