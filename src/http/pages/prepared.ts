import { createHash } from 'node:crypto';
import type { PageSnapshot } from '../../core/page/snapshot.ts';
import { pageWordsOf } from '../../core/wording/page/words-of.ts';
import { type Packed, pack } from './packed.ts';
import { overlayDocument, pageDocument } from './view/document.ts';
import { liveValues, shapeOf } from './view/live-values.ts';

interface PreparedOptions {
  readonly style: string;
  readonly script: string;
  readonly publicUrl?: string;
}

/** Everything that readers get of one snapshot, each made once when the first one asks. */
export class Prepared {
  readonly #page: PageSnapshot;
  readonly #options: PreparedOptions;
  readonly #made = new Map<string, Packed>();
  /** Names what the script can't update by itself. */
  readonly shape: string;
  #message: { readonly id: string; readonly text: string } | undefined;

  constructor(page: PageSnapshot, options: PreparedOptions) {
    this.#page = page;
    this.#options = options;
    this.shape = shortHash(shapeOf(page));
  }

  html(kind: 'page' | 'overlay'): Packed {
    const write = kind === 'page' ? pageDocument : overlayDocument;
    return this.#once(kind, () => write(this.#page, { ...this.#options, shape: this.shape }));
  }

  json(): Packed {
    return this.#once('json', () => JSON.stringify(this.#page));
  }

  /** A message of the stream; the same bytes for every reader. `id` names its content. */
  message(): { readonly id: string; readonly text: string } {
    if (this.#message === undefined) {
      const live = liveValues(this.#page, pageWordsOf(this.#page.language));
      const data = JSON.stringify({ shape: this.shape, live, changed: this.#page.changedAt });
      const id = shortHash(data);
      this.#message = { id, text: `id: ${id}\nevent: page\ndata: ${data}\n\n` };
    }
    return this.#message;
  }

  #once(what: string, make: () => string): Packed {
    const known = this.#made.get(what);
    if (known !== undefined) return known;
    const made = pack(make());
    this.#made.set(what, made);
    return made;
  }
}

/** Keeps what was prepared for as long as its snapshot is in use. */
export function preparedPages(options: PreparedOptions): (page: PageSnapshot) => Prepared {
  const known = new WeakMap<PageSnapshot, Prepared>();
  return (page) => {
    const before = known.get(page);
    if (before !== undefined) return before;
    const made = new Prepared(page, options);
    known.set(page, made);
    return made;
  };
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
