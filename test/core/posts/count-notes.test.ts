import { describe, expect, it } from 'vitest';
import { outletId } from '../../../src/core/ids.ts';
import { plain } from '../../../src/core/posts/content.ts';
import { countNotes, countTasks } from '../../../src/core/posts/count-notes.ts';
import type { CountTrouble } from '../../../src/core/vote/count-trouble.ts';
import type { KnownCommunity } from '../../../src/core/vote/public-receipt.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import { catalogueOf } from '../../../src/core/wording/catalogues.ts';
import { telegram } from '../../../src/platforms/telegram/definition.ts';

const identity = (name: string) => ({ outlet: outletId(name), platform: 'telegram', name }) as const;
const missing = (name: string, because?: CountTrouble): OutletCount => ({
  ...identity(name),
  status: 'missing',
  reason: 'gone',
  ...(because && { because }),
});
const counted = (
  name: string,
  status: 'final' | 'provisional',
  because?: CountTrouble,
): Exclude<OutletCount, { status: 'missing' }> => ({
  ...identity(name),
  status,
  counts: {},
  closedAt: 0,
  ...(because && { because }),
});

const fans = (counts: readonly OutletCount[], language = 'en') =>
  countNotes(counts, catalogueOf(language), communities).map(plain);
const showrunners = (counts: readonly OutletCount[]) => countTasks(counts, catalogueOf('en')).map(plain);

const NAMED = ['slow', 'left', 'shut', 'a', 'b'];
const communities = new Map<string, KnownCommunity>(
  NAMED.map((name) => [name, { key: name, givenName: name }]),
);

describe('counts that are not final', () => {
  it('are described differently: still being confirmed, the last one for good, and none', () => {
    const counts = [
      counted('fine', 'final'),
      counted('slow', 'provisional', 'confirming'),
      counted('left', 'provisional', 'bot-removed'),
      missing('shut', 'poll-refused'),
    ];
    expect(fans(counts)).toEqual([
      'The platform is still confirming the count of slow. The decision does not change.',
      'The bot was removed from left. Its last count before that is used.',
      'Not in the result: shut (the bot could not post the poll).',
    ]);
    expect(fans(counts, 'de')).toEqual([
      'Die Plattform bestätigt die Zählung von slow noch. Die Entscheidung ändert sich dadurch nicht.',
      'Der Bot wurde aus left entfernt. Es gilt der letzte Stand davor.',
      'Nicht im Ergebnis: shut (der Bot konnte die Umfrage nicht posten).',
    ]);
    expect(showrunners(counts)).toEqual([
      'The platform has not confirmed the count of slow yet. Nothing to do: the receipt is updated when it does.',
      'The bot was removed from left. Add it again and run /outlet check there.',
      'shut did not take the poll. Run /outlet check there and grant what it names. The next episode goes there again.',
    ]);
  });

  it('with the same trouble share a sentence, and a few sentences and names are enough', () => {
    expect(fans([missing('a', 'poll-refused'), missing('b', 'poll-refused')])).toEqual([
      'Not in the result: a, b (the bot could not post the poll).',
    ]);
    const many = (['poll-refused', 'counts-hidden', 'poll-unconfirmed', 'no-poll-in-time'] as const).flatMap(
      (because) => [missing('a', because), missing('b', because)],
    );
    expect(fans(many)).toHaveLength(3);
    expect(fans(many)[0]).toContain('a, 1 more (');
    expect(showrunners(many)).toHaveLength(6);
    expect(showrunners(many).at(-1)).toBe('And 3 more. The receipt lists them all.');
  });

  it('of an older version are described by what is known about them', () => {
    expect(fans([missing('a'), counted('b', 'provisional')])).toEqual([
      'Not in the result: a.',
      'The platform did not give us the final count of b. The last count we have is used.',
    ]);
  });

  it('name a community to fans by its public address or its given name, and by nothing else', () => {
    const link = (name: string, path: string): OutletCount => ({
      ...counted(name, 'provisional', 'poll-deleted'),
      link: `https://t.me/${path}/7`,
    });
    const counts = [
      link('@fans_of_it', 'night_shift'),
      link('Family chat', 'c/123'),
      counted('@looks_public', 'provisional', 'poll-deleted'),
      counted('a', 'provisional', 'poll-deleted'),
    ];
    const words = telegram.communities;
    const known = new Map(communities);
    for (const { outlet } of counts.slice(0, 3)) known.set(outlet, { key: outlet, words });
    expect(countNotes(counts, catalogueOf('en'), known).map(plain)).toEqual([
      'The poll in @night_shift, a, 2 more was deleted. Its last count before that is used.',
    ]);
    expect(showrunners(counts)[1]).toContain('The poll in Family chat was deleted.');
  });

  it('of two outlets of one community count as one community', () => {
    const counts = [missing('#one', 'poll-refused'), missing('#two', 'poll-refused')];
    const same = new Map(counts.map(({ outlet }) => [outlet as string, { key: 'guild' }]));
    expect(countNotes(counts, catalogueOf('en'), same).map(plain)).toEqual([
      'Not in the result: 1 community (the bot could not post the poll).',
    ]);
  });
});
