import type { EpisodeId, Instant } from '../ids.ts';

/** An episode as a feed, the webhook or a person brings it, before a season has taken it. */
export interface Item {
  /** The episode that it is, as the webhook names it: of a story, or a serial show's new one. */
  readonly id?: EpisodeId;
  /** What it is known by: the guid or id that its source gives it, else its link. */
  readonly key: string;
  readonly title: string;
  readonly url: string;
  /** At most 300 code points, without links. */
  readonly synopsis: string;
  readonly image?: string;
  readonly publishedAt?: Instant;
  /** A vote that its description announces. */
  readonly vote?: AnnouncedVote;
}

/** What a line `Vote: <question>? <option> | <option> …` of a description says. */
export type AnnouncedVote =
  | { readonly ok: true; readonly question: string; readonly options: readonly string[] }
  /** The line is there, but no vote can be made of it. `what`: a clause for the showrunner, such as "it has one option". */
  | { readonly ok: false; readonly what: string };
