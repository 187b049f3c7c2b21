import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/http/http-server.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createBullmqJobs } from '../../src/queues/jobs.ts';
import { connectRedis } from '../../src/redis/connection/connection.ts';
import { createRedisClock } from '../../src/redis/shared/clock.ts';
import { logLines } from '../support/log-lines.ts';
import { startRedis } from '../support/redis.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function serve(metrics: ReturnType<typeof createMetrics>): Promise<() => Promise<Response>> {
  const { log } = logLines();
  const server = createHttpServer({ host: '127.0.0.1', port: 0, log, checks: {}, metrics: metrics.page });
  ending.push(() => server.stop(1_000));
  const url = await server.listen();
  return () => fetch(`${url}/metrics`);
}

/** With a value in every metric of our own. */
function usedMetrics(): ReturnType<typeof createMetrics> {
  const metrics = createMetrics(async () => ({ season: 2 }));
  metrics.votes('discord', 3);
  metrics.batch('counted', 3);
  metrics.dropped('unknown-poll', 4);
  metrics.pollsDropped(3);
  metrics.delivery('discord', 'drop', 'sent');
  metrics.decision('plurality');
  metrics.lag(1_500);
  return metrics;
}

describe('metrics', () => {
  it('are in Prometheus’ format, with gauges read at the time of the scrape', async () => {
    const scrape = await serve(usedMetrics());
    const answer = await scrape();
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect((await answer.text()).split('\n')).toEqual(
      expect.arrayContaining([
        'cliffhanger_votes_total{platform="discord"} 3',
        'cliffhanger_ballot_batches_total{outcome="counted"} 1',
        'cliffhanger_ballot_batch_size_sum 3',
        'cliffhanger_ballots_dropped_total{reason="unknown-poll"} 4',
        'cliffhanger_unknown_polls_dropped_total 3',
        'cliffhanger_deliveries_total{platform="discord",kind="drop",status="sent"} 1',
        'cliffhanger_decisions_total{rule="plurality"} 1',
        'cliffhanger_effect_lag_seconds_sum 1.5',
        'cliffhanger_queue_jobs{queue="season"} 2',
      ]),
    );
  });

  it('keep to Prometheus’ rules for names', async () => {
    const page = await usedMetrics().page.text();
    const help = new Map(
      [...page.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name = '', text]) => [name, text]),
    );
    const types = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({
      name,
      type,
    }));
    expect(types.filter(({ name }) => name.startsWith('cliffhanger_'))).toHaveLength(11);
    const faults = types.flatMap(({ name, type }) => faultsOf(name, type, help.get(name) ?? ''));
    expect(faults).toEqual([]);
    const labels = new Set([...page.matchAll(/[{,]([^=,{]+)="/g)].map(([, label = '']) => label));
    expect([...labels].filter((label) => !/^[a-z][a-z0-9_]*$/.test(label))).toEqual([]);
  });

  it('are served while Redis is away, without the queues, and with them when it is back', async () => {
    const { log } = logLines();
    const redis = await startRedis();
    const store = connectRedis(redis.url, 'store', { log });
    ending.push(async () => store.disconnect());
    const connect = (role: 'queue' | 'worker') => connectRedis(redis.url, role, { log });
    const jobs = createBullmqJobs({
      platforms: ['discord', 'telegram'],
      connect,
      clock: createRedisClock(store),
      log,
    });
    ending.push(() => jobs.stop(0));
    let reads = 0;
    const metrics = createMetrics(() => {
      reads += 1;
      return jobs.depth();
    });
    metrics.decision('plurality');
    const scrape = await serve(metrics);
    const told = async (): Promise<readonly (string | undefined)[]> => {
      const answer = await scrape();
      expect(answer.status).toBe(200);
      const text = await answer.text();
      return [/^cliffhanger_(decisions_total).* 1$/m, /^cliffhanger_(queue_jobs).*"season"} 0$/m].map(
        (line) => line.exec(text)?.[1],
      );
    };
    expect(await told()).toEqual(['decisions_total', 'queue_jobs']);

    await redis.stop();
    reads = 0;
    const scrapes = [...(await Promise.all([told(), told(), told()])), await told()];
    expect(scrapes).toEqual(Array(4).fill(['decisions_total', undefined]));
    // A read that waits for Redis is made once, however many scrapes come meanwhile.
    expect(reads).toBe(1);

    const again = await startRedis(['--port', String(redis.port)]);
    ending.push(() => again.stop());
    await expect.poll(told, { timeout: 15_000 }).toEqual(['decisions_total', 'queue_jobs']);
  });

  it('are served even if the queues cannot be read at all', async () => {
    const scrape = await serve(createMetrics(() => Promise.reject(new Error('WRONGTYPE'))));
    const answer = await scrape();
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toMatch(/queue_jobs\{|WRONGTYPE/);
  });
});

/**
 * The rules of https://prometheus.io/docs/practices/naming: one unit, a base unit, in the name; `_total` for what is
 * counted up, and for nothing else; no type in the name. Two names of the library's own are older than they.
 */
function faultsOf(name: string, type: string, help: string): string[] {
  const older = /^nodejs_active_(handles|requests|resources)_total$/.test(name);
  const rules: readonly (readonly [boolean, string])[] = [
    [/^(cliffhanger|process|nodejs)_[a-z0-9_]+$/.test(name), 'has no prefix, or capitals'],
    [older || (type === 'counter') === name.endsWith('_total'), `is a ${type}`],
    [
      !/(milli|micro|nano|_ms|_us|_ns|minute|hour|day|kilo|mega|_kb|_mb|percent)(s?)(_|$)/.test(name),
      'is in no base unit',
    ],
    [!/_(counter|gauge|histogram|summary|count|sum|bucket)(_|$)/.test(name), 'names its type'],
    [
      !/lag|duration|cpu.*_(user|system)/.test(name) || /_seconds(_|$)/.test(name),
      'is a time without seconds',
    ],
    [!/memory|heap_size/.test(name) || /_bytes(_|$)/.test(name), 'is a size without bytes'],
    [help.length >= 10, 'has no help'],
  ];
  return rules.filter(([holds]) => !holds).map(([, fault]) => `${name} ${fault}`);
}
