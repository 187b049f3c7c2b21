import type { PlatformName } from '../../core/ids.ts';

/** A server or chat. */
export interface CommunityRef {
  readonly platform: PlatformName;
  readonly community: string;
}

/** The names that communities chose, for fans of all communities. Rejects when Redis can't be reached. */
export interface CommunityNames {
  /** By `keyOf`. */
  all(): Promise<ReadonlyMap<string, string>>;
  /** @param name undefined removes the name. */
  put(community: CommunityRef, name: string | undefined): Promise<void>;
}
