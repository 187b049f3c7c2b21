import type { Instant } from '../core/ids.ts';
import type { Story } from '../core/story.ts';
import type { OutletAddress } from '../ports/platform.ts';

/** A show as the operator's file and its story file have it. */
export interface Show {
  readonly story: Story;
  /** SHA-256 of the story file, in hexadecimal. */
  readonly storyHash: string;
  readonly starts: Starts;
  readonly outlets: readonly ShowOutlet[];
}

export type Starts =
  | { readonly kind: 'on-command' }
  /** Once, when this show has never been started. */
  | { readonly kind: 'now' }
  /** As `now`, at that time; a past time means now. */
  | { readonly kind: 'at'; readonly at: Instant };

export interface ShowOutlet {
  readonly address: OutletAddress;
  /** Role to ping with a drop (Discord). */
  readonly mention?: string;
}
