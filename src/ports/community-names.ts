import type { PlatformName } from '../core/ids.ts';

/** A server or chat. */
export interface CommunityRef {
  readonly platform: PlatformName;
  readonly community: string;
}

/** How communities want to be called where fans of all communities read. Rejects when Redis cannot be reached. */
export interface CommunityNames {
  /** By `keyOf`. */
  all(): Promise<ReadonlyMap<string, string>>;
  /** @param name undefined takes the name back. */
  put(community: CommunityRef, name: string | undefined): Promise<void>;
}
