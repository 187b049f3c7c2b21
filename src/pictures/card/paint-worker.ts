import { parentPort } from 'node:worker_threads';
import { Renderer } from '@takumi-rs/core';
import { drawCard, readable, textsOf } from './draw-card.ts';
import { Easel } from './easel.ts';
import { EmojiSet } from './emoji.ts';
import { Fonts } from './fonts.ts';
import type { PaintOutcome, PaintTask } from './paint-task.ts';

/** A thread of its own for drawing cards, see `PaintThread`. */
const from = import.meta.url;
const easel = new Easel(new Renderer(), new Fonts(from), new EmojiSet(from));

async function paint({ card, logo }: PaintTask): Promise<PaintOutcome> {
  const shown = readable(card);
  const missing = await easel.prepare(textsOf(shown));
  if (missing !== undefined) return { kind: 'no-font', missing };
  if (logo === undefined) return { kind: 'drawn', png: await drawCard(easel, shown) };
  try {
    return { kind: 'drawn', png: await drawCard(easel, shown, logo) };
  } catch (error) {
    // Only its header was checked: the rest may be broken.
    await easel.prepare(textsOf(shown));
    return { kind: 'drawn', png: await drawCard(easel, shown), logoFault: String(error) };
  }
}

parentPort?.on('message', (task: PaintTask) => {
  paint(task).then(
    (outcome) => parentPort?.postMessage(outcome),
    (error: unknown) =>
      parentPort?.postMessage({ kind: 'failed', what: String(error) } satisfies PaintOutcome),
  );
});
