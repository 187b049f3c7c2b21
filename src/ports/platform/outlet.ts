import type { PlatformName } from '../../core/ids.ts';
import type { ToldProblem } from '../../core/outlet-cause.ts';

/**
 * An outlet as the operator's file names it: its platform, and parts that only its platform's adapter reads. Sorted by
 * name, the first part is the place (a channel, a chat), and others narrow it (a topic). A place whose value begins
 * with `@` is a name, which has to be looked up; any other is an id.
 */
export interface OutletAddress {
  readonly platform: PlatformName;
  readonly [part: string]: string | number | undefined;
}

/** What the platform said about an outlet; plain data, stored with the season's outlets. */
export interface ResolvedOutlet {
  /** With every name resolved to an id. Two outlets are the same if these are equal. */
  readonly address: OutletAddress;
  /** The name that people see: `#general in Fans of Night Shift`. */
  readonly name: string;
  /** What a moderator moderates: a server, a chat. */
  readonly community: string;
  /** Whether the platform tells the bot who voted. */
  readonly namedVotes: boolean;
  /** The adapter's own facts about the outlet (kind of channel, group or not); opaque to all other code. */
  readonly traits: Readonly<Record<string, string | number | boolean>>;
}

/** Why the bot cannot post in an outlet, or what it lacks there; told by `core/wording/problems`. */
export type OutletProblem = ToldProblem;
