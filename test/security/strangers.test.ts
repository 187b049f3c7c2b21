import { describe, expect, it } from 'vitest';
import { nativeAnswerId, nativePollId, voterHash } from '../../src/core/ids.ts';
import type { BallotBatch } from '../../src/ports/stores/ballot-store.ts';
import { type Finished, SeasonStage } from '../support/seasons/season-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

const MANAGE_SERVER = 1n << 5n;
const ADMINISTRATOR = 1n << 3n;

/** A running show, and a server of a stranger who has every role there. */
async function begin(onFinished: Finished) {
  const stage = await SeasonStage.set(
    { story: oneChoice(), places: { club: 'server', news: 'channel' } as const },
    onFinished,
  );
  const { id: guild, channels } = stage.discord.addGuild({
    name: 'Forty accounts of one person',
    channels: [{ name: 'x' }],
  });
  const channel = channels.x ?? '';
  await stage.startBot();
  await stage.polled(1);
  await stage.book.until({ message: 'the bot is up' });
  const user = stage.discord.addUser('stranger');
  return { stage, channel, stranger: { guild, channel, user, permissions: ADMINISTRATOR | MANAGE_SERVER } };
}

describe.concurrent('a stranger who owns a server', { timeout: 60_000 }, () => {
  it('brings no votes in: a community waits until a showrunner approves it', async ({ onTestFinished }) => {
    const { stage, stranger, channel } = await begin(onTestFinished);
    const asked = await stage.discord.interact({
      ...stranger,
      command: 'outlet connect',
      options: { show: 'lighthouse' },
    });
    expect(asked.text()).toContain('We have asked this show’s team');
    const approved = await stage.discord.interact({
      ...stranger,
      command: 'outlet approve',
      options: { show: 'lighthouse', outlet: `discord:${channel}` },
    });
    expect(approved.text()).not.toContain('now plays');
    await stage.playRound(1, { club: [1], news: [1] });
    const status = await stage.over();
    expect(status.deliveries.map(({ outlet }) => outlet)).not.toContain(`discord:${channel}`);
    expect(stage.discord.messages(channel).filter(({ poll }) => poll !== null)).toEqual([]);
    expect((await stage.receipt(1)).outlets.map(({ outlet }) => outlet).sort()).toEqual(
      stage.all.map(({ outlet }) => outlet).sort(),
    );
  });

  it('steers nothing, whatever rights they have there', async ({ onTestFinished }) => {
    const { stage, stranger } = await begin(onTestFinished);
    const before = await stage.bot.context.seasons.read(stage.season);
    const attempts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      'season pause': { reason: 'mine' },
      'season cancel': { reason: 'mine' },
      'season reload': {},
      'episode release': {},
      'vote close': { reason: 'mine' },
      'vote void': { reason: 'mine' },
      'vote decide': { option: 'sister', reason: 'mine' },
    };
    for (const [command, more] of Object.entries(attempts)) {
      const options = { show: 'lighthouse', ...more };
      const outcome = await stage.discord.interact({ ...stranger, command, options });
      expect([command, outcome.status, outcome.modal]).toEqual([command, 'answered', null]);
      expect(outcome.messages().every(({ ephemeral }) => ephemeral)).toBe(true);
    }
    expect(await stage.bot.context.seasons.read(stage.season)).toEqual(before);
  });

  it('is not counted for a poll of their own', async ({ onTestFinished }) => {
    const { stage } = await begin(onTestFinished);
    const { context } = stage.bot;
    const poll = stage.poll('club', 1);
    const foreign: BallotBatch = {
      poll: nativePollId(`d${BigInt(poll.id) + 1n}`),
      epoch: 99,
      number: 1,
      ballots: [{ voter: voterHash('0'.repeat(16)), answer: nativeAnswerId('1') }],
    };
    await context.jobs.ballots([foreign]);
    stage.cast(1, { club: [0] });
    await stage.counted('club', 1);
    expect(await stage.live('club', 1)).toEqual({ sister: 1, doctor: 0, nobody: 0 });
  });
});
