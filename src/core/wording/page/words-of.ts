import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import type { PageWords } from './page-words.ts';
import { portuguese } from './portuguese.ts';
import { spanish } from './spanish.ts';

const all: ReadonlyMap<string, PageWords> = new Map(
  [english, german, spanish, french, portuguese].map((one) => [one.language, one]),
);

/** The words of a show's page; stories in other languages are refused beforehand. */
export function pageWordsOf(language: string): PageWords {
  const words = all.get(language);
  if (words === undefined) throw new Error(`No words of pages for the language ${language}`);
  return words;
}
