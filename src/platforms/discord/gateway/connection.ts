import { GatewayOpcodes } from 'discord.js';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { deferred } from '../../../core/deferred.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import { cut } from '../../../core/text/graphemes.ts';
import { urlOf } from '../../../core/text/url.ts';
import { wholeIds } from '../requests/http-answers.ts';
import { cleanLine } from '../wire/text.ts';

/** What a later connection needs to resume where this one stopped. */
export interface Session {
  readonly id: string;
  readonly resumeUrl?: string;
  /** Number of the last event that arrived. */
  readonly sequence: number;
}

export interface ConnectionParts {
  /** `wss://gateway.discord.gg`, without a query. */
  readonly url: string;
  readonly token: string;
  /** Number of the shard, and of how many. */
  readonly shard: readonly [number, number];
  readonly intents: number;
  /** The session to resume; without it a new session is started. */
  readonly resume?: Session;
  /** Resolves when a new session may be started; rejects when `signal` is aborted. */
  readonly mayIdentify: (signal: AbortSignal) => Promise<void>;
  /** Every event in order, including READY and RESUMED. */
  readonly onEvent: (packet: Packet) => void;
  readonly onUp: (how: 'started' | 'resumed') => void;
  readonly times: ConnectionTimes;
}

export interface ConnectionTimes {
  /** Longest wait for the WebSocket upgrade, and then for Discord's first message. */
  readonly open: Milliseconds;
  /** Longest wait between requesting a session and getting it. */
  readonly ready: Milliseconds;
}

export interface ConnectionEnd {
  /** The code with which Discord closed it, or 1006 if the connection broke; absent if we closed it. */
  readonly code?: number;
  readonly why: string;
  /** Absent if the next connection has to start a new session. */
  readonly session?: Session;
  /** A session was requested, and Discord did not give it. */
  readonly turnedAway: boolean;
}

export interface GatewayConnection {
  /** Resolves once the socket is closed; nothing more comes from it after that. Never rejects. */
  readonly ended: Promise<ConnectionEnd>;
  /** Ends the session permanently. */
  close(): void;
}

export interface Packet {
  readonly t: string;
  readonly d: unknown;
}

/** What Discord sends. Its fields are checked where they are used. */
const payloadShape = z.object({ op: z.int(), d: z.unknown(), s: z.unknown(), t: z.unknown() });
/**
 * A shorter interval would flood Discord with heartbeats, a longer one would mean none. Discord's own is 41
 * s.
 */
const helloShape = z.object({ heartbeat_interval: z.number().min(50).max(600_000) });
const readyShape = z.object({ session_id: z.string().min(1), resume_gateway_url: z.unknown() });

/** Our own closing codes. 1000 ends a session; others allow it to be resumed (Discord reference, "Disconnecting"). */
const FOR_GOOD = 1_000;
const TO_BE_RESUMED = 4_000;
/** Codes with which Discord closes when a session is over. 4007: invalid sequence. */
const SESSION_OVER: readonly number[] = [1_000, 4_007];
/** A peer that doesn't answer a closing handshake is cut off after this. */
const CLOSES_WITHIN: Milliseconds = 1_000;
/** Discord may ask for a heartbeat at any time. Several requests within this time get one answer. */
const BETWEEN_HEARTBEATS: Milliseconds = 500;
const LONGEST_WORDS = 200;

/**
 * One WebSocket connection of one shard, from its opening to its end. It never opens another one: the caller decides whether
 * and when to retry. discord.js' own shards reconnect by themselves, even after they were given up.
 */
