import { setTimeout as sleep } from 'node:timers/promises';
import type { InnerBot } from './bots.ts';
import type { LogBook } from './log.ts';

/** What the outside sees of a bot. */
export interface Health {
  /** Of `/readyz`. */
  readonly status: number;
  /** Status of `/healthz`. */
  readonly alive: number;
  /** Why Redis is not well; empty if it is. */
  readonly redis: string;
}

const LOOK_EVERY_MS = 100;

export async function health({ address }: InnerBot): Promise<Health> {
  const [ready, alive] = await Promise.all([fetch(`${address}/readyz`), fetch(`${address}/healthz`)]);
  const { checks } = (await ready.json()) as { checks: Record<string, { why?: string }> };
  return { status: ready.status, alive: alive.status, redis: checks.redis?.why ?? '' };
}

export async function untilReady(bot: InnerBot): Promise<void> {
  while ((await health(bot)).status !== 200) await sleep(LOOK_EVERY_MS);
}

export async function untilNotReady(bot: InnerBot): Promise<void> {
  while ((await health(bot)).status === 200) await sleep(LOOK_EVERY_MS);
}

/** Whether a line of the log gives this reason, as its own or as an error's. */
export function saidWhy(book: LogBook, why: RegExp): boolean {
  return book.lines.some(({ fields }) =>
    [fields.why, fields.error instanceof Error ? fields.error.message : ''].some((one) =>
      why.test(String(one)),
    ),
  );
}
