import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '../../../core/backoff.ts';
import { deferred } from '../../../core/deferred.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { PlatformSink, ShutOut } from '../../../ports/platform/listening.ts';
import type { Listening } from '../../../ports/platform/platform.ts';
import { Recent } from '../posts/recent.ts';
import type { BotApi } from '../requests/client.ts';
import { type Failure, saysTokenRefused } from '../requests/errors.ts';
import { Update } from '../wire/objects.ts';
import { createIdlePauses } from './idle-pauses.ts';
import { type RivalTimes, type RivalWatch, rivalWatch } from './rivals.ts';
import { ALLOWED_UPDATES, handOver, type OtherUpdate } from './updates.ts';

/** How long the server holds a request when there are no updates. */
const LONG_POLL_SECONDS = 25;
/** Added to it until the connection counts as dead. */
const POLL_GRACE: Milliseconds = 10_000;
const BATCH_MAX = 100;

const BACKOFF = { first: 500, most: 15_000 } as const;
/** Another poller, or a webhook: they do not disappear at once. */
const CONFLICT_PAUSE: Milliseconds = 2_000;
const TOKEN_PAUSE: Milliseconds = 30_000;

export const RIVAL =
  'Another process takes this bot’s updates from Telegram. Stop it, or give it a different bot.';

export const TOKEN_REFUSED: ShutOut = {
  what: 'Telegram no longer accepts the token in TELEGRAM_TOKEN',
  fix: 'Put the current one from @BotFather (/mybots, API Token) there and start the bot again',
};
/** A server that is stuck sends the same updates again and again. */
const REMEMBERED_UPDATES = 1_000;

export interface Listener {
  /** Resolves once updates arrive for the first time, or when stopped before. */
  readonly ready: Promise<void>;
  readonly state: Listening;
  /** Resolves when no update is being handled any more. */
  stop(): Promise<void>;
}

/**
 * Polls for updates until stopped. An update is confirmed (by asking for later ones) only when the sink has stored it. If the
 * sink rejects, the same updates are requested again. telegraf's own loop confirms a batch even if its handler threw, so we
 * have our own.
 */
