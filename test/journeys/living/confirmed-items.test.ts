import { beforeAll, expect, it } from 'vitest';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { serialShow } from '../../support/stage/stories.ts';
import { outcomeOf, post } from '../../support/webhook/sender.ts';

const SECRET = 'webhook-secret-of-this-journey';
const LINK = 'https://watch.example/backroom';
const ASKED = '202 {"episode":null,"action":"queued","awaits":"showrunner"}';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

it('an item that a showrunner wants to see first is posted or skipped at the press of a button, on either platform', async ({
  onTestFinished,
}) => {
  const { stage, discord, telegram } = await onCommand(
    {
      story: serialShow(),
      show: { source: { confirm: true, gap: '0s' } },
      places: { club: 'server', news: 'channel' },
      environment: { CLIFFHANGER_WEBHOOK_SECRET: SECRET },
    },
    onTestFinished,
  );
  stage.startProcess(build);
  const { fields } = await stage.book.until({ message: 'health at /healthz and /readyz' });
  const send = async (title: string, number: number) =>
    outcomeOf(
      await post(`${fields.address}/shows/backroom/episodes`, {
        secret: SECRET,
        body: { title, url: `${LINK}/${number}` },
      }),
    );
  await (await discord.showrunner.use('season start')).says('The Back Room has begun');

  expect(await send('A Trailer', 1)).toBe(ASKED);
  const trailer = await telegram.alert('A Trailer');
  await telegram.showrunner.in(telegram.alerts).press(trailer, 'Skip');
  await telegram.showrunner.in(telegram.alerts).reads(trailer, 'left it out');

  expect(await send('The Door', 2)).toBe(ASKED);
  const door = await discord.alert('The Door');
  for (const place of stage.all) expect(place.posts()).toEqual([]);
  await (await discord.showrunner.press(door, 'Post')).says('The Door');
  for (const { outlet } of stage.all) await stage.delivered('drop.1', outlet);
  for (const place of stage.all) expect(postsAs(place, ['drop 2'])).toEqual(['drop 2']);
  await telegram.showrunner.in(telegram.alerts).reads(await telegram.alert('The Door'), 'approved it');

  // Sent again, it changes nothing.
  expect(await send('A Trailer', 1)).toBe('202 {"episode":null,"action":"unchanged"}');
}, 90_000);