export function openConnection(parts: ConnectionParts): GatewayConnection {
  const { url, token, shard, intents, times, resume } = parts;
  const over = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const { promise: ended, resolve: resolveEnded } = deferred<ConnectionEnd>();
  let session = resume;
  let asked = false;
  let up = false;
  let silence: NodeJS.Timeout | undefined;
  let acknowledged = true;
  let beatAt = Number.NEGATIVE_INFINITY;
  let broke: string | undefined;
  let end: Omit<ConnectionEnd, 'turnedAway'> | undefined;

  const socket = dial(url, times.open);
  if (socket === undefined) {
    over.abort();
    const why = `Discord gave an invalid address for its gateway: ${words(url)}`;
    return { ended: Promise.resolve({ why, turnedAway: false }), close: () => undefined };
  }

  function later(pause: Milliseconds, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, pause);
    timers.add(timer);
    return timer;
  }

  /** The first reason counts. Nothing is received or sent after this. */
  function finish(reason: Omit<ConnectionEnd, 'turnedAway'>, code: number): void {
    if (end !== undefined) return;
    end = reason;
    over.abort();
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    if (socket?.readyState === WebSocket.OPEN) {
      socket.close(code);
      setTimeout(() => socket.terminate(), CLOSES_WITHIN).unref();
    } else {
      socket?.terminate();
    }
  }

  const giveUp = (why: string): void => finish({ why, ...kept(session) }, TO_BE_RESUMED);

  function say(op: GatewayOpcodes, d: unknown): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ op, d }));
  }

  function beat(): void {
    beatAt = performance.now();
    say(GatewayOpcodes.Heartbeat, session?.sequence ?? null);
  }

  function keepBeating(interval: Milliseconds): void {
    later(interval, () => {
      if (!acknowledged) return giveUp('Discord no longer answers the heartbeats');
      acknowledged = false;
      beat();
      keepBeating(interval);
    });
  }

  function listenForSilence(): void {
    if (silence !== undefined) clearTimeout(silence);
    if (!up)
      silence = later(times.ready, () => giveUp(`Discord gave no session within ${seconds(times.ready)}`));
  }

  function introduceOurselves(): void {
    asked = true;
    listenForSilence();
    if (resume === undefined) {
      const device = 'cliffhanger';
      const properties = { os: 'linux', browser: device, device };
      say(GatewayOpcodes.Identify, { token, properties, intents, shard });
    } else {
      say(GatewayOpcodes.Resume, { token, session_id: resume.id, seq: resume.sequence });
    }
  }

  function greeted(d: unknown, waiting: NodeJS.Timeout): void {
    const hello = helloShape.safeParse(d);
    if (!hello.success) {
      giveUp("Discord's first message cannot be read");
      return;
    }
    clearTimeout(waiting);
    const interval = hello.data.heartbeat_interval;
    // Wait a random part of the first interval, so that clients do not beat in step (Discord reference, "Heartbeat").
    later(interval * Math.random(), () => {
      acknowledged = false;
      beat();
      keepBeating(interval);
    });
    const allowed = resume === undefined ? parts.mayIdentify(over.signal) : Promise.resolve();
    allowed.then(introduceOurselves, (error: unknown) => {
      giveUp(`Could not request a new session: ${words(error)}`);
    });
  }

  function happened(t: unknown, d: unknown, sequence: unknown): void {
    if (typeof t !== 'string') return;
    if (t === 'READY') {
      const ready = readyShape.safeParse(d);
      if (!ready.success) {
        giveUp("Discord's answer to a new session cannot be read");
        return;
      }
      const { session_id: id, resume_gateway_url: resumeUrl } = ready.data;
      session = { id, sequence: 0, ...(isGatewayAddress(resumeUrl) && { resumeUrl }) };
    }
    if (session !== undefined && typeof sequence === 'number' && sequence > session.sequence) {
      session = { ...session, sequence };
    }
    parts.onEvent({ t, d });
    if (t === 'READY' || t === 'RESUMED') {
      up = true;
      parts.onUp(t === 'READY' ? 'started' : 'resumed');
    }
    listenForSilence();
  }

  const unheard = later(times.open * 2, () => giveUp('Discord accepted the connection but sent nothing'));
  socket.on('message', (data) => {
    if (end !== undefined) return;
    const payload = read(String(data));
    if (payload === undefined) return;
    switch (payload.op) {
      case GatewayOpcodes.Hello:
        return greeted(payload.d, unheard);
      case GatewayOpcodes.Dispatch:
        return happened(payload.t, payload.d, payload.s);
      case GatewayOpcodes.Heartbeat:
        if (performance.now() - beatAt > BETWEEN_HEARTBEATS) beat();
        return;
      case GatewayOpcodes.HeartbeatAck:
        acknowledged = true;
        return;
      case GatewayOpcodes.Reconnect:
        return giveUp('Discord asked for a new connection');
      case GatewayOpcodes.InvalidSession: {
        const why = 'Discord no longer knows the session';
        return finish({ why, ...(payload.d === true && kept(session)) }, TO_BE_RESUMED);
      }
      default:
        return;
    }
  });
  socket.on('error', (error) => {
    broke = words(error);
  });
  socket.on('close', (code, reason) => {
    const said = words(reason.toString('utf8'));
    const why = closeWords(code, said === '' ? broke : said);
    finish({ code, why, ...(!SESSION_OVER.includes(code) && kept(session)) }, code);
    if (end !== undefined) resolveEnded({ ...end, turnedAway: asked && !up });
  });

  return {
    ended,
    close: () => finish({ why: 'The bot is stopping' }, FOR_GOOD),
  };
}

/** @returns undefined if the address is invalid. */
function dial(url: string, within: Milliseconds): WebSocket | undefined {
  if (!isGatewayAddress(url)) return undefined;
  const address = new URL(url);
  address.hash = '';
  address.search = '?v=10&encoding=json';
  return new WebSocket(address, { handshakeTimeout: within, perMessageDeflate: false });
}

const isGatewayAddress = (url: unknown): url is string =>
  typeof url === 'string' && /^wss?:$/.test(urlOf(url)?.protocol ?? '');

function read(text: string): z.infer<typeof payloadShape> | undefined {
  try {
    return payloadShape.safeParse(JSON.parse(wholeIds(text))).data;
  } catch {
    return undefined;
  }
}

const kept = (session: Session | undefined): { readonly session?: Session } => (session ? { session } : {});

const seconds = (time: Milliseconds): string => `${Math.ceil(time / 1_000)} s`;

function words(said: unknown): string {
  return cut(cleanLine(said instanceof Error ? said.message : String(said)), LONGEST_WORDS);
}

/** 1006 is never sent: the connection broke, or was never open. */
function closeWords(code: number, said: string | undefined): string {
  if (code === 1_006) return said === undefined ? 'the connection broke' : said;
  return said === undefined ? `closed with code ${code}` : `closed with code ${code}, ${said}`;
}
