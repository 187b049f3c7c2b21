import type { ServerResponse } from 'node:http';
import type { Milliseconds, ShowId } from '../../core/ids.ts';
import type { PageSnapshot } from '../../core/page/snapshot.ts';
import type { ShowPages } from '../../ports/show-pages.ts';
import type { Prepared } from './prepared.ts';

/** Limits for readers of the streams. */
export interface StreamLimits {
  /** Open at once in this process, over all shows. */
  readonly streams: number;
  /** Bytes that wait for a reader who does not read; one more message ends the stream. */
  readonly backlog: number;
  /** A comment goes out this often, so that neither side takes the connection for dead. */
  readonly heartbeat: Milliseconds;
  /** A stream ends after this time and up to a quarter more; browsers open another by themselves. */
  readonly life: Milliseconds;
}

export const STREAM_LIMITS: StreamLimits = {
  streams: 2_048,
  backlog: 65_536,
  heartbeat: 10_000,
  life: 600_000,
};

/** Readers written to before other work gets its turn. */
const READERS_A_TURN = 100;
/** How long a browser waits before it connects again. */
const RETRY_MS = 3_000;

interface Reader {
  readonly response: ServerResponse;
  readonly ends: number;
}

interface Channel {
  readonly readers: Set<Reader>;
  readonly unwatch: () => void;
  last: PageSnapshot | undefined;
}

/**
 * The streams of all readers. Each change is written once and sent to every reader of its show as the same bytes. A reader who
 * does not read is cut off, and no reader holds another up.
 */
export class ReaderStreams {
  readonly #pages: Pick<ShowPages, 'watch'>;
  readonly #prepared: (page: PageSnapshot) => Prepared;
  readonly #limits: StreamLimits;
  readonly #channels = new Map<ShowId, Channel>();
  readonly #heartbeat: NodeJS.Timeout;
  #open = 0;

  constructor(
    pages: Pick<ShowPages, 'watch'>,
    prepared: (page: PageSnapshot) => Prepared,
    limits: StreamLimits,
  ) {
    this.#pages = pages;
    this.#prepared = prepared;
    this.#limits = limits;
    this.#heartbeat = setInterval(() => this.#beat(), limits.heartbeat).unref();
  }

  get isFull(): boolean {
    return this.#open >= this.#limits.streams;
  }

  /**
   * Begins a stream: its first message is the snapshot, unless the reader has it already.
   * @param known the id of the last message that the reader got.
   */
  add(show: ShowId, page: PageSnapshot, response: ServerResponse, known: string | undefined): void {
    const channel = this.#channelOf(show);
    const life = this.#limits.life * (1 + Math.random() / 4);
    const reader: Reader = { response, ends: performance.now() + life };
    channel.readers.add(reader);
    this.#open += 1;
    response.once('close', () => this.#leave(show, channel, reader));
    response.on('error', () => undefined);
    response.write(`retry: ${RETRY_MS}\n\n`);
    const { id, text } = this.#prepared(channel.last ?? page).message();
    response.write(id === known ? ': unchanged\n\n' : text);
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    for (const { readers } of this.#channels.values()) for (const { response } of readers) response.destroy();
  }

  #channelOf(show: ShowId): Channel {
    const known = this.#channels.get(show);
    if (known !== undefined) return known;
    const channel: Channel = {
      readers: new Set(),
      unwatch: this.#pages.watch(show, (page) => {
        channel.last = page;
        void this.#tell(channel, Buffer.from(this.#prepared(page).message().text));
      }),
      last: undefined,
    };
    this.#channels.set(show, channel);
    return channel;
  }

  /** In turns: two thousand writes in one go would hold up the counting of votes. */
  async #tell(channel: Channel, message: Buffer): Promise<void> {
    let turn = 0;
    for (const { response } of [...channel.readers]) {
      if (response.writableLength > this.#limits.backlog) response.destroy();
      else if (response.writable) response.write(message);
      turn += 1;
      if (turn % READERS_A_TURN === 0) await new Promise(setImmediate);
    }
  }

  #leave(show: ShowId, channel: Channel, reader: Reader): void {
    if (!channel.readers.delete(reader)) return;
    this.#open -= 1;
    if (channel.readers.size > 0) return;
    channel.unwatch();
    this.#channels.delete(show);
  }

  #beat(): void {
    const now = performance.now();
    for (const channel of this.#channels.values()) {
      for (const { response, ends } of channel.readers) {
        if (ends >= now) continue;
        // The end waits behind what a reader has not read; at the next beat it has had its time.
        if (response.writableEnded) response.destroy();
        else response.end();
      }
      void this.#tell(channel, Buffer.from(': \n\n'));
    }
  }
}
