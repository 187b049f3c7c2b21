import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { ownRedis } from '../../support/stage/redis.ts';
import { serialShow } from '../../support/stage/stories.ts';
import { type Answered, outcomeOf, post, sign } from '../../support/webhook/sender.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

const SECRET = 'webhook-secret-of-this-journey';
const DOOR = { title: 'The Door', url: 'https://watch.example/backroom/door', synopsis: 'Somebody knocks.' };
const STAIRS = { title: 'The Stairs', url: 'https://watch.example/backroom/stairs' };

const setUp = (onFinished: Finished, environment: Readonly<Record<string, string>> = {}) =>
  SeasonStage.set(
    {
      story: serialShow(),
      show: { source: { gap: '0s' } },
      places: { club: 'server', news: 'channel' },
      environment: { CLIFFHANGER_WEBHOOK_SECRET: SECRET, ...environment },
      expectedErrors: /could not be taken/,
    },
    onFinished,
  );
type Stage = Awaited<ReturnType<typeof setUp>>;

/** Where the N-th process of a stage takes episodes. */
async function addressOf(stage: Stage, count = 1): Promise<string> {
  const { fields } = await stage.book.until({ message: 'health at /healthz and /readyz' }, count);
  return `${fields.address}/shows/backroom/episodes`;
}

/** As a careful program sends: again and again with the same key, until the bot has it. */
async function sendUntilTaken(url: string, body: object, key: string): Promise<Answered> {
  for (;;) {
    const answer = await post(url, { secret: SECRET, body, key });
    const wait = answer.headers.get('retry-after');
    if (wait === null) return answer;
    await sleep(Number(wait) * 1_000);
  }
}

async function posted(stage: Stage, drops: readonly string[]): Promise<void> {
  for (const place of stage.all) {
    await stage.delivered(`drop.${drops.length}`, place.outlet);
    expect(postsAs(place, drops)).toEqual(drops);
  }
}

describe.concurrent('an episode posted to the webhook', { timeout: 120_000 }, () => {
  it('of a running process is in every outlet, once however often it is sent', async ({ onTestFinished }) => {
    const stage = await setUp(onTestFinished);
    const bot = stage.startProcess(build);
    const url = await addressOf(stage);
    await stage.happened('season-started');
    const time = Math.floor(Date.now() / 1_000);
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(url, { secret: SECRET, body: DOOR, key: 'k1', time })),
    );
    expect(answers.map(outcomeOf)).toEqual(Array(3).fill('202 {"episode":"ep-1","action":"queued"}'));
    await posted(stage, ['drop door']);
    expect(stage.places.club.posts()[0]?.text).toContain('Somebody knocks.');

    expect(outcomeOf(await post(url, { secret: SECRET, body: STAIRS }))).toBe(
      '202 {"episode":"ep-2","action":"queued"}',
    );
    await posted(stage, ['drop door', 'drop stairs']);
    bot.kill('SIGTERM');
    expect(await bot.ended).toEqual({ code: 0, signal: null });
    const told = bot.stdout() + bot.stderr();
    expect(told).toContain('an episode was posted to the webhook');
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(sign(SECRET, time, Buffer.from(JSON.stringify(DOOR))));
  });

  it('to a process that is killed before it could answer is posted once, by the next one', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    const first = stage.startProcess(build);
    const url = await addressOf(stage);
    await stage.happened('season-started');
    const sent = post(url, { secret: SECRET, body: DOOR, key: 'k1' }).catch(() => undefined);
    await stage.happened('episode-added');
    first.kill('SIGKILL');
    await first.ended;
    await sent;

    stage.startProcess(build);
    const answer = await sendUntilTaken(await addressOf(stage, 2), DOOR, 'k1');
    expect(answer).toMatchObject({ status: 202, body: { episode: 'ep-1' } });
    await posted(stage, ['drop door']);
    // Whatever was done before the kill, the next episode follows it.
    await sendUntilTaken(await addressOf(stage, 2), STAIRS, 'k2');
    await posted(stage, ['drop door', 'drop stairs']);
  });

  it('to a process that only receives is posted by the one that works', async ({ onTestFinished }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setUp(onTestFinished, {
      REDIS_URL: redis.url,
      CLIFFHANGER_PEPPER: 'a pepper of both processes, long enough',
    });
    stage.startProcess(build, { CLIFFHANGER_ROLE: 'gateway' });
    const url = await addressOf(stage);
    stage.startProcess(build, { CLIFFHANGER_ROLE: 'worker' });
    await stage.happened('season-started');
    expect(outcomeOf(await post(url, { secret: SECRET, body: DOOR }))).toBe(
      '202 {"episode":"ep-1","action":"queued"}',
    );
    await posted(stage, ['drop door']);
  });

  it('while Redis is away is refused, and posted once when it is sent again', async ({ onTestFinished }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setUp(onTestFinished, { REDIS_URL: redis.url });
    stage.startProcess(build);
    const url = await addressOf(stage);
    await stage.happened('season-started');
    await redis.stop();
    const refused = await post(url, { secret: SECRET, body: DOOR, key: 'k1' });
    expect(outcomeOf(refused)).toBe('503 unavailable');
    await redis.start();
    expect((await sendUntilTaken(url, DOOR, 'k1')).body).toMatchObject({ episode: 'ep-1' });
    await posted(stage, ['drop door']);
  });
});
