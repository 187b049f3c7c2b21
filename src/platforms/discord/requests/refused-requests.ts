import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { TurnedAway } from '../../../ports/turned-away.ts';
import { within } from '../../../time-limit.ts';

/**
 * Discord bans an address that gets 10,000 answers of 401, 403 and 429 in ten minutes (API reference, "Invalid Request
 * Limit"). The bot slows down long before that, in all processes together.
 */
export type Pace =
  | { readonly name: 'full'; readonly perSecond: 50 }
  | { readonly name: 'half'; readonly perSecond: 25 }
  /** Only what is urgent: closing polls, results, alerts. */
  | { readonly name: 'urgent only'; readonly perSecond: 10 }
  | { readonly name: 'nothing'; readonly perSecond: 0 };

const FULL: Pace = { name: 'full', perSecond: 50 };
const PACES: readonly (readonly [number, Pace])[] = [
  [9_000, { name: 'nothing', perSecond: 0 }],
  [5_000, { name: 'urgent only', perSecond: 10 }],
  [1_000, { name: 'half', perSecond: 25 }],
];

const paceAt = (refused: number): Pace => PACES.find(([from]) => refused >= from)?.[1] ?? FULL;

export interface RefusedRequests {
  readonly pace: Pace;
  /** Why the bot holds back messages; undefined while it does not. */
  readonly why: string | undefined;
  /** Counts an answer of 401, 403 or 429. Never rejects; don't wait for it. */
  note(status: number): void;
  /** Reads the shared count again if the last value is too old. Don't wait for it. */
  look(): void;
  /** How long everything has to wait if Discord did not say. Without the store, as long as the first time. */
  untold(): Promise<Milliseconds>;
}

const LOOK_EVERY: Milliseconds = 5_000;
const STORE_ANSWERS_WITHIN: Milliseconds = 1_000;
const WITHOUT_STORE: Milliseconds = 30_000;

export function createRefusedRequests(
  turnedAway: TurnedAway,
  log: Log,
  onRefused: (status: number) => void = () => undefined,
): RefusedRequests {
  let refused = 0;
  let pace: Pace = FULL;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function learn(count: number): void {
    refused = count;
    const next = paceAt(count);
    if (next.name === pace.name) return;
    pace = next;
    const fields = { refused, pace: next.name };
    if (next.name === 'full') log.info(fields, 'Discord refuses few requests again; back to full speed');
    else
      log.error(
        fields,
        'Discord refuses many requests and bans bots at 10,000 in ten minutes; sending more slowly',
      );
  }

  function ask(question: Promise<number>): void {
    lookedAt = performance.now();
    // Without the store nothing is sent anyway.
    question.then(learn, () => undefined);
  }

  return {
    get pace() {
      return pace;
    },
    get why() {
      if (pace.name === 'full' || pace.name === 'half') return undefined;
      return `Discord has refused ${refused} requests in ten minutes and bans bots at 10,000: ${
        pace.name === 'nothing' ? 'nothing is sent' : 'only what is urgent is sent'
      } until there are fewer. The log names what was refused`;
    },
    note(status) {
      onRefused(status);
      ask(turnedAway.note());
    },
    look() {
      if (performance.now() - lookedAt >= LOOK_EVERY) ask(turnedAway.count());
    },
    async untold() {
      const asked = turnedAway.untold().catch(() => undefined);
      return (await within(STORE_ANSWERS_WITHIN, asked)) ?? WITHOUT_STORE;
    },
  };
}
