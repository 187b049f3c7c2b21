import { describe, expect, it } from 'vitest';
import { outletId, showId } from '../../../src/core/ids.ts';
import type { Connection, Connections } from '../../../src/ports/stores/connections.ts';

const show = showId('night-shift');

/** What every store of connections does. `open` opens one on the same, empty database each time within a test. */
export function connectionsContract(name: string, open: () => Connections): void {
  describe(`communities that joined by command: ${name}`, () => {
    const connection = (id: string, askedAt: number, state: Connection['state']): Connection => ({
      id: outletId(id),
      outlet: {
        address: { platform: 'discord', channel: '1100000000000000001' },
        name: '#general in Fans',
        community: '1100000000000000000',
        namedVotes: true,
        traits: {},
      },
      mention: '1100000000000000002',
      state,
      askedAt,
      by: 'fan-0011aabb',
    });

    it('belong to the show, in the order in which they asked', async () => {
      const connections = open();
      await connections.put(show, connection('discord:2', 20, 'waiting'));
      await connections.put(show, connection('__proto__', 10, 'waiting'));
      await connections.put(show, connection('discord:2', 20, 'connected'));
      expect((await connections.of(show)).readable).toEqual([
        connection('__proto__', 10, 'waiting'),
        connection('discord:2', 20, 'connected'),
      ]);
      expect((await connections.of(showId('day-shift'))).readable).toEqual([]);
    });

    it('can ask for one channel at a time: another channel learns about the one that waits', async () => {
      const connections = open();
      const first = connection('discord:2', 20, 'waiting');
      expect(await connections.ask(show, first, [])).toEqual({ kind: 'asked' });
      const second = connection('discord:3', 30, 'waiting');
      const waits = { kind: 'waiting', connection: first };
      expect(await connections.ask(show, second, [])).toEqual(waits);
      expect(await connections.ask(show, first, [])).toEqual(waits);
      expect((await connections.of(show)).readable).toEqual([first]);
      expect(await connections.ask(showId('day-shift'), second, [])).toEqual({ kind: 'asked' });
      await connections.put(show, { ...first, state: 'connected' });
      expect(await connections.ask(show, second, [])).toEqual({ kind: 'asked' });
      await connections.drop(show, second.id);
      expect(await connections.ask(show, connection('discord:4', 40, 'waiting'), [])).toEqual({
        kind: 'asked',
      });
    });

    it('can ask no more often in a day than each limit allows, and then are not recorded', async () => {
      const connections = open();
      const limits = [
        { of: 'show', most: 9 },
        { of: 'person __proto__', most: 2 },
      ];
      const ask = async (askedAt: number) => {
        const asked = await connections.ask(show, connection('discord:2', askedAt, 'waiting'), limits);
        const isThere = await connections.drop(show, outletId('discord:2'));
        return [asked, isThere];
      };
      const day = 86_400_000;
      expect(await ask(1)).toEqual([{ kind: 'asked' }, true]);
      expect(await ask(2)).toEqual([{ kind: 'asked' }, true]);
      expect(await ask(day - 1)).toEqual([{ kind: 'too-many', of: 'person __proto__' }, false]);
      expect(await ask(day)).toEqual([{ kind: 'asked' }, true]);
    });

    it('are gone once removed', async () => {
      const connections = open();
      await connections.put(show, connection('discord:2', 20, 'connected'));
      expect(await connections.drop(show, outletId('discord:2'))).toBe(true);
      expect(await connections.drop(show, outletId('discord:2'))).toBe(false);
      expect((await connections.of(show)).readable).toEqual([]);
    });
  });
}
