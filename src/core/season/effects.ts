import type { Undecided } from '../decision.ts';
import type { DeliveryKind, EpisodeId, Instant, RoundNumber } from '../ids.ts';

/**
 * What an event owes the world. Kept in the outbox from the step that appends the event until it is done; every
 * effect may be performed more than once without harm.
 */
export type Effect =
  /** Ask the season to look at the clock. */
  | { readonly kind: 'wake'; readonly dueAt: Instant }
  /** Owe one message to every outlet that takes part. `expiresAt`: not worth sending any more after this. */
  | {
      readonly kind: 'deliver';
      readonly dueAt: Instant;
      readonly delivery: Exclude<DeliveryKind, 'alert'>;
      /** Of the release for a drop, otherwise of the round. */
      readonly number: number;
      readonly expiresAt: Instant;
    }
  /** Close every native poll of the round; counts are wanted unless the round was voided or abandoned. */
  | {
      readonly kind: 'close-polls';
      readonly dueAt: Instant;
      readonly round: RoundNumber;
      readonly counted: boolean;
    }
  /** The wait for final counts is over: settle the round with what there is. */
  | { readonly kind: 'settle'; readonly dueAt: Instant; readonly round: RoundNumber }
  | { readonly kind: 'alert'; readonly dueAt: Instant; readonly alert: Alert };

/** What showrunners are told. */
export type Alert =
  | { readonly code: 'link-awaited'; readonly episode: EpisodeId }
  | { readonly code: 'round-undecided'; readonly round: RoundNumber; readonly why: Undecided }
  | { readonly code: 'provisional'; readonly round: RoundNumber };
