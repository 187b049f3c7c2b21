import { expect, it } from 'vitest';
import { outletId, showOf } from '../../../src/core/ids.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

it('a community that came by command is in the status with the reason while the bot cannot play there, and told once', {
  timeout: 120_000,
}, async ({ onTestFinished }) => {
  const { stage, discord } = await onCommand(
    { story: oneChoice(), places: { club: 'server', news: 'channel' } as const },
    onTestFinished,
  );
  const { id: guild, channels } = stage.discord.addGuild({
    name: 'Latecomers',
    channels: [{ name: 'late' }],
  });
  const channel = channels.late ?? '';
  await stage.startBot();
  await (await discord.showrunner.use('season start')).says('has begun');
  await stage.polled(1);
  const moderator = discord.person('Mo', { guild, channel }, 'moderates');
  await (await moderator.use('outlet connect', { show: 'lighthouse' })).says('We have asked');
  const { connections } = stage.bot.context;
  const [request] = (await connections.of(showOf(stage.season))).readable;
  await (
    await discord.showrunner.use('outlet approve', { show: 'lighthouse', outlet: request?.id ?? '' })
  ).says('has joined');
  await stage.delivered('drop.1', `discord:${channel}`);
  const unplayable = async () =>
    (await stage.status()).unplayable?.map(({ name, because }) => `${name} ${because}`);
  await expect
    .poll(async () => (await stage.bot.context.places.all()).map(({ literal }) => literal), {
      timeout: 40_000,
    })
    .toContain(`discord ${channel}`);
  expect(await unplayable()).toBeUndefined();

  // Removed while the bot runs …
  stage.discord.kickBot(guild);
  await expect.poll(unplayable, { timeout: 20_000 }).toEqual(['#late in Latecomers refused']);
  stage.discord.inviteBot(guild);
  await expect.poll(unplayable, { timeout: 60_000 }).toBeUndefined();
  const told = () => JSON.stringify(stage.discord.messages(discord.alerts.channel));
  await discord.alert('#late in Latecomers');
  // … and while it does not.
  await stage.stopBot();
  stage.discord.kickBot(guild);
  await stage.startBot();
  await expect.poll(unplayable, { timeout: 20_000 }).toEqual(['#late in Latecomers refused']);
  await expect.poll(() => told().match(/#late in Latecomers/g)?.length, { timeout: 20_000 }).toBe(3);
  expect(await discord.showrunner.use('season status').then((one) => one.text)).toContain(
    '#late in Latecomers',
  );

  // Whoever leaves is no trouble any more.
  await stage.bot.context.connections.drop(showOf(stage.season), outletId(request?.id ?? ''));
  await expect.poll(unplayable, { timeout: 40_000 }).toBeUndefined();
});
