import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeasonId } from '../core/ids.ts';
import { EVENT_VERSION } from '../core/season/events.ts';
import type { OutletCount } from '../core/vote/tally.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { ArchiveFiles, SeasonArchive } from '../ports/stores/season-archive.ts';
import { bare } from '../redis/shared/records.ts';
import { makeFolder } from './folders.ts';

const ARCHIVE_VERSION = 1;
/** A season's id names its file and may come from a command line, so it must not lead out of the folder. */
const SEASON = /^[a-z0-9-]{1,40}\.[1-9]\d{0,8}$/;

/** Keeps archives in `<data>/archive/<season>.json`, readable for this user only. */
export function createArchiveFiles(dataDir: string): ArchiveFiles {
  const folder = join(dataDir, 'archive');
  const pathOf = (season: SeasonId): string => {
    if (!SEASON.test(season)) {
      throw new StartupError(
        `${JSON.stringify(season)} is not a season`,
        'Name a season by its show and number, such as night-shift.1.',
      );
    }
    return join(folder, `${season}.json`);
  };
  return {
    async read(season) {
      const path = pathOf(season);
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw new StartupError(
          `The archive ${path} cannot be read: ${error.message}`,
          'Make it readable for this user.',
          { cause: error },
        );
      });
      return text === undefined ? undefined : parse(path, text, season);
    },
    async write(archive) {
      const path = pathOf(archive.season);
      await makeFolder(folder);
      const draft = `${path}.draft`;
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(archive)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      // Written under a draft name first, so the real name never has half a file.
      await rename(draft, path);
      return path;
    },
  };
}

function parse(path: string, text: string, season: SeasonId): SeasonArchive {
  const archive = readJson(text);
  if (archive?.format !== 'cliffhanger-archive' || archive.season !== season) {
    throw new StartupError(
      `${path} is not an archive of the season ${season}`,
      'Put back the file that `npx cliffhanger archive` wrote.',
    );
  }
  if (archive.version > ARCHIVE_VERSION || archive.eventVersion > EVENT_VERSION) {
    throw new StartupError(
      `${path} was written by a newer version of Cliffhanger`,
      'Run that version or a later one.',
    );
  }
  return {
    ...archive,
    rounds: archive.rounds.map((round) => ({
      ...round,
      ...(round.counts !== undefined && { counts: round.counts.map(withBareCounts) }),
      amendments: round.amendments.map(({ at, count }) => ({ at, count: withBareCounts(count) })),
    })),
  };
}

/** Only this program writes archives; the fields checked first tell them from anything else. */
function readJson(text: string): SeasonArchive | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as SeasonArchive) : undefined;
  } catch {
    return undefined;
  }
}

function withBareCounts(count: OutletCount): OutletCount {
  return count.status === 'missing' ? count : { ...count, counts: bare(count.counts) };
}
