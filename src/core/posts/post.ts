import { deliveryId } from '../ids.ts';
import { isTakenBack } from '../season/retraction.ts';
import type { Season } from '../season/state.ts';
import { catalogueOf } from '../wording/catalogues.ts';
import { composeAlert } from './alert.ts';
import type { Post } from './content.ts';
import { composeDrop } from './drop.ts';
import { composeNotice } from './notice.ts';
import type { Occasion } from './occasion.ts';
import { composeExtension, composePoll, composeReminder } from './poll.ts';
import { composeResult } from './result.ts';

/**
 * The words of one delivery, from the season's current state.
 * @returns undefined if there is nothing left to say (the round was voided, the season cancelled, the episode taken back).
 */
export function postFor(season: Season, occasion: Occasion): Post | undefined {
  const post = wordsFor(season, occasion);
  const colour = occasion.appearance?.colour;
  return post === undefined || colour === undefined ? post : { ...post, colour };
}

function wordsFor(season: Season, occasion: Occasion): Post | undefined {
  if (occasion.past !== true && isTakenBack(season, deliveryId(occasion.kind, occasion.number)))
    return undefined;
  const words = catalogueOf(season.story.language);
  switch (occasion.kind) {
    case 'drop':
      return composeDrop(season, occasion, words);
    case 'poll':
      return composePoll(season, occasion, words);
    case 'reminder':
      return composeReminder(season, occasion, words);
    case 'extension':
      return composeExtension(season, occasion, words);
    case 'notice':
      return composeNotice(season, occasion, words);
    case 'result':
      return composeResult(season, occasion, words);
    case 'alert':
      return composeAlert(season, occasion, words);
  }
}
