import { describe, expect, it } from 'vitest';
import { receiptOf } from '../../src/core/vote/receipt.ts';
import { writeReceipt } from '../../src/terminal/receipt-lines.ts';
import { writeStatus } from '../../src/terminal/status-lines.ts';
import { aStory, finalCount, play, settle, start, tick } from '../support/seasons/season-specification.ts';

const ISO = /\d{4}-\d\d-\d\dT/;

describe('a report on a terminal', () => {
  it('says in sentences how a vote was decided, with readable dates', () => {
    const { season } = play(start(aStory()), tick(10), settle(10, 1, { left: 1 }));
    const [round] = season.rounds;
    if (round === undefined) throw new Error('no round');
    const counts = [finalCount('outlet-0', { left: 1 })];
    const text = writeReceipt({ ...receiptOf(season, round, { counts, amendments: [] }), hash: 'h' }).join(
      '\n',
    );
    expect(text).toContain('Decided: LEFT by most votes.');
    expect(text).not.toMatch(ISO);
    expect(text).toMatch(/closed \w{3}, \d{1,2} \w+ \d{4}, \d\d:\d\d/);
  });

  it('says what every outlet got', () => {
    const outlet = { outlet: 'telegram:1', name: '@fans', platform: 'telegram' as const };
    const sent = { kind: 'drop', number: 1, status: 'sent' } as const;
    const text = writeStatus({
      version: 1,
      show: 'night',
      title: 'Night',
      season: 'night-1',
      state: 'scheduled',
      paused: false,
      next: { episode: 'pilot', title: 'Pilot', at: '2026-11-26T17:59:29.943Z' },
      rounds: [],
      deliveries: [{ ...outlet, deliveries: [sent, { ...sent, kind: 'poll' }] }],
    } as unknown as Parameters<typeof writeStatus>[0]).join('\n');
    expect(text).toContain('@fans: 2 messages sent, none missing');
    expect(text).not.toMatch(ISO);
  });
});
