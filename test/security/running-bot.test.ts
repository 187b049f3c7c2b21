import { readFile, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { openReports } from '../../src/compose/reports.ts';
import { attachEmbeddedRedis } from '../../src/embedded-redis/open.ts';
import { SeasonStage } from '../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../support/stage/build.ts';
import { oneChoice } from '../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
}, 60_000);

const PLACES = { club: 'server', news: 'channel', talk: 'group' } as const;
const SECRET = 'webhook-secret-of-this-test';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function ask(url: string, method = 'GET', headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

describe.concurrent('the running bot', { timeout: 60_000 }, () => {
  it('answers on this machine only, with nothing but health and metrics, and reveals nobody there', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set({ story: oneChoice(), places: PLACES }, onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1], talk: [1] });
    await stage.counted('club', 1);
    const { address } = stage.bot;
    expect(new URL(address).hostname).toBe('127.0.0.1');
    for (const { address: own, family, internal } of Object.values(networkInterfaces()).flatMap(
      (each) => each ?? [],
    )) {
      if (internal || family !== 'IPv4') continue;
      await expect(ask(address.replace('127.0.0.1', own))).rejects.toThrow('ECONNREFUSED');
    }
    for (const path of [
      '/',
      '/admin',
      '/receipt',
      '/status',
      '/telegram',
      '/telegram/',
      '/telegram/x',
      '/healthz/..%2f..%2fetc',
      '/debug',
      '/.env',
    ]) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        expect([path, method, (await ask(`${address}${path}`, method)).status]).toEqual([path, method, 404]);
      }
    }
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const { status, headers, body } = await ask(`${address}${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(headers).not.toHaveProperty('server');
      expect(headers).not.toHaveProperty('x-powered-by');
      for (const secret of [stage.discord.token, stage.telegram.token, 'lighthouse.1'])
        expect(body).not.toContain(secret);
      // How the accounts of both stand-ins begin; digits inside a measured number are none.
      expect(body).not.toMatch(/(?<![\d.])(?:200000000000000000|1000000000)/);
    }
  });

  it('accepts no update without the webhook’s secret, nor a large one', async ({ onTestFinished }) => {
    const stage = await SeasonStage.set(
      {
        story: oneChoice(),
        places: PLACES,
        environment: {
          TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:1/telegram/hook',
          TELEGRAM_WEBHOOK_SECRET: SECRET,
        },
      },
      onTestFinished,
    );
    await stage.startBot();
    await stage.polled(1);
    const poll = stage.poll('talk', 1);
    const forged = JSON.stringify({
      update_id: 1,
      poll_answer: { poll_id: poll.id, user: { id: 7, is_bot: false, first_name: 'M' }, option_ids: [0] },
    });
    const url = `${stage.bot.address}/telegram/hook`;
    const json = { 'content-type': 'application/json' };
    const header = 'x-telegram-bot-api-secret-token';
    for (const secret of ['', 'x', SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase()]) {
      expect(
        (await ask(url, 'POST', { ...json, ...(secret !== '' && { [header]: secret }) }, forged)).status,
      ).toBe(401);
    }
    expect(
      (await ask(`${stage.bot.address}/telegram/other`, 'POST', { ...json, [header]: SECRET }, forged))
        .status,
    ).toBe(404);
    expect(
      (await ask(url, 'POST', { ...json, [header]: SECRET }, `{"x":"${'x'.repeat(1_100_000)}"}`)).status,
    ).toBe(413);
    expect((await ask(url, 'POST', { ...json, [header]: SECRET }, '{"__proto__":{"a":1}}')).status).toBe(400);
    expect(stage.book.found({ message: 'ballots counted' })).toEqual([]);
    expect((await ask(url, 'POST', { ...json, [header]: SECRET }, forged)).status).toBe(200);
    await stage.book.until({ message: 'ballots counted' });
  });

  it('keeps its data, its socket and its pepper to one user', async ({ onTestFinished }) => {
    const stage = await SeasonStage.set({ story: oneChoice(), places: PLACES }, onTestFinished);
    await stage.startBot();
    const data = stage.environment.CLIFFHANGER_DATA ?? '';
    const { socketPath } = await attachEmbeddedRedis({ dataDir: data });
    const modes = await Promise.all(
      [join(data, 'redis'), dirname(socketPath), join(data, 'pepper')].map(async (path) =>
        ((await stat(path)).mode & 0o777).toString(8),
      ),
    );
    expect(modes).toEqual(['700', '700', '600']);
  });

  it('writes neither tokens, nor accounts, nor the pepper to its log, however its platforms fail', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set(
      { story: oneChoice({ closing: '5s' }), places: PLACES, environment: { LOG_LEVEL: 'debug' } },
      onTestFinished,
    );
    stage.telegram.fault({ method: 'sendMessage', fault: { kind: 'answer-lost' } });
    stage.discord.faults.rest(
      { method: 'POST', route: '/channels/:channel/messages' },
      { kind: 'answer-lost' },
      2,
    );
    const bot = stage.startProcess(build);
    await stage.polled(1, [stage.places.club, stage.places.news]);
    stage.cast(1, { club: [1, 0], news: [1] });
    await stage.book.until({ message: 'ballots counted' });
    await stage.telegram.close();
    await stage.discord.close();
    await stage.book.until({ message: /Telegram updates do not arrive/ });
    bot.kill('SIGTERM');
    expect((await bot.ended).code).toBe(0);
    const said = `${bot.stdout()}${bot.stderr()}`;
    expect(said.length).toBeGreaterThan(2_000);
    const pepper = (await readFile(join(stage.folder, 'data', 'pepper'), 'utf8')).trim();
    expect(pepper).toMatch(/^[0-9a-f]{64}$/);
    expect(said).not.toContain(pepper);
    for (const secret of [
      stage.discord.token,
      stage.telegram.token,
      '200000000000000000',
      '200000000000000001',
      '1000000000',
    ])
      expect(said).not.toContain(secret);
  });

  it('logs its own end by an uncaught exception, without what is attached to the error', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set(
      {
        story: oneChoice(),
        places: { club: 'server' },
        expectedErrors: /unhandled rejection|uncaught exception/,
      },
      onTestFinished,
    );
    // A library's fault, first in a promise, then outside of all.
    const { href } = new URL('../support/workers/faults-at-signal.mjs', import.meta.url);
    const bot = stage.startProcess(build, {
      NODE_OPTIONS: `--import ${href}`,
      FAULT: `${stage.discord.token} https://api.telegram.org/bot${stage.telegram.token}/getMe`,
    });
    await stage.polled(1);
    bot.kill('SIGUSR2');
    await stage.book.until({ message: 'unhandled rejection' });
    bot.kill('SIGUSR2');
    expect(await bot.ended).toEqual({ code: 1, signal: null });
    const last = stage.book.lines.at(-1);
    expect(last).toMatchObject({
      level: 'error',
      message: 'uncaught exception; the process ends',
      fields: { error: { type: 'Error', message: expect.stringContaining('[hidden]'), command: 'auth' } },
    });
    expect(bot.stderr()).toBe('');
    for (const secret of [stage.discord.token, stage.telegram.token, 'hunter2'])
      expect(bot.stdout()).not.toContain(secret);
  });

  it('shows a show’s status without a token, an account or a path of the machine', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set({ story: oneChoice(), places: PLACES }, onTestFinished);
    await stage.startBot();
    await stage.playRound(1, { club: [1], talk: [1] });
    await stage.over();
    const reports = await openReports(readSettings(stage.environment));
    const told = JSON.stringify([await stage.status(), await stage.receipt(1)]);
    await reports.close();
    for (const secret of [
      stage.discord.token,
      stage.telegram.token,
      '200000000000000000',
      '1000000000',
      stage.folder,
    ])
      expect(told).not.toContain(secret);
  });
});
