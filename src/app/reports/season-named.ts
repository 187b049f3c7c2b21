import { type SeasonId, type ShowId, seasonId } from '../../core/ids.ts';
import type { Season } from '../../core/season/state.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { SeasonVault } from '../../ports/stores/season-archive.ts';
import type { SeasonLog } from '../../ports/stores/season-log.ts';
import { type Archives, missingArchive } from '../keeping/archived-season.ts';
import { replayed, type SeasonStates } from '../season/season-states.ts';

interface Kept {
  readonly seasons: Pick<SeasonLog, 'current'>;
  readonly states: SeasonStates;
}
interface Put {
  readonly vault: Pick<SeasonVault, 'retired' | 'stored'>;
  readonly files: Archives['files'];
}

/**
 * A season of a show, from the stores or from its archive.
 * @param ordinal which one, from 1; by default the one that plays, or that played last.
 * @throws StartupError that names the show's seasons, if there is no such season; or if its archive is missing.
 */
export async function seasonNamed(
  { seasons, states }: Kept,
  { vault, files }: Put,
  show: ShowId,
  ordinal?: number,
): Promise<Season> {
  const retired = await vault.retired(show);
  const latest = (await seasons.current(show)) ?? retired.at(-1);
  const wanted = ordinal === undefined ? latest : seasonId(show, ordinal);
  if (wanted !== undefined) {
    const { season } = await states.load(wanted);
    if (season !== undefined) return season;
    const archive = await files.read(wanted);
    const archived = archive === undefined ? undefined : replayed(wanted, archive.events).season;
    if (archived !== undefined) return archived;
    if (retired.includes(wanted)) throw missingArchive(wanted);
  }
  const stored = (await vault.stored(show)).map(({ season }) => season);
  throw unknown(show, wanted, [...new Set([...retired, ...stored])]);
}

function unknown(show: ShowId, wanted: SeasonId | undefined, known: readonly SeasonId[]): StartupError {
  if (known.length === 0) {
    return new StartupError(
      `No season of ${show} is stored here`,
      'Check the name, REDIS_URL, REDIS_PREFIX and CLIFFHANGER_DATA. Without --season, the story is drawn as its file has it.',
    );
  }
  return new StartupError(`There is no season ${wanted ?? show}`, `These are stored: ${known.join(', ')}.`);
}
