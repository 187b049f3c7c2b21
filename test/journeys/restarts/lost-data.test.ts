import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { told } from '../../../src/terminal/tell-error.ts';
import { startRedis } from '../../support/redis.ts';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice, twoChoices } from '../../support/stage/stories.ts';
import { keyboardOf } from '../../support/stage/telegram-person.ts';
import { LIVELY } from '../../support/stage/tempo.ts';

const BOTH = { club: 'server', news: 'channel' } as const;
const LOST = /Redis has lost the data|may be lost: Redis is empty/;
/** More than two sweeps: anything posted by mistake would be there by then. */
const SWEEPS_MS = 2.5 * LIVELY.sweepEvery;

/** Starts by itself, with showrunners and alerts places. */
async function byItself(onFinished: Finished, environment = {}, story = oneChoice()) {
  const set = await onCommand({ story, places: BOTH, environment, expectedErrors: LOST }, onFinished);
  const file = JSON.parse(await set.stage.read('cliffhanger.yaml'));
  file.shows[0].starts = 'now';
  await set.stage.write('cliffhanger.yaml', file);
  return set;
}

const posted = (stage: SeasonStage<keyof typeof BOTH>): readonly string[] =>
  stage.all.flatMap((place) => [
    ...place.posts().map(({ text }) => `${place.key}: ${text.slice(0, 40)}`),
    ...place.polls().map(({ question }) => `${place.key}: ? ${question}`),
  ]);

async function readiness(address: unknown): Promise<{ status: number; past: string }> {
  const answer = await fetch(`${String(address)}/readyz`);
  const { checks } = (await answer.json()) as { checks: Record<string, { why?: string }> };
  return { status: answer.status, past: checks.past?.why ?? '' };
}

async function question(stage: SeasonStage<keyof typeof BOTH>): Promise<void> {
  await stage.book.until({ message: LOST });
  await stage.book.until({ message: 'a showrunner is needed: played before' });
}

