import { z } from 'zod';
import type { SeasonId, ShowId } from '../core/ids.ts';
import { parseStrictJson } from '../core/text/strict-json.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { SeasonBackup } from '../ports/stores/season-archive.ts';
import { faultInBackup } from '../redis/seasons/season-check.ts';
import type { SeasonShapes } from '../redis/seasons/season-shapes.ts';

const BACKUP_VERSION = 1;
/** JavaScript's strings end at 536,870,888 characters. A million ballots take some 30 MB. */
export const LARGEST_BACKUP_BYTES = 500_000_000;

const value = z.union([z.string(), z.strictObject({ base64: z.base64() })]);
const backupSchema = z
  .strictObject({
    format: z.literal('cliffhanger-backup'),
    version: z.int().positive(),
    show: z.string().regex(/^[a-z0-9-]{1,40}$/),
    season: z.string().regex(/^[a-z0-9-]{1,40}\.[1-9]\d{0,8}$/),
    takenAt: z.int().positive(),
    keys: z.array(
      z
        .strictObject({
          name: z.string().min(1),
          type: z.enum(['string', 'list', 'set', 'hash', 'zset']),
          values: z.array(value).min(1),
        })
        .refine(({ type, values }) => (type !== 'hash' && type !== 'zset') || values.length % 2 === 0),
    ),
  })
  .refine(({ show, season }) => season.startsWith(`${show}.`))
  .refine(({ keys }) => keys.some(({ name }) => name === 'events'));

/**
 * Reads what `cliffhanger backup` wrote.
 * @throws StartupError for any other text, for a backup of a newer version, and for one that the bot could not play.
 */
export function parseBackup(file: string, bytes: Uint8Array, shapes: SeasonShapes): SeasonBackup {
  const json = parseStrictJson(bytes);
  const read = backupSchema.safeParse(json.ok ? json.value : undefined);
  if (!read.success) {
    throw new StartupError(
      `${file} is not a backup of a season, or is incomplete`,
      'Name a file that `npx cliffhanger backup SHOW > FILE` wrote.',
    );
  }
  const { format, show, season, takenAt, keys, version } = read.data;
  if (version > BACKUP_VERSION) {
    throw new StartupError(
      `${file} was written by a newer version of Cliffhanger`,
      'Run that version or a later one.',
    );
  }
  const fault = faultInBackup(season as SeasonId, keys, shapes);
  if (fault !== undefined) {
    throw new StartupError(
      `${file} does not contain a season that can be played (${fault})`,
      'Nothing was changed. Restore another backup of the show.',
    );
  }
  return { format, version: BACKUP_VERSION, show: show as ShowId, season: season as SeasonId, takenAt, keys };
}
