import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type SeasonId, type ShowId, seasonId, showId } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';
import type { StartedMark, StartedMarks } from '../ports/stores/bot-past.ts';

const FILE = 'started.json';
/** Far more than the marks of a thousand shows. */
const MOST_BYTES = 1_000_000;

const SHOW = /^[a-z0-9-]{1,40}$/;
const shape = z.strictObject({
  format: z.literal('cliffhanger-started'),
  version: z.literal(1),
  shows: z.record(
    z.string().regex(SHOW),
    z.strictObject({ ordinal: z.int().min(1).max(999_999_999), answer: z.string().max(100).optional() }),
  ),
});

/**
 * `<data>/started.json`: which season of each show this bot has posted for. With it, a Redis that lost its data is not
 * mistaken for that of a new bot.
 */
export function createStartedFile(dataDir: string, log: Log): StartedMarks {
  const path = join(dataDir, FILE);
  return {
    async read() {
      try {
        const text = await readText(path);
        return text === undefined ? new Map() : parse(text);
      } catch (error) {
        const why =
          error instanceof z.ZodError ? 'it does not have the form of such a file' : messageOf(error);
        log.warn(
          { file: path, why },
          'The file that says which shows were started cannot be read. It will be rewritten when something is posted',
        );
        return new Map();
      }
    },
    write: (marks) => replaceFile(path, `${JSON.stringify(contentOf(marks), null, 1)}\n`),
  };
}

async function readText(path: string): Promise<string | undefined> {
  // O_NONBLOCK: don't wait for a writer if it is a named pipe.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    },
  );
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (stats.size > MOST_BYTES) throw new Error('it is too long');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function parse(text: string): ReadonlyMap<ShowId, StartedMark> {
  const { shows } = shape.parse(JSON.parse(text));
  return new Map(
    Object.entries(shows).map(([show, { ordinal, answer }]): [ShowId, StartedMark] => [
      showId(show),
      { season: seasonId(showId(show), ordinal), ...(answer !== undefined && { answer }) },
    ]),
  );
}

function contentOf(marks: ReadonlyMap<ShowId, StartedMark>): z.input<typeof shape> {
  const shows = [...marks].map(([show, { season, answer }]) => [
    show,
    { ordinal: ordinalOf(show, season), ...(answer !== undefined && { answer }) },
  ]);
  return { format: 'cliffhanger-started', version: 1, shows: Object.fromEntries(shows) };
}

const ordinalOf = (show: ShowId, season: SeasonId): number => Number(season.slice(show.length + 1));
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Written and synced under another name first, then renamed, and the folder synced: after a power cut there is either the old
 * file or the new one.
 */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
