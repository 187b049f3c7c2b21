import { describe, expect, it } from 'vitest';
import { outletId, roundNumber } from '../../../src/core/ids.ts';
import { publishedRule } from '../../../src/core/posts/poll.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import { findRound } from '../../../src/core/season/state.ts';
import type { Story, VotingRules } from '../../../src/core/story/story.ts';
import { catalogueOf, languages } from '../../../src/core/wording/catalogues.ts';
import { discordCapabilities, wireLimits } from '../../../src/platforms/discord/capabilities.ts';
import { threadName } from '../../../src/platforms/discord/wire/messages.ts';
import { linesToMarkdown } from '../../../src/platforms/discord/wire/text.ts';
import { TELEGRAM } from '../../../src/platforms/telegram/capabilities.ts';
import { lineHtml, parsedLength } from '../../../src/platforms/telegram/wire/text.ts';
import {
  aStory,
  choice,
  episode,
  MINUTE,
  play,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const tightestRule = Math.min(...[discordCapabilities, TELEGRAM].map(({ poll }) => poll.rule));

const occasion = { mark: 'm', outlet: outletId('outlet-0'), canSeal: true };

const voting: VotingRules = {
  opens: 0,
  lasts: 28 * DAY + 23 * HOUR,
  tie: 'runoff',
  runoff: 28 * DAY + 23 * HOUR,
  quorum: 1_000_000,
  closing: MINUTE,
  sealed: true,
  extendable: HOUR,
};

/** Published once a day at a place whose time zone has a long name. */
const daily = (language: string, change: Partial<VotingRules> = {}): Story =>
  aStory({
    language,
    release: { kind: 'daily', days: 1, at: '19:00', timezone: 'America/Argentina/ComodRivadavia' },
    episodes: [
      episode('pilot', {
        kind: 'choice',
        choice: choice({ left: 'left', right: 'right' }, { voting: { ...voting, ...change } }),
      }),
      episode('left', { kind: 'ending' }),
      episode('right', { kind: 'ending' }),
    ],
  });

const worstFirst = (language: string) => ({ ...play(start(daily(language))), round: 1 });

function worstRunoff(language: string) {
  const lasts = 10 * MINUTE;
  const tied = settle(10, 1, { left: 1, right: 1 });
  return { ...play(start(daily(language, { lasts, quorum: 1 })), tick(10), tied), round: 2 };
}

function worstRerun(language: string) {
  // The longest reason that a command takes.
  const reason = 'W'.repeat(200);
  const started = start(daily(language));
  const voided = {
    type: 'void',
    at: T0 + MINUTE,
    by: showrunner,
    round: roundNumber(1),
    reason,
  } as const;
  return { ...play(started, voided), round: 2 };
}

describe.each(languages)('every sentence in %s', (language) => {
  it('has a title for a discussion that fits a thread with most of the longest episode title', () => {
    const longest = 'W'.repeat(discordCapabilities.drop.title);
    const story = aStory({ language });
    const episodes = story.episodes.map((each) => ({ ...each, title: longest }));
    const { season } = play(start({ ...story, episodes }));
    const drop = postFor(season, { ...occasion, kind: 'drop', number: 1 });
    if (drop?.kind !== 'drop') throw new Error('no drop');
    const name = threadName(drop) ?? '';
    expect([...name].length).toBeLessThanOrEqual(wireLimits.threadName);
    expect(name).toContain('W'.repeat(70));
  });

  it.each([
    ['first vote', worstFirst],
    ['runoff', worstRunoff],
    ['rerun', worstRerun],
  ] as const)('publishes the longest rule of a %s within the tightest limit', (_, worst) => {
    const { season, round } = worst(language);
    const found = findRound(season, roundNumber(round));
    if (found === undefined) throw new Error('no such round');
    for (const canSeal of [true, false]) {
      const rule = publishedRule(season, found, canSeal);
      expect(parsedLength(rule.map((line) => lineHtml(line, language)).join('\n'))).toBeLessThanOrEqual(
        tightestRule,
      );
      expect(linesToMarkdown(rule).length).toBeLessThanOrEqual(tightestRule);
    }
  });

  it('is in that language', () => {
    const { season, round } = worstFirst(language);
    const poll = postFor(season, { ...occasion, kind: 'poll', number: round });
    if (poll?.kind !== 'poll') throw new Error('no poll');
    expect(poll.language).toBe(language);
    expect(poll.rule).toContainEqual(catalogueOf(language).whoCounts);
  });
});
