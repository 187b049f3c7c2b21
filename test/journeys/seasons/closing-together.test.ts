import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { type Finished, SeasonStage, type StagePlan } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

const CHANNELS = Array.from({ length: 8 }, (_, number) => [`news${number}`, 'channel'] as const);
const SERVERS = Array.from({ length: 4 }, (_, number) => [`club${number}`, 'server'] as const);

/** The requests to the platforms about the end of polls: `stopPoll 200`. */
function watchClosings(stage: SeasonStage<string>): readonly string[] {
  const asked: string[] = [];
  stage.telegram.onExchange(({ method, status }) => {
    if (method === 'stopPoll' || method === 'editMessageReplyMarkup') asked.push(`${method} ${status}`);
  });
  stage.discord.onExchange(({ path, status }) => {
    if (path.endsWith('/expire')) asked.push(`expire ${status}`);
  });
  return asked;
}

/** Message of the first poll of a Telegram place. */
function pollMessage(stage: SeasonStage<string>, key: string) {
  const { id, polls } = stage.places[key] ?? {};
  const [poll] = polls?.() ?? [];
  return stage.telegram.messages(Number(id)).find((one) => String(one.message_id) === poll?.message);
}

describe.concurrent('polls that several processes close', { timeout: 120_000 }, () => {
  it('are each asked to end once, however long their platforms take', async ({ onTestFinished }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const stage = await SeasonStage.set<string>(
      {
        story: oneChoice(),
        places: Object.fromEntries([...CHANNELS, ...SERVERS]),
        discord: { behaviour: { finaliseAfterMs: 7_000 } },
        // Only the answers say that they are stopped.
        telegram: { snapshotOnStop: false },
        environment: { REDIS_URL: redis.url, CLIFFHANGER_PEPPER: '4'.repeat(64) },
      },
      onTestFinished,
    );
    const asked = watchClosings(stage);
    await stage.startBot();
    for (const name of ['two', 'three']) {
      const more = { CLIFFHANGER_ROLE: 'worker', CLIFFHANGER_DATA: join(stage.folder, name) };
      await stage.startAnother(more);
    }
    await stage.book.until({ message: 'the bot is up' }, 3);
    await stage.polled(1);
    stage.cast(1, { news0: [1, 1], club0: [1] });
    // Longer than the interval of the sweeps, each of which wakes up every process for every poll.
    const slow = { kind: 'delay', ms: 5_000, before: 'answering' } as const;
    stage.telegram.fault({ method: 'stopPoll', times: CHANNELS.length, fault: slow });
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 3, provisional: false });
    expect(asked.toSorted()).toEqual([
      ...SERVERS.map(() => 'expire 200'),
      ...CHANNELS.map(() => 'stopPoll 200'),
    ]);
  });
});

/**
 * Telegram's answer to the stop is lost, and it reports the end in no other way: its counts are read from the
 * message.
 */
async function setUp(onFinished: Finished, more: Partial<StagePlan<string>> = {}) {
  const stage = await SeasonStage.set<string>(
    { story: oneChoice(), places: { news: 'channel' }, telegram: { snapshotOnStop: false }, ...more },
    onFinished,
  );
  stage.telegram.fault({ method: 'stopPoll', fault: { kind: 'answer-lost' } });
  const isBare = () => pollMessage(stage, 'news')?.reply_markup === undefined;
  return { stage, isBare };
}

describe.concurrent('the button with which a closed poll is read', { timeout: 120_000 }, () => {
  it('is removed later if Telegram does not allow it at first', async ({ onTestFinished }) => {
    const { stage, isBare } = await setUp(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { news: [1, 1] });
    stage.telegram.fault({
      method: 'editMessageReplyMarkup',
      after: 1,
      times: 4,
      fault: { kind: 'server-error', status: 502 },
    });
    await stage.closeEarly(1);
    await stage.happened('round-decided', { round: 1 });
    expect(isBare()).toBe(false);
    expect(await stage.receipt(1)).toMatchObject({ total: 2, provisional: false });
    await vi.waitUntil(isBare, { timeout: 30_000, interval: 100 });
    const { traces } = stage.bot.context.closings;
    await vi.waitUntil(async () => (await traces(stage.season)).size === 0, { timeout: 10_000 });
  });

  it('is removed by the next start if the process was killed in between', async ({ onTestFinished }) => {
    const { stage, isBare } = await setUp(onTestFinished, { story: oneChoice({ lasts: '6s' }) });
    const killed = stage.startProcess(build);
    await stage.polled(1);
    stage.cast(1, { news: [1, 1] });
    stage.telegram.fault({
      method: 'editMessageReplyMarkup',
      fault: { kind: 'delay', ms: 3_000, before: 'answering' },
    });
    await vi.waitUntil(() => !isBare(), { timeout: 30_000, interval: 20 });
    killed.kill('SIGKILL');
    await killed.ended;
    expect(isBare()).toBe(false);
    await stage.startBot();
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 2, provisional: false });
    expect(isBare()).toBe(true);
  });
});
