import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Lease, Leases } from '../../../src/ports/lease.ts';

const silent = { onWait: () => undefined, onLost: () => undefined };

/** What every implementation of `Leases` must do. `create` gives processes that share one backing store. */
export function leaseContract(name: string, create: () => Leases): void {
  describe(name, () => {
    const held: Lease[] = [];
    const acquire = async (...[of, options]: Parameters<Leases['acquire']>) => {
      const lease = await create().acquire(of, options);
      held.push(lease);
      return lease;
    };
    afterEach(async () => {
      await Promise.all(held.splice(0).map((lease) => lease.release()));
    });

    it('gives a free lease at once, without mentioning a wait', async () => {
      let waits = 0;
      await acquire('telegram', {
        ...silent,
        onWait: () => {
          waits += 1;
        },
      });
      expect(waits).toBe(0);
    });

    it('lets the second process wait until the first has released it, and says so once', async () => {
      const events: string[] = [];
      const first = await acquire('telegram', silent);
      const firstGone = new Promise<void>((resolve) => {
        const onWait = () => {
          events.push('waits');
          void first.release().then(resolve);
        };
        void acquire('telegram', { ...silent, onWait }).then(() => events.push('has it'));
      });
      await firstGone;
      await vi.waitFor(() => expect(events).toEqual(['waits', 'has it']), { timeout: 5_000, interval: 10 });
    });

    it('keeps leases of different names apart', async () => {
      await acquire('discord-0', silent);
      await acquire('discord-1', silent);
    });

    it('ends the wait of a process that gives up', async () => {
      await acquire('telegram', silent);
      const giveUp = new AbortController();
      const waiting = acquire('telegram', {
        ...silent,
        onWait: () => giveUp.abort(new Error('stopping')),
        signal: giveUp.signal,
      });
      await expect(waiting).rejects.toThrow('stopping');
    });

    it('refuses a process that has given up before', async () => {
      const signal = AbortSignal.abort(new Error('stopping'));
      await expect(acquire('telegram', { ...silent, signal })).rejects.toThrow('stopping');
      await acquire('telegram', silent);
    });

    it('may be released twice, and the second time takes nothing from the next holder', async () => {
      const first = await acquire('telegram', silent);
      await first.release();
      await acquire('telegram', silent);
      await first.release();
      let waits = false;
      const giveUp = new AbortController();
      const third = acquire('telegram', {
        ...silent,
        onWait: () => {
          waits = true;
          giveUp.abort(new Error('seen enough'));
        },
        signal: giveUp.signal,
      });
      await expect(third).rejects.toThrow('seen enough');
      expect(waits).toBe(true);
    });
  });
}
