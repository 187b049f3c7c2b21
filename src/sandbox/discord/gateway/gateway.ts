import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Faults } from '../faults.ts';
import { isRecord } from '../forms/errors.ts';
import { intentFault } from '../intents.ts';
import type { Dispatch } from '../types.ts';
import type { World } from '../world.ts';
import { greet, route } from './events.ts';
import { IGNORED, MAX_CLIENT_EVENTS, Op, parse, readShard, send } from './protocol.ts';
import { GatewaySession } from './session.ts';

export interface GatewayOptions {
  readonly token: () => string;
  readonly url: () => string;
  /** Privileged intents that the application was granted, as bits. */
  readonly grantedIntents: number;
  readonly faults: Faults;
}

/** Why a connection is closed (Discord reference, "Gateway Close Event Codes"). */
interface CloseFault {
  readonly code: number;
  readonly reason: string;
}

/** A trouble that meets every connection until it is lifted. */
export type GatewayTrouble =
  /** The upgrade is answered with this HTTP status. */
  | { readonly kind: 'answers'; readonly status: number }
  /** The connection opens, and nothing is ever sent. */
  | { readonly kind: 'silent' }
  /** A request for a session, or for one of these kinds, is answered by closing. */
  | {
      readonly kind: 'closes';
      readonly code: number;
      readonly reason?: string;
      readonly at?: 'identify' | 'resume';
    }
  /** A request for a session is answered with op 9, d=false. */
  | { readonly kind: 'invalid' }
  /** Heartbeats are confirmed, but a request for a session is never answered. */
  | { readonly kind: 'forgetful' };

/** When clients connected, in milliseconds since 1970. */
export interface GatewayVisits {
  readonly upgrades: number[];
  readonly identifies: number[];
  readonly resumes: number[];
}

/** What the gateway knows of one open connection. */
interface Connection {
  readonly socket: WebSocket;
  session: GatewaySession | null;
  heartbeatAt: number;
  events: number[];
}

/** The WebSocket side: connections, sessions, heartbeats, resumes, and the troubles that a test scripts. */
export class Gateway {
  readonly #world: World;
  readonly #options: GatewayOptions;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Set<Connection>();
  readonly #sessions = new Map<string, GatewaySession>();
  readonly #watch: NodeJS.Timeout;
  #waiting: (() => void)[] | null = null;
  readonly visits: GatewayVisits = { upgrades: [], identifies: [], resumes: [] };
  trouble: GatewayTrouble | null = null;

