import type { ResultCard } from '../core/posts/result-card.ts';

/** Draws cards, away from the thread that counts votes. */
export interface CardPainter {
  /**
   * The same card is drawn once; later calls, and those that come meanwhile, get the same picture.
   * @returns undefined if it can't be drawn in time; the log says why. Never rejects.
   */
  paint(card: ResultCard): Promise<Picture | undefined>;
  stop(): Promise<void>;
}

export interface Picture {
  /** Of `CARD_SIZE`. */
  readonly png: Uint8Array;
  /** SHA-256 of the card's content, in hexadecimal: the same key, the same picture. */
  readonly key: string;
}
