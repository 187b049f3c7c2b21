import type { ServerResponse } from 'node:http';
import type { Change } from './state.ts';

/** Often enough to look live, and seldom enough for a thousand votes a second. */
const LOOK_EVERY_MS = 150;
/** Tabs of one person; more are refused. */
const MOST_READERS = 20;
/** Keeps the browser from thinking that the connection is gone. */
const SIGN_OF_LIFE_MS = 10_000;

interface Reader {
  readonly response: ServerResponse;
  /** What this reader has, as JSON by the part's key. */
  readonly sent: Map<string, string>;
  lastAt: number;
}

/**
 * Server-sent events of the parts that changed. A reader who is slow gets the newest state when it is ready for it, and never a
 * queue of old ones.
 */
export class EventStream {
  readonly #parts: () => ReadonlyMap<string, unknown>;
  readonly #readers = new Set<Reader>();
  readonly #timer: NodeJS.Timeout;

  constructor(parts: () => ReadonlyMap<string, unknown>) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#tell(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  get isFull(): boolean {
    return this.#readers.size >= MOST_READERS;
  }

  /** The response's head is written already. */
  add(response: ServerResponse): void {
    const reader: Reader = { response, sent: new Map(), lastAt: 0 };
    this.#readers.add(reader);
    response.once('close', () => this.#readers.delete(reader));
    response.write('retry: 500\n\n');
    this.#tell();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { response } of this.#readers) response.destroy();
  }

  #tell(): void {
    if (this.#readers.size === 0) return;
    const at = Date.now();
    const now = new Map([...this.#parts()].map(([key, part]) => [key, JSON.stringify(part)]));
    for (const reader of this.#readers) tell(reader, now, at);
  }
}

function tell(reader: Reader, now: ReadonlyMap<string, string>, at: number): void {
  const { response, sent } = reader;
  if (response.writableNeedDrain || response.destroyed) return;
  const changed = [...now].filter(([key, json]) => sent.get(key) !== json);
  const gone = [...sent.keys()].filter((key) => !now.has(key));
  if (changed.length === 0 && gone.length === 0 && at - reader.lastAt < SIGN_OF_LIFE_MS) return;
  for (const [key, json] of changed) sent.set(key, json);
  for (const key of gone) sent.delete(key);
  reader.lastAt = at;
  const parts = changed.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',');
  const change: Omit<Change, 'parts'> = { at, gone };
  response.write(`data: ${JSON.stringify(change).slice(0, -1)},"parts":{${parts}}}\n\n`);
}
