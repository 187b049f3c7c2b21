import type { DeliveryKind, Milliseconds, PlatformName } from '../core/ids.ts';
import type { DecisionRule } from '../core/vote/decision.ts';
import type { Counted } from './ballot-store.ts';
import type { DeliveryStatus } from './delivery-ledger.ts';

/** What is counted for whoever watches the bot from outside. */
export interface Metrics {
  /** Facts about votes as a platform told them. */
  votes(platform: PlatformName, facts: number): void;
  batch(outcome: Counted['kind'], ballots: number): void;
  /** Ballots that will never be counted. `unknown-poll`: nobody posted their poll within the time that they are held. */
  dropped(reason: 'unknown-poll', ballots: number): void;
  /** Polls that nobody knows, of which more were told than are held. */
  pollsDropped(polls: number): void;
  delivery(platform: PlatformName, kind: DeliveryKind, status: DeliveryStatus['kind']): void;
  /** A request that the platform turned away: 401, 403 or 429. */
  turnedAway(platform: PlatformName, status: number): void;
  decision(rule: DecisionRule['kind']): void;
  /** How long after its time an effect was performed. */
  lag(late: Milliseconds): void;
}
