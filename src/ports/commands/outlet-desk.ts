import type { Instant, OutletId, ShowId } from '../../core/ids.ts';
import type { OutletAddress, OutletProblem } from '../platform/outlet.ts';
import type { CommunityRef } from '../stores/community-names.ts';
import type { Caller } from './caller.ts';

/** Communities that join and leave by themselves. */
export interface OutletDesk {
  connect(
    show: ShowId,
    /** Where the command was used. */
    address: OutletAddress,
    options: {
      readonly mention?: string;
      /** Only an outlet of this server or chat is described; undefined: any. */
      readonly community: string | undefined;
      /** Id of another channel of that place; absent: the outlet is `address`, and so it is in `community`. */
      readonly channel?: string;
    },
    by: Caller,
  ): Promise<
    | { readonly status: 'joined' | 'waits-for-approval' | 'already-connected'; readonly name: string }
    /** The community has an open request, for this outlet or another one, which `name` names. */
    | {
        readonly status: 'still-waits';
        readonly name: string;
        readonly since: Instant;
        readonly here: boolean;
      }
    /** Showrunners can't be asked again today: by this community, by this person, or at all. */
    | { readonly status: 'too-many'; readonly of: 'community' | 'person' | 'show' }
    /** The outlet is in another server or chat than `community`, or does not exist; we don't say which. */
    | { readonly status: 'elsewhere' }
    | { readonly status: 'problems'; readonly problems: readonly OutletProblem[] }
  >;
  /** @returns false if it does not wait for approval. */
  approve(show: ShowId, outlet: OutletId, approved: boolean, by: Caller): Promise<boolean>;
  /** @returns false if it does not play. */
  disconnect(show: ShowId, outlet: OutletId, by: Caller): Promise<boolean>;
  /**
   * @param name how fans read of the community; undefined takes the name back.
   * @returns how they read of it without one: by its public name, if it may have one, else as `unnamed`.
   */
  name(
    community: CommunityRef,
    name: string | undefined,
    by: Caller,
  ): Promise<{ readonly unnamed: string; readonly hasPublicNames: boolean }>;
  /** @param community of who asks, for whom this is limited; undefined for a showrunner. */
  check(
    address: OutletAddress,
    community: string | undefined,
  ): Promise<{
    readonly name?: string;
    /** Server or chat of the outlet. */
    readonly community?: string;
    readonly problems: readonly OutletProblem[];
    readonly warnings: readonly OutletProblem[];
  }>;
  list(
    show: ShowId,
    community?: string,
  ): Promise<
    readonly {
      readonly id: OutletId;
      readonly name: string;
      /** The community's name for fans, given by a moderator. */
      readonly givenName?: string;
      readonly community: string;
      readonly address: OutletAddress;
      readonly state: 'playing' | 'waits-for-approval' | 'left';
      /** The operator's file names it: it is disconnected there, or comes back at the next start. */
      readonly listed: boolean;
    }[]
  >;
}
