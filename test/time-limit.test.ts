import { describe, expect, it } from 'vitest';
import { within } from '../src/time-limit.ts';

const HOUR = 3_600_000;

describe('work that may take only that long', () => {
  it('is what came of it, if it ends in time', async () => {
    expect(await within(HOUR, Promise.resolve('done'))).toBe('done');
    await expect(within(HOUR, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await within(HOUR, undefined)).toBeUndefined();
  });

  it('is left to itself if it does not, also when it fails later', async () => {
    let fail = (_: Error): void => {};
    const work = new Promise<string>((_, reject) => {
      fail = reject;
    });
    expect(await within(1, work)).toBeUndefined();
    // Vitest ends with an error where a rejection is handled by nobody.
    fail(new Error('too late to matter'));
    await new Promise(setImmediate);
  });
});
