import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { PlatformSink } from '../../../ports/platform/listening.ts';
import type { Listening } from '../../../ports/platform/platform.ts';
import type { BotApi } from '../requests/client.ts';
import { RIVAL } from './polling.ts';
import { type RivalTimes, rivalWatch } from './rivals.ts';

/** Longer than the minute between two meetings, with the time that the answer takes. */
const MEET_WITHIN: Milliseconds = 150_000;
const LOOK_EVERY: Milliseconds = 60_000;

const infoShape = z.object({ url: z.string() });

export interface WebhookWatch {
  readonly state: Listening;
}

/**
 * Checks now and then whether the webhook is still ours. Telegram does not tell us if another process with the token sets its
 * own, or removes ours to poll: the updates just stop. We set ours again; a process that takes it again and again is a rival.
 * Start this right after setting the webhook, so that what Telegram reports then is how it writes ours.
 * @param again sets the webhook.
 */
export function watchWebhook(parts: {
  readonly api: BotApi;
  readonly sink: Pick<PlatformSink, 'rival'>;
  readonly log: Log;
  readonly again: () => Promise<void>;
  readonly signal: AbortSignal;
  readonly rivals?: Partial<RivalTimes>;
  readonly every?: Milliseconds;
}): WebhookWatch {
  const { api, sink, log, again, signal, every = LOOK_EVERY } = parts;
  const watch = rivalWatch({ meetWithin: MEET_WITHIN, ...parts.rivals });
  let ours: string | undefined;

  async function look(): Promise<void> {
    const answer = await api.call({ method: 'getWebhookInfo', params: {} }, { signal });
    if (!answer.ok || signal.aborted) return;
    const info = infoShape.safeParse(answer.result);
    if (!info.success) return;
    ours ??= info.data.url;
    if (info.data.url === ours) return;
    const now = performance.now();
    if (watch.isNews(now))
      log.warn({}, 'The webhook at Telegram is no longer this process’s; setting it again');
    // If it can't be stored, the next check reports it again.
    if (watch.met(now)) await sink.rival().catch(() => undefined);
    await again();
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((error: unknown) => {
        if (!signal.aborted) log.warn({ error }, 'Could not check the webhook at Telegram');
      });
      await sleep(every, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  void run();
  return {
    get state(): Listening {
      return watch.isThere(performance.now()) ? { up: false, why: RIVAL } : { up: true };
    },
  };
}
