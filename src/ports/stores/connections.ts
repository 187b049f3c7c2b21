import type { Instant, OutletId, ShowId } from '../../core/ids.ts';
import type { ResolvedOutlet } from '../platform/outlet.ts';

/** A community that joined by command: it plays in every season of the show until it is disconnected. */
export interface Connection {
  readonly id: OutletId;
  readonly outlet: ResolvedOutlet;
  readonly mention?: string;
  /** `waiting` for a showrunner's approval. */
  readonly state: 'waiting' | 'connected';
  readonly askedAt: Instant;
  /** Pseudonym of the person who asked. */
  readonly by: string;
  /** Members of the community when it asked, if the platform said how many. */
  readonly members?: number;
}

/** A community whose record is damaged, or from a newer version. It stays as it is until it is requested again. */
export interface UnreadableConnection {
  /** Undefined if this is true of all communities of the show. */
  readonly outlet?: OutletId;
  /** A clause for people. */
  readonly why: string;
}

export interface ShowConnections {
  /** Oldest first. */
  readonly readable: readonly Connection[];
  readonly unreadable: readonly UnreadableConnection[];
}

export type Asked =
  | { readonly kind: 'asked' }
  | { readonly kind: 'waiting'; readonly connection: Connection }
  /** `of`: which limit. */
  | { readonly kind: 'too-many'; readonly of: string };

/** Communities that joined by command, of every show. All methods reject when Redis can't be reached. */
export interface Connections {
  of(show: ShowId): Promise<ShowConnections>;
  put(show: ShowId, connection: Connection): Promise<void>;
  /**
   * Records a request that waits for approval, unless its community has an open one already, or one of the limits is
   * reached. One atomic step: of two at once, one learns that the other waits.
   * @param limits how many requests of each name there may be on the day of `askedAt` (UTC).
   */
  ask(
    show: ShowId,
    connection: Connection,
    limits: readonly { readonly of: string; readonly most: number }[],
  ): Promise<Asked>;
  /** @returns false if there was none. */
  drop(show: ShowId, outlet: OutletId): Promise<boolean>;
}
