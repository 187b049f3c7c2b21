import { parsedUrl } from '../parsed-url.ts';
import { badRequest } from './api-error.ts';
import { isRecord } from './params.ts';
import type { QueuedUpdate, UpdateQueue } from './updates.ts';

/** How far the queue is searched for an update whose lane is free. */
const WINDOW = 200;
const LONGEST_RETRY_MS = 60_000;
/** A receiver that does not answer within this time is given up and called again. */
const ANSWER_MS = 60_000;

export interface WebhookSettings {
  url: string;
  secret: string | undefined;
  maxConnections: number;
}

/** Pushes updates to the bot's URL: in order within a lane, and again after any answer but 2xx. */
export class Webhook {
  private readonly updates: UpdateQueue;
  private readonly now: () => number;
  private readonly firstRetryMs: number;
  /** A method call in the answer's body is executed; its result is not returned. */
  private readonly call: (method: string, params: Record<string, unknown>) => void;
  private settings: WebhookSettings | undefined;
  private readonly busyLanes = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopping = new AbortController();
  private inFlight = 0;
  private lastError: { date: number; message: string } | undefined;

  constructor(
    updates: UpdateQueue,
    now: () => number,
    firstRetryMs: number,
    call: (method: string, params: Record<string, unknown>) => void,
  ) {
    this.updates = updates;
    this.now = now;
    this.firstRetryMs = firstRetryMs;
    this.call = call;
  }

  get active(): boolean {
    return this.settings !== undefined;
  }

  /** @throws ApiError 400. Plain HTTP is allowed on loopback only, where no certificate is available. */
  set(settings: WebhookSettings): void {
    const url = parsedUrl(settings.url);
    if (url === undefined) throw badRequest('bad webhook: invalid webhook URL specified');
    const { protocol, hostname } = url;
    if (
      protocol !== 'https:' &&
      !(protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    ) {
      throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    }
    if (settings.secret !== undefined) {
      if (settings.secret.length > 256) throw badRequest('secret token is too long');
      if (!/^[A-Za-z0-9_-]+$/.test(settings.secret)) {
        throw badRequest('secret token contains unallowed characters');
      }
    }
    this.stop();
    this.settings = settings;
    this.lastError = undefined;
    this.pump();
  }

  /** Returns whether there was one. */
  remove(): boolean {
    const was = this.active;
    this.stop();
    this.settings = undefined;
    return was;
  }

  info(): Record<string, unknown> {
    const allowed = this.updates.allowedList();
    return {
      url: this.settings?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.updates.pending(),
      ...(this.settings && { max_connections: this.settings.maxConnections, ip_address: '127.0.0.1' }),
      ...(this.lastError && {
        last_error_date: this.lastError.date,
        last_error_message: this.lastError.message,
      }),
      ...(allowed && { allowed_updates: allowed }),
    };
  }

  pump(): void {
    if (!this.settings) return;
    for (const queued of this.updates.peek(WINDOW)) {
      if (this.inFlight >= this.settings.maxConnections) return;
      if (this.busyLanes.has(queued.lane)) continue;
      this.busyLanes.add(queued.lane);
      this.inFlight += 1;
      void this.deliver(queued, this.settings, this.stopping.signal);
    }
  }

  private async deliver(
    queued: QueuedUpdate,
    settings: WebhookSettings,
    stopped: AbortSignal,
  ): Promise<void> {
    const problem = await this.post(queued, settings, stopped);
    if (stopped.aborted) return;
    this.inFlight -= 1;
    if (problem === undefined) {
      this.updates.confirm(queued);
      this.failures.delete(queued.lane);
      this.busyLanes.delete(queued.lane);
    } else {
      this.lastError = { date: Math.floor(this.now() / 1000), message: problem };
      const failures = (this.failures.get(queued.lane) ?? 0) + 1;
      this.failures.set(queued.lane, failures);
      const wait = Math.min(this.firstRetryMs * 2 ** (failures - 1), LONGEST_RETRY_MS);
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        this.busyLanes.delete(queued.lane);
        this.pump();
      }, wait);
      timer.unref();
      this.timers.add(timer);
    }
    this.pump();
  }

  private async post(
    queued: QueuedUpdate,
    settings: WebhookSettings,
    stopped: AbortSignal,
  ): Promise<string | undefined> {
    try {
      const response = await fetch(settings.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(settings.secret !== undefined && { 'x-telegram-bot-api-secret-token': settings.secret }),
        },
        body: JSON.stringify(queued.update),
        signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_MS)]),
      });
      const body = await response.text();
      if (!response.ok) return `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      this.callFromAnswer(body);
      return undefined;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return cause instanceof Error ? cause.message || cause.name : String(cause);
    }
  }

  private callFromAnswer(body: string): void {
    let answer: unknown;
    try {
      answer = JSON.parse(body);
    } catch {
      return;
    }
    if (!isRecord(answer) || typeof answer.method !== 'string') return;
    const { method, ...params } = answer;
    this.call(String(method), params);
  }

  /** Stops running deliveries; their updates stay queued. */
  stop(): void {
    this.stopping.abort();
    this.stopping = new AbortController();
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.busyLanes.clear();
    this.failures.clear();
    this.inFlight = 0;
  }
}
