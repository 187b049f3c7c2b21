import type { Instant, Milliseconds } from '../core/ids.ts';
import type { Doubt, Restart } from '../ports/delivery-ledger.ts';

/**
 * What the end of the store may take: nothing, the writes of its last seconds, or all since it last wrote to its
 * disk.
 */
export type StoreLoss = 'nothing' | 'seconds' | 'anything';

/** A store that has just come back is given to every living process to write its last seconds again. */
const OTHERS_RESTORE_WITHIN: Milliseconds = 5_000;

const WHY = 'Redis came back without its last seconds, and nobody is left who knows what was sent in them.';

type Verdict =
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'resume'; readonly doubt?: Doubt };

/**
 * What is to be done once the living have restored what they remember. Who announced itself in what is left of the
 * old life, and is not heard of, may have sent in what is not left.
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

/** Whether a living process remembers all that is lost: it knows what it sent in its last seconds, no more. */
export const remembersAll = (restart: Restart, loss: StoreLoss): boolean =>
  loss !== 'anything' || isOtherServer(restart);

/**
 * An announcement that is on disk covers what is sent; of one that is lost with much else nobody knows how long it
 * held.
 */
const isBounded = (restart: Restart, loss: StoreLoss): boolean =>
  loss === 'seconds' && !isOtherServer(restart);

/**
 * One that was up already when the old life was still whole: a replica that took over. It lacks what had not come to
 * it, whatever the disks hold.
 */
const isOtherServer = ({ startedAt, senders }: Restart): boolean =>
  senders.some(({ announcedAt }) => startedAt < announcedAt);
