import type { CardFonts } from '../../ports/card-fonts.ts';
import { drawn } from '../drawn-text.ts';
import { EmojiSet } from './emoji.ts';
import { Fonts } from './fonts.ts';

/** The fonts and emoji that are installed with the bot. Files are read when they are needed. */
export function createCardFonts(): CardFonts {
  const fonts = new Fonts(import.meta.url);
  const emoji = new EmojiSet(import.meta.url);
  return {
    missingFor(texts) {
      const words = texts
        .flatMap((text) => emoji.piecesOf(drawn(text)))
        .flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
      return fonts.missingIn(words.join(' '));
    },
  };
}
