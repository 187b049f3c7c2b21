import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { exitCodeFor, told } from '../../../src/terminal/tell-error.ts';
import { startRedis } from '../../support/redis.ts';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { ownRedis } from '../../support/stage/redis.ts';
import { oneChoice, type Rules } from '../../support/stage/stories.ts';
import { allCounted, ended, setTroubleStage } from '../../support/trouble-stage.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

const BOTH = { club: 'server', news: 'channel' } as const;
const ENDED = ['drop storm', 'result 5 The doctor', 'drop ward'];
const setUp = (onFinished: Finished, rules: Rules = {}) =>
  SeasonStage.set({ story: oneChoice(rules), places: BOTH }, onFinished);

describe.concurrent('a bot as a process', { timeout: 120_000 }, () => {
  it('stopped during a vote and started after the deadline decides at once, with nothing posted twice', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { lasts: '15s' });
    const first = stage.startProcess(build);
    await stage.polled(1);
    stage.cast(1, { club: [1, 0, 1], news: [1] });
    const [round] = (await stage.status()).rounds;
    first.kill('SIGTERM');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    // Also not cut off when its time to stop was over.
    expect(stage.book.found({ message: 'stopped' })).toHaveLength(1);
    stage.cast(1, { news: [1, 1] });
    const deadline = Date.parse(round?.closesAt ?? '');
    await sleep(Math.max(0, deadline - Date.now()));
    await stage.startBot();
    await stage.over();

    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({ total: 5, provisional: false, decision: { option: 'doctor' } });
    for (const place of stage.all) {
      expect(place.polls()).toHaveLength(1);
      expect(postsAs(place, ENDED)).toEqual(ENDED);
    }
    const printed = await stage.cliProcess(build, 'receipt', 'lighthouse', '--json');
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(printed.stdout)).toEqual(receipt);
    const told = await stage.cli('status', 'lighthouse', '--json');
    expect(JSON.parse(told.stdout)).toEqual(await stage.status());
    expect(first.stderr()).toBe('');
  });

  it('killed during a vote leaves its Redis to the next one, which continues with exact counts', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    const first = stage.startProcess(build);
    await stage.polled(1);
    stage.cast(1, { club: [0, 0], news: [0] });
    first.kill('SIGKILL');
    await first.ended;
    stage.cast(1, { club: [1, 0, 1], news: [1] });
    await stage.startBot();
    await stage.book.until({ message: 'embedded Redis found running and taken over' });
    // Votes arrive at once, without waiting until the leases of the dead process expire.
    expect(stage.book.found({ message: /another process is listening there/ })).toEqual([]);
    stage.cast(1, { news: [1, 2] });
    await stage.closeEarly(1);
    await stage.over();

    expect(await stage.receipt(1)).toMatchObject({ total: 5, provisional: false });
    const wanted = ['drop storm', 'result 5 The doctor', 'drop ward'];
    for (const place of stage.all) {
      expect(place.polls()).toHaveLength(1);
      expect(postsAs(place, wanted)).toEqual(wanted);
    }
  });

  it('plays on a foreign Redis, and warns about what that one may lose', async ({ onTestFinished }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const environment = { REDIS_URL: redis.url };
    const stage = await SeasonStage.set({ story: oneChoice(), places: BOTH, environment }, onTestFinished);
    await stage.startBot();
    await stage.playRound(1, { club: [1, 1, 1], news: [1, 1] });
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 5, provisional: false });
    expect(stage.book.found({ message: /does not save every write to disk/ })).toHaveLength(1);
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('waits for a Redis that is not there yet, says so, and continues by itself', async ({
    onTestFinished,
  }) => {
    let redis = await startRedis();
    const { url, port } = redis;
    await redis.stop();
    // Before the stage is set: what is registered first ends last.
    onTestFinished(() => redis.stop());
    const stage = await SeasonStage.set(
      { story: oneChoice(), places: BOTH, environment: { REDIS_URL: url } },
      onTestFinished,
    );
    const started = stage.startBot();
    await stage.book.until({ message: new RegExp(`Waiting for Redis \\(127\\.0\\.0\\.1:${port}`) });
    expect(stage.all.flatMap((place) => [...place.posts(), ...place.polls()])).toEqual([]);
    redis = await startRedis(['--port', String(port)]);
    await started;
    await stage.polled(1);
  });

  it('of several with one Redis listens, one stands by and takes over, and nothing is posted twice', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'everysec');
    const shared = { REDIS_URL: redis.url, CLIFFHANGER_PEPPER: '3'.repeat(64), LOG_LEVEL: 'debug' };
    const stage = await setTroubleStage(onTestFinished, shared);
    const gateway = stage.startProcess(build, { CLIFFHANGER_ROLE: 'gateway' });
    await stage.book.until({ message: 'Telegram updates are arriving' });
    const worker = stage.startProcess(build, { CLIFFHANGER_ROLE: 'worker' });
    await stage.startBot({ CLIFFHANGER_ROLE: 'worker' });
    await stage.polled(1);
    stage.cast(1, { club: [0, 0], news: [0] });
    await allCounted(stage);

    const second = stage.startProcess(build, { CLIFFHANGER_ROLE: 'all' });
    await stage.book.until({ message: 'another process is listening there; waiting until it stops' }, 2);
    stage.cast(1, { club: [1, 1, 1], news: [1] });
    await allCounted(stage);
    expect(second.stdout()).not.toContain('Telegram updates are arriving');

    gateway.kill('SIGTERM');
    expect(await gateway.ended).toEqual({ code: 0, signal: null });
    stage.cast(1, { club: [1, 1, 1, 1], news: [1, 1] });
    await allCounted(stage);
    await stage.book.until({ message: 'Telegram updates are arriving' }, 2);
    expect(second.stdout()).toContain('Telegram updates are arriving');
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

