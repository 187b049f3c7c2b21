import type { ResultCard } from '../../core/posts/result-card.ts';
import type { MissingFonts } from '../../ports/card-fonts.ts';
import type { CheckedPicture } from '../../ports/picture-source.ts';

/** What the thread that draws is asked, one at a time … */
export interface PaintTask {
  readonly card: ResultCard;
  readonly logo?: CheckedPicture;
}

/** … and what it answers. */
export type PaintOutcome =
  | { readonly kind: 'drawn'; readonly png: Uint8Array; readonly logoFault?: string }
  /** Some characters have no font, and would be empty boxes. */
  | { readonly kind: 'no-font'; readonly missing: MissingFonts }
  | { readonly kind: 'failed'; readonly what: string };
