import { afterEach, describe, expect, it } from 'vitest';
import {
  nativeAnswerId,
  nativePollId,
  outletId,
  roundNumber,
  seasonId,
  showId,
  voterHash,
} from '../../src/core/ids.ts';
import type { JobHandlers, Jobs } from '../../src/ports/jobs.ts';
import type { BallotBatch } from '../../src/ports/stores/ballot-store.ts';

export const SEASON = seasonId(showId('night-shift'), 1);
export const POLL = nativePollId('telegram:5:9');

export const idleHandlers: JobHandlers = {
  effect: async () => undefined,
  delivery: async () => undefined,
  closing: async () => undefined,
  ballots: async () => undefined,
};

export function batch(number: number, poll = POLL, ballots = 1): BallotBatch {
  const voters = Array.from({ length: ballots }, (_, index) => index.toString(16).padStart(16, '0'));
  return {
    poll,
    epoch: 1,
    number,
    ballots: voters.map((hex) => ({ voter: voterHash(hex), answer: nativeAnswerId('1') })),
  };
}

/** Records what handlers are called with, and lets a test wait for it. */
export function recorder<T>() {
  const calls: T[] = [];
  const waiting: (() => void)[] = [];
  return {
    calls,
    note(call: T) {
      calls.push(call);
      for (const look of waiting.splice(0)) look();
    },
    async until(reached: (calls: readonly T[]) => boolean) {
      while (!reached(calls)) await new Promise<void>((resolve) => waiting.push(resolve));
      return calls;
    },
  };
}

/** A promise that a test resolves. */
export function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

