import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { type Finished, SeasonStage } from '../support/season-stage.ts';
import { type Build, buildBot } from '../support/stage-build.ts';
import { postsAs } from '../support/stage-posts.ts';
import { oneChoice, type Rules } from '../support/stage-stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});
afterAll(() => build.remove());

const BOTH = { club: 'server', news: 'channel' } as const;
type Stage = SeasonStage<keyof typeof BOTH>;

/** Longer than a lease of ten seconds, which is longer than a store's patience with Redis. */
const PAUSE_MS = 12_000;
const NOT_REACHED = expect.stringMatching(/cannot be reached/);
const ENDING = { event: 'season-ended' };
const FORGOTTEN = /what it had forgotten is written again/;
const EXPECTED = /embedded Redis is gone|embedded Redis could not be started again|Ballots cannot be queued/;

const setUp = (
  onFinished: Finished,
  environment: Readonly<Record<string, string>> = {},
  rules: Rules = {},
): Promise<Stage> =>
  SeasonStage.set(
    { story: oneChoice(rules), places: BOTH, environment, expectedErrors: EXPECTED },
    onFinished,
  );

describe.concurrent('a season while Redis', { timeout: 60_000 }, () => {
  it('is killed and cannot come back for a while confirms no vote before it is stored, and counts each', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [0, 0, 2], news: [0, 2] });
    await allCounted(stage);

    const folder = join(stage.folder, 'data', 'redis');
    const pid = await embeddedPid(stage);
    await rename(folder, `${folder}.away`);
    process.kill(pid, 'SIGKILL');
    await stage.book.until({ message: 'embedded Redis could not be started again' });
    stage.cast(1, { club: [1, 1, 2, 1], news: [1, 2, 1] });
    await stage.book.until({ message: 'embedded Redis could not be started again' }, 6);
    expect(await health(stage)).toMatchObject({ status: 503, alive: 200, redis: NOT_REACHED });
    expect(stage.telegram.pendingUpdates()).toBeGreaterThan(0);

    await rename(`${folder}.away`, folder);
    await untilReady(stage);
    stage.cast(1, { club: [1, 1, 2, 1, 1], news: [1, 2, 1, 1] });
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 9, 'The doctor', 'ward');
  });

  it('is killed time and again in mid-vote goes on, and nothing is posted twice', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    for (const times of [1, 2, 3]) {
      stage.cast(1, { club: Array(4 * times).fill(2), news: Array(2 * times).fill(times % 3) });
      process.kill(await embeddedPid(stage), 'SIGKILL');
      await stage.book.until({ message: 'embedded Redis is gone; starting it again' }, times);
      await untilReady(stage);
    }
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 18, 'Nobody & "all"', 'dark');
  });

  it('is paused in mid-vote for longer than a lease regains its leases, and listens on', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [0, 0], news: [0] });
    await allCounted(stage);
    await paused(stage, async () => {
      stage.cast(1, { club: [1, 1, 1], news: [1, 1] });
      await stage.book.until({ message: 'the lease was lost: asking for it again' }, 2);
      expect(await health(stage)).toMatchObject({
        status: 503,
        alive: 200,
        redis: expect.stringMatching(/./),
      });
      expect(stage.telegram.pendingUpdates()).toBeGreaterThan(0);
    });
    await leased(stage, 'discord', 'telegram');
    await allCounted(stage);
    stage.cast(1, { club: [1, 1, 1, 2], news: [1, 1, 1] });
    await allCounted(stage);
    await untilReady(stage);
    await stage.closeEarly(1);
    await ended(stage, 7, 'The doctor', 'ward');
  });

  it('is paused between a message and its record sends it no second time', async ({ onTestFinished }) => {
    const stage = await setUp(onTestFinished);
    let pausing: Promise<void> | undefined;
    stage.telegram.onPollOpened(() => {
      pausing ??= paused(stage, async () => undefined);
    });
    await stage.startBot();
    await stage.book.untilTrue('Redis was paused', () => pausing !== undefined);
    stage.cast(1, { news: [2, 2] });
    await pausing;
    await stage.polled(1);
    stage.cast(1, { club: [2], news: [2, 0] });
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 3, 'Nobody & "all"', 'dark');
  });

  it('of somebody else is stopped over the deadline and started again decides by what the platforms hold', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setUp(onTestFinished, { REDIS_URL: redis.url }, { lasts: '8s' });
    await stage.startBot();
    await stage.polled(1);
    const deadline = Date.parse((await stage.status()).rounds[0]?.closesAt ?? '');
    stage.cast(1, { club: [0, 0], news: [0] });
    await allCounted(stage);
    await redis.stop();
    stage.cast(1, { club: [1, 0, 1], news: [1, 1] });
    await sleep(deadline + 1_000 - Date.now());
    expect(await health(stage)).toMatchObject({ status: 503, alive: 200, redis: NOT_REACHED });
    await redis.start();
    await ended(stage, 5, 'The doctor', 'ward');
    await untilReady(stage);
  });

  it('has no memory left, or another value at a key of ours, says so and goes on when that is mended', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setUp(onTestFinished, { REDIS_URL: redis.url });
    await stage.startBot();
    await stage.polled(1);
    const operator = new Redis(redis.url);
    onTestFinished(async () => operator.disconnect());

    await operator.config('SET', 'maxmemory', '1mb');
    stage.cast(1, { club: [1, 1, 1], news: [1, 1] });
    await stage.book.untilTrue('lack of memory is told', () => saidWhy(stage, /^OOM/));
    expect(await health(stage)).toMatchObject({
      status: 503,
      alive: 200,
      redis: expect.stringMatching(/memory/),
    });
    await operator.config('SET', 'maxmemory', '0');
    await untilReady(stage);
    await allCounted(stage);

    const events = `cliffhanger:{${stage.season}}:events`;
    await operator.rename(events, `${events}:aside`);
    await operator.set(events, 'not a list');
    await stage.book.untilTrue('the wrong type is told', () => saidWhy(stage, /WRONGTYPE.*:events/));
    await untilNotReady(stage);
    expect(await health(stage)).toMatchObject({ status: 503, alive: 200 });
    await operator.rename(`${events}:aside`, events);
    await untilReady(stage);
    await stage.closeEarly(1);
    await ended(stage, 5, 'The doctor', 'ward');
  });

  it('has become a read-only replica says so, and goes on when it is a master again', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setUp(onTestFinished, { REDIS_URL: redis.url });
    await stage.startBot();
    await stage.polled(1);
    const operator = new Redis(redis.url);
    onTestFinished(async () => operator.disconnect());

    // Its master is nobody: it keeps its data and refuses writes.
    await operator.replicaof('127.0.0.1', '1');
    stage.cast(1, { club: [1, 1, 1], news: [1, 1] });
    await stage.book.untilTrue('a replica is told', () => saidWhy(stage, /READONLY/));
    await untilNotReady(stage);
    await sleep(3_000);
    expect(await health(stage)).toMatchObject({
      status: 503,
      alive: 200,
      redis: expect.stringMatching(/replica/),
    });
    // Workers ask many times a second: an operator is told each thing once.
    expect(stage.book.lines.filter(({ level }) => level !== 'debug').length).toBeLessThan(70);
    await operator.replicaof('NO', 'ONE');
    await untilReady(stage);
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 5, 'The doctor', 'ward');
  });
});

