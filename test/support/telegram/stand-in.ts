import { Telegram } from 'telegraf';
import { afterEach } from 'vitest';
import {
  startTelegram,
  type TelegramOptions,
  type TelegramStandIn,
} from '../../../src/sandbox/telegram/server.ts';
import type { ResponseBody, Update } from '../../../src/sandbox/telegram/types.ts';

/** The real client, with calls that telegraf's types do not know yet. */
export interface Client {
  call<Result = Record<string, unknown>>(method: string, params?: object): Promise<Result>;
  /** Reads what is there, or waits up to `seconds`; confirms it. */
  updates(seconds?: number): Promise<Update[]>;
}

export interface Refusal {
  code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

const running: TelegramStandIn[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((telegram) => telegram.close()));
});

/** A stand-in that ends with the test, and telegraf connected to it. */
export async function standIn(
  options: TelegramOptions = {},
): Promise<{ telegram: TelegramStandIn; client: Client }> {
  const telegram = await startTelegram({ snapshotEveryMs: 0, ...options });
  running.push(telegram);
  return { telegram, client: clientOf(telegram) };
}

export function clientOf(telegram: TelegramStandIn): Client {
  const api = new Telegram(telegram.token, { apiRoot: telegram.url });
  // telegraf 4.16.3 types Bot API 7.1; newer methods and fields pass through untyped.
  const callApi = api.callApi.bind(api) as unknown as (method: string, params: object) => Promise<unknown>;
  let offset = 0;
  return {
    call: async <Result>(method: string, params: object = {}) => (await callApi(method, params)) as Result,
    updates: async (seconds = 0) => {
      const updates = (await callApi('getUpdates', { offset, timeout: seconds })) as Update[];
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
      return updates;
    },
  };
}

/** The refusal with which a call ends. Fails if it does not. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    (result) => ({ result }),
    (error: Refusal) => ({ error }),
  );
  if ('result' in outcome) throw new Error(`The call was not refused: ${JSON.stringify(outcome.result)}`);
  const { code, description, parameters } = outcome.error;
  return { code, description, ...(parameters && { parameters }) };
}

/** A plain HTTP call, without any client library. */
export async function plainCall(
  telegram: TelegramStandIn,
  path: string,
  init?: RequestInit,
): Promise<{ status: number; body: ResponseBody }> {
  const response = await fetch(`${telegram.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as ResponseBody };
}
