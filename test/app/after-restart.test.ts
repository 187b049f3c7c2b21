import { describe, expect, it } from 'vitest';
import { judgeRestart, remembersAll } from '../../src/app/after-restart.ts';
import type { Restart } from '../../src/ports/stores/delivery-ledger.ts';

const senders = [
  { announcedAt: 40_000, ends: 46_000 },
  { announcedAt: 41_000, ends: 47_000 },
];
/** Started a while after its predecessor had ended, and first asked a second later. */
const restarted: Restart = { from: 'a', to: 'b', startedAt: 60_000, seenAt: 61_000, senders };
/** Running long before: a replica that took over. */
const replaced: Restart = { ...restarted, startedAt: 1_000 };
const later = 66_000;

describe('a store that runs in a new life', () => {
  it('is resumed at once if every process stopped in order or has restored what it remembers', () => {
    for (const loss of ['nothing', 'seconds', 'anything'] as const)
      expect(judgeRestart({ ...restarted, senders: [] }, loss, 61_000)).toEqual({ kind: 'resume' });
  });

  it('waits for processes that may still be alive, for five seconds from when it was first asked', () => {
    expect(judgeRestart(restarted, 'seconds', 61_000)).toEqual({ kind: 'wait', until: 66_000 });
    expect(judgeRestart(restarted, 'seconds', 65_999)).toEqual({ kind: 'wait', until: 66_000 });
    expect(judgeRestart(restarted, 'seconds', later)).toMatchObject({ kind: 'resume' });
  });

  it('is uncertain from the last thing left of the old life to the end of the last announcement', () => {
    expect(judgeRestart(restarted, 'seconds', later)).toMatchObject({
      doubt: { since: 41_000, until: 47_000, why: expect.stringMatching(/lost|without its last seconds/) },
    });
  });

  it('is uncertain until it was first asked if we cannot know how much is lost', () => {
    const doubt = { since: 41_000, until: 61_000 };
    expect(judgeRestart(restarted, 'anything', later)).toMatchObject({ doubt });
    for (const loss of ['nothing', 'seconds', 'anything'] as const)
      expect(judgeRestart(replaced, loss, later)).toMatchObject({ doubt });
  });

  it('is certain if a server that loses nothing was restarted', () => {
    expect(judgeRestart(restarted, 'nothing', 61_000)).toEqual({ kind: 'resume' });
  });

  it('is completely known to the surviving processes, unless everything since the last snapshot is lost', () => {
    expect(remembersAll(restarted, 'nothing')).toBe(true);
    expect(remembersAll(restarted, 'seconds')).toBe(true);
    expect(remembersAll(restarted, 'anything')).toBe(false);
    expect(remembersAll(replaced, 'anything')).toBe(true);
  });
});
