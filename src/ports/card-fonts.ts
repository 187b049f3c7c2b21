/** Which characters the pictures of results can show. */
export interface CardFonts {
  /** @returns undefined if all of these texts can be drawn. */
  missingFor(texts: readonly string[]): MissingFonts | undefined;
}

/** What can't be drawn, and what to install for it. */
export interface MissingFonts {
  /** Each once, in their order. */
  readonly characters: readonly string[];
  /** npm packages that have them; empty if the bot knows none. */
  readonly packages: readonly string[];
}
