import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BotAlert } from '../../src/core/bot-alert.ts';
import { deliveryId, outletId, roundNumber, showId } from '../../src/core/ids.ts';
import { composeBotAlert } from '../../src/core/posts/bot-alert.ts';
import type { Notice } from '../../src/core/posts/content.ts';
import { postFor } from '../../src/core/posts/post.ts';
import type { Alert } from '../../src/core/season/effects.ts';
import { isolated, isolatedRuns, isolatedWithin } from '../../src/core/text/bidi.ts';
import { languages } from '../../src/core/wording/catalogues.ts';
import { joiningWords } from '../../src/core/wording/joining-words.ts';
import { problemOf } from '../../src/core/wording/problems/tell-problem.ts';
import { viewOf } from '../../src/platforms/discord/wire/answers.ts';
import { messageBody } from '../../src/platforms/discord/wire/messages.ts';
import { notificationOf, replyMessages, usageMessage } from '../../src/platforms/telegram/wire/answers.ts';
import { requestFor } from '../../src/platforms/telegram/wire/messages.ts';
import type { Command } from '../../src/ports/commands/command.ts';
import {
  aStory,
  choice,
  MINUTE,
  play,
  showrunner,
  start,
  T0,
  tick,
} from '../support/seasons/season-specification.ts';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]/u;
const INNERMOST = /\u2068[^\u2068\u2069]*\u2069/gu;

/** What stands outside all isolates. */
function bare(text: string): string {
  const inner = text.replace(INNERMOST, '');
  return inner === text ? text : bare(inner);
}

/** No letter turns what is around it, and every isolate is closed. */
function isSound(text: string): boolean {
  const left = bare(text);
  return !RIGHT_TO_LEFT.test(left) && !/[\u2068\u2069]/u.test(left);
}

const word = fc.constantFrom('אור', 'שרה', 'المنارة', 'Mara', 'Night', '12', '(b)', '&', '#x', '_y_');
/** Names of shows, options, communities and people, in either direction or both. */
const name = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));

/** All that people read, of a request as it goes over the wire. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

const outlet = outletId('outlet-0');
const telegramPlace = {
  address: { platform: 'telegram', chat: '-1001234567890' },
  name: 'x',
  community: '-1001234567890',
  namedVotes: true,
  traits: { kind: 'supergroup', forum: false },
} as const;

/** On both wires, what people read of a message that has no foreign paragraph of its own. */
function onWires(notice: Notice): readonly string[] {
  const composed = messageBody({ post: notice, nonce: 'n', now: T0 });
  if ('problem' in composed) throw new Error(composed.problem.what);
  const plainly = messageBody({ post: notice, nonce: 'n', now: T0 }, new Set(['embed']));
  if ('problem' in plainly) throw new Error(plainly.problem.what);
  const { params } = requestFor(notice, telegramPlace, T0, new Set(), { botName: 'bot' });
  return [composed.body, plainly.body, params].flatMap(textsIn);
}

function alertsAbout(foreign: string): readonly Alert[] {
  const about = { outlet, name: foreign, delivery: deliveryId('poll', 1) };
  return [
    {
      code: 'round-undecided',
      round: roundNumber(1),
      why: { cause: 'tie', among: ['left', 'right'] as never },
    },
    { code: 'provisional', round: roundNumber(1) },
    { code: 'delivery-unknown', ...about, why: 'no answer' },
    { code: 'outlet-refused', ...about, cause: 'topic-closed', what: 'Closed.', fix: '', said: foreign },
    { code: 'sent-with-less', ...about, left: ['embed'], why: foreign },
    { code: 'community-left', outlet, name: foreign, others: 2 },
    { code: 'outlet-waiting', outlet, name: foreign, by: foreign },
  ];
}

