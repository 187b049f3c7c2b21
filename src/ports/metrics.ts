import type { DeliveryKind, Milliseconds, PlatformName } from '../core/ids.ts';
import type { DecisionRule } from '../core/vote/decision.ts';
import type { Counted } from './stores/ballot-store.ts';
import type { DeliveryStatus } from './stores/delivery-ledger.ts';

/** Counters for monitoring the bot from outside. */
export interface Metrics {
  /** Facts about votes, as received from a platform. */
  votes(platform: PlatformName, facts: number): void;
  batch(outcome: Counted['kind'], ballots: number): void;
  /**
   * Ballots that will never be counted. `unknown-poll`: their poll was not registered within the time that they are
   * held.
   */
  dropped(reason: 'unknown-poll', ballots: number): void;
  /** Unknown polls that were not held because there were too many. */
  pollsDropped(polls: number): void;
  delivery(platform: PlatformName, kind: DeliveryKind, status: DeliveryStatus['kind']): void;
  /** A request that the platform rejected: 401, 403 or 429. */
  turnedAway(platform: PlatformName, status: number): void;
  /** A request to post an episode, by the status of its answer. */
  posted(status: number): void;
  decision(rule: DecisionRule['kind']): void;
  /** How late an effect was performed. */
  lag(late: Milliseconds): void;
}