describe.concurrent('a Redis that came back without its last seconds', { timeout: 60_000 }, () => {
  it('is told again what was posted meanwhile, so that nothing is posted twice', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'everysec');
    const stage = await setUp(onTestFinished, { REDIS_URL: redis.url });
    const starting = stage.startBot();
    await stage.happened('round-opened');
    await redis.keepCopy();
    await starting;
    await stage.polled(1);
    await redis.stop();
    stage.cast(1, { club: [0, 0], news: [0] });
    await redis.startFromCopy();
    await stage.book.until({ message: FORGOTTEN });
    await allCounted(stage);

    stage.cast(1, { club: [1, 1, 1], news: [1, 1] });
    await allCounted(stage);
    await redis.keepCopy();
    await stage.closeEarly(1);
    for (const { outlet } of stage.all) await stage.delivered('result.1', outlet);
    await redis.stop();
    await redis.startFromCopy();
    await stage.book.until({ message: FORGOTTEN }, 2);
    expect(await stage.status()).toMatchObject({ state: 'voting' });
    const endings = stage.book.found({ fields: ENDING }).length;
    await stage.closeEarly(1);
    await stage.book.until({ fields: ENDING }, endings + 1);
    await ended(stage, 5, 'The doctor', 'ward');
  });
});

describe.concurrent('several processes over one Redis', { timeout: 60_000 }, () => {
  it('share a season: one listens, one stands by and takes over, and nothing is posted twice', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'everysec');
    const shared = { REDIS_URL: redis.url, CLIFFHANGER_PEPPER: '3'.repeat(64), LOG_LEVEL: 'debug' };
    const stage = await setUp(onTestFinished, shared);
    const gateway = stage.startProcess(build, { CLIFFHANGER_ROLE: 'gateway' });
    await stage.book.until({ message: 'Telegram updates arrive' });
    const worker = stage.startProcess(build, { CLIFFHANGER_ROLE: 'worker' });
    await stage.startBot({ CLIFFHANGER_ROLE: 'worker' });
    await stage.polled(1);
    stage.cast(1, { club: [0, 0], news: [0] });
    await allCounted(stage);

    const second = stage.startProcess(build, { CLIFFHANGER_ROLE: 'all' });
    await stage.book.until({ message: 'another process listens there: waiting until it stops' }, 2);
    stage.cast(1, { club: [1, 1, 1], news: [1] });
    await allCounted(stage);
    expect(second.stdout()).not.toContain('Telegram updates arrive');

    gateway.kill('SIGTERM');
    expect(await gateway.ended).toEqual({ code: 0, signal: null });
    stage.cast(1, { club: [1, 1, 1, 1], news: [1, 1] });
    await allCounted(stage);
    await stage.book.until({ message: 'Telegram updates arrive' }, 2);
    expect(second.stdout()).toContain('Telegram updates arrive');
    stage.cast(1, { club: [1, 1, 1, 1, 1], news: [1, 1, 2] });
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 8, 'The doctor', 'ward');

    for (const one of [worker, second]) {
      one.kill('SIGTERM');
      expect(await one.ended).toEqual({ code: 0, signal: null });
    }
  });
});