/** What every implementation of `Jobs` must do. `create` makes processes that share one backing store. */
export function jobsContract(name: string, create: () => Jobs, now: () => Promise<number>): void {
  describe(name, () => {
    const started: Jobs[] = [];
    const start = () => {
      const jobs = create();
      started.push(jobs);
      return jobs;
    };
    afterEach(async () => {
      await Promise.all(started.splice(0).map((jobs) => jobs.stop(2_000)));
    });

    it('performs effects, deliveries and closings with the right arguments', async () => {
      const jobs = start();
      const seen = recorder<unknown[]>();
      await jobs.work({
        ...idleHandlers,
        effect: async (...call) => seen.note(['effect', ...call]),
        delivery: async (...call) => seen.note(['delivery', ...call]),
        closing: async (...call) => seen.note(['closing', ...call]),
      });
      await jobs.effect(SEASON, '4.0', 0);
      await jobs.delivery('discord', SEASON, outletId('discord:1'), {});
      await jobs.closing('telegram', SEASON, roundNumber(2), POLL, { urgent: true });
      const calls = await seen.until((all) => all.length === 3);
      expect(calls).toEqual(
        expect.arrayContaining([
          ['effect', SEASON, '4.0'],
          ['delivery', SEASON, 'discord:1'],
          ['closing', SEASON, 2, POLL],
        ]),
      );
    });

    it('performs nothing before it is due', async () => {
      const jobs = start();
      const seen = recorder<[string, number]>();
      await jobs.work({
        ...idleHandlers,
        effect: async () => seen.note(['effect', await now()]),
        delivery: async () => seen.note(['delivery', await now()]),
      });
      const due = (await now()) + 250;
      await jobs.effect(SEASON, '4.0', due);
      await jobs.delivery('discord', SEASON, outletId('discord:1'), { notBefore: due });
      const calls = await seen.until((all) => all.length === 2);
      for (const [, at] of calls) expect(at).toBeGreaterThanOrEqual(due);
    });

    it('retries a handler that throws', async () => {
      const jobs = start();
      const seen = recorder<string>();
      await jobs.work({
        ...idleHandlers,
        effect: async (_, effect) => {
          seen.note(effect);
          if (seen.calls.length < 3) throw new Error('not yet');
        },
      });
      await jobs.effect(SEASON, '4.0', 0);
      await seen.until((all) => all.length === 3);
    });

    it('does not pile up wake-ups for something that is waiting anyway', async () => {
      const jobs = start();
      for (let sweep = 0; sweep < 5; sweep += 1) {
        await jobs.effect(SEASON, '4.0', 0);
        await jobs.delivery('telegram', SEASON, outletId('telegram:1'), {});
      }
      const depth = await jobs.depth();
      expect(Object.values(depth).reduce((sum, count) => sum + count, 0)).toBe(2);
    });

    it('keeps a wake-up that arrives while an equal one is being worked on', async () => {
      const jobs = start();
      const seen = recorder<string>();
      const first = gate();
      await jobs.work({
        ...idleHandlers,
        delivery: async (_, outlet) => {
          seen.note(outlet);
          if (seen.calls.length === 1) await first.opened;
        },
      });
      await jobs.delivery('discord', SEASON, outletId('discord:1'), {});
      await seen.until((all) => all.length === 1);
      await jobs.delivery('discord', SEASON, outletId('discord:1'), {});
      first.open();
      await seen.until((all) => all.length === 2);
    });

    it('keeps an immediate wake-up apart from one that waits for later', async () => {
      const jobs = start();
      const seen = recorder<string>();
      await jobs.delivery('discord', SEASON, outletId('discord:1'), { notBefore: (await now()) + 3_600_000 });
      await jobs.delivery('discord', SEASON, outletId('discord:1'), {});
      await jobs.work({ ...idleHandlers, delivery: async (_, outlet) => seen.note(outlet) });
      await seen.until((all) => all.length === 1);
    });

    it('takes urgent work first', async () => {
      const jobs = start();
      for (let outlet = 0; outlet < 60; outlet += 1)
        await jobs.delivery('discord', SEASON, outletId(`discord:${outlet}`), {});
      await jobs.closing('discord', SEASON, roundNumber(1), POLL, { urgent: true });
      const seen = recorder<string>();
      await jobs.work({
        ...idleHandlers,
        delivery: async () => seen.note('delivery'),
        closing: async () => seen.note('closing'),
      });
      await seen.until((all) => all.length === 61);
      expect(seen.calls[0]).toBe('closing');
    });

    it('counts the batches of a poll in the order of the calls, one at a time over all processes', async () => {
      const [gateway, ...workers] = [start(), start(), start()];
      const seen = recorder<number>();
      let busy = 0;
      let most = 0;
      const handlers = {
        ...idleHandlers,
        ballots: async ({ number }: BallotBatch) => {
          busy += 1;
          most = Math.max(most, busy);
          await new Promise((resolve) => setImmediate(resolve));
          busy -= 1;
          seen.note(number);
        },
      };
      for (const worker of workers) await worker.work(handlers);
      const calls = Array.from({ length: 40 }, (_, call) =>
        gateway.ballots([batch(call * 3), batch(call * 3 + 1), batch(call * 3 + 2)]),
      );
      await Promise.all(calls);
      await seen.until((all) => all.length === 120);
      expect(seen.calls).toEqual(Array.from({ length: 120 }, (_, number) => number));
      expect(most).toBe(1);
    });

    it('retries a batch that fails before the next one of its poll', async () => {
      const jobs = start();
      const seen = recorder<number>();
      let failures = 2;
      await jobs.work({
        ...idleHandlers,
        ballots: async ({ number }) => {
          seen.note(number);
          if (number === 1 && failures > 0) {
            failures -= 1;
            throw new Error('Redis said no');
          }
        },
      });
      await jobs.ballots([batch(0)]);
      await jobs.ballots([batch(1), batch(2)]);
      await jobs.ballots([batch(3)]);
      await seen.until((all) => all.includes(3));
      expect(seen.calls).toEqual([0, 1, 1, 1, 2, 3]);
    });

    it('gives a failing batch to the next process, still before those behind it', async () => {
      const first = start();
      const failing = recorder<number>();
      await first.work({
        ...idleHandlers,
        ballots: async ({ number }) => {
          failing.note(number);
          throw new Error('this machine is ill');
        },
      });
      await first.ballots([batch(0)]);
      await first.ballots([batch(1)]);
      await failing.until((all) => all.length > 0);
      await first.stop(2_000);
      const second = start();
      const seen = recorder<number>();
      await second.work({ ...idleHandlers, ballots: async ({ number }) => seen.note(number) });
      await seen.until((all) => all.length === 2);
      expect(seen.calls).toEqual([0, 1]);
    });

    it('waits for running work when it stops, and takes nothing new', async () => {
      const jobs = start();
      const seen = recorder<string>();
      const rest = gate();
      await jobs.work({
        ...idleHandlers,
        effect: async () => {
          seen.note('begun');
          await rest.opened;
          seen.note('done');
        },
      });
      await jobs.effect(SEASON, '4.0', 0);
      await seen.until((all) => all.length === 1);
      const stopped = jobs.stop(5_000).then(() => seen.note('stopped'));
      rest.open();
      await stopped;
      expect(seen.calls).toEqual(['begun', 'done', 'stopped']);
      await expect(jobs.ballots([batch(9)])).rejects.toThrow(/stopping/);
    });

    it('stops in time even if a handler does not end', async () => {
      const jobs = start();
      const seen = recorder<string>();
      const rest = gate();
      await jobs.work({
        ...idleHandlers,
        effect: async () => {
          seen.note('begun');
          await rest.opened;
        },
      });
      await jobs.effect(SEASON, '4.0', 0);
      await seen.until((all) => all.length === 1);
      await jobs.stop(100);
      rest.open();
    });
  });
}
