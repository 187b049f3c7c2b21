import type { Instant, ShowId } from '../../core/ids.ts';
import type { OutletProblem, ResolvedOutlet } from '../platform/outlet.ts';

/** The part of the operator's file to which an address belongs. */
export type PlaceOwner = ShowId | 'alerts';

/**
 * What is known about an address of the operator's file, or about a community that joined by command. Once the
 * platform has said what the address is, the outlet is that id, whatever it is called later; another address in the
 * file is another place.
 */
export interface Place {
  readonly owner: PlaceOwner;
  /** As written in the file, see `literalOf`. */
  readonly literal: string;
  readonly outlet?: ResolvedOutlet;
  readonly trouble?: PlaceTrouble;
  readonly lookedAt: Instant;
}

export interface PlaceTrouble {
  /**
   * `refused`: the platform says that the bot can't play there. `silent`: it has not answered, so nothing is known.
   */
  readonly kind: 'refused' | 'silent';
  readonly since: Instant;
  readonly problems: readonly OutletProblem[];
  /** Showrunners have been alerted. */
  readonly told?: true;
  /** We know it from a refused message or from the bot's removal, and it has not been checked since. */
  readonly heard?: true;
}

/** Rejects when Redis can't be reached. */
export interface PlaceStore {
  all(): Promise<readonly Place[]>;
  put(place: Place): Promise<void>;
  drop(place: Pick<Place, 'owner' | 'literal'>): Promise<void>;
}