/** What is wrong, how it is caused, and what a person is told. */
interface BadStart {
  readonly what: string;
  readonly says: readonly RegExp[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly prepare?: (stage: Stage) => Promise<void>;
}
type Stage = SeasonStage<'club' | 'news'>;

const circle = () => {
  const story = oneChoice();
  return {
    ...story,
    episodes: {
      ...story.episodes,
      ward: { title: 'Ward', url: 'https://watch.example/ward', next: 'storm' },
    },
  };
};

const BAD_STARTS: readonly BadStart[] = [
  {
    what: 'an unknown key in the story',
    prepare: (stage) => stage.write('story.yaml', { ...oneChoice(), votting: {} }),
    says: [/story\.yaml:\d+:\d+ {2}.*votting/],
  },
  {
    what: 'a story that loops for ever',
    prepare: (stage) => stage.write('story.yaml', circle()),
    says: [/story\.yaml:\d+:\d+/, /revisited/],
  },
  {
    what: 'a wrong Discord token',
    environment: { DISCORD_TOKEN: 'MTIz.c3RhbmQ.wrong' },
    says: [/DISCORD_TOKEN/],
  },
  { what: 'a wrong Telegram token', environment: { TELEGRAM_TOKEN: '1:wrong' }, says: [/TELEGRAM_TOKEN/] },
  {
    what: 'no token at all',
    environment: { DISCORD_TOKEN: '', TELEGRAM_TOKEN: '' },
    says: [/DISCORD_TOKEN is not set, nor is TELEGRAM_TOKEN/],
  },
  {
    what: 'a file that is missing',
    environment: { CLIFFHANGER_CONFIG: 'nowhere/to/be/found.yaml' },
    says: [/nowhere\/to\/be\/found\.yaml/],
  },
  {
    what: 'a Redis that is no Redis address',
    environment: { REDIS_URL: 'localhost' },
    says: [/REDIS_URL/, /redis:\/\//],
  },
];

describe.concurrent('a start that is impossible', { timeout: 120_000 }, () => {
  it.for(BAD_STARTS)(
    'for $what ends with one clear message for exit code 1 and nothing posted',
    async ({ prepare, environment, says }, { onTestFinished }) => {
      const stage = await setUp(onTestFinished);
      await prepare?.(stage);
      await refused(stage, environment ?? {}, says);
    },
  );

  it('ends the process with that message and exit code 1, before and after the program is loaded', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    for (const environment of [{ REDIS_URL: 'localhost' }, { DISCORD_TOKEN: 'MTIz.c3RhbmQ.wrong' }]) {
      const child = stage.startProcess(build, environment);
      expect(await child.ended, child.stderr()).toEqual({ code: 1, signal: null });
      expectMessage(
        child.stderr(),
        Object.keys(environment).map((name) => new RegExp(name)),
      );
    }
  });

  it('for a port in use ends with one clear message for exit code 1 and nothing posted', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => holder.close(() => resolve())));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    await refused(stage, { HTTP_PORT: port }, [/HTTP_PORT/, new RegExp(port)]);
  });

  it('for a second bot over the same data ends with one clear message for exit code 1', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    const before = stage.all.map((place) => place.posts().length + place.polls().length);
    await refused(stage, {}, [/data/], before);
  });

  it.for([
    { what: 'no command', args: [] },
    { what: 'an unknown command', args: ['stat'] },
    { what: 'a round that is no number', args: ['receipt', 'lighthouse', '--round', 'two'] },
    { what: 'a show too few', args: ['status'] },
  ])('for the command line with $what ends with exit code 2', async ({ args }, { onTestFinished }) => {
    const stage = await setUp(onTestFinished);
    const { code, stderr } = await stage.cli(...args);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stderr.trim()).not.toBe('');
  });
});

function expectMessage(message: string, says: readonly RegExp[]): void {
  for (const words of says) expect(message).toMatch(words);
  expect(message).not.toMatch(/^ {4}at /m);
  expect(message).not.toContain('bug in the bot');
}

async function refused(
  stage: Stage,
  environment: Readonly<Record<string, string>>,
  says: readonly RegExp[],
  posted?: readonly number[],
) {
  const error = await stage.startAnother(environment).catch((fault: unknown) => fault);
  expect(exitCodeFor(error)).toBe(1);
  expectMessage(told(error), says);
  expect(stage.all.map((place) => place.posts().length + place.polls().length)).toEqual(
    posted ?? stage.all.map(() => 0),
  );
}
