import { describe, expect, it } from 'vitest';
import { within } from '../src/time-limit.ts';

const HOUR = 3_600_000;

describe('work with a time limit', () => {
  it('returns its result if it ends in time', async () => {
    expect(await within(HOUR, Promise.resolve('done'))).toBe('done');
    await expect(within(HOUR, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await within(HOUR, undefined)).toBeUndefined();
  });

  it('is abandoned if it does not, even if it fails later', async () => {
    let fail = (_: Error): void => {};
    const work = new Promise<string>((_, reject) => {
      fail = reject;
    });
    expect(await within(1, work)).toBeUndefined();
    // Vitest ends with an error if a rejection is not handled.
    fail(new Error('too late to matter'));
    await new Promise(setImmediate);
  });
});
