import { setTimeout as wait } from 'node:timers/promises';
import { backoff } from '../../../core/backoff.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import { type ConnectionEnd, type ConnectionTimes, openConnection, type Packet } from './connection.ts';
import { type Refusal, refusalOf, told } from './refusals.ts';

export interface RetryTimes {
  /** First pause before another connection; doubled each time. */
  readonly first: Milliseconds;
  readonly longest: Milliseconds;
  /** Pause after Discord refused the bot: nothing changes until a person acts. */
  readonly refused: Milliseconds;
}

export interface ShardParts {
  readonly id: number;
  readonly count: number;
  readonly token: string;
  readonly intents: number;
  readonly gatewayUrl: string;
  readonly place: (signal: AbortSignal) => Promise<void>;
  readonly onEvent: (packet: Packet, shard: number) => void;
  readonly onUp: (how: 'started' | 'resumed', shard: number) => void;
  readonly onRefused: (refusal: Refusal, shard: number) => void;
  readonly connection: ConnectionTimes;
  readonly retry: RetryTimes;
  readonly log: Log;
}

export interface Shard {
  readonly id: number;
  /** Why no events are arriving; undefined while they are. */
  readonly down: string | undefined;
  /** Why Discord refuses this shard, while it does. */
  readonly refusal: Refusal | undefined;
  /** Closes permanently. Resolves once none of its sockets is left. */
  close(): Promise<void>;
}

/** A connection that lasted this long resets the count of failures. */
const LASTED: Milliseconds = 30_000;
/** After this many failed resumes, a session is given up. */
const RESUMES = 3;
/** From this many failures on, every second attempt uses the gateway's own address instead of the session's. */
const DOUBT_RESUME_URL = 3;

/**
 * Keeps one shard connected. Opens one connection at a time, and the next only after the previous one is
 * closed.
 */
export function keepShard(parts: ShardParts): Shard {
  const { id, count, log, retry } = parts;
  const stopping = new AbortController();
  let down: string | undefined = `shard ${id} is connecting`;
  let refused: Refusal | undefined;
  let failures = 0;
  let logged: string | undefined;

  async function connectOnce(session: ConnectionEnd['session'], signal: AbortSignal): Promise<ConnectionEnd> {
    const direct = failures >= DOUBT_RESUME_URL && failures % 2 === 1;
    const connection = openConnection({
      url: (direct ? undefined : session?.resumeUrl) ?? parts.gatewayUrl,
      token: parts.token,
      shard: [id, count],
      intents: parts.intents,
      ...(session !== undefined && { resume: session }),
      mayIdentify: parts.place,
      onEvent: (packet) => parts.onEvent(packet, id),
      onUp(how) {
        down = undefined;
        refused = undefined;
        logged = undefined;
        log.info({ shard: id }, `Discord session ${how}`);
        parts.onUp(how, id);
      },
      times: parts.connection,
    });
    const close = (): void => connection.close();
    signal.addEventListener('abort', close, { once: true });
    const end = await connection.ended;
    signal.removeEventListener('abort', close);
    return end;
  }

  async function keepConnected(signal: AbortSignal): Promise<void> {
    let session: ConnectionEnd['session'];
    let turnedAway = 0;
    while (!signal.aborted) {
      const since = performance.now();
      const end = await connectOnce(session, signal);
      if (signal.aborted) return;
      failures = performance.now() - since >= LASTED && !end.turnedAway ? 1 : failures + 1;
      turnedAway = end.turnedAway ? turnedAway + 1 : 0;
      session = turnedAway >= RESUMES ? undefined : end.session;
      const refusal = refusalOf(end.code);
      refused = refusal;
      tell(end, refusal);
      if (refusal !== undefined) parts.onRefused(refusal, id);
      const pause = refusal === undefined ? pauseAfter(failures, retry) : jittered(retry.refused);
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Logged once until it changes: while Discord is away, every attempt fails for the same reason. */
  function tell(end: ConnectionEnd, refusal: Refusal | undefined): void {
    down = refusal === undefined ? `shard ${id} is reconnecting: ${end.why}` : told(refusal);
    if (end.why === logged) return;
    logged = end.why;
    const fields = { shard: id, code: end.code, why: end.why };
    if (refusal === undefined) log.warn(fields, 'The connection to Discord ended; reconnecting');
    else log.error({ ...fields, fix: refusal.fix }, refusal.what);
  }

  const running = keepConnected(stopping.signal);
  return {
    id,
    get down() {
      return down;
    },
    get refusal() {
      return refused;
    },
    async close() {
      stopping.abort();
      await running;
    },
  };
}

/** Exponential with jitter, so that many shards and bots do not reconnect in step. */
export function pauseAfter(failures: number, { first, longest }: RetryTimes): Milliseconds {
  return jittered(backoff({ first, most: longest }, failures));
}

/** Between half of it and all of it. */
const jittered = (pause: Milliseconds): Milliseconds => pause * (0.5 + Math.random() / 2);