export function startPolling(settings: {
  readonly api: BotApi;
  readonly sink: PlatformSink;
  readonly log: Log;
  readonly other?: OtherUpdate;
  readonly rivals?: Partial<RivalTimes>;
}): Listener {
  const { api, sink, log, other } = settings;
  const asking = rivalWatch(settings.rivals);
  // A process that sets a webhook checks it about once a minute.
  const setting = rivalWatch({ meetWithin: 150_000, ...settings.rivals });
  const stopping = new AbortController();
  let state: Listening = { up: false, why: 'Telegram has not been asked for updates yet.' };
  /** Whether the last request was answered with updates. */
  let answered = false;
  let offset: number | undefined;
  let failures = 0;
  const confirmed = new Recent(REMEMBERED_UPDATES);
  const idle = createIdlePauses(log);
  const { promise: ready, resolve: readied } = deferred<void>();

  const down = (why: string) => {
    if (state.up || state.why !== why) log.warn({ why }, 'Telegram updates do not arrive');
    state = { up: false, why };
  };

  /** @returns how long to wait before the next request. */
  async function ask(): Promise<Milliseconds> {
    const seconds = answered ? LONG_POLL_SECONDS : 0;
    answered = false;
    const askedAt = performance.now();
    const answer = await api.call(
      {
        method: 'getUpdates',
        params: {
          ...(offset !== undefined && { offset }),
          limit: BATCH_MAX,
          timeout: seconds,
          allowed_updates: ALLOWED_UPDATES,
        },
      },
      { unlimited: true, timeout: seconds * 1000 + POLL_GRACE, signal: stopping.signal },
    );
    if (stopping.signal.aborted) return 0;
    if (!answer.ok) return afterFailure(answer.failure);
    if (!Array.isArray(answer.result)) {
      down('Telegram’s answer to getUpdates is not a list of updates.');
      return pauseAfterFailure();
    }
    const updates = readUpdates(answer.result, log);
    const fresh = updates.filter(({ update_id: id }) => !confirmed.has(id));
    // After a week without updates, numbers start over, perhaps lower. So we compare only the numbers within
    // one answer.
    let behind = 0;
    const confirm = ({ update_id: id }: Update) => {
      behind = Math.max(behind, id + 1);
      offset = behind;
      confirmed.add(id);
    };
    try {
      await handOver(fresh, sink, log, (last) => confirmUpTo(fresh, last, confirm), other);
    } catch (error) {
      down(`Updates cannot be stored and stay at Telegram: ${api.redact(String(error))}`);
      return pauseAfterFailure();
    }
    answered = true;
    failures = 0;
    readied();
    if (!state.up) log.info({}, 'Telegram updates are arriving');
    state = { up: true };
    return idle.pauseAfter({ news: fresh.length > 0, held: seconds > 0, took: performance.now() - askedAt });
  }

  function pauseAfterFailure(): Milliseconds {
    failures += 1;
    return backoff(BACKOFF, failures);
  }

  /**
   * Another process takes this bot's updates. During a restart it is gone in a moment, and nothing is wrong.
   */
  async function meet(watch: RivalWatch): Promise<void> {
    const now = performance.now();
    if (watch.isNews(now)) log.warn({}, 'Another process has asked Telegram for this bot’s updates');
    const stays = watch.met(now);
    if (!state.up) down(RIVAL);
    // If it can't be stored, the next meeting reports it again.
    if (stays) await sink.rival().catch(() => undefined);
  }

  async function afterFailure(failure: Failure): Promise<Milliseconds> {
    if (failure.kind !== 'answered') {
      down(`The bot cannot reach Telegram: ${failure.why}`);
      return pauseAfterFailure();
    }
    if (failure.code === 409 && /webhook/i.test(failure.description)) {
      down('A webhook is set for this bot; it is being removed, because the bot polls for updates.');
      await meet(setting);
      await removeWebhook(api);
      return pauseAfterFailure();
    }
    if (failure.code === 409) {
      await meet(asking);
      return CONFLICT_PAUSE;
    }
    if (saysTokenRefused(failure)) {
      down(`${TOKEN_REFUSED.what}. ${TOKEN_REFUSED.fix}.`);
      return TOKEN_PAUSE;
    }
    down(`Telegram refuses updates: ${failure.code} ${failure.description}`);
    return failure.retryAfter ?? pauseAfterFailure();
  }

  async function run(): Promise<void> {
    await removeWebhook(api);
    while (!stopping.signal.aborted) {
      const wait = await ask();
      if (wait > 0) await pause(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    readied();
  }

  const running = run();
  return {
    ready,
    get state() {
      // The two processes get updates in turns. Only when the other one is gone do we get all of them.
      const isShared = [asking, setting].some((watch) => watch.isThere(performance.now()));
      return state.up && isShared ? { up: false, why: RIVAL } : state;
    },
    async stop() {
      stopping.abort();
      await running;
      state = { up: false, why: 'Listening was stopped.' };
    },
  };
}

/** What makes no sense is skipped; the next confirmation passes over it. */
function readUpdates(result: readonly unknown[], log: Log): readonly Update[] {
  const read = result.slice(0, BATCH_MAX).map((each) => Update.safeParse(each));
  const unread = read.filter(({ success }) => !success).length;
  if (unread > 0) log.warn({ unread }, 'Telegram sent something that is not an update');
  return read.flatMap(({ data }) => data ?? []);
}

function confirmUpTo(updates: readonly Update[], last: Update, confirm: (update: Update) => void): void {
  for (const update of updates.slice(0, updates.indexOf(last) + 1)) confirm(update);
}

/** Telegram sends updates only one way at a time. What waits on the server stays there. */
async function removeWebhook(api: BotApi): Promise<void> {
  await api.call({ method: 'deleteWebhook', params: { drop_pending_updates: false } });
}
