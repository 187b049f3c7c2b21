import { optionId } from '../../../src/core/ids.ts';
import { type Drop, type Notice, type PollPost, text } from '../../../src/core/posts/content.ts';

export const NOON = Date.UTC(2026, 10, 20, 12);
export const HOUR = 3_600_000;

export const aDrop = (change: Partial<Drop> = {}): Drop => ({
  kind: 'drop',
  mark: 'night-shift 1 / drop 1 / 3fa9',
  language: 'en',
  show: 'Night Shift',
  title: [text('Clocking In')],
  synopsis: 'Mara takes the late shift.',
  url: 'https://watch.example/night-shift/1',
  watch: 'Watch episode 1',
  notes: [[text('The vote opens at once.')]],
  thread: [text('Clocking In')],
  ...change,
});

export const aPoll = (change: Partial<PollPost> = {}): PollPost => ({
  kind: 'poll',
  mark: 'night-shift 1 / poll 1 / 77b0',
  language: 'en',
  question: 'Who does Mara call?',
  options: [
    { id: optionId('brother'), label: 'Her brother' },
    { id: optionId('stranger'), label: 'The number on the card' },
    { id: optionId('nobody'), label: 'Nobody' },
  ],
  rule: [[text('Most votes win. A tie goes to the first listed.')]],
  closesAt: NOON + 20 * HOUR,
  extendableTo: NOON + 21 * HOUR,
  backstopAt: NOON + 44 * HOUR,
  sealed: false,
  ...change,
});

export const aResult = (change: Partial<Notice> = {}): Notice => ({
  kind: 'result',
  mark: 'night-shift 1 / result 1 / 90ce',
  language: 'en',
  title: 'Her brother',
  lines: [[text('Her brother wins with 12 of 20 votes.')]],
  ...change,
});
