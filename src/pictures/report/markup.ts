import { drawn } from '../drawn-text.ts';
import { element, type Markup, text } from '../xml.ts';

/** Parts from which the report's page is put together. */

/** A part of a sentence: our own words, or a story's, which may be in any language and direction. */
export type Piece = string | { readonly said: string; readonly isQuoted?: true };
export type Sentence = readonly Piece[];

export const said = (words: string): Piece => ({ said: words });
/** In a sentence of ours, where it has to be seen what is the story's. */
export const quoted = (words: string): Piece => ({ said: words, isQuoted: true });

/** @param language of the story's words. */
export function written(sentence: Sentence, language: string): readonly Markup[] {
  return sentence.flatMap((piece) => {
    if (typeof piece === 'string') return [text(piece)];
    const words = drawn(piece.said);
    const isolated = element('bdi', { lang: language }, text(words === '' ? '…' : words));
    return piece.isQuoted === true ? [text('“'), isolated, text('”')] : [isolated];
  });
}

export const paragraph = (sentence: Sentence, language: string): Markup =>
  element('p', {}, ...written(sentence, language));

export const joined = (...parts: readonly Markup[]): Markup => ({
  markup: parts.map(({ markup }) => markup).join(''),
});

export const nothing: Markup = { markup: '' };

/** `41%` */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

export const votes = (count: number): string => `${grouped(count)} ${count === 1 ? 'vote' : 'votes'}`;

/** `2,482` */
export const grouped = (count: number): string => count.toLocaleString('en-US');

export const points = (share: number): string => {
  const whole = Math.round(share * 100);
  return `${whole} ${whole === 1 ? 'point' : 'points'}`;
};
