import type { WebSocket } from 'ws';

/**
 * After more events than this without a heartbeat that confirms them, the oldest can't be replayed any more.
 */
const MAX_REPLAY = 200_000;

/** One bot session: its shard, its sequence numbers, and the events that a resume would replay. */
export class GatewaySession {
  readonly id: string;
  readonly shard: readonly [number, number];
  readonly intents: number;
  /** The connection that gets the events; null while the bot is away. */
  connection: WebSocket | null = null;
  /** A zombie keeps its socket, but neither confirms heartbeats nor sends anything. */
  zombie = false;
  awaySince: number | null = null;
  #sequence = 0;
  #sent: { readonly sequence: number; readonly text: string }[] = [];
  #forgotten = 0;

  constructor(id: string, shard: readonly [number, number], intents: number) {
    this.id = id;
    this.shard = shard;
    this.intents = intents;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Sends an event, or keeps it for a resume. `json` is the event's data, serialised once for all sessions. */
  dispatch(event: string, json: string): void {
    this.#sequence += 1;
    const text = `{"op":0,"t":"${event}","s":${this.#sequence},"d":${json}}`;
    this.#sent.push({ sequence: this.#sequence, text });
    if (this.#sent.length > MAX_REPLAY) this.#forget(this.#sent.length - MAX_REPLAY);
    if (this.connection && !this.zombie) this.connection.send(text);
  }

  /** A heartbeat names the last event that arrived. Nothing up to it is asked for again. */
  confirm(sequence: number): void {
    const index = this.#sent.findIndex((entry) => entry.sequence > sequence);
    this.#forget(index < 0 ? this.#sent.length : index);
  }

  canReplayFrom(sequence: number): boolean {
    return sequence >= this.#forgotten && sequence <= this.#sequence;
  }

  replayFrom(sequence: number): void {
    for (const entry of this.#sent) if (entry.sequence > sequence) this.connection?.send(entry.text);
  }

  #forget(count: number): void {
    const last = this.#sent[count - 1];
    if (!last) return;
    this.#forgotten = last.sequence;
    this.#sent = this.#sent.slice(count);
  }
}
