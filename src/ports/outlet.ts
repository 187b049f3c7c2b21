/** An outlet as the operator's file names it. */
export type OutletAddress =
  | { readonly platform: 'discord'; readonly channel: string }
  /** `chat` is a numeric id or `@name`. */
  | { readonly platform: 'telegram'; readonly chat: string; readonly topic?: number };

/** What the platform told of an outlet; plain data, kept with the season's outlets. */
export interface ResolvedOutlet {
  /** With every name resolved to an id. Two outlets are the same where these are equal. */
  readonly address: OutletAddress;
  /** As people know it: `#general in Fans of Night Shift`. */
  readonly name: string;
  /** Server (Discord) or chat (Telegram): what a moderator moderates. */
  readonly community: string;
  /** Whether the platform tells the bot who voted. */
  readonly namedVotes: boolean;
  /** Adapter's own facts about the outlet (kind of channel, group or not); opaque to everyone else. */
  readonly traits: Readonly<Record<string, string | number | boolean>>;
}

export interface OutletProblem {
  /** Stable and short: `missing-permission:SEND_POLLS`, `not-a-member`, `unknown-channel`, `topic-closed`. */
  readonly code: string;
  /** A sentence: what is wrong. */
  readonly what: string;
  /** A sentence: what to do. */
  readonly fix: string;
}
