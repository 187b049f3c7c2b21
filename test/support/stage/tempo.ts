import type { Tempo } from '../../../src/app/tempo.ts';

/** Everything that a journey would only wait for, several times as fast. Its proportions are the product's. */
export const LIVELY: Tempo = {
  sweepEvery: 1_000,
  examinedWithin: 5_000,
  listeningLease: 4_000,
  storeSilence: 12_000,
  outlets: {
    silent: { first: 300, most: 5_000 },
    refused: { first: 2_000, most: 30_000 },
    broken: 1_000,
    seasonWaits: 20_000,
    seasonWaitsForKnown: 3_000,
    refreshEvery: 3_000,
    lookForWorkEvery: 100,
  },
};
