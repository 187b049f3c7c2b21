import { expect, it } from 'vitest';
import { rivalWatch } from '../../../../src/platforms/telegram/updates/rivals.ts';

/** Whether a rival is seen at each of these seconds, at which Telegram answers 409. */
const seenAt = (...seconds: readonly number[]): readonly boolean[] => {
  const watch = rivalWatch();
  return seconds.map((second) => watch.met(second * 1_000));
};

it('a restart in which two processes meet for some seconds is not a rival', () => {
  expect(seenAt(0, 2, 4, 10)).toEqual([false, false, false, false]);
  // Several restarts in a row are not one either.
  expect(seenAt(0, 4, 90, 94, 200)).toEqual([false, false, false, false, false]);
});

it('a process that is met again and again for more than a minute is a rival, as long as that goes on', () => {
  expect(seenAt(0, 25, 50, 61, 90, 130)).toEqual([false, false, false, true, true, true]);
  expect(seenAt(0, 30, 60, 61, 120, 122)).toEqual([false, false, false, true, false, false]);
});

it('is present, also between the meetings, until it has been quiet for two minutes', () => {
  const watch = rivalWatch();
  const isThereAt = (...seconds: readonly number[]) => seconds.map((second) => watch.isThere(second * 1_000));
  expect(watch.isNews(0)).toBe(true);
  for (const second of [0, 25, 50]) watch.met(second * 1_000);
  expect(isThereAt(50, 60)).toEqual([false, false]);
  expect(watch.isNews(60_000)).toBe(false);
  watch.met(75_000);
  expect(isThereAt(75, 76, 100, 194, 195, 900)).toEqual([true, true, true, true, false, false]);
  expect(watch.isNews(195_000)).toBe(true);
});
