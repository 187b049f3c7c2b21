import type { Milliseconds, RoundNumber } from '../../core/ids.ts';
import { altText } from '../../core/posts/compose-card.ts';
import { findRound, type Season } from '../../core/season/state.ts';
import type { PictureToSend } from '../../ports/platform/sending.ts';
import type { Context } from '../context.ts';
import { resultCard } from '../reports/result-card.ts';

type Ports = Pick<Context, 'counts' | 'appearances' | 'cards' | 'log'>;

/** What can't be drawn would delay every outlet of a fan-out. */
const DRAWN_AGAIN_AFTER: Milliseconds = 60_000;

/** By a season's state, so that a fan-out to thousands of outlets reads and hashes once. */
const composed = new WeakMap<Season, Map<RoundNumber, Promise<PictureToSend | undefined>>>();

/** @returns undefined if it can't be drawn: the result then goes out as text. Never rejects. */
export function resultPicture(
  context: Ports,
  season: Season,
  round: RoundNumber,
): Promise<PictureToSend | undefined> {
  const ofSeason = composed.get(season) ?? new Map<RoundNumber, Promise<PictureToSend | undefined>>();
  composed.set(season, ofSeason);
  const known = ofSeason.get(round);
  if (known !== undefined) return known;
  const drawn = draw(context, season, round).then((picture) => {
    if (picture === undefined) setTimeout(() => ofSeason.delete(round), DRAWN_AGAIN_AFTER).unref();
    return picture;
  });
  ofSeason.set(round, drawn);
  return drawn;
}

async function draw(context: Ports, season: Season, number: RoundNumber) {
  try {
    const round = findRound(season, number);
    const card = round === undefined ? undefined : await resultCard(context, season, round);
    const picture = card === undefined ? undefined : await context.cards.paint(card);
    return card === undefined || picture === undefined ? undefined : { ...picture, alt: altText(card) };
  } catch (error) {
    context.log.warn({ season: season.id, round: number, error }, 'a result goes out without its picture');
    return undefined;
  }
}
