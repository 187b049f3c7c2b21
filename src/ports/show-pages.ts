import type { RoundNumber, ShowId } from '../core/ids.ts';
import type { PageSnapshot } from '../core/page/snapshot.ts';
import type { Picture } from './card-painter.ts';
import type { CheckedPicture } from './picture-source.ts';

/**
 * What the shows' pages are made of. Everything here is public, except `report`. Every method resolves with undefined for a
 * show that this bot does not have.
 */
export interface ShowPages {
  /**
   * At most a second old. It is made once for all who ask. Rejects only if the stores have not answered since the start; after
   * that, the last one is given until they answer again.
   */
  snapshot(show: ShowId): Promise<PageSnapshot | undefined>;
  /**
   * Calls with each snapshot that differs from the one before, at most once a second. Does nothing for a show that does not exist.
   * @returns ends it.
   */
  watch(show: ShowId, changed: (snapshot: PageSnapshot) => void): () => void;
  /** The picture of a result; undefined also if there is none (yet), or it can't be drawn. */
  card(show: ShowId, round: RoundNumber): Promise<Picture | undefined>;
  /** The public form of a receipt; undefined also if the round was not counted. */
  receipt(show: ShowId, round: RoundNumber): Promise<object | undefined>;
  /** The writers' report: a whole HTML document. Only for people of the show. */
  report(show: ShowId): Promise<string | undefined>;
  /** The show's logo; undefined also if it has none, or it can't be read. */
  logo(show: ShowId): Promise<CheckedPicture | undefined>;
}
