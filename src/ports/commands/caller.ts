import type { PlatformName } from '../../core/ids.ts';
import type { OutletAddress } from '../platform/outlet.ts';

export interface Caller {
  readonly platform: PlatformName;
  /** Keyed hash for the season's log: one can check who it was, but not read it from the log. */
  readonly pseudonym: string;
  readonly showrunner: boolean;
  /** Whether the platform says that this person moderates the community of `place`, or acts as it. */
  readonly moderator: boolean;
}

/** Where the command was used. */
export interface Place {
  readonly platform: PlatformName;
  /** Server or chat; absent in private. */
  readonly community?: string;
  readonly outlet?: OutletAddress;
}
