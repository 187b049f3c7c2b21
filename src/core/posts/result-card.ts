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
  /** Who decided, or that it is provisional; `The audience has decided`. */
  readonly headline: string;
  /** What else a reader must know at a glance: a runoff, a tie, a count that is not final. At most three. */
  readonly badges: readonly string[];
  /** In the poll's order, 2-10. */
  readonly options: readonly CardOption[];
  /** `2,482 votes` */
  readonly total: string;
  /** The votes that came from each platform, named as people know it. Empty if nobody voted. */
  readonly platforms: readonly { readonly platform: PlatformName; readonly text: string }[];
  /** Absent if the platforms do not say how many people could have voted. */
  readonly turnout?: string;
  /** The rule in small print, as published with the poll. */
  readonly rule: string;
  /** The first twelve hexadecimal digits of the receipt's hash at the decision. */
  readonly hash: string;
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
