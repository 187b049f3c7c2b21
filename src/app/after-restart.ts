import type { Instant, Milliseconds } from '../core/ids.ts';
import type { Doubt, Restart } from '../ports/stores/delivery-ledger.ts';

/**
 * What a crash of the store may lose: nothing, the writes of its last seconds, or everything since it last wrote to
 * disk.
 */
export type StoreLoss = 'nothing' | 'seconds' | 'anything';

/** After a store came back, every surviving process gets this long to rewrite its last entries. */
const OTHERS_RESTORE_WITHIN: Milliseconds = 5_000;

const WHY =
  'Redis came back without its last seconds, and no process is left that knows what was sent in them.';

type Verdict =
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'resume'; readonly doubt?: Doubt };

/**
 * What to do once the surviving processes have rewritten their last entries. A process that announced itself in what
 * is left of the old life, and has not been heard since, may have sent messages in the part that is lost.
 */
export function judgeRestart(restart: Restart, loss: StoreLoss, now: Instant): Verdict {
  const { senders, seenAt } = restart;
  if (senders.length === 0 || (loss === 'nothing' && !isOtherServer(restart))) return { kind: 'resume' };
  const until = seenAt + OTHERS_RESTORE_WITHIN;
  if (now < until) return { kind: 'wait', until };
  return {
    kind: 'resume',
    doubt: {
      // What is lost came after everything that is left.
      since: Math.max(...senders.map(({ announcedAt }) => announcedAt)),
      until: isBounded(restart, loss) ? Math.max(...senders.map(({ ends }) => ends)) : seenAt,
      why: WHY,
    },
  };
}

/**
 * Whether a surviving process remembers everything that is lost: it knows what it sent in its last seconds,
 * and no more.
 */
export const remembersAll = (restart: Restart, loss: StoreLoss): boolean =>
  loss !== 'anything' || isOtherServer(restart);

/**
 * An announcement on disk covers what is sent. If an announcement is lost together with much else, we can't know how
 * long it held.
 */
const isBounded = (restart: Restart, loss: StoreLoss): boolean =>
  loss === 'seconds' && !isOtherServer(restart);

/**
 * A server that was running already when the old life was still whole: a replica that took over. It lacks what had not
 * reached it, whatever is on the disks.
 */
const isOtherServer = ({ startedAt, senders }: Restart): boolean =>
  senders.some(({ announcedAt }) => startedAt < announcedAt);
