import type { Milliseconds } from '../core/ids.ts';

/** In a restart, or while a lease changes hands, two processes ask for updates for some seconds. */
const RESTART: Milliseconds = 60_000;
/** Longer than a question that waits for updates: who asks beside us is met within this. */
const MEET_WITHIN: Milliseconds = 45_000;

/**
 * Tells another bot from a restart. Telegram answers 409 to a question for updates when another one is asked; two processes
 * that go on asking meet again and again.
 * @param restart how long meetings may go on.
 * @returns to be called at each 409, with the time of a steady clock: whether another process is there to stay.
 */
export function rivalWatch(restart: Milliseconds = RESTART): (now: Milliseconds) => boolean {
  let first: Milliseconds | undefined;
  let last = 0;
  return (now) => {
    if (first === undefined || now - last > MEET_WITHIN) first = now;
    last = now;
    return now - first > restart;
  };
}
