import type { Appearance } from '../appearance.ts';
import type { OptionId, PlatformName } from '../ids.ts';

/** Width and height in pixels: what platforms show whole, and what an Open Graph picture should have. */
export const CARD_SIZE = { width: 1_200, height: 675 } as const;

/**
 * The picture of a result: everything that is drawn on it, already in the show's language. The same values give the same
 * picture. No text is cut here; who draws it wraps or shortens what is too long.
 */
export interface ResultCard {
  /** BCP 47, for shaping and hyphenation. */
  readonly language: string;
  readonly appearance: Appearance;
  readonly show: string;
  /** `Episode 5: Six West` */
  readonly episode: string;
  readonly question: string;
  /** Who or what decided: `The audience has decided`. */
  readonly headline: string;
  /** The winner, its votes and the total in one sentence. Not drawn: it is for who can't see the picture. */
  readonly outcome: string;
  /** Why this option, if it was not the votes alone: a sentence. */
  readonly why?: string;
  /** What else a reader must know at a glance: a runoff, a tie, a count that is not final. At most four, a few words each. */
  readonly badges: readonly string[];
  /** In the poll's order, 2-10. */
  readonly options: readonly CardOption[];
  /** `2,482 votes` */
  readonly total: string;
  /** The votes that came from each platform, named as people know it. Empty if nobody voted. */
  readonly platforms: readonly { readonly platform: PlatformName; readonly text: string }[];
  /** From how many communities they came: `in 14 communities`. Absent if none could be counted. */
  readonly turnout?: string;
  /** The rule in small print, in the words that were published with the poll. */
  readonly rule: string;
  /** `Receipt c0ffee12ab34`: the first twelve hexadecimal digits of its hash at the decision. */
  readonly receipt: string;
}

export interface CardOption {
  readonly id: OptionId;
  readonly label: string;
  readonly emoji?: string;
  /** `1,015` */
  readonly votes: string;
  /** `41 %`, as the language writes it. */
  readonly percent: string;
  /** Of all votes, 0-1; 0 if nobody voted. */
  readonly share: number;
  readonly won: boolean;
}
