import type { OutletCause, Right } from '../../outlet-cause.ts';

/** Two sentences for showrunners and moderators: what is wrong, and what to do. */
export interface Told {
  readonly what: string;
  readonly fix: string;
}

/** Why the bot cannot post in an outlet, in one language. The outlet was named before. */
export interface ProblemWords {
  readonly of: Readonly<Record<OutletCause, Told>>;
  /** Permissions of a server as its settings call them; rights in a chat as what the bot may not do. */
  readonly rights: Readonly<Record<Right, string>>;
  /** @param name as above. */
  readonly permission: (name: string) => Told;
  /** @param doing as above. */
  readonly chatRight: (doing: string) => Told;
  /** The platform said no, and the bot does not know why. */
  readonly unknown: Told;
  /** Marks words as the platform's own. */
  readonly said: (words: string) => string;
}
