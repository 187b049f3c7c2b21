import { describe, expect, it } from 'vitest';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const BOTH = { club: 'server', news: 'channel' } as const;

describe.concurrent('showrunners learn in time', { timeout: 120_000 }, () => {
  it('that Discord refuses the bot, on Telegram, and what to do', async ({ onTestFinished }) => {
    const { stage, telegram } = await onCommand(
      { story: oneChoice(), places: BOTH, expectedErrors: /Discord/ },
      onTestFinished,
    );
    await stage.startBot();
    const { gateway } = stage.discord;
    gateway.trouble = { kind: 'closes', code: 4004, reason: 'Authentication failed' };
    gateway.disconnect();
    await telegram.alert('Discord no longer lets the bot in');
    const ready = await fetch(`${stage.bot.address}/readyz`);
    expect(ready.status).toBe(503);
    const { checks } = (await ready.json()) as { checks: { discord: { why: string } } };
    expect(checks.discord.why).toMatch(/refuses the token in DISCORD_TOKEN.*start the bot again/);
    // Slowly from here on: a reset token can only arrive with a restart.
    expect(gateway.visits.resumes.length + gateway.visits.identifies.length).toBeLessThan(4);
  });

  it('that a poll was deleted on Discord, while there is time to vote again', async ({ onTestFinished }) => {
    const { stage, discord } = await onCommand(
      { story: oneChoice({ lasts: '40s' }), places: BOTH },
      onTestFinished,
    );
    await stage.startBot();
    await discord.showrunner.use('season start', { show: 'lighthouse' });
    await stage.polled(1);
    const [poll] = stage.places.club.polls();
    stage.discord.deleteMessage(poll?.message ?? '');
    await discord.alert('deleted the poll');
    expect((await stage.status()).state).toMatch(/voting/);
  });

  it('that a poll was deleted on Telegram, and only that one', async ({ onTestFinished }) => {
    const { stage, telegram } = await onCommand(
      { story: oneChoice({ lasts: '40s' }), places: { news: 'channel', fans: 'group' } },
      onTestFinished,
    );
    await stage.startBot();
    await telegram.showrunner.say('/season start lighthouse', ['The Lighthouse has begun']);
    await stage.polled(1);
    const { news } = stage.places;
    stage.telegram.world.deleteMessage(Number(news.id), Number(news.polls()[0]?.message));
    await telegram.alert('deleted the poll');
    expect(stage.book.found({ message: 'a native poll was deleted' })).toHaveLength(1);
    expect((await stage.status()).state).toMatch(/voting/);
  });
});
