import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { MissingFonts } from '../../ports/card-fonts.ts';
import { charactersOf, covers, type Range } from './characters.ts';

/** Installed with the bot, in the order in which a character is looked for. */
const INSTALLED = [
  'noto-sans',
  'noto-sans-arabic',
  'noto-sans-hebrew',
  'noto-sans-devanagari',
  'noto-sans-thai',
  'noto-sans-symbols-2',
  'noto-sans-symbols',
  'noto-sans-math',
] as const;

/** Used where the operator has installed them, because they are large or few shows need them; by a script of theirs. */
const OPTIONAL: readonly (readonly [script: string, name: string])[] = [
  ['Hiragana', 'noto-sans-jp'],
  ['Katakana', 'noto-sans-jp'],
  ['Hangul', 'noto-sans-kr'],
  ['Han', 'noto-sans-sc'],
  ['Bopomofo', 'noto-sans-tc'],
  ['Armenian', 'noto-sans-armenian'],
  ['Bengali', 'noto-sans-bengali'],
  ['Ethiopic', 'noto-sans-ethiopic'],
  ['Georgian', 'noto-sans-georgian'],
  ['Gujarati', 'noto-sans-gujarati'],
  ['Gurmukhi', 'noto-sans-gurmukhi'],
  ['Kannada', 'noto-sans-kannada'],
  ['Khmer', 'noto-sans-khmer'],
  ['Lao', 'noto-sans-lao'],
  ['Malayalam', 'noto-sans-malayalam'],
  ['Myanmar', 'noto-sans-myanmar'],
  ['Sinhala', 'noto-sans-sinhala'],
  ['Tamil', 'noto-sans-tamil'],
  ['Telugu', 'noto-sans-telugu'],
];
const SCRIPTS = OPTIONAL.map(
  ([script, name]) => [new RegExp(`\\p{Script_Extensions=${script}}`, 'u'), name] as const,
);

/** Takes no room, or is drawn by none: joiners, selectors, isolates, spaces. */
const WITHOUT_GLYPH = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zs}\u2066-\u2069]/u;

/** A part of a family: the characters of one script, or some of them. */
export interface FontFile {
  readonly name: string;
  readonly weight: 400 | 700;
  /** Those that it has glyphs for. */
  readonly characters: readonly Range[];
  /** WOFF 2.0 */
  readonly data: () => Buffer;
}

/** The fonts that are installed. Files are read when a text needs them, and their tables are kept. */
export class Fonts {
  readonly #find: (name: string) => string | undefined;
  readonly #packages = new Map<string, FontPackage | undefined>();

  /** @param from a file or folder from where packages are found */
  constructor(from: string | URL) {
    const { resolve } = createRequire(from);
    this.#find = (name) => {
      try {
        return dirname(resolve(`@fontsource/${name}/unicode.json`));
      } catch {
        return undefined;
      }
    };
  }

  /** The files from which a text is drawn. Characters that none has are left out: see `missingIn`. */
  filesFor(text: string): readonly FontFile[] {
    const files = new Set<FontFile>();
    for (const point of pointsOf(text)) for (const file of this.#filesWith(point, text)) files.add(file);
    return [...files];
  }

  /** @returns undefined if all of it can be drawn. */
  missingIn(text: string): MissingFonts | undefined {
    const characters = pointsOf(text)
      .filter((point) => this.#filesWith(point, text).length === 0)
      .map((point) => String.fromCodePoint(point));
    if (characters.length === 0) return undefined;
    const packages = characters.flatMap((one) => optionalFor(one, text).slice(0, 1));
    return { characters, packages: [...new Set(packages)].map((name) => `@fontsource/${name}`) };
  }

  #filesWith(point: number, text: string): readonly FontFile[] {
    for (const name of [...INSTALLED, ...optionalFor(String.fromCodePoint(point), text)]) {
      const files = this.#package(name)?.filesWith(point) ?? [];
      if (files.length > 0) return files;
    }
    return [];
  }

  #package(name: string): FontPackage | undefined {
    if (!this.#packages.has(name)) {
      const folder = this.#find(name);
      this.#packages.set(name, folder === undefined ? undefined : new FontPackage(name, folder));
    }
    return this.#packages.get(name);
  }
}

/** Code points that need a glyph, each once. */
const pointsOf = (text: string): readonly number[] =>
  [...new Set(text)].filter((one) => !WITHOUT_GLYPH.test(one)).map((one) => one.codePointAt(0) ?? 0);

/** Chinese characters look different in Japanese and Korean: beside kana or hangul they are taken from there. */
function optionalFor(character: string, text: string): readonly string[] {
  const names = SCRIPTS.filter(([script]) => script.test(character)).map(([, name]) => name);
  const cjk = SCRIPTS.slice(0, 5);
  // Their punctuation belongs to no script.
  if (
    names.length === 0 &&
    !/[\u3000-\u303f\uff00-\uffef]/u.test(character) &&
    !/\p{Script=Han}/u.test(character)
  )
    return names;
  if (names.length > 0 && !cjk.some(([, name]) => names.includes(name))) return names;
  const others = cjk.filter(([script]) => script.test(text)).map(([, name]) => name);
  return [...new Set([...others, ...names, ...cjk.map(([, name]) => name)])];
}

const WEIGHTS = [400, 700] as const;

/** With more subsets, such as the hundred of a Chinese font, only those are read that a package's list names. */
const FEW = 20;

/** One package of Fontsource: subsets by name, each in several weights. */
class FontPackage {
  readonly #name: string;
  readonly #folder: string;
  readonly #subsets: readonly (readonly [subset: string, claimed: readonly Range[]])[];
  readonly #files = new Map<string, readonly FontFile[]>();

  constructor(name: string, folder: string) {
    this.#name = name;
    this.#folder = folder;
    const ranges: Record<string, string> = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8'));
    this.#subsets = Object.entries(ranges).map(([subset, list]) => [
      subset.replace(/[[\]]/g, ''),
      rangesIn(list),
    ]);
  }

  filesWith(point: number): readonly FontFile[] {
    const likely = this.#subsets.filter(([, claimed]) => covers(claimed, point));
    // A package's list names more than its fonts have, or less.
    const all = this.#subsets.length > FEW ? likely : [...likely, ...this.#subsets];
    for (const [subset] of all) {
      const files = this.#filesOf(subset).filter(({ characters }) => covers(characters, point));
      if (files.length > 0) return files;
    }
    return [];
  }

  #filesOf(subset: string): readonly FontFile[] {
    const known = this.#files.get(subset);
    if (known !== undefined) return known;
    const files = WEIGHTS.flatMap((weight) => {
      const path = join(this.#folder, 'files', `${this.#name}-${subset}-${weight}-normal`);
      if (!existsSync(`${path}.woff2`) || !existsSync(`${path}.woff`)) return [];
      return [
        {
          name: `${this.#name}-${subset}`,
          weight,
          characters: charactersOf(readFileSync(`${path}.woff`)),
          data: () => readFileSync(`${path}.woff2`),
        },
      ];
    });
    this.#files.set(subset, files);
    return files;
  }
}

/** `U+0000-00FF,U+0131` */
const rangesIn = (list: string): readonly Range[] =>
  list.split(',').map((range) => {
    const [first = '', last = first] = range.trim().slice(2).split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });
