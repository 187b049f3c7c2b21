import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/ports/clock.ts';

/** What every implementation of `Clock` must do. */
export function clockContract(name: string, create: () => Clock): void {
  describe(name, () => {
    it('returns whole milliseconds since 1970 that do not go back', async () => {
      const clock = create();
      const first = await clock.now();
      const second = await clock.now();
      expect(Number.isInteger(first)).toBe(true);
      expect(first).toBeGreaterThan(Date.UTC(2024, 0));
      expect(second).toBeGreaterThanOrEqual(first);
    });

    it('is one clock for all callers', async () => {
      const before = await create().now();
      const answers = await Promise.all([create(), create(), create()].map((clock) => clock.now()));
      const after = await create().now();
      for (const answer of answers) {
        expect(answer).toBeGreaterThanOrEqual(before);
        expect(answer).toBeLessThanOrEqual(after);
      }
    });
  });
}
