import {
  OUTLET_CAUSES,
  type OutletCause,
  type ProblemCode,
  RIGHTS,
  type Right,
  type ToldProblem,
} from '../../outlet-cause.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { portuguese } from './portuguese.ts';
import type { ProblemWords, Told } from './problem-words.ts';
import { spanish } from './spanish.ts';

const WORDS: Readonly<Record<string, ProblemWords>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  pt: portuguese,
};

const wordsIn = (language: string): ProblemWords =>
  (Object.hasOwn(WORDS, language) ? WORDS[language] : undefined) ?? english;

/**
 * A problem of a known cause, as it is stored.
 * @param said the platform's own words, where the cause leaves open what is meant.
 */
export function problemOf(code: ProblemCode, said?: string): ToldProblem {
  const told = byCause(code, english) ?? english.unknown;
  return { code, ...told, ...(said !== undefined && { said }) };
}

/**
 * A problem whose cause is not known.
 * @param code other than every `ProblemCode`.
 * @param said the platform's own words, without a full stop.
 */
export const unknownProblem = (code: string, said: string): ToldProblem => ({
  code,
  ...english.unknown,
  said,
});

/**
 * What is wrong and what to do, for showrunners and moderators: one sentence each by cause. The platform's own words stand
 * among them only where the cause is not known, or leaves open what is meant, and are marked as such.
 * @param language BCP 47; one that has no words here is told in English.
 */
export function tellProblem(problem: ToldProblem, language: string): string {
  const { what, fix } = toldIn(problem, language);
  return sentences(what, saidOf(problem, language), fix);
}

/** The same without what to do. */
export function tellCause(problem: ToldProblem, language: string): string {
  return sentences(toldIn(problem, language).what, saidOf(problem, language));
}

/** Why something was left off a message that was posted. */
export function tellRefusedPart(
  { code, said }: { readonly code?: string; readonly said: string },
  language: string,
): string {
  const words = wordsIn(language);
  const told = code === undefined ? undefined : byCause(code, words);
  return told === undefined ? sentences(words.said(said)) : sentences(told.what, told.fix);
}

/** In English what was stored may say more: which channel, which role. */
function toldIn({ code, what, fix, from }: ToldProblem, language: string): Told {
  const words = wordsIn(language);
  if (words === english) return { what, fix };
  const told = byCause(code, words) ?? words.unknown;
  const root = from === undefined ? undefined : byCause(from, words);
  return root === undefined ? told : { what: sentences(told.what, root.what), fix: root.fix };
}

/** Older versions stored the platform's words, or what another adapter says in English, as what is wrong. */
function saidOf({ code, what, said }: ToldProblem, language: string): string | undefined {
  const words = wordsIn(language);
  if (said !== undefined) return words.said(said);
  return words === english || byCause(code, words) !== undefined ? undefined : words.said(what);
}

function byCause(code: string, words: ProblemWords): Told | undefined {
  const right = rightIn(code);
  // In a channel members have no rights that could be given to all.
  if (right === 'can_post_messages') return words.of['not-an-administrator'];
  if (right !== undefined) {
    const name = words.rights[right];
    return right.startsWith('can_') ? words.chatRight(name) : words.permission(name);
  }
  return isCause(code) ? words.of[code] : undefined;
}

const PERMISSION = 'missing-permission:';

const rightIn = (code: string): Right | undefined =>
  code.startsWith(PERMISSION) ? RIGHTS.find((right) => code === `${PERMISSION}${right}`) : undefined;

const isCause = (code: string): code is OutletCause => OUTLET_CAUSES.some((cause) => cause === code);

/** Each with its own full stop. */
const sentences = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (/[.!?…]$/u.test(part ?? '') ? part : `${part}.`))
    .join(' ');
