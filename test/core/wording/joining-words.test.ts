import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/core/posts/content.ts';
import { languages } from '../../../src/core/wording/catalogues.ts';
import { joiningWords } from '../../../src/core/wording/joining-words.ts';

const OUTLET = '#lounge';
const since = { kind: 'time', at: 0, timezone: 'UTC', style: 'full' } as const;

describe.each(languages)('what people read who bring a show to their community, in %s', (language) => {
  const words = joiningWords(language);
  const all = [
    words.welcome,
    words.noShows,
    words.connectHow(true),
    words.connectHow(false),
    words.checkHow,
    words.joined(OUTLET, 'The Show'),
    words.votesFrom,
    words.asked(OUTLET),
    words.listShows,
    words.stillWaits(OUTLET, since),
    words.nothingMore,
  ].map(plain);

  it('is made of whole sentences, and speaks of the show’s team, not of showrunners', () => {
    for (const sentence of all) {
      expect(sentence).toMatch(/^[\p{Lu}#/].*[.]$/u);
      expect(sentence).not.toMatch(/showrunner|undefined| {2}/i);
    }
    expect(new Set(all).size).toBe(all.length);
  });

  it('names the commands as they are typed, and the place and the show to the letter', () => {
    expect(plain(words.connectHow(false))).toContain('/outlet connect');
    expect(plain(words.checkHow)).toContain('/outlet check');
    expect(plain(words.listShows)).toContain('/outlet list');
    for (const line of [
      words.joined(OUTLET, 'The Show'),
      words.asked(OUTLET),
      words.stillWaits(OUTLET, since),
    ])
      expect(line).toContainEqual({ kind: 'strong', text: OUTLET });
    expect(words.connectButton('The Show')).toContainEqual({ kind: 'text', text: 'The Show' });
  });

  it('is not English elsewhere', () => {
    if (language !== 'en') expect(all).not.toContain(plain(joiningWords('en').welcome));
  });
});
