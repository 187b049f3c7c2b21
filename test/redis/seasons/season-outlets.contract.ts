import { describe, expect, it } from 'vitest';
import { outletId, seasonId, showId } from '../../../src/core/ids.ts';
import type { SeasonOutlet, SeasonOutlets } from '../../../src/ports/stores/season-outlets.ts';

const show = showId('night-shift');
const first = seasonId(show, 1);
const second = seasonId(show, 2);

/** What every store of a season's outlets does. `open` opens one on the same, empty database each time within a test. */
export function seasonOutletsContract(name: string, open: () => SeasonOutlets): void {
  describe(`outlets of a season: ${name}`, () => {
    const outlet = (id: string, joinedAt: number): SeasonOutlet => ({
      id: outletId(id),
      joinedAt,
      outlet: {
        address: { platform: 'telegram', chat: '-100123', topic: 12 },
        name: id,
        community: 'c',
        namedVotes: true,
        traits: {},
      },
    });

    it('are listed in the order in which they joined, also after a change', async () => {
      const outlets = open();
      for (const id of ['z', '__proto__', 'telegram:-100123/12']) await outlets.put(first, outlet(id, 1));
      await outlets.put(first, { ...outlet('z', 1), leftAt: 9 });
      expect(await outlets.all(first)).toEqual([
        { ...outlet('z', 1), leftAt: 9 },
        outlet('__proto__', 1),
        outlet('telegram:-100123/12', 1),
      ]);
      expect(await outlets.all(second)).toEqual([]);
      expect(await outlets.find(first, outletId('__proto__'))).toEqual(outlet('__proto__', 1));
      expect(await outlets.find(first, outletId('constructor'))).toBeUndefined();
    });
  });
}
