import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { outletId } from '../../../src/core/ids.ts';
import { createHttpServer } from '../../../src/http/http-server.ts';
import { createMetrics } from '../../../src/http/metrics.ts';
import { createBullmqJobs } from '../../../src/queues/jobs.ts';
import { connectRedis } from '../../../src/redis/connection/connection.ts';
import { createRedisClock } from '../../../src/redis/shared/clock.ts';
import { gate, idleHandlers, SEASON } from '../../queues/jobs.contract.ts';
import { logLines } from '../../support/log-lines.ts';
import { startRedis } from '../../support/redis.ts';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const PLACES = { club: 'server', talk: 'group' } as const;
type Stage = SeasonStage<keyof typeof PLACES>;

const TWO_MINUTES_MS = 120_000;

interface Probe {
  readonly status: number;
  /** Names of the failing checks, with their reasons. */
  readonly failing: Readonly<Record<string, string>>;
  readonly body: string;
}

async function probe(address: string): Promise<Probe> {
  const answer = await fetch(`${address}/readyz`);
  const body = await answer.text();
  const { checks } = JSON.parse(body) as { checks: Record<string, { ok: boolean; why?: string }> };
  const failing = Object.entries(checks).flatMap(([name, { ok, why = '' }]) => (ok ? [] : [[name, why]]));
  return { status: answer.status, failing: Object.fromEntries(failing), body };
}

/** Asks again until the answer is this one. */
async function until(address: string, status: number): Promise<void> {
  while ((await probe(address)).status !== status) await sleep(50);
}

/** What the log says about a failing check, or its recovery. */
const told = (stage: Stage, message: string, check: string) =>
  stage.book.found({ message, fields: { check } }).map(({ fields }) => fields);

async function voting(onFinished: Finished, environment: Record<string, string> = {}): Promise<Stage> {
  const stage = await SeasonStage.set(
    { story: oneChoice(), places: PLACES, environment, expectedErrors: /Discord|discord/ },
    onFinished,
  );
  await stage.startBot();
  await stage.polled(1);
  expect(await probe(stage.bot.address)).toMatchObject({ status: 200, failing: {} });
  return stage;
}

/** Anybody may read the answer, so it names no show, no outlet, no account, no address and no library's words. */
function expectClosed(stage: Stage, { body }: Probe): void {
  const inside = [stage.discord.token, stage.telegram.token, stage.season, stage.folder, '127.0.0.1', '://'];
  for (const one of [...inside, ...stage.all.map(({ id }) => id)]) expect(body).not.toContain(one);
  expect(body).not.toMatch(/E[A-Z]{6,}|\d{6,}|Error/);
}

describe.concurrent('/readyz', { timeout: 60_000 }, () => {
  it('fails while the Discord gateway is not connected', async ({ onTestFinished }) => {
    const stage = await voting(onTestFinished);
    const { address } = stage.bot;
    // The stand-in cannot be closed while it keeps clients waiting.
    onTestFinished(() => stage.discord.gateway.comeUp());
    stage.discord.gateway.goDown();
    await until(address, 503);
    const down = await probe(address);
    expect(down.failing).toEqual({ discord: expect.stringMatching(/^Discord's gateway is not connected/) });
    expectClosed(stage, down);
    expect(told(stage, 'not ready', 'discord')).toEqual([
      {
        check: 'discord',
        why: down.failing.discord,
        cause: 'shard 0 is reconnecting: closed with code 4000',
      },
    ]);

    stage.discord.gateway.comeUp();
    await until(address, 200);
    expect(told(stage, 'ready again', 'discord')).toEqual([{ check: 'discord' }]);
  });

  it('fails while Telegram’s updates do not come, and the log says why', async ({ onTestFinished }) => {
    const stage = await voting(onTestFinished);
    const { address } = stage.bot;
    stage.telegram.fault({
      method: 'getUpdates',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'refuse', code: 500, description: 'Internal Server Error' },
    });
    // Answers the running request; the next one is refused.
    stage.cast(1, { talk: [1] });
    await until(address, 503);
    const deaf = await probe(address);
    expect(deaf.failing).toEqual({ telegram: expect.stringMatching(/^Telegram’s updates do not arrive/) });
    expectClosed(stage, deaf);
    expect(told(stage, 'not ready', 'telegram')).toMatchObject([
      { why: deaf.failing.telegram, cause: expect.stringMatching(/^Telegram refuses updates: 500/) },
    ]);

    stage.telegram.clearFaults();
    await until(address, 200);
  });

  it('fails if an effect is overdue by more than a minute, and the log names it', async ({
    onTestFinished,
  }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const stage = await voting(onTestFinished, { REDIS_URL: redis.url });
    await stage.stopBot();
    // No process is left that performs effects.
    await stage.startBot({ CLIFFHANGER_ROLE: 'gateway' });
    const { address, context } = stage.bot;
    const owe = async (id: string, late: number) => {
      const dueAt = (await context.clock.now()) - late;
      await context.outbox.owe(stage.season, id, { kind: 'wake', dueAt });
      return dueAt;
    };
    await owe('98.0', 30_000);
    expect(await probe(address)).toMatchObject({ status: 200, failing: {} });
    const dueAt = await owe('99.0', TWO_MINUTES_MS);
    const late = await probe(address);
    expect(late).toMatchObject({
      status: 503,
      failing: { effects: 'an effect is overdue by more than a minute' },
    });
    expectClosed(stage, late);
    await probe(address);
    expect(told(stage, 'not ready', 'effects')).toEqual([
      {
        check: 'effects',
        why: 'an effect is overdue by more than a minute',
        season: stage.season,
        effect: 'wake',
        id: '99.0',
        dueAt: new Date(dueAt).toISOString(),
      },
    ]);
    await stage.stopBot();
    await stage.startBot();
    await until(stage.bot.address, 200);
  });

  it('fails if a worker is stuck, and says in what kind of work', async ({ onTestFinished }) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { log, lines } = logLines();
    const connect = (role: 'queue' | 'worker') => connectRedis(redis.url, role, { log });
    const client = connectRedis(redis.url, 'store', { log });
    onTestFinished(() => client.disconnect());
    const jobs = createBullmqJobs({
      platforms: ['discord', 'telegram'],
      connect,
      clock: createRedisClock(client),
      log,
      limits: { longestRun: 50 },
    });
    onTestFinished(() => jobs.stop(0));
    const http = createHttpServer({
      host: '127.0.0.1',
      port: 0,
      log,
      checks: { work: () => jobs.health() },
      metrics: createMetrics(() => jobs.depth()).page,
    });
    onTestFinished(() => http.stop(0));
    const address = await http.listen();
    const rest = gate();
    await jobs.work({ ...idleHandlers, delivery: () => rest.opened });
    await jobs.delivery('discord', SEASON, outletId('discord:1100000000000000001'), {});
    await until(address, 503);
    const { failing, body } = await probe(address);
    expect(failing).toEqual({ work: 'a worker is stuck: delivery' });
    expect(body).not.toMatch(/1100000000000000001|night-shift/);
    expect(lines.filter(({ message }) => message === 'not ready')).toMatchObject([
      { fields: { job: `discord-deliveries: delivery ${SEASON} discord:1100000000000000001` } },
    ]);
    rest.open();
    await until(address, 200);
  });
});
