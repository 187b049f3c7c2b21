import { type DeliveryId, deliveryId, type ReleaseNumber } from '../ids.ts';
import type { Release, Round, Season } from './state.ts';

/** That the episode of this round was taken back, and why; undefined if it was not. */
export const retractionOf = (
  { releases }: Season,
  { release }: Pick<Round, 'release'>,
): Release['retracted'] => releases[release - 1]?.retracted;

/** Every message that may have been posted about a release: its drop, and what belongs to its votes. */
export function messagesOf(season: Season, release: ReleaseNumber): readonly DeliveryId[] {
  const rounds = season.rounds.filter((round) => round.release === release).map(({ number }) => number);
  return [
    deliveryId('drop', release),
    ...rounds.flatMap((round) => [
      deliveryId('poll', round),
      deliveryId('reminder', round),
      deliveryId('result', round),
    ]),
    ...season.extensions.flatMap(({ round }, index) =>
      rounds.includes(round) ? [deliveryId('extension', index + 1)] : [],
    ),
    ...season.notices.flatMap((about, index) =>
      'round' in about && rounds.includes(about.round) ? [deliveryId('notice', index + 1)] : [],
    ),
  ];
}

/** Whether this message belongs to a release that was taken back: then it is not sent any more. */
export function isTakenBack(season: Season, id: DeliveryId): boolean {
  return season.releases.some(
    ({ number, retracted }) => retracted !== undefined && messagesOf(season, number).includes(id),
  );
}
