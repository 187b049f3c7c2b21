import { describe, expect, it } from 'vitest';
import { deliverySums, howDecided, whoChanged, withTimes } from '../../../src/core/wording/report-words.ts';

describe('the sentences of reports', () => {
  it('say how a vote was decided, and why not by its votes', () => {
    expect(howDecided({ rule: 'plurality', because: null })).toBe('by most votes');
    expect(howDecided({ rule: 'showrunner', because: 'quorum' })).toBe('by the show’s team (too few votes)');
    expect(howDecided({ rule: 'first-listed', because: 'nobody-voted' })).toBe(
      'as the option listed first (nobody voted)',
    );
  });

  it('say who changed a vote', () => {
    expect(whoChanged({ what: 'extended', by: 'clock' })).toBe('Extended by the bot');
    expect(whoChanged({ what: 'let-stand', by: 'showrunner-12345678' })).toBe(
      'Decided with the votes that were there by showrunner-12345678',
    );
  });

  it('say how many messages arrived, and what happened to the others', () => {
    const of = (...kinds: readonly ('owed' | 'sending' | 'sent' | 'refused' | 'unknown')[]) =>
      deliverySums(kinds.map((status) => ({ status })));
    expect(of()).toBe('nothing yet');
    expect(of('sent')).toBe('1 message sent, none missing');
    expect(of('sent', 'sent', 'owed', 'sending', 'refused', 'unknown')).toBe(
      '2 messages sent, 2 waiting, 1 refused, 1 unconfirmed',
    );
    expect(of('refused')).toBe('1 refused');
  });

  it('have readable times', () => {
    const sentence = 'Voting ends 2026-11-26T17:59:29.943Z. Or 2026-11-27T00:00:00.000Z.';
    expect(withTimes(sentence, (time) => time.slice(0, 4)).join('')).toBe('Voting ends 2026. Or 2026.');
  });
});
