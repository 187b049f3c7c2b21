import type { RawData, WebSocket } from 'ws';
import { isRecord } from '../forms/errors.ts';

/** Gateway opcodes (Discord reference, "Opcodes and Status Codes"). */
export const Op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

/** Client opcodes that are accepted and have no effect here: presence, voice state, member and sound requests. */
export const IGNORED: readonly number[] = [3, 4, 8, 31];

/** Longer client payloads close the connection (code 4002). */
const MAX_PAYLOAD_BYTES = 4096;

/** Client events allowed per connection in 60 s. */
export const MAX_CLIENT_EVENTS = 120;

export function readShard(value: unknown): [number, number] | null {
  if (value === undefined) return [0, 1];
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [id, count] = value.map(Number);
  if (id === undefined || count === undefined || !Number.isInteger(id) || !Number.isInteger(count))
    return null;
  return id >= 0 && count > 0 && id < count ? [id, count] : null;
}

export function parse(data: RawData): { op: number; d: unknown } | null {
  const text = data.toString();
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) return null;
  try {
    const payload: unknown = JSON.parse(text);
    return isRecord(payload) && typeof payload.op === 'number' ? { op: payload.op, d: payload.d } : null;
  } catch {
    return null;
  }
}

export function send(socket: WebSocket, op: number, d: unknown): void {
  socket.send(JSON.stringify({ op, d, s: null, t: null }));
}
