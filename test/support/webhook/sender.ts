import { createHmac, randomUUID } from 'node:crypto';

/** As a program that posts episodes would write it, from docs/webhook.md. */
export interface Sending {
  readonly secret: string;
  /** Text as it is, bytes as they are, anything else as JSON. */
  readonly body: unknown;
  readonly key?: string | null;
  /** Seconds since 1970; default: now. */
  readonly time?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signature?: string | null;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export const sign = (secret: string, time: number | string, body: Buffer): string =>
  createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');

export function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

export function headersOf({ secret, body, key, time, headers, signature }: Sending): Record<string, string> {
  const at = time ?? Math.floor(Date.now() / 1_000);
  const signed = signature === undefined ? `t=${at},v1=${sign(secret, at, bytesOf(body))}` : signature;
  return {
    'content-type': 'application/json',
    ...(signed !== null && { 'x-cliffhanger-signature': signed }),
    ...(key !== null && { 'idempotency-key': key ?? randomUUID() }),
    ...headers,
  };
}

/** @param url of the episodes of a show */
export async function post(url: string, sending: Sending): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: headersOf(sending),
    body: new Uint8Array(bytesOf(sending.body)),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** `409 season-over` */
export const outcomeOf = ({ status, body }: Answered): string =>
  `${status} ${(body as { error?: { code?: string } }).error?.code ?? JSON.stringify(body)}`;

export const messageOf = ({ body }: Answered): string =>
  (body as { error?: { message?: string } }).error?.message ?? '';
