import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import type { OuterProcess } from '../../support/stage/bots.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

const BOTH = { club: 'server', news: 'channel' } as const;
type Stage = SeasonStage<keyof typeof BOTH>;

/** What `/readyz` of the bot in a child process says is wrong, by check. */
async function failing(stage: Stage): Promise<{ status: number; why: Record<string, string> }> {
  const line = await stage.book.until({ message: 'health at /healthz and /readyz' });
  const answer = await fetch(`${String(line.fields.address)}/readyz`);
  const { checks } = (await answer.json()) as { checks: Record<string, { ok: boolean; why?: string }> };
  const wrong = Object.entries(checks).flatMap(([name, { ok, why = '' }]) => (ok ? [] : [[name, why]]));
  return { status: answer.status, why: Object.fromEntries(wrong) };
}

describe.concurrent('a start during temporary trouble', { timeout: 90_000 }, () => {
  it('does not wait for Discord, which answers 503: an open Telegram vote closes in time, and Discord’s is read later', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set(
      { story: oneChoice({ lasts: '14s', closing: '20s' }), places: BOTH },
      onTestFinished,
    );
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1, 1], news: [0] });
    await stage.stopBot();

    const outage = stage.discord.faults.rest(
      {},
      { kind: 'server-error', status: 503 },
      Number.POSITIVE_INFINITY,
    );
    const second = stage.startProcess(build);
    await stage.book.until({ message: 'Discord does not answer; retrying until it does' });
    expect(await failing(stage)).toEqual({
      status: 503,
      why: { discord: 'Discord has not answered since the start: nothing is posted there yet' },
    });
    await stage.book.untilTrue('the Telegram poll is closed', () => stage.poll('news', 1).closed);
    expect(stage.poll('club', 1).closed).toBe(false);

    const asked = outage.struck();
    expect(asked).toBeLessThan(60);
    outage.cancel();
    await stage.book.until({ message: 'Discord answers' });
    await stage.happened('season-ended');
    for (const { outlet } of stage.all) await stage.delivered('drop.2', outlet);
    expect(await failing(stage)).toEqual({ status: 200, why: {} });
    second.kill('SIGTERM');
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(await stage.receipt(1)).toMatchObject({ total: 3, decision: { option: 'doctor' } });
    for (const place of stage.all) expect(place.polls()).toHaveLength(1);
  });

  it('ends with exit code 1 if the platform, once it answers, does not know the token', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set({ story: oneChoice(), places: BOTH }, onTestFinished);
    stage.telegram.fault({ method: 'getMe', times: 3, fault: { kind: 'server-error', status: 502 } });
    const child = stage.startProcess(build, { TELEGRAM_TOKEN: '7000000001:nobody_has_this_token' });
    expect(await child.ended).toEqual({ code: 1, signal: null });
    expect(child.stderr()).toMatch(/TELEGRAM_TOKEN/);
    expect(child.stderr()).not.toMatch(/^ {4}at |bug in the bot/m);
  });
});

describe.concurrent('SIGTERM during a start', { timeout: 60_000 }, () => {
  it.for([
    {
      while: 'Discord lets nobody in at its gateway',
      trouble: (stage: Stage) => stage.discord.gateway.goDown(),
      reached: 'logged in to Discord',
    },
    {
      while: 'Discord takes requests and answers none',
      trouble: (stage: Stage) => void stage.discord.faults.rest({}, { kind: 'delay', ms: 20_000 }, 99),
      reached: 'embedded Redis started',
    },
    {
      while: 'Telegram takes requests and answers none',
      trouble: (stage: Stage) =>
        void stage.telegram.fault({
          method: 'getMe',
          times: 99,
          fault: { kind: 'delay', ms: 20_000, before: 'answering' },
        }),
      reached: 'embedded Redis started',
    },
  ])(
    'while $while ends within moments, and stops its Redis',
    async ({ trouble, reached }, { onTestFinished }) => {
      const stage = await SeasonStage.set({ story: oneChoice(), places: BOTH }, onTestFinished);
      // The stand-in cannot be closed while it keeps clients waiting.
      onTestFinished(() => stage.discord.gateway.comeUp());
      trouble(stage);
      const child = stage.startProcess(build);
      await stage.book.until({ message: reached });
      await sleep(400);
      await expectPromptEnd(stage, child);
      const { pid } = (await stage.book.until({ message: 'embedded Redis started' })).fields;
      expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    },
  );

  it('while it waits for Redis ends within moments', async ({ onTestFinished }) => {
    const environment = { REDIS_URL: 'redis://127.0.0.1:9' };
    const stage = await SeasonStage.set({ story: oneChoice(), places: BOTH, environment }, onTestFinished);
    const child = stage.startProcess(build);
    await stage.book.until({ message: /Waiting for Redis/ });
    await expectPromptEnd(stage, child);
  });
});

async function expectPromptEnd(stage: Stage, child: OuterProcess): Promise<void> {
  child.kill('SIGTERM');
  expect(await child.ended).toEqual({ code: 0, signal: null });
  expect(stage.book.found({ message: 'stopping' })).toHaveLength(1);
  expect(stage.book.found({ message: 'stopped' })).toHaveLength(1);
  expect(child.stderr()).toBe('');
}
