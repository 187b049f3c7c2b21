import { setTimeout as wait } from 'node:timers/promises';
import { backoff } from '../../../core/backoff.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { AccessLoss, PlatformSink, ShutOut, VoteFact } from '../../../ports/platform/listening.ts';
import { within } from '../../../time-limit.ts';

/**
 * Passes gateway events to the app, in order, however slow or broken the app is, and keeps them until then. Votes that follow
 * one another go together; the app makes batches of them.
 */
export interface Intake {
  vote(fact: VoteFact): void;
  eventsLost(why: string): void;
  accessLost(loss: AccessLoss): void;
  shutOut(refusal: ShutOut): void;
  /**
   * Waits at most this long until everything is passed on; takes nothing more.
   * @returns how many items were left.
   */
  close(withinMs: Milliseconds): Promise<number>;
}

type Item =
  | { readonly kind: 'vote'; readonly fact: VoteFact }
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'access'; readonly loss: AccessLoss }
  | { readonly kind: 'shut-out'; readonly refusal: ShutOut };

/** Votes kept while the app can't take them; some 10 MB. The rest is recovered by re-reading the polls. */
const MOST_WAITING = 50_000;
const AGAIN_AFTER = { first: 100, most: 5_000 } as const;

/** @param capacity the most votes to keep while the sink fails. */
export function createIntake(sink: PlatformSink, log: Log, capacity = MOST_WAITING): Intake {
  let waiting: Item[] = [];
  let underWay = 0;
  let closed = false;
  let abandoned = false;
  let pumping: Promise<void> | undefined;

  function add(item: Item): void {
    if (closed) return;
    if (item.kind === 'vote' && waiting.length >= capacity) {
      const dropped = waiting.length + 1;
      waiting = waiting.filter((kept) => kept.kind === 'access' || kept.kind === 'shut-out');
      log.error(
        { dropped },
        'Too many votes are waiting to be stored; the oldest will be read from the polls again',
      );
      waiting.push({ kind: 'lost', why: `${dropped} votes could not be stored in time` });
    } else {
      waiting.push(item);
    }
    pumping ??= pump().finally(() => {
      pumping = undefined;
    });
  }

  async function pump(): Promise<void> {
    // The packets of one burst arrive together and make one batch.
    await wait(0);
    while (waiting.length > 0 && !abandoned) {
      const run = takeRun(waiting);
      underWay = run.length;
      await deliver(run);
      if (!abandoned) underWay = 0;
    }
  }

  async function deliver(run: readonly Item[]): Promise<void> {
    for (let failures = 1; !abandoned; failures += 1) {
      try {
        await handOver(sink, run);
        return;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        log.warn({ why, waiting: waiting.length + run.length }, 'Could not store Discord events; retrying');
        await wait(backoff(AGAIN_AFTER, failures));
      }
    }
  }

  return {
    vote: (fact) => add({ kind: 'vote', fact }),
    eventsLost: (why) => add({ kind: 'lost', why }),
    accessLost: (loss) => add({ kind: 'access', loss }),
    shutOut: (refusal) => add({ kind: 'shut-out', refusal }),
    async close(withinMs) {
      closed = true;
      await within(withinMs, pumping);
      abandoned = true;
      return waiting.length + underWay;
    },
  };
}

/** Consecutive votes go together; anything else goes alone, in its place. */
function takeRun(waiting: Item[]): readonly Item[] {
  const other = waiting.findIndex((item) => item.kind !== 'vote');
  const votes = other === -1 ? waiting.length : other;
  return waiting.splice(0, Math.max(votes, 1));
}

async function handOver(sink: PlatformSink, run: readonly Item[]): Promise<void> {
  const [first] = run;
  if (first === undefined) return;
  switch (first.kind) {
    case 'vote':
      return sink.votes(run.flatMap((item) => (item.kind === 'vote' ? [item.fact] : [])));
    case 'lost':
      return sink.eventsLost(first.why);
    case 'access':
      return sink.accessLost(first.loss);
    case 'shut-out':
      return sink.shutOut(first.refusal);
  }
}
