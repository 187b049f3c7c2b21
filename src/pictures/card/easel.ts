import type { ImageSource, Node, Renderer } from '@takumi-rs/core';
import { CARD_SIZE } from '../../core/posts/result-card.ts';
import type { MissingFonts } from '../../ports/card-fonts.ts';
import type { EmojiSet } from './emoji.ts';
import type { Fonts } from './fonts.ts';

const FAMILY = 'Card';

/** What a card is drawn with: a renderer that knows the fonts and emoji of the card's texts. */
export class Easel {
  readonly #renderer: Renderer;
  readonly #fonts: Fonts;
  readonly emoji: EmojiSet;
  readonly #registered = new Set<string>();
  /** Of the card that was prepared, by the `src` of its nodes. */
  readonly images: ImageSource[] = [];

  constructor(renderer: Renderer, fonts: Fonts, emoji: EmojiSet) {
    this.#renderer = renderer;
    this.#fonts = fonts;
    this.emoji = emoji;
  }

  /**
   * Makes ready what these texts need, in place of the last card's.
   * @returns what can't be drawn.
   */
  async prepare(texts: readonly string[]): Promise<MissingFonts | undefined> {
    const pieces = texts.flatMap((text) => this.emoji.piecesOf(text));
    const words = [...new Set(pieces.flatMap((one) => (one.kind === 'text' ? [...one.text] : [])))].join('');
    for (const { name, weight, characters, data } of this.#fonts.filesFor(words)) {
      if (this.#registered.has(`${name} ${weight}`)) continue;
      this.#registered.add(`${name} ${weight}`);
      await this.#renderer.registerFont({
        name: FAMILY,
        data: data(),
        weight,
        style: 'normal',
        unicodeRange: characters.map(([first, last]) => [first, last]),
      });
    }
    const keys = [...new Set(pieces.flatMap((one) => (one.kind === 'emoji' ? [one.key] : [])))];
    const pictures = this.emoji.picturesOf(keys);
    this.images.length = 0;
    for (const key of keys) {
      const data = pictures.get(key);
      if (data !== undefined) this.images.push({ src: key, data });
    }
    return this.#fonts.missingIn(words);
  }

  /** @param data a raster picture or SVG, to be named as `src` of a node. */
  hang(src: string, data: Uint8Array): void {
    this.images.push({ src, data, cache: 'none' });
  }

  /** Heights of nodes below each other, in pixels. */
  async heights(nodes: readonly Node[], width: number): Promise<readonly number[]> {
    const column: Node = {
      type: 'container',
      style: { display: 'flex', flexDirection: 'column', width, fontFamily: FAMILY },
      children: nodes.map((node) => ({
        type: 'container',
        style: { display: 'flex', flexShrink: 0, width },
        children: [node],
      })),
    };
    const { children } = await this.#renderer.measure(column, { width, images: this.images });
    return children.map(({ height }) => height);
  }

  /** @returns a PNG of the card's size. */
  draw(content: Node, language: string): Promise<Buffer> {
    const card: Node = {
      type: 'container',
      style: { display: 'flex', width: '100%', height: '100%', fontFamily: FAMILY },
      children: [content],
    };
    return this.#renderer.render(card, {
      ...CARD_SIZE,
      format: 'png',
      images: this.images,
      lang: language,
    });
  }
}
