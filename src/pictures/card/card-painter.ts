import { createHash } from 'node:crypto';
import { MINUTE } from '../../core/durations.ts';
import type { ResultCard } from '../../core/posts/result-card.ts';
import { canonicalForm } from '../../core/vote/receipt.ts';
import type { CardPainter, Picture } from '../../ports/card-painter.ts';
import type { Log } from '../../ports/log.ts';
import type { CheckedPicture, PictureSource } from '../../ports/picture-source.ts';
import { PAINT_LIMITS, PAINT_WORKER, type PaintLimits, PaintThread } from './paint-thread.ts';

export interface CardPainterOptions {
  readonly log: Log;
  readonly pictures: PictureSource;
  /** The built `paint-worker`. Default: the one beside this code. */
  readonly worker?: URL;
  readonly limits?: PaintLimits;
}

/** Pictures in memory: some five megabytes. */
const MOST_KEPT = 64;
/** A card that could not be drawn is not tried again for so long: every outlet asks for it. */
const FAILURE_LASTS = MINUTE;
/** Changes whenever the same card is to be drawn in another way. */
const DESIGN = 1;

/** Draws cards in a thread of its own. Each content is drawn once. */
export function createCardPainter(options: CardPainterOptions): CardPainter {
  const { log, pictures, worker = PAINT_WORKER, limits = PAINT_LIMITS } = options;
  const thread = new PaintThread(worker, limits);
  /** In the order of their use. */
  const kept = new Map<string, Promise<Picture | undefined>>();

  async function draw(
    card: ResultCard,
    logo: CheckedPicture | undefined,
    key: string,
  ): Promise<Picture | undefined> {
    const outcome = await thread.draw({ card, ...(logo !== undefined && { logo }) });
    const about = { show: card.show, episode: card.episode };
    switch (outcome.kind) {
      case 'drawn':
        if (outcome.logoFault !== undefined)
          log.warn(
            { ...about, why: outcome.logoFault },
            'the logo could not be drawn; the card is without it',
          );
        return { png: outcome.png, key };
      case 'no-font': {
        const { characters, packages } = outcome.missing;
        log.warn(
          { ...about, characters: characters.slice(0, 20).join(' '), install: packages.join(' ') },
          'no card is drawn: some characters have no font here; the result goes out as text',
        );
        return undefined;
      }
      case 'failed':
        log.warn({ ...about, why: outcome.what }, 'the card could not be drawn; the result goes out as text');
        return undefined;
    }
  }

  function remember(key: string, drawing: Promise<Picture | undefined>): void {
    kept.set(key, drawing);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    void drawing.then((picture) => {
      if (picture !== undefined) return;
      setTimeout(() => {
        if (kept.get(key) === drawing) kept.delete(key);
      }, FAILURE_LASTS).unref();
    });
  }

  return {
    async paint(card) {
      const named = card.appearance.logo;
      const logo = named && (await pictures.logo(named));
      const key = keyOf(card, logo);
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const drawing = draw(card, logo, key);
      remember(key, drawing);
      return drawing;
    },
    stop: () => thread.stop(),
  };
}

/** The logo counts by its content: its address may show another picture tomorrow. */
function keyOf({ appearance, ...card }: ResultCard, logo: CheckedPicture | undefined): string {
  const content = { design: DESIGN, card, colour: appearance.colour ?? null };
  const hash = createHash('sha256').update(canonicalForm(content));
  if (logo !== undefined) hash.update(logo.bytes);
  return hash.digest('hex');
}
