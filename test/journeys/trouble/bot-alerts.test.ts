import { beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

describe('showrunners get alerts that belong to no season', { timeout: 120_000 }, () => {
  it('on both platforms, once, even if the bot is killed before it could', async ({ onTestFinished }) => {
    const { stage, discord, telegram } = await onCommand(
      { story: oneChoice(), places: { club: 'server', news: 'channel' } as const },
      onTestFinished,
    );
    const { id: guild, channels } = stage.discord.addGuild({ name: 'Harbour', channels: [{ name: 'pier' }] });
    const pier = { guild, channel: channels.pier ?? '' };
    const first = stage.startProcess(build);
    await stage.book.until({ message: 'the bot is up' });

    const toDesk = { method: 'POST', route: new RegExp(`/channels/${discord.alerts.channel}/messages$`) };
    const deskIsAway = stage.discord.faults.rest(toDesk, { kind: 'request-lost' }, 1_000);
    const groupIsFull = stage.telegram.fault({
      method: 'sendMessage',
      times: 1_000,
      fault: { kind: 'too-many-requests', retryAfter: 1 },
    });
    const moderator = discord.person('Moderator', pier, 'moderates');
    const asked = await moderator.use('outlet connect', { show: 'lighthouse' });
    await asked.says('We have asked this show’s team');
    // Killed a moment earlier, nobody could say whether Telegram had taken it.
    const inGroup = { outlet: `alerts/telegram/${telegram.alerts}` };
    await stage.book.until({ message: 'delivery postponed', fields: inGroup });
    await stage.book.untilTrue('Discord was tried', () => deskIsAway.struck() > 0);
    first.kill('SIGKILL');
    await first.ended;
    deskIsAway.cancel();
    groupIsFull.cancel();

    await stage.startBot();
    const words = '#pier in Harbour wants to join';
    await discord.alert(words);
    const alert = await telegram.alert(words);
    expect(
      stage.discord.messages(discord.alerts.channel).filter((one) => JSON.stringify(one).includes('#pier')),
    ).toHaveLength(1);
    expect(
      stage.telegram.messages(telegram.alerts).filter(({ text }) => text?.includes('#pier') === true),
    ).toHaveLength(1);

    // A second one is added to the existing alert.
    const quay = stage.discord.addGuild({ name: 'Dock', channels: [{ name: 'quay' }] });
    const other = discord.person('Other', { guild: quay.id, channel: quay.channels.quay ?? '' }, 'moderates');
    await (await other.use('outlet connect', { show: 'lighthouse' })).says('We have asked this show’s team');
    await discord.alert('#quay in Dock wants to join');
    const both = await telegram.showrunner
      .in(telegram.alerts)
      .reads(alert, '#pier in', '#quay in Dock wants to join');
    await (await other.use('outlet connect', { show: 'lighthouse' })).says('has been waiting', 'since');

    await telegram.showrunner.in(telegram.alerts).press(both, 'Approve: #pier in Harbour');
    await telegram.showrunner
      .in(telegram.alerts)
      .press(await telegram.alert('#quay in Dock wants to join'), 'Decline: #quay in Dock');
    await discord.alert('No request is waiting any more');
    await telegram.showrunner.in(telegram.alerts).reads(alert, 'No request is waiting any more');
    expect(stage.discord.messages(discord.alerts.channel).filter(({ byBot }) => byBot)).toHaveLength(1);
    const list = await moderator.use('outlet list', { show: 'lighthouse' });
    await list.says('#pier in Harbour', 'playing');
  });
});
