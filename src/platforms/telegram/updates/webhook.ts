import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../../core/backoff.ts';
import type { Log } from '../../../ports/log.ts';
import type { PlatformSink, VoteFact } from '../../../ports/platform/listening.ts';
import type { PlatformWebhook } from '../../../ports/platform/platform.ts';
import { StartupError } from '../../../ports/startup-error.ts';
import type { BotApi } from '../requests/client.ts';
import { judgeAsk } from '../requests/errors.ts';
import { Update } from '../wire/objects.ts';
import { ALLOWED_UPDATES, handOver, type OtherUpdate } from './updates.ts';

export interface WebhookSettings {
  /** Public https address of our HTTP server's webhook route. */
  readonly url: string;
  /** 1-256 characters of A-Z, a-z, 0-9, `_` and `-`; Telegram sends it in `X-Telegram-Bot-Api-Secret-Token`. */
  readonly secret?: string;
}

/** Where Telegram sends the secret (setWebhook, `secret_token`). */
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/**
 * Where our HTTP server takes the updates; undefined without a secret, as then nobody could be told from Telegram.
 * @throws StartupError where the public address ends in what can be no route.
 */
export function webhookRoute(
  { url, secret }: WebhookSettings,
  handle: PlatformWebhook['handle'],
): PlatformWebhook | undefined {
  if (secret === undefined) return undefined;
  const path = new URL(url).pathname.split('/').at(-1) ?? '';
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(path)) {
    throw new StartupError(
      `TELEGRAM_WEBHOOK_URL ends in "${path}", which can be no route`,
      'Let it end in /telegram/ and a name of letters, digits, _ and -, and have /telegram/ forwarded to HTTP_PORT.',
    );
  }
  return { path, header: SECRET_HEADER, secret, handle };
}

const SET_AGAIN = { first: 1_000, most: 30_000 } as const;

/**
 * Tells Telegram where to post updates. If it does not answer, retries until it does or the signal aborts.
 * @throws StartupError if it refuses.
 */
export async function setWebhook(
  api: BotApi,
  webhook: WebhookSettings,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  const request = {
    method: 'setWebhook',
    params: {
      url: webhook.url,
      ...(webhook.secret !== undefined && { secret_token: webhook.secret }),
      allowed_updates: ALLOWED_UPDATES,
      drop_pending_updates: false,
    },
  };
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const answer = await api.call(request, { signal });
    if (answer.ok || signal.aborted) return;
    const verdict = judgeAsk(answer.failure);
    if (verdict.kind !== 'retry') {
      const why = verdict.kind === 'refused' ? verdict.description : verdict.problem.what;
      throw new StartupError(
        `Telegram refuses the webhook ${webhook.url}: ${why}`,
        'Check TELEGRAM_WEBHOOK_URL (https, ports 443, 80, 88 or 8443) and TELEGRAM_WEBHOOK_SECRET, or leave both out for long polling.',
      );
    }
    if (attempt === 0) log.warn({ why: verdict.why }, 'Could not set the webhook at Telegram; retrying');
    const pause = backoff(SET_AGAIN, attempt + 1);
    await sleep(Math.max(pause, verdict.after), undefined, { signal }).catch(() => undefined);
  }
}

/** Ballots to remember, so that an account's older vote can't undo a newer one. The oldest go first. */
const REMEMBERED_BALLOTS = 100_000;

export interface WebhookReceiver {
  /**
   * Takes one update as Telegram posted it. Resolves when it is durable, and the HTTP server then answers 200; any other
   * status makes Telegram post it again.
   */
  handle(body: unknown): Promise<void>;
  /** Resolves when no update is being handled any more. */
  idle(): Promise<void>;
}

/**
 * Telegram posts over several connections at once, so updates may overtake each other. Snapshots carry their own order. For
 * ballots we remember the newest update of each account in each poll and drop older ones.
 */
export function receiveWebhook(sink: PlatformSink, log: Log, other?: OtherUpdate): WebhookReceiver {
  const newest = new Map<string, number>();
  const underWay = new Set<Promise<void>>();

  function overtaken(fact: VoteFact, sequence: number): boolean {
    if (fact.kind === 'snapshot') return false;
    const ballot = `${fact.poll} ${fact.account}`;
    const known = newest.get(ballot);
    if (known !== undefined && known > sequence) return true;
    newest.delete(ballot);
    newest.set(ballot, sequence);
    const [oldest] = newest.keys();
    if (newest.size > REMEMBERED_BALLOTS && oldest !== undefined) newest.delete(oldest);
    return false;
  }

  async function handle(body: unknown): Promise<void> {
    const read = Update.safeParse(body);
    if (!read.success) {
      log.warn({}, 'something that is not an update was posted to the webhook');
      return;
    }
    const update = read.data;
    const ordered: PlatformSink = {
      ...sink,
      votes: async (facts) => {
        const current = facts.filter((fact) => !overtaken(fact, update.update_id));
        if (current.length > 0) await sink.votes(current);
      },
      eventsLost: (why) => sink.eventsLost(why),
      accessLost: (loss) => sink.accessLost(loss),
      moved: (move) => sink.moved(move),
    };
    await handOver([update], ordered, log, () => undefined, other);
  }

  return {
    handle(body) {
      const running = handle(body);
      underWay.add(running);
      return running.finally(() => underWay.delete(running));
    },
    async idle() {
      await Promise.allSettled(underWay);
    },
  };
}
