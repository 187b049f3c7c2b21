import { expect, it } from 'vitest';
import { rivalWatch } from '../../src/telegram/rivals.ts';

/** Whether a rival is seen at each of these seconds, at which Telegram answers 409. */
const seenAt = (...seconds: readonly number[]): readonly boolean[] => {
  const isRival = rivalWatch();
  return seconds.map((second) => isRival(second * 1_000));
};

it('a restart in which two processes meet for some seconds is no rival', () => {
  expect(seenAt(0, 2, 4, 10)).toEqual([false, false, false, false]);
  // Nor are restarts that follow one another.
  expect(seenAt(0, 4, 90, 94, 200)).toEqual([false, false, false, false, false]);
});

it('who is met again and again for more than a minute is one, as long as that goes on', () => {
  expect(seenAt(0, 25, 50, 61, 90, 130)).toEqual([false, false, false, true, true, true]);
  expect(seenAt(0, 30, 60, 61, 120, 122)).toEqual([false, false, false, true, false, false]);
});
