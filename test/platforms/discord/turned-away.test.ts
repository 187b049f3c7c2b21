import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../src/ports/log.ts';
import type { RestFault } from '../../../src/sandbox/discord/faults.ts';
import { aDrop, aResult } from '../../support/discord/posts.ts';
import { clearStage, setStage } from '../../support/discord/stage.ts';

afterEach(clearStage);

const POSTING = { method: 'POST', route: '/channels/:channel/messages' } as const;

async function prepared() {
  const errors: string[] = [];
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_fields, message) => void errors.push(message),
  };
  const made = await setStage({}, { log });
  await made.platform.prepare();
  const known = await made.outlet();
  return { ...made, known, errors };
}

const limited = (headers: Record<string, string>, body?: unknown): RestFault => ({
  kind: 'page',
  status: 429,
  headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** An answer that does not say how long to wait. */
const SILENT: readonly (readonly [string, RestFault])[] = [
  ['a page without a word', limited({})],
  ['a page with Retry-After: 0', limited({ 'retry-after': '0' })],
  ['a page with Retry-After: soon', limited({ 'retry-after': 'soon' })],
  ['a page with Retry-After: -5', limited({ 'retry-after': '-5' })],
  ['a page with Retry-After: NaN', limited({ 'retry-after': 'NaN' })],
  ['a page with an empty Retry-After', limited({ 'retry-after': '' })],
  ['no body at all', { kind: 'page', status: 429, body: '' }],
  ['JSON without retry_after', limited({}, { message: 'You are being rate limited.', global: false })],
  ['JSON with retry_after: null', limited({}, { message: 'x', retry_after: null })],
  ['JSON with retry_after: 0', limited({}, { message: 'x', retry_after: 0 })],
  [
    'JSON with limits that are empty',
    limited({ 'x-ratelimit-remaining': '', 'x-ratelimit-reset-after': '' }, {}),
  ],
  ['a page of 403', { kind: 'page', status: 403 }],
  ['a page of 401', { kind: 'page', status: 401 }],
];

describe.each(SILENT)('turned away with %s', (_what, fault) => {
  it('waits a growing pause, which every process learns, and retries nothing by itself', async () => {
    const { discord, limiter, turnedAway, send, known, channel } = await prepared();
    const struck = discord.faults.rest({}, fault, 100);
    const outcomes = await Promise.all(
      [1, 2, 3].map((number) => send({ post: aResult(), nonce: `result-${number}`, outlet: known })),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['retry', 'retry', 'retry']);
    expect(struck.struck()).toBeLessThanOrEqual(3);
    expect(limiter.pauses[0]).toBe(30_000);
    expect(turnedAway.untoldPauses).toBeGreaterThan(0);
    expect(discord.messages(channel)).toEqual([]);
    // Not even if the shared limiter lets it pass: this process remembers by itself.
    const before = struck.struck();
    await send({ post: aResult(), nonce: 'result-4', outlet: known });
    expect(struck.struck()).toBeLessThanOrEqual(
      before + (fault.kind === 'page' && fault.status === 429 ? 0 : 1),
    );
  });
});

const inTenYears = new Date(Date.now() + 315_360_000_000).toUTCString();

describe('turned away with a pause', () => {
  it.each<readonly [string, RestFault, number]>([
    ['a page with Retry-After: 7', limited({ 'retry-after': '7' }), 7_000],
    ['JSON with retry_after alone, global', limited({}, { retry_after: 6.5, global: true }), 6_500],
    [
      'JSON with retry_after as text, global',
      limited({ 'x-ratelimit-scope': 'global' }, { retry_after: '6' }),
      6_000,
    ],
    ['a page with a pause beyond reason', limited({ 'retry-after': '1e9' }), 30_000],
    ['a page with a pause of a year', limited({ 'retry-after': '31536000' }), 3_600_000],
    ['JSON with ten years, global', limited({}, { retry_after: 315_360_000, global: true }), 3_600_000],
    ['a page until a day in ten years', limited({ 'retry-after': inTenYears }), 3_600_000],
    ['a page with decimals', limited({ 'retry-after': '6.5' }), 6_500],
    ['a page with less than nothing', limited({ 'retry-after': '-7' }), 30_000],
    ['JSON with less than nothing, global', limited({}, { retry_after: -7, global: true }), 30_000],
    ['a page until a day that is over', limited({ 'retry-after': new Date(0).toUTCString() }), 30_000],
  ])('by %s waits that long', async (_what, fault, wait) => {
    const { discord, limiter, send, known } = await prepared();
    discord.faults.rest(POSTING, fault);
    const outcome = await send({ post: aResult(), nonce: 'result-1', outlet: known });
    expect(outcome).toMatchObject({ status: 'retry' });
    expect(limiter.pauses).toEqual([wait]);
    const after = outcome.status === 'retry' ? outcome.after : 0;
    expect(after).toBeGreaterThan(wait - 1_000);
    expect(after).toBeLessThanOrEqual(wait + 1_000);
  });

  it('pauses only its own route if it concerns only that', async () => {
    const { discord, limiter, send, known, outlet } = await prepared();
    const fault = limited({}, { message: 'x', retry_after: 5, global: false });
    const struck = discord.faults.rest(POSTING, fault, 10);
    for (const number of [1, 2, 3]) {
      const outcome = await send({ post: aResult(), nonce: `result-${number}`, outlet: known });
      expect(outcome).toMatchObject({ status: 'retry' });
    }
    expect(struck.struck()).toBe(1);
    expect(limiter.pauses).toEqual([]);
    await outlet();
  });
});

describe('limits in the headers of good answers', () => {
  it.each([
    ['remaining without reset', { 'x-ratelimit-remaining': '0' }],
    ['remaining empty', { 'x-ratelimit-remaining': ' ', 'x-ratelimit-reset-after': '100' }],
    ['reset that is no number', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': 'later' }],
    ['remaining below zero', { 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset-after': '100' }],
  ])('are ignored if they are invalid: %s', async (_what, headers) => {
    const { discord, send, known } = await prepared();
    discord.faults.rest(POSTING, { kind: 'altered', body: (body) => body, headers });
    for (const number of [1, 2]) {
      const outcome = await send({ post: aResult(), nonce: `result-${number}`, outlet: known });
      expect(outcome).toMatchObject({ status: 'sent' });
    }
  });
});

describe('many refusals', () => {
  it.each([
    [999, 'sent', 'sent'],
    [1_000, 'sent', 'sent'],
    [5_000, 'retry', 'sent'],
    [9_000, 'retry', 'retry'],
  ])('of %d in ten minutes: a drop is %s, a result is %s', async (count, drop, result) => {
    const { discord, channel, turnedAway, platform, send, known, errors } = await prepared();
    turnedAway.refused = count - 1;
    const refusal = { kind: 'refuse', status: 403, code: 50_001, message: 'Missing Access' } as const;
    discord.faults.rest({ route: '/channels/:channel' }, refusal);
    await platform.inspect({ platform: 'discord', channel });
    expect(turnedAway.refused).toBe(count);
    expect((await send({ post: aDrop(), nonce: 'drop-1', outlet: known })).status).toBe(drop);
    expect((await send({ post: aResult(), nonce: 'result-1', outlet: known })).status).toBe(result);
    expect(errors.length).toBe(count >= 1_000 ? 1 : 0);
    expect(platform.listening.up).toBe(count < 5_000);
  });
});