  constructor(world: World, options: GatewayOptions) {
    this.#world = world;
    this.#options = options;
    world.onDispatch((dispatch) => this.#pass(dispatch));
    this.#watch = setInterval(() => this.#dropSilent(), 1000);
    this.#watch.unref();
  }

  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      this.visits.upgrades.push(Date.now());
      const enter = () => this.#upgrade(request, socket, head);
      if (this.#waiting) this.#waiting.push(enter);
      else enter();
    });
  }

  /** Connections that are open now. */
  get sockets(): number {
    return this.#connections.size;
  }

  get sessions(): readonly GatewaySession[] {
    return [...this.#sessions.values()];
  }

  /** True once a session for every shard of some sharding is connected. */
  get connected(): boolean {
    const connected = this.sessions.filter((session) => session.connection !== null);
    return connected.length > 0 && connected.length >= (connected[0]?.shard[1] ?? 1);
  }

  /** Cuts every connection. The sessions can be resumed, and what happens meanwhile is replayed. */
  disconnect(code = 4000, reason = ''): void {
    for (const { socket } of [...this.#connections]) this.#closeNow(socket, code, reason);
  }

  /** Cuts every connection and forgets the sessions: a resume is answered by op 9 with d=false, and events are lost. */
  disconnectAndForget(code = 4000): void {
    const gone = [...this.#sessions.keys()];
    this.disconnect(code);
    for (const id of gone) this.#sessions.delete(id);
  }

  /** Asks every session to reconnect and resume (op 7). */
  requestReconnect(): void {
    for (const { socket, session } of this.#connections) if (session) send(socket, Op.reconnect, null);
  }

  /** Tells every session that it is invalid (op 9); `resumable` false means that it must identify again. */
  invalidate(resumable: boolean): void {
    for (const { socket, session } of [...this.#connections]) {
      if (!session) continue;
      if (!resumable) this.#sessions.delete(session.id);
      send(socket, Op.invalidSession, resumable);
    }
  }

  /** Cuts every connection and accepts none until `comeUp`. Keeps the sessions unless `forget`. */
  goDown(forget = false): void {
    this.#waiting ??= [];
    if (forget) this.disconnectAndForget();
    else this.disconnect();
  }

  comeUp(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const enter of waiting) enter();
  }

  /** Turns every session into a zombie until it reconnects: open socket, no confirmed heartbeat, no events. */
  makeZombies(): void {
    for (const session of this.#sessions.values()) session.zombie = true;
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    for (const { socket } of this.#connections) socket.terminate();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.trouble?.kind === 'answers') {
      const { status } = this.trouble;
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Trouble'}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const url = new URL(request.url ?? '/', 'http://gateway');
    if (!url.pathname.startsWith('/gateway')) {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#accept(webSocket, url.searchParams.get('v'), url.searchParams.get('encoding') ?? 'json');
    });
  }

  #accept(socket: WebSocket, version: string | null, encoding: string): void {
    if (version !== '10' || encoding !== 'json') {
      socket.close(4012, 'This stand-in speaks version 10 in JSON only');
      return;
    }
    const connection: Connection = { socket, session: null, heartbeatAt: Date.now(), events: [] };
    this.#connections.add(connection);
    socket.on('message', (data) => {
      const fault = this.#hear(connection, data);
      if (fault) socket.close(fault.code, fault.reason);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => this.#left(connection, code));
    if (this.trouble?.kind === 'silent') return;
    send(socket, Op.hello, { heartbeat_interval: this.#world.behaviour.heartbeatIntervalMs });
  }

  #hear(connection: Connection, data: RawData): CloseFault | null {
    const now = Date.now();
    connection.events = connection.events.filter((at) => now - at < 60_000);
    if (connection.events.push(now) > MAX_CLIENT_EVENTS) return { code: 4008, reason: 'Rate limited' };
    const payload = parse(data);
    if (!payload) return { code: 4002, reason: 'Error while decoding payload' };
    const { op, d } = payload;
    if (op === Op.heartbeat) return this.#heartbeat(connection, d);
    if (op === Op.identify || op === Op.resume) {
      this.visits[op === Op.identify ? 'identifies' : 'resumes'].push(now);
      const trouble = this.#troubleAt(op === Op.identify ? 'identify' : 'resume', connection.socket);
      if (trouble !== undefined) return trouble;
      return op === Op.identify ? this.#identify(connection, d) : this.#resume(connection, d);
    }
    if (!connection.session) return { code: 4003, reason: 'Not authenticated' };
    return IGNORED.includes(op) ? null : { code: 4001, reason: 'Unknown opcode' };
  }

  /** undefined if no trouble meets this request; null if it is answered already, or never will be. */
  #troubleAt(wish: 'identify' | 'resume', socket: WebSocket): CloseFault | null | undefined {
    const { trouble } = this;
    switch (trouble?.kind) {
      case 'closes':
        if (trouble.at !== undefined && trouble.at !== wish) return undefined;
        return { code: trouble.code, reason: trouble.reason ?? '' };
      case 'invalid':
        send(socket, Op.invalidSession, false);
        return null;
      case 'forgetful':
        return null;
      default:
        return undefined;
    }
  }

  #heartbeat(connection: Connection, sequence: unknown): null {
    const { session, socket } = connection;
    if (session?.zombie) return null;
    connection.heartbeatAt = Date.now();
    if (session && typeof sequence === 'number') session.confirm(sequence);
    send(socket, Op.heartbeatAck, undefined);
    return null;
  }

  #identify(connection: Connection, d: unknown): CloseFault | null {
    const { socket } = connection;
    if (connection.session) return { code: 4005, reason: 'Already authenticated' };
    const wish = isRecord(d) ? d : {};
    if (wish.token !== this.#options.token()) return { code: 4004, reason: 'Authentication failed' };
    const shard = readShard(wish.shard);
    if (!shard) return { code: 4010, reason: 'Invalid shard' };
    const fault = intentFault(wish.intents, this.#options.grantedIntents);
    if (fault) return { code: fault, reason: fault === 4013 ? 'Invalid intent(s)' : 'Disallowed intent(s)' };
    const session = new GatewaySession(randomBytes(16).toString('hex'), shard, Number(wish.intents));
    session.connection = socket;
    connection.session = session;
    this.#sessions.set(session.id, session);
    greet(session, this.#world, this.#options.url());
    return null;
  }

  #resume(connection: Connection, d: unknown): CloseFault | null {
    const { socket } = connection;
    if (connection.session) return { code: 4005, reason: 'Already authenticated' };
    const wish = isRecord(d) ? d : {};
    if (wish.token !== this.#options.token()) return { code: 4004, reason: 'Authentication failed' };
    const session = this.#sessions.get(String(wish.session_id));
    const sequence = Number(wish.seq);
    if (!session || this.#tooLongAway(session)) {
      send(socket, Op.invalidSession, false);
      return null;
    }
    if (sequence > session.sequence) return { code: 4007, reason: 'Invalid seq' };
    if (!session.canReplayFrom(sequence)) {
      this.#sessions.delete(session.id);
      send(socket, Op.invalidSession, false);
      return null;
    }
    session.connection?.terminate();
    session.connection = socket;
    session.zombie = false;
    session.awaySince = null;
    connection.session = session;
    session.replayFrom(sequence);
    session.dispatch('RESUMED', JSON.stringify({ _trace: [] }));
    return null;
  }

  #tooLongAway(session: GatewaySession): boolean {
    if (session.awaySince === null) return false;
    return Date.now() - session.awaySince > this.#world.behaviour.resumeWindowMs;
  }

  #left(connection: Connection, code: number): void {
    this.#connections.delete(connection);
    const { session, socket } = connection;
    if (!session || session.connection !== socket) return;
    session.connection = null;
    session.awaySince = Date.now();
    // A bot that closes with 1000 or 1001 ends its session (Discord reference, "Disconnecting").
    if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
  }

  #closeNow(socket: WebSocket, code: number, reason = ''): void {
    socket.close(code, reason);
    const connection = [...this.#connections].find((candidate) => candidate.socket === socket);
    // From now on the session counts as away, although the closing handshake takes a moment longer.
    if (connection) this.#left(connection, code);
  }

  #dropSilent(): void {
    // The minimum keeps very short intervals from cutting off a client on a busy machine.
    const patience = Math.max(5000, this.#world.behaviour.heartbeatIntervalMs * 2);
    for (const connection of [...this.#connections]) {
      if (connection.session?.zombie || Date.now() - connection.heartbeatAt < patience) continue;
      this.#closeNow(connection.socket, 4009);
    }
    for (const session of this.#sessions.values()) {
      if (this.#tooLongAway(session)) this.#sessions.delete(session.id);
    }
  }

  #pass(dispatch: Dispatch): void {
    for (const passed of this.#options.faults.passDispatch(dispatch))
      route(passed, this.#world, this.#sessions.values());
  }
}