/** Redis on a port that it keeps, with its own append-only file. */
interface OwnRedis {
  readonly url: string;
  /** With SIGKILL. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** What would be on its disk if it crashed now. */
  keepCopy(): Promise<void>;
  startFromCopy(): Promise<void>;
}

/** To be called before the stage is set: what is registered first ends last. */
async function ownRedis(onFinished: Finished, fsync: 'always' | 'everysec'): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-own-redis-'));
  const settings = ['--dir', folder, '--appendonly', 'yes', '--appendfsync', fsync];
  let running: TestRedis = await startRedis(settings);
  const { url, port } = running;
  onFinished(async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const start = async (): Promise<void> => {
    running = await startRedis([...settings, '--port', String(port)]);
  };
  const [file, copy] = [join(folder, 'appendonlydir'), join(folder, 'copy')];
  return {
    url,
    stop: () => running.stop(),
    start,
    async keepCopy() {
      await rm(copy, { recursive: true, force: true });
      await cp(file, copy, { recursive: true });
    },
    async startFromCopy() {
      await rm(file, { recursive: true });
      await cp(copy, file, { recursive: true });
      await start();
    },
  };
}

/** Stops the embedded server for longer than a lease lasts; goes on when the time and `meanwhile` are over. */
async function paused(stage: Stage, meanwhile: () => Promise<void>): Promise<void> {
  const started = await stage.book.until({ message: 'embedded Redis started' });
  const pid = Number(started.fields.pid);
  process.kill(pid, 'SIGSTOP');
  try {
    await Promise.all([sleep(PAUSE_MS), meanwhile()]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

async function embeddedPid(stage: Stage): Promise<number> {
  return processId(await embedded(stage));
}

async function embedded(stage: Stage): Promise<Redis> {
  const started = await stage.book.until({ message: 'embedded Redis started' });
  return new Redis(String(started.fields.socket));
}

/** Until somebody holds these leases. */
async function leased(stage: Stage, ...names: readonly string[]): Promise<void> {
  const redis = await embedded(stage);
  const keys = names.map((name) => `cliffhanger:lease:{${name}}`);
  while ((await redis.exists(...keys)) < keys.length) await sleep(100);
  redis.disconnect();
}

async function processId(redis: Redis): Promise<number> {
  try {
    return Number(/^process_id:(\d+)/m.exec(await redis.info('server'))?.[1]);
  } finally {
    redis.disconnect();
  }
}

async function allCounted(stage: Stage): Promise<void> {
  await stage.counted('club', 1);
  await stage.counted('news', 1);
}

interface Health {
  readonly status: number;
  readonly alive: number;
  /** Why Redis is not well; empty where it is. */
  readonly redis: string;
}

async function health(stage: Stage): Promise<Health> {
  const { address } = stage.bot;
  const [ready, alive] = await Promise.all([fetch(`${address}/readyz`), fetch(`${address}/healthz`)]);
  const { checks } = (await ready.json()) as { checks: Record<string, { why?: string }> };
  return { status: ready.status, alive: alive.status, redis: checks.redis?.why ?? '' };
}

/** Whether a line of the log gives such a reason, as its own or as an error's. */
function saidWhy(stage: Stage, why: RegExp): boolean {
  return stage.book.lines.some(({ fields }) =>
    [fields.why, fields.error instanceof Error ? fields.error.message : ''].some((one) =>
      why.test(String(one)),
    ),
  );
}

async function untilNotReady(stage: Stage): Promise<void> {
  while ((await health(stage)).status === 200) await sleep(100);
}

async function untilReady(stage: Stage): Promise<void> {
  while ((await health(stage)).status !== 200) await sleep(100);
}

/** The season comes to its end, with this receipt and each message once. */
async function ended(stage: Stage, total: number, label: string, last: string): Promise<void> {
  await stage.over();
  expect(await stage.receipt(1)).toMatchObject({ total, provisional: false });
  const wanted = ['drop storm', `result ${total} ${label}`, `drop ${last}`];
  for (const place of stage.all) {
    expect(place.polls()).toHaveLength(1);
    expect(postsAs(place, wanted)).toEqual(wanted);
  }
}
