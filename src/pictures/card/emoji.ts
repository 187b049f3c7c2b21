import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const CLUSTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** In no other text. */
const MAY_BE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
const FLAG = /^\p{Regional_Indicator}{2}$/u;
const KEYCAP = /^[#*0-9]\ufe0f?\u20e3$/u;
/** Shown as a picture unless its text form is asked for. */
const PICTURE =
  /^\p{Emoji_Presentation}|^\p{Extended_Pictographic}.*(?:\ufe0f|\u200d|[\u{1f3fb}-\u{1f3ff}]|\u{e007f})/u;
const AS_TEXT = '\ufe0e';
const JOINER = '\u200d';

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** `key` names the picture: its code points in hexadecimal. */
  | { readonly kind: 'emoji'; readonly key: string };

/** The emoji of Twemoji (CC-BY 4.0), as SVG. */
export class EmojiSet {
  readonly #resolve: (name: string) => string;
  /** Names by code points; a fiftieth of the pictures' size. */
  #names: Readonly<Record<string, string>> | undefined;
  readonly #pictures = new Map<string, Buffer>();

  /** @param from a file or folder from where packages are found */
  constructor(from: string | URL) {
    this.#resolve = createRequire(from).resolve;
  }

  /** A text as words and emoji. A sequence without a picture of its own becomes its parts, as platforms show it. */
  piecesOf(text: string): readonly Piece[] {
    if (!MAY_BE.test(text)) return [{ kind: 'text', text }];
    const pieces: Piece[] = [];
    for (const { segment } of CLUSTERS.segment(text)) {
      const keys = isPicture(segment) ? this.#keysOf(segment) : undefined;
      const last = pieces.at(-1);
      if (keys !== undefined) pieces.push(...keys.map((key) => ({ kind: 'emoji', key }) as const));
      else if (last?.kind === 'text') pieces[pieces.length - 1] = { kind: 'text', text: last.text + segment };
      else pieces.push({ kind: 'text', text: segment });
    }
    return pieces;
  }

  /**
   * SVG files by key. The whole set is read when one is needed that was not yet, and let go: it has ten megabytes.
   * @param keys from `piecesOf`
   */
  picturesOf(keys: readonly string[]): ReadonlyMap<string, Buffer> {
    const missing = keys.filter((key) => !this.#pictures.has(key));
    if (missing.length > 0) {
      if (this.#pictures.size > MOST_KEPT) this.#pictures.clear();
      const { icons, width = 36, height = 36 }: IconSet = this.#read('icons.json');
      // All of them: some may just have been let go.
      for (const key of keys) {
        const name = this.#named()[key] ?? '';
        const body = icons[name]?.body;
        if (body === undefined) continue;
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${2 * width}" height="${2 * height}">${body}</svg>`;
        this.#pictures.set(key, Buffer.from(svg));
      }
    }
    return this.#pictures;
  }

  #keysOf(cluster: string): readonly string[] | undefined {
    const key = keyOf(cluster);
    if (key in this.#named()) return [key];
    const parts = cluster.split(JOINER);
    const keys = parts.map(keyOf).filter((one) => one in this.#named());
    return parts.length > 1 && keys.length > 0 ? keys : undefined;
  }

  #named(): Readonly<Record<string, string>> {
    this.#names ??= this.#read<Readonly<Record<string, string>>>('chars.json');
    return this.#names;
  }

  #read<Content>(file: string): Content {
    return JSON.parse(readFileSync(this.#resolve(`@iconify-json/twemoji/${file}`), 'utf8'));
  }
}

/** Pictures of one card and those before it. */
const MOST_KEPT = 500;

interface IconSet {
  readonly icons: Readonly<Record<string, { readonly body: string } | undefined>>;
  readonly width?: number;
  readonly height?: number;
}

const isPicture = (cluster: string): boolean =>
  !cluster.includes(AS_TEXT) && (PICTURE.test(cluster) || FLAG.test(cluster) || KEYCAP.test(cluster));

/** The set's names leave out the selector that asks for the picture. */
const keyOf = (cluster: string): string =>
  [...cluster.replaceAll('\ufe0f', '')]
    .map((one) => (one.codePointAt(0) ?? 0).toString(16).padStart(4, '0'))
    .join('-');