describe.concurrent('lost data', { timeout: 120_000 }, () => {
  it('of the whole folder during a vote: nothing is posted again, and a person is asked how to continue', async ({
    onTestFinished,
  }) => {
    const { stage, discord, telegram } = await byItself(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    const before = posted(stage);
    await stage.stopBot();
    await rm(stage.environment.CLIFFHANGER_DATA ?? '', { recursive: true });

    await stage.startBot();
    await question(stage);
    const alert = await discord.alert('the bot has posted here before');
    await sleep(SWEEPS_MS);
    expect(posted(stage)).toEqual(before);
    const ready = await readiness(stage.bot.address);
    expect(ready.status).toBe(503);
    expect(ready.past).toContain('npx cliffhanger restore FILE');
    expect(ready.past).toContain('npx cliffhanger forget-past lighthouse');

    const asked = await discord.showrunner.press(alert, 'Start a new run');
    await asked.says('Everything is posted again from the first episode on');
    expect(posted(stage)).toEqual(before);
    const answer = await asked.press('Yes, do it');
    await answer.says('has begun');
    await stage.book.untilTrue('all is posted anew', () => posted(stage).length === 2 * before.length);
    await stage.book.until({ message: 'The question about the show’s lost data is answered' });
    const settled = await discord.alert('gave up the last run. The show can start anew.');
    expect(settled.components).toEqual([]);
    const inGroup = await telegram.alert('gave up the last run. The show can start anew.');
    expect(keyboardOf(inGroup)).toEqual([]);
    expect((await readiness(stage.bot.address)).past).toBe('');
  });

  it('of the whole folder, given up before the start: a new run begins without a question', async ({
    onTestFinished,
  }) => {
    const { stage } = await byItself(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    const before = posted(stage);
    await stage.stopBot();
    await rm(stage.environment.CLIFFHANGER_DATA ?? '', { recursive: true });
    const given = await stage.cli('forget-past', 'lighthouse');
    expect(given).toMatchObject({ code: 0, stderr: '' });
    await stage.startBot();
    await stage.book.untilTrue('all is posted anew', () => posted(stage).length === 2 * before.length);
    expect(stage.book.found({ message: LOST })).toEqual([]);
  });

  it('after FLUSHALL in round 2: nothing is posted again, until forget-past says so', async ({
    onTestFinished,
  }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const story = twoChoices();
    const { stage, telegram } = await byItself(onTestFinished, { REDIS_URL: redis.url }, story);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [0, 0], news: [0] });
    await stage.closeEarly(1);
    await stage.polled(2);
    const before = posted(stage);
    const client = new Redis(redis.url);
    onTestFinished(async () => client.disconnect());
    await client.flushall();
    await question(stage);
    await telegram.alert('The bot’s database has lost this show');
    await sleep(SWEEPS_MS);
    expect(posted(stage)).toEqual(before);
    const ready = await readiness(stage.bot.address);
    expect(ready.status).toBe(503);
    expect(ready.past).toContain('npx cliffhanger forget-past lighthouse');
    const { question: asked } = await stage.status();
    expect(asked).toMatchObject({ found: 'folder', season: 'lighthouse.1', what: ready.past });
    expect((await stage.cli('status', 'lighthouse')).stdout).toContain(
      'Waits for an answer: Redis has lost the data',
    );

    await stage.stopBot();
    await stage.startBot();
    await stage.book.until({ message: LOST }, 2);
    expect(posted(stage)).toEqual(before);
    expect(await stage.cli('forget-past', 'lighthouse')).toMatchObject({ code: 0, stderr: '' });
    await stage.book.until(
      { message: 'delivered', fields: { season: 'lighthouse.2', delivery: 'poll.1' } },
      2,
    );
    expect(posted(stage)).toHaveLength(before.length + 4);
    expect((await readiness(stage.bot.address)).status).toBe(200);
  });

  it('of a season started by command: it does not vanish without a word, and a backup brings it back', async ({
    onTestFinished,
  }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const environment = { REDIS_URL: redis.url };
    const { stage, discord } = await onCommand(
      { story: oneChoice(), places: BOTH, environment, expectedErrors: LOST },
      onTestFinished,
    );
    await stage.startBot();
    await stage.book.until({ message: 'commands are registered' });
    await (await discord.showrunner.use('season start')).says('has begun');
    await stage.polled(1);
    stage.cast(1, { club: [1, 1], news: [1] });
    const { stdout } = await stage.cli('backup', 'lighthouse');
    await stage.write('backup.json', stdout);
    const before = posted(stage);
    const client = new Redis(redis.url);
    onTestFinished(async () => client.disconnect());
    await client.flushall();
    await question(stage);
    expect((await readiness(stage.bot.address)).status).toBe(503);
    await stage.stopBot();
    const file = join(stage.folder, 'backup.json');
    expect(await stage.cli('restore', file)).toMatchObject({ code: 0, stderr: '' });
    await stage.startBot();
    expect(posted(stage)).toEqual(before);
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 3, decision: { option: 'doctor' } });
  });
});

describe.concurrent('two bots with one Redis', { timeout: 120_000 }, () => {
  const PEPPER = { CLIFFHANGER_PEPPER: '7'.repeat(64) };
  const own = (redis: string, token: string, more = PEPPER) => ({
    story: oneChoice(),
    places: BOTH,
    telegram: { token },
    environment: { REDIS_URL: redis, ...more },
  });

  it('the second one is refused, says what to do, and touches nothing of the first', async ({
    onTestFinished,
  }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const first = await SeasonStage.set(
      own(redis.url, '7000000001:AAF-stand_in_token_of_the_sandbox_01'),
      onTestFinished,
    );
    await first.startBot();
    await first.polled(1);
    first.cast(1, { club: [1, 1], news: [1] });

    const second = await SeasonStage.set(
      own(redis.url, '7000000002:AAF-stand_in_token_of_the_sandbox_02'),
      onTestFinished,
    );
    const refusal = told(await second.startBot().catch((error: unknown) => error));
    expect(refusal).toMatch(/Redis holds the data of another (Discord|Telegram) bot/);
    expect(refusal).toContain('REDIS_PREFIX');
    expect(posted(second)).toEqual([]);

    await first.closeEarly(1);
    await first.over();
    expect(await first.receipt(1)).toMatchObject({ total: 3, provisional: false });
  });

  it('with another pepper it is refused as well', async ({ onTestFinished }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const stage = await SeasonStage.set(
      own(redis.url, '7000000001:AAF-stand_in_token_of_the_sandbox_01'),
      onTestFinished,
    );
    await stage.startBot();
    const other = stage.startAnother({
      CLIFFHANGER_PEPPER: '8'.repeat(64),
      CLIFFHANGER_DATA: join(stage.folder, 'other'),
    });
    expect(told(await other.catch((error: unknown) => error))).toContain(
      'The pepper is not the one that the data in Redis was made with',
    );
  });
});
