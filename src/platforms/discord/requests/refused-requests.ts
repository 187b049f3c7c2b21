import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { TurnedAway } from '../../../ports/turned-away.ts';
import { within } from '../../../time-limit.ts';

/**
 * Discord bans an address that gets 10,000 answers of 401, 403 and 429 in ten minutes (API reference, "Invalid Request
 * Limit"). The bot slows down long before that, in all processes together.
 */
export type Pace =
  | 'full'
  | 'half'
  /** Only what is urgent: closing polls, results, alerts. */
  | 'urgent only'
  | 'nothing';

/** From so many refused requests in ten minutes on; `part` of the requests that the bot may make. */
const PACES: readonly { readonly from: number; readonly pace: Pace; readonly part: number }[] = [
  { from: 9_000, pace: 'nothing', part: 0 },
  { from: 5_000, pace: 'urgent only', part: 0.2 },
  { from: 1_000, pace: 'half', part: 0.5 },
];
const FULL = { pace: 'full', part: 1 } as const;

const paceAt = (refused: number) => PACES.find(({ from }) => refused >= from) ?? FULL;

export interface RefusedRequests {
  readonly pace: Pace;
  /** Requests of this pace, at least one unless it is `nothing`. */
  readonly perSecond: number;
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
  requestsASecond = 50,
): RefusedRequests {
  let refused = 0;
  let { pace, part }: { readonly pace: Pace; readonly part: number } = FULL;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function learn(count: number): void {
    refused = count;
    const next = paceAt(count);
    if (next.pace === pace) return;
    ({ pace, part } = next);
    const fields = { refused, pace };
    if (pace === 'full') log.info(fields, 'Discord refuses few requests again; back to full speed');
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
    get perSecond() {
      return Math.ceil(requestsASecond * part);
    },
    get why() {
      if (pace === 'full' || pace === 'half') return undefined;
      return `Discord has refused ${refused} requests in ten minutes and bans bots at 10,000: ${
        pace === 'nothing' ? 'nothing is sent' : 'only what is urgent is sent'
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
