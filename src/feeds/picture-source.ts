import { readFile, stat } from 'node:fs/promises';
import { HOUR, MINUTE } from '../core/durations.ts';
import type { Milliseconds } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';
import type { CheckedPicture, PictureSource } from '../ports/picture-source.ts';
import { type FetchLimits, fetchSafely } from './fetch-safely.ts';
import { pictureHeader } from './picture-header.ts';

export const PICTURE_LIMITS: FetchLimits = { time: 5_000, bytes: 2_000_000, redirects: 5 };
/** Pixels: a decoder needs four bytes for each, whatever the file's size. */
const LONGEST_SIDE = 4_096;

/** How long an answer is used before the address is asked again. */
const FRESH: Milliseconds = HOUR;
const FAILURE_LASTS: Milliseconds = 5 * MINUTE;

export interface PictureSourceOptions {
  readonly log: Log;
  /** The header `User-Agent`: name, version, and perhaps an address. */
  readonly userAgent: string;
  readonly limits?: FetchLimits;
  /** Address of which host and port may be private, for tests. */
  readonly privateAt?: string;
  /** Milliseconds of any clock that does not go back. */
  readonly now?: () => Milliseconds;
}

type Outcome = { readonly picture: CheckedPicture } | { readonly fault: string };

interface Kept {
  readonly outcome: Promise<Outcome>;
  /** Of a file: changes with it. Of an address: none. */
  readonly version?: string;
  until: Milliseconds;
}

/** Reads files and fetches addresses; both are checked in the same way. */
export function createPictureSource(options: PictureSourceOptions): PictureSource {
  const { log, now = () => performance.now() } = options;
  const kept = new Map<string, Kept>();
  /** The last thing said about each, so that it is said once. */
  const told = new Map<string, string>();

  function tell(name: string, outcome: Outcome): void {
    const why = 'fault' in outcome ? outcome.fault : '';
    if ((told.get(name) ?? '') === why) return;
    told.set(name, why);
    if (why === '') log.info({ logo: name }, 'the logo can be used again');
    else log.warn({ logo: name, why }, 'this logo cannot be used; cards and pages are without it');
  }

  async function current(
    name: string,
    version: string | undefined,
    get: () => Promise<Outcome>,
  ): Promise<Outcome> {
    const known = kept.get(name);
    if (known !== undefined && known.version === version && now() < known.until) return known.outcome;
    const outcome = get();
    const fresh: Kept = {
      outcome,
      until: Number.POSITIVE_INFINITY,
      ...(version !== undefined && { version }),
    };
    kept.set(name, fresh);
    const got = await outcome;
    if (version === undefined) fresh.until = now() + ('fault' in got ? FAILURE_LASTS : FRESH);
    tell(name, got);
    return got;
  }

  return {
    async logo(logo) {
      const outcome =
        logo.kind === 'address'
          ? await current(logo.url, undefined, () => fetched(logo.url, options))
          : await current(logo.path, await versionOf(logo.path), () => read(logo.path));
      return 'picture' in outcome ? outcome.picture : undefined;
    },
  };
}

async function fetched(url: string, options: PictureSourceOptions): Promise<Outcome> {
  const answer = await fetchSafely({
    url,
    accept: 'image/png, image/webp, image/jpeg, image/gif',
    userAgent: options.userAgent,
    limits: options.limits ?? PICTURE_LIMITS,
    signal: new AbortController().signal,
    ...(options.privateAt !== undefined && { privateAt: options.privateAt }),
  }).catch((error: unknown) => ({ kind: 'failed' as const, fault: { what: String(error) } }));
  switch (answer.kind) {
    case 'body':
      return checked(answer.body);
    case 'failed':
      return { fault: answer.fault.what };
    case 'unchanged':
      return { fault: 'The server says that the picture has not changed, without being asked.' };
  }
}

async function read(path: string): Promise<Outcome> {
  try {
    const { size } = await stat(path);
    return size > PICTURE_LIMITS.bytes ? { fault: TOO_LARGE } : checked(await readFile(path));
  } catch (error) {
    return { fault: `The file cannot be read: ${(error as NodeJS.ErrnoException).code ?? error}.` };
  }
}

/** A file that is not there has a version too. */
const versionOf = (path: string): Promise<string> =>
  stat(path).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
    () => 'missing',
  );

const TOO_LARGE = `The file is larger than ${PICTURE_LIMITS.bytes / 1_000_000} MB.`;

/** Looks at the header only: the size is known before anything is decoded. */
function checked(bytes: Buffer): Outcome {
  const header = pictureHeader(bytes);
  if (header === undefined) return { fault: 'It is not a PNG, JPEG, WebP or GIF picture.' };
  const { width, height } = header;
  if (width < 1 || height < 1) return { fault: 'The picture has no pixels.' };
  if (width > LONGEST_SIDE || height > LONGEST_SIDE)
    return {
      fault: `The picture has ${width} × ${height} pixels; at most ${LONGEST_SIDE} × ${LONGEST_SIDE} can be used.`,
    };
  return { picture: { bytes, ...header } };
}
