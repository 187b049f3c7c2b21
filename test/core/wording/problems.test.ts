import { describe, expect, it } from 'vitest';
import { OUTLET_CAUSES, type ProblemCode, RIGHTS } from '../../../src/core/outlet-cause.ts';
import { languages } from '../../../src/core/wording/catalogues.ts';
import {
  problemOf,
  tellProblem,
  tellRefusedPart,
  unknownProblem,
} from '../../../src/core/wording/problems/tell-problem.ts';

const CODES: readonly ProblemCode[] = [
  ...OUTLET_CAUSES,
  ...RIGHTS.map((right) => `missing-permission:${right}` as const),
];
const WORDS = 'Something nobody foresaw (999999)';
const others = languages.filter((language) => language !== 'en');

describe.each(languages)('why the bot cannot post, in %s', (language) => {
  it('says for every cause what is wrong and what to do, and never in the words of another language', () => {
    for (const code of CODES) {
      const told = tellProblem(problemOf(code), language);
      expect(told, code).toMatch(/^\p{Lu}.+[.!] .+[.]$/u);
      expect(told, code).not.toMatch(/undefined|\$\{| {2}|\n/u);
      if (language !== 'en') expect(told, code).not.toBe(tellProblem(problemOf(code), 'en'));
    }
  });

  it('has no two causes in the same words', () => {
    const told = CODES.map((code) => tellProblem(problemOf(code), language));
    // A chat and a channel are written to under the same right.
    expect(new Set(told).size).toBeGreaterThanOrEqual(CODES.length - 2);
  });

  it('repeats the platform’s own words only where the cause is unknown or open, and marks them', () => {
    const unknown = tellProblem(unknownProblem('discord-999999', WORDS), language);
    expect(unknown).toMatch(new RegExp(`[“„«]\u00a0?${WORDS.replace(/[()]/g, '\\$&')}\u00a0?[”“»]`, 'u'));
    expect(tellProblem(problemOf('invalid-content', WORDS), language)).toContain(WORDS);
    for (const code of CODES) expect(tellProblem(problemOf(code), language)).not.toContain(WORDS);
  });

  it('says of a poll without its episode why that was refused', () => {
    const from = problemOf('not-a-member');
    const here = problemOf('no-episode');
    const poll = { ...here, what: `${here.what} ${from.what}`, fix: from.fix, from: from.code };
    const told = tellProblem(poll, language);
    expect(told.endsWith(tellProblem(from, language))).toBe(true);
    expect(told.length).toBeGreaterThan(tellProblem(from, language).length);
  });

  it('names the cause of what a message had to do without, or quotes the platform', () => {
    const known = tellRefusedPart({ code: 'missing-permission:EMBED_LINKS', said: WORDS }, language);
    expect(known).toBe(tellProblem(problemOf('missing-permission:EMBED_LINKS'), language));
    expect(tellRefusedPart({ said: WORDS }, language)).toContain(WORDS);
  });
});

it('what older versions stored in the platform’s words is marked as such in other languages', () => {
  const old = { code: 'discord-30003', what: 'Discord says: Maximum reached (30003)', fix: 'See there.' };
  expect(tellProblem(old, 'en')).toBe('Discord says: Maximum reached (30003). See there.');
  for (const language of others) {
    expect(tellProblem(old, language)).toContain(old.what);
    expect(tellProblem(old, language)).not.toContain(old.fix);
  }
});

it('what an adapter knows more closely is told in English, and by its cause elsewhere', () => {
  const close = { ...problemOf('thread-locked'), what: 'The thread #lounge is locked.' };
  expect(tellProblem(close, 'en')).toContain('#lounge');
  for (const language of others)
    expect(tellProblem(close, language)).toBe(tellProblem(problemOf('thread-locked'), language));
});
