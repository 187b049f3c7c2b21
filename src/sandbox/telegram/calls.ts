import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import type { Fault, FaultScript } from './faults.ts';
import type { Answer } from './http.ts';
import type { RateMeter } from './limits.ts';
import { Described, type Method, type Platform } from './method.ts';
import { botMethods } from './methods/bot.ts';
import { chatMethods } from './methods/chats.ts';
import { fileMethods } from './methods/files.ts';
import { messageMethods } from './methods/messages.ts';
import { pollMethods } from './methods/polls.ts';
import { Params } from './params.ts';
import type { Exchange, ResponseBody } from './types.ts';

/** Method names are case-insensitive (https://core.telegram.org/bots/api#making-requests). */
const METHODS = new Map<string, { name: string; run: Method }>(
  Object.entries({ ...botMethods, ...messageMethods, ...pollMethods, ...chatMethods, ...fileMethods }).map(
    ([name, run]) => [name.toLowerCase(), { name, run }],
  ),
);

const STATUS_TEXT: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** Runs calls: token, method, scripted faults, rate, then the method itself. */
export class Calls {
  private readonly token: string;
  private readonly platform: Platform;
  private readonly faults: FaultScript;
  private readonly meter: RateMeter;
  private readonly onExchange: (exchange: Exchange) => void;

  constructor(
    token: string,
    platform: Platform,
    faults: FaultScript,
    meter: RateMeter,
    onExchange: (exchange: Exchange) => void,
  ) {
    this.token = token;
    this.platform = platform;
    this.faults = faults;
    this.meter = meter;
    this.onExchange = onExchange;
  }

  async handle(
    token: string,
    method: string,
    raw: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const name = METHODS.get(method.toLowerCase())?.name ?? method;
    const answer = await this.answer(token, name, raw, signal);
    this.onExchange({
      method: name,
      params: raw,
      status: answer.status,
      responseBody: answer.body,
      lost: answer.lost || signal.aborted,
    });
    return answer;
  }

  private async answer(
    token: string,
    name: string,
    raw: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (token !== this.token) {
      // Something that doesn't look like a token counts as a wrong address.
      const looksRight = /^\d+:[\w-]{2,}$/.test(token);
      return refused(looksRight ? new ApiError(401, 'Unauthorized') : new ApiError(404, 'Not Found'));
    }
    const method = METHODS.get(name.toLowerCase());
    if (!method) return refused(new ApiError(404, 'Not Found: method not found'));
    const fault = this.faults.take(name, raw);
    const early = fault && (await beforeDoing(fault));
    if (early) return early;
    const answer = await this.run(method, raw, signal);
    return fault ? afterDoing(fault, answer) : answer;
  }

  private async run(
    method: { name: string; run: Method },
    raw: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const params = new Params(raw);
    try {
      this.checkRate(method.name, params);
      const result = await method.run(params, this.platform, signal);
      const body: ResponseBody =
        result instanceof Described
          ? { ok: true, result: result.result, description: result.description }
          : { ok: true, result };
      return { status: 200, body, lost: false };
    } catch (error) {
      if (error instanceof ApiError) return refused(error);
      throw error;
    }
  }

  private checkRate(name: string, params: Params): void {
    const chatId = params.text('chat_id');
    const chat = this.platform.chats.find(chatId);
    const isGroup = chat?.type === 'group' || chat?.type === 'supergroup';
    this.meter.admit(name, chat ? String(chat.id) : chatId, isGroup);
  }
}

function refused(error: ApiError): Answer {
  return { status: error.code, body: error.body(), lost: false };
}

async function beforeDoing(fault: Fault): Promise<Answer | undefined> {
  switch (fault.kind) {
    case 'request-lost':
      return { ...refused(new ApiError(500, 'Internal Server Error: the request was lost')), lost: true };
    case 'too-many-requests':
      return refused(
        new ApiError(429, `Too Many Requests: retry after ${fault.retryAfter}`, {
          retry_after: fault.retryAfter,
        }),
      );
    case 'refuse':
      return refused(new ApiError(fault.code, fault.description, fault.parameters));
    case 'server-error':
      return fault.afterDoing ? undefined : refused(serverError(fault.status));
    case 'delay':
      if (fault.before === 'doing') await sleep(fault.ms);
      return undefined;
    case 'answer-lost':
    case 'answer-cut':
      return undefined;
  }
}

async function afterDoing(fault: Fault, answer: Answer): Promise<Answer> {
  switch (fault.kind) {
    case 'answer-lost':
      return { ...answer, lost: true };
    case 'answer-cut':
      return { ...answer, lost: true, cut: true };
    case 'server-error':
      return refused(serverError(fault.status));
    case 'delay':
      if (fault.before === 'answering') await sleep(fault.ms);
      return answer;
    default:
      return answer;
  }
}

function serverError(status: number): ApiError {
  return new ApiError(status, STATUS_TEXT[status] ?? 'Internal Server Error');
}
