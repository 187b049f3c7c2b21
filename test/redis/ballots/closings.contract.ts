import { describe, expect, it } from 'vitest';
import { nativePollId, seasonId, showId } from '../../../src/core/ids.ts';
import type { Processes } from '../../../src/ports/processes.ts';
import type { Closings } from '../../../src/ports/stores/closings.ts';

const season = seasonId(showId('night-shift'), 1);
const [poll, other] = [nativePollId('5400000000000000001'), nativePollId('1200')];
const FOR = 10_000;
const at = (now: number, since = 0) => ({ now, leaseFor: FOR, since });

/** What every implementation of `Closings` must do. `open` gives processes that share one backing store, empty in every test. */
export function closingsContract(name: string, open: (processes: Processes) => Closings): void {
  describe(`who closes a poll: ${name}`, () => {
    /** Names its leases, so that a test can let it end. */
    const ended = new Set<string>();
    const process = (name: string): Closings => {
      let leases = 0;
      return open({
        newLease: () => `${name}|${++leases}`,
        isGone: async (lease) => ended.has(lease.split('|')[0] ?? ''),
      });
    };

    it('is one process at a time, for each poll', async () => {
      const [one, two] = [process('one'), process('two')];
      const claims = await Promise.all([one, two, one, two].map((each) => each.begin(season, poll, at(1))));
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await two.begin(season, other, at(1))).toMatchObject({ closed: false });
    });

    it('is another one once the claim has expired, and not while it is renewed', async () => {
      const [one, two] = [process('one'), process('two')];
      const first = await one.begin(season, poll, at(0));
      await first?.renew(15_000);
      expect(await two.begin(season, poll, at(FOR))).toBeUndefined();
      expect(await two.begin(season, poll, at(15_000))).toBeDefined();
      // What the first one says now is ignored.
      await first?.renew(90_000);
      await first?.plan(90_000, true);
      await first?.end();
      expect(await one.begin(season, poll, at(16_000))).toBeUndefined();
    });

    it('is another one at once if the process has ended', async () => {
      const [mortal, two] = [process('mortal'), process('two')];
      await mortal.begin(season, poll, at(0));
      expect(await two.begin(season, poll, at(1))).toBeUndefined();
      ended.add('mortal');
      expect(await two.begin(season, poll, at(1))).toBeDefined();
    });

    it('may retry at the planned time, in any process, and knows what was found out', async () => {
      const [one, two] = [process('one'), process('two')];
      await (await one.begin(season, poll, at(0)))?.plan(500, true);
      ended.add('one');
      for (const each of [one, two]) expect(await each.begin(season, poll, at(499))).toBeUndefined();
      const next = await two.begin(season, poll, at(500));
      expect(next?.closed).toBe(true);
      await next?.end();
      expect(await two.begin(season, poll, at(501))).toMatchObject({ closed: false });
    });

    it('checks every poll once after a start, whatever was planned before', async () => {
      const [before, one, two] = [process('before'), process('one'), process('two')];
      await (await before.begin(season, poll, at(10)))?.plan(60_000, true);
      const first = await one.begin(season, poll, at(30, 20));
      expect(first?.closed).toBe(true);
      await first?.plan(60_000, true);
      expect(await two.begin(season, poll, at(31, 21))).toBeUndefined();
    });

    it('remembers what may be left under a message, and since when', async () => {
      const [one, two] = [process('one'), process('two')];
      expect(await one.traces(season)).toEqual(new Map());
      await one.leaveTrace(season, poll, 7);
      await one.leaveTrace(season, poll, 9);
      await one.leaveTrace(season, other, 8);
      expect(await two.traces(season)).toEqual(
        new Map([
          [poll, 7],
          [other, 8],
        ]),
      );
      await two.forgetTrace(season, poll);
      expect([...(await one.traces(season)).keys()]).toEqual([other]);
    });
  });
}
