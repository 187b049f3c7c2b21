import type { Catalogue } from './catalogue.ts';
import { german } from './de.ts';
import { english } from './en.ts';
import { spanish } from './es.ts';
import { french } from './fr.ts';
import { portuguese } from './pt.ts';

const catalogues: ReadonlyMap<string, Catalogue> = new Map(
  [english, german, spanish, french, portuguese].map((one) => [one.language, one]),
);

/** Languages that a story may name. */
export const languages: readonly string[] = [...catalogues.keys()];

/** The catalogue of a story's language. Stories are refused beforehand where there is none. */
export function catalogueOf(language: string): Catalogue {
  const catalogue = catalogues.get(language);
  if (catalogue === undefined) throw new Error(`No catalogue for the language ${language}`);
  return catalogue;
}
