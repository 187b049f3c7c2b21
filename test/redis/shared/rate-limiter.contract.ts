import { describe, expect, it } from 'vitest';
import type { RateLimiter, RateRule } from '../../../src/ports/rate-limiter.ts';

/** Long enough that no window ends during a test, unless the test wants it to. */
const LONG = 60_000;
const rule = (key: string, limit: number, window = LONG): RateRule => ({ key, limit, window });

/**
 * Whether a request passes at once. A second request without any hindrance stands behind it: when that one has
 * passed, the first has been asked about.
 */
async function passes(limiter: RateLimiter, rules: readonly RateRule[], urgent = false): Promise<boolean> {
  const giveUp = new AbortController();
  let passed = false;
  const request = limiter.take(rules, { urgent, signal: giveUp.signal }).then(
    () => {
      passed = true;
    },
    () => undefined,
  );
  await limiter.take([rule('unhindered', 1_000_000)], { urgent });
  giveUp.abort();
  await request;
  return passed;
}

/** What every implementation of `RateLimiter` must do. `create` gives processes that share one backing store. */
export function rateLimiterContract(name: string, create: () => RateLimiter): void {
  describe(name, () => {
    it('lets requests pass up to the limit, over all processes', async () => {
      const limiters = [create(), create(), create()];
      const asked = await Promise.all(
        limiters.flatMap((limiter) => [1, 2, 3].map(() => passes(limiter, [rule('discord', 5)], true))),
      );
      expect(asked.filter(Boolean)).toHaveLength(5);
    });

    it('reserves a fifth of the limit for urgent requests', async () => {
      const limiter = create();
      const ordinary = await Promise.all(
        Array.from({ length: 12 }, () => passes(limiter, [rule('discord', 10)])),
      );
      expect(ordinary.filter(Boolean)).toHaveLength(8);
      const urgent = await Promise.all(
        Array.from({ length: 4 }, () => passes(create(), [rule('discord', 10)], true)),
      );
      expect(urgent.filter(Boolean)).toHaveLength(2);
    });

    it('lets an ordinary request pass if the limit is one', async () => {
      expect(await passes(create(), [rule('telegram:chat:1', 1)])).toBe(true);
      expect(await passes(create(), [rule('telegram:chat:1', 1)])).toBe(false);
    });

    it('takes a place under every rule, or under none', async () => {
      const limiter = create();
      const bot = rule('telegram', 2);
      expect(await passes(limiter, [bot, rule('telegram:chat:1', 1)], true)).toBe(true);
      expect(await passes(limiter, [bot, rule('telegram:chat:1', 1)], true)).toBe(false);
      expect(await passes(limiter, [bot], true)).toBe(true);
      expect(await passes(limiter, [bot], true)).toBe(false);
    });

    it('handles two rules of one key with different windows', async () => {
      const limiter = create();
      const chat = [rule('telegram:chat:1', 2, 1), rule('telegram:chat:1', 2)];
      await limiter.take(chat, { urgent: true });
      await limiter.take(chat, { urgent: true });
      expect(await passes(limiter, chat, true)).toBe(false);
    });

    it('lets a request pass when the window has moved on', async () => {
      const limiter = create();
      const quick = [rule('discord', 1, 100)];
      for (let request = 0; request < 3; request += 1) await limiter.take(quick, { urgent: true });
    });

    it('does not let one chat hold up the others', async () => {
      const limiter = create();
      await limiter.take([rule('telegram:chat:1', 1)]);
      const stuck = passes(limiter, [rule('telegram:chat:1', 1)]);
      expect(await passes(limiter, [rule('telegram:chat:2', 1)])).toBe(true);
      expect(await stuck).toBe(false);
    });

    it('serves urgent requests first, and otherwise in order', async () => {
      const limiter = create();
      const chat = [rule('telegram:chat:1', 1, 60)];
      const order: string[] = [];
      await limiter.take(chat);
      await Promise.all([
        limiter.take(chat).then(() => order.push('first')),
        limiter.take(chat).then(() => order.push('second')),
        limiter.take(chat, { urgent: true }).then(() => order.push('urgent')),
      ]);
      expect(order).toEqual(['urgent', 'first', 'second']);
    });

    it('lets no request pass under a paused key, urgent or not', async () => {
      const limiter = create();
      await limiter.pause('telegram', LONG);
      expect(await passes(create(), [rule('telegram', 30)], true)).toBe(false);
      expect(await passes(limiter, [rule('telegram:chat:1', 1), rule('telegram', 30)])).toBe(false);
      expect(await passes(limiter, [rule('discord', 50)])).toBe(true);
    });

    it('continues when the pause is over, and never shortens one', async () => {
      const limiter = create();
      const since = performance.now();
      await limiter.pause('telegram', 120);
      await limiter.pause('telegram', 1);
      await limiter.take([rule('telegram', 30)]);
      expect(performance.now() - since).toBeGreaterThanOrEqual(119);
    });

    it('gives up when told to', async () => {
      const limiter = create();
      await limiter.take([rule('discord', 1)]);
      const giveUp = new AbortController();
      const waiting = limiter.take([rule('discord', 1)], { signal: giveUp.signal });
      giveUp.abort(new Error('stopping'));
      await expect(waiting).rejects.toThrow('stopping');
      await expect(limiter.take([rule('other', 1)], { signal: giveUp.signal })).rejects.toThrow('stopping');
    });

    it.each([rule('x', 0), rule('x', 1.5), rule('x', 1, 0)])('refuses the rule %j', async (wrong) => {
      await expect(create().take([wrong])).rejects.toThrow(RangeError);
    });
  });
}
