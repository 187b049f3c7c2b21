import { expect, it } from 'vitest';
import { createTelegramPlatform } from '../../../src/platforms/telegram/platform.ts';
import { startTelegram } from '../../../src/sandbox/telegram/server.ts';
import { logLines } from '../../support/log-lines.ts';
import { memorySentPictures } from '../../support/memory/sent-pictures.ts';

it('bots among the showrunners are warned of, whatever they are called, and people are not', async () => {
  const telegram = await startTelegram();
  const { log, lines } = logLines();
  const { world } = telegram;
  const ada = world.addUser({ first_name: 'Ada', username: 'ada_of_the_show' });
  world.addPrivateChat(ada);
  const named = world.addOtherBot({ first_name: 'Quiz', username: 'TheQuizBot' });
  const old = world.addOtherBot({ first_name: 'GIF', username: 'gif' });
  const unnamed = world.addOtherBot({ first_name: 'Nameless' });
  const stranger = world.addUser({ first_name: 'Never pressed Start' });
  const platform = createTelegramPlatform({
    token: telegram.token,
    apiUrl: telegram.url,
    sentPictures: memorySentPictures(),
    limiter: { take: async () => {}, pause: async () => {} },
    log,
    showrunners: [ada, named, old, unnamed, stranger].map(({ id }) => String(id)),
  });
  await platform.prepare();
  const told = () => lines.filter(({ message }) => message.startsWith('A showrunner is'));
  await expect.poll(() => told().length).toBe(3);
  expect(told().map(({ message }) => message.slice(0, 40))).toEqual([
    expect.stringContaining('@TheQuizBot'),
    expect.stringContaining('@gif'),
    expect.stringContaining(String(unnamed.id).slice(0, 8)),
  ]);
  await platform.stop();
  await telegram.close();
});
