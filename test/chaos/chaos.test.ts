import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildBot } from '../support/stage/build.ts';
import { playBatch } from './batch.ts';
import { FAULTS } from './faults/faults.ts';
import { SHOWS } from './script.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

const SEED = 1_000;
/** Far more than a batch needs; it only limits a hang. */
const LONGEST_MS = 180_000;

describe('the short chaos run', () => {
  it(
    'brings eight seasons through a kill -9 at the moment that a platform takes a message',
    async () => {
      const fault = FAULTS.find(({ name }) => name === 'kill-at-send');
      if (fault === undefined) throw new Error('there is no such fault');
      const { seasons } = await playBatch({
        seed: SEED,
        fault,
        bot: [process.execPath, join(build.folder, 'main.js')],
        signal: new AbortController().signal,
      });
      expect(seasons).toHaveLength(SHOWS);
      expect(seasons.flatMap(({ show, faults }) => faults.map((line) => `${show}: ${line}`))).toEqual([]);
    },
    LONGEST_MS,
  );
});