describe('words that are written from right to left', () => {
  it('turn nothing around them in alerts, notices, results and their buttons, on both platforms', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...languages), (foreign, language) => {
        const story = aStory(
          { title: foreign, language },
          choice(
            { left: 'left', right: 'right' },
            { question: foreign, voting: { lasts: 10 * MINUTE } as never },
          ),
        );
        const labelled = {
          ...story,
          episodes: story.episodes.map((one) =>
            JSON.parse(JSON.stringify(one).replaceAll('"LEFT"', JSON.stringify(foreign))),
          ),
        };
        const paused = { type: 'pause', at: T0 + MINUTE, by: showrunner, reason: foreign } as const;
        const { season } = play(start(labelled), tick(0), paused);
        const post = (occasion: object) =>
          postFor(season, { number: 1, mark: 'ab12', outlet, canSeal: true, ...occasion } as never);
        const posts = [
          ...alertsAbout(foreign).map((alert) => post({ kind: 'alert', alert })),
          post({ kind: 'notice' }),
          post({ kind: 'reminder' }),
        ];
        for (const one of posts)
          if (one !== undefined)
            for (const text of onWires(one as Notice)) expect(isSound(text), JSON.stringify(text)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('turn nothing around them in alerts that belong to no season', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...languages), (foreign, language) => {
        const show = { id: showId('s'), title: foreign, language };
        const alerts: readonly BotAlert[] = [
          { code: 'outlets-waiting', show, hour: 1, answered: { name: foreign, approved: true, by: 'x' } },
          { code: 'played-before', show, found: 'folder', answered: { how: 'fresh', by: 'x' } },
          {
            code: 'outlets-unplayable',
            show,
            outlets: [{ name: foreign, ...problemOf('no-answer') }],
            more: 0,
          },
          { code: 'feed-failing', show, what: 'The feed of x is damaged.' },
          { code: 'feed-back', show },
          { code: 'feed-items-unusable', show, items: [{ name: foreign, why: 'no-link' }], more: 2 },
        ];
        const waiting = [
          { id: outlet, name: foreign, by: foreign },
          { id: outletId('b'), name: foreign, by: 'y' },
        ];
        for (const alert of alerts) {
          const notice = composeBotAlert(alert, 'ab12', language, waiting, () => foreign);
          for (const text of onWires(notice)) expect(isSound(text), JSON.stringify(text)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('turn nothing around them in answers, pop-ups and questions for what is missing', () => {
    const parameter = { name: 'option', kind: 'option', description: '', required: true } as const;
    const command: Command = {
      name: 'vote decide',
      level: 'everyone',
      description: 'x',
      parameters: [parameter],
      run: async () => ({ lines: [], visibility: 'caller' }),
    };
    fc.assert(
      fc.property(name, (foreign) => {
        const line = [
          { kind: 'strong', text: foreign } as const,
          { kind: 'text', text: ' is decided (3).' } as const,
        ];
        const label = joiningWords('en').connectButton(foreign);
        const buttons = [{ label, danger: false, command: 'vote decide', given: {} }];
        const reply = { lines: [line], visibility: 'caller', buttons } as const;
        const usage = {
          kind: 'usage',
          parameter,
          problem: `“${foreign}” is not an option here.`,
          expected: [],
        } as const;
        const said = [
          replyMessages(reply),
          notificationOf(line),
          notificationOf([...line, ...line, ...line, ...line, ...line, ...line]),
          usageMessage(command, usage, {}, [{ value: 'x', label: foreign, data: 'd' }]),
          viewOf({ kind: 'reply', reply }, () => 't').pages,
        ];
        for (const text of textsIn(said)) expect(isSound(text), JSON.stringify(text)).toBe(true);
        expect(notificationOf([...line, ...line]).length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 200 },
    );
  });

  it('keep every letter, and text of one direction stays as it is', () => {
    const controls = /[\u2068\u2069]/gu;
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 60 }), (foreign, most) => {
        expect(isolated(foreign).replace(controls, '')).toBe(foreign);
        expect(isolatedRuns(foreign).replace(controls, '')).toBe(foreign);
        const within = isolatedWithin(['Approve: ', foreign], most);
        expect([...within].length).toBeLessThanOrEqual(most);
        expect(/[\u2068\u2069]/u.test(bare(within))).toBe(false);
        if (!RIGHT_TO_LEFT.test(foreign)) expect(isolated(foreign)).toBe(foreign);
      }),
    );
    expect(isolated('אור של Mara')).toBe('\u2068אור של Mara\u2069');
    expect(isolatedRuns('“אור” is not among them')).toBe('“\u2068אור\u2069” is not among them');
  });
});
