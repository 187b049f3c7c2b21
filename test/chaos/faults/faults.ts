import { Chance } from '../../../src/sandbox/random.ts';
import type { Fault } from './fault.ts';
import { processFaults } from './faults-processes.ts';
import { redisFaults } from './faults-redis.ts';
import { gatewayFaults, requestFaults } from './faults-wire.ts';
import { worldFaults } from './faults-world.ts';

const none: Fault = { name: 'none', strike: async () => undefined };

export const FAULTS: readonly Fault[] = [
  none,
  ...processFaults,
  ...redisFaults,
  ...gatewayFaults,
  ...requestFaults,
  ...worldFaults,
];

/** Every fault once before any is repeated, in an order that the seed decides. */
export function drawFault(seed: number, index: number): Fault {
  const chance = new Chance(seed, 'faults', Math.floor(index / FAULTS.length));
  const deck = [...FAULTS];
  for (let drawn = 0; ; drawn += 1) {
    const [card = none] = deck.splice(chance.below(deck.length), 1);
    if (drawn === index % FAULTS.length) return card;
  }
}
