import { describe, expect, it } from 'vitest';
import { deliveryId, episodeId, optionId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { BUTTON_CODE_BYTES, encodeButton } from '../../../src/core/posts/button-code.ts';
import { type Notice, plain, titleLine } from '../../../src/core/posts/content.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import type { Alert } from '../../../src/core/season/effects.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import { catalogueOf, languages } from '../../../src/core/wording/catalogues.ts';
import {
  aStory,
  choice,
  given,
  MINUTE,
  play,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const outlet = outletId('telegram:-1001234567890123/1234567');
const story = aStory(
  {},
  choice({ left: 'left', right: 'right', up: 'left', down: 'right', in: 'left', out: 'right' }),
);
const { season } = play(start(story));
const place = { outlet, name: '@a-very-long-name-of-a-community' };

function told(alert: Alert): Notice {
  const post = postFor(season, { kind: 'alert', number: 1, alert, mark: 'm', outlet, canSeal: true });
  if (post?.kind !== 'alert') throw new Error('no alert');
  return post;
}

const ALERTS: readonly Alert[] = [
  { code: 'link-awaited', episode: episodeId('pilot') },
  { code: 'draft-awaited', episode: episodeId('pilot') },
  { code: 'sequel-awaited', episode: episodeId('pilot') },
  { code: 'vote-unreadable', episode: episodeId('pilot'), why: 'a vote needs at least 2 options' },
  {
    code: 'round-undecided',
    round: roundNumber(1),
    why: { cause: 'quorum', among: ['left', 'right', 'up', 'down', 'in', 'out'].map(optionId) },
  },
  { code: 'provisional', round: roundNumber(1) },
  { code: 'poll-deleted', round: roundNumber(1), name: place.name },
  { code: 'delivery-unknown', ...place, delivery: deliveryId('reminder', 9_999), why: 'no answer' },
  {
    code: 'outlet-refused',
    ...place,
    delivery: deliveryId('drop', 1),
    what: 'It was kicked.',
    fix: 'Let it in.',
  },
  {
    code: 'stopped-poll-seen',
    round: roundNumber(1),
    ...place,
    delivery: deliveryId('poll', 9_999),
    votes: 5_000,
  },
  { code: 'community-left', ...place },
  { code: 'outlet-waiting', ...place, by: 'moderator-00112233' },
];

describe('alerts to showrunners', () => {
  it.each(ALERTS.map((alert) => [alert.code, alert] as const))('of %s fits both platforms', (_, alert) => {
    const { lines, buttons = [] } = told(alert);
    expect(lines.map(plain).join('').length).toBeGreaterThan(20);
    expect(buttons.length).toBeLessThanOrEqual(5);
    for (const button of buttons) {
      expect(Buffer.byteLength(encodeButton(button))).toBeLessThanOrEqual(BUTTON_CODE_BYTES);
      expect([...plain(titleLine(button.label))].length).toBeLessThanOrEqual(40);
    }
  });

  it('names a message in words, and its outlet, in every language', () => {
    const about = { ...place, delivery: deliveryId('poll', 2) };
    const alerts: readonly Alert[] = [
      { code: 'delivery-unknown', ...about, why: 'no answer' },
      { code: 'outlet-refused', ...about, what: 'It was kicked.', fix: 'Let it in.' },
      { code: 'sent-with-less', ...about, left: ['embed'], why: 'Missing Permissions (50013)' },
    ];
    for (const alert of alerts)
      for (const language of languages) {
        const told = postFor(play(start({ ...story, language })).season, {
          kind: 'alert',
          number: 1,
          alert,
          mark: 'm',
          outlet,
          canSeal: true,
        });
        const words = told?.kind === 'alert' ? told.lines.map(plain).join() : '';
        expect(words).toContain(catalogueOf(language).message('poll', 2));
        expect(words).toContain(place.name);
        expect(words).not.toContain('poll.2');
      }
  });

  it('of a tie comes with a button for each tied option, and one to run it again', () => {
    const among = ['right', 'up'].map(optionId);
    const { buttons = [] } = told({
      code: 'round-undecided',
      round: roundNumber(1),
      why: { cause: 'tie', among },
    });
    expect(buttons.map(({ command }) => command)).toEqual(['vote decide', 'vote decide', 'vote void']);
    expect(buttons.map(({ label }) => plain(titleLine(label))).slice(0, 2)).toEqual([
      'Decide: RIGHT',
      'Decide: UP',
    ]);
  });
});

describe('a vote that gets more time', () => {
  const extend = (minutes: number, until: number) =>
    ({
      type: 'extend',
      at: T0 + minutes * MINUTE,
      by: showrunner,
      round: roundNumber(1),
      until: T0 + until * MINUTE,
      reason: 'a storm',
    }) as const;

  it('tells its outlets each time, with a new number', () => {
    const first = play(start(story), extend(1, 20));
    const [event] = given(start(story), extend(1, 20)).when(extend(2, 30)).yields('round-extended');
    const twice = play(start(story), extend(1, 20), extend(2, 30));
    if (event === undefined) throw new Error('not extended');
    expect(owedBy(event, twice.season)).toContainEqual({
      kind: 'deliver',
      dueAt: T0 + 2 * MINUTE,
      delivery: 'extension',
      number: 2,
      expiresAt: T0 + 30 * MINUTE,
    });
    const post = postFor(first.season, { kind: 'extension', number: 1, mark: 'm', outlet, canSeal: true });
    expect(post?.kind === 'extension' ? post.lines.map(plain) : []).toEqual([
      expect.stringMatching(/^More time\. Voting now ends \S+ \(\S+\)\.$/),
    ]);
    expect(JSON.stringify(post)).toContain(String(T0 + 20 * MINUTE));
  });

  it('gets no last call any more where that still waited to be sent when the deadline was moved', () => {
    const reminding = aStory(
      {},
      choice({ left: 'left', right: 'right' }, { voting: { ...story.voting, reminder: 5 * MINUTE } }),
    );
    const last = T0 + story.voting.lasts - 5 * MINUTE;
    const due = { type: 'tick', at: last } as const;
    const reminder = { kind: 'reminder', number: 1, mark: 'm', outlet, canSeal: true } as const;
    const longer = { ...extend(0, 0), at: last + 1, until: T0 + story.voting.lasts + 60 * MINUTE };
    expect(postFor(play(start(reminding), due).season, reminder)).toBeDefined();
    const { season: moved } = play(start(reminding), due, longer);
    expect(postFor(moved, reminder)).toBeUndefined();
    // One that may be there already is still looked for.
    expect(postFor(moved, { ...reminder, past: true })).toBeDefined();
    const before = play(start(reminding), longer, { type: 'tick', at: longer.until - 5 * MINUTE });
    expect(postFor(before.season, reminder)).toBeDefined();
  });

  it('is told also before the vote opens, and not when it is over', () => {
    const later = aStory(
      {},
      choice({ left: 'left', right: 'right' }, { voting: { ...story.voting, opens: 5 * MINUTE } }),
    );
    const { season: waiting } = play(start(later), extend(1, 40));
    const [event] = given(start(later)).when(extend(1, 40)).yields('round-extended');
    expect(event && owedBy(event, waiting)).toContainEqual(
      expect.objectContaining({ delivery: 'extension', number: 1, expiresAt: T0 + 40 * MINUTE }),
    );
    const told = postFor(waiting, { kind: 'extension', number: 1, mark: 'm', outlet, canSeal: true });
    expect(JSON.stringify(told)).toContain(String(T0 + 40 * MINUTE));
    const { season: over } = play(start(story), extend(1, 20), tick(20));
    expect(postFor(over, { kind: 'extension', number: 1, mark: 'm', outlet, canSeal: true })).toBeUndefined();
  });
});
