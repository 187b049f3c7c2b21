import { episodeId } from '../../core/ids.ts';
import { isReservedName, NAME, NAME_RIGHT } from '../../core/story/names.ts';
import { isWebAddress, LONGEST_ADDRESS } from '../../core/story/web-address.ts';
import { nearest } from '../../core/text/nearest.ts';
import { parseStrictJson } from '../../core/text/strict-json.ts';
import { hasUnseen, showsNothing } from '../../core/text/unseen.ts';
import type { PostedEpisode } from '../../ports/episode-intake.ts';

export type BodyReading =
  | { readonly ok: true; readonly episode: PostedEpisode }
  | { readonly ok: false; readonly code: 'not-json' | 'invalid-episode'; readonly message: string };

/** In UTF-16 code units, as the platforms' own limits are checked later. */
const LONGEST_TITLE = 1_000;
const LONGEST_GUID = 500;
/** Control characters, line and paragraph separators. Half characters are refused with the whole body. */
const LINE_BREAKERS = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** A synopsis may have lines. */
const CONTROLS = /(?![\n\r\t])\p{Cc}/u;

/** What is wrong with a value, as a clause that follows its name; undefined: nothing. */
type Check = (value: string) => string | undefined;

const CHECKS: Readonly<Record<keyof PostedEpisode, Check>> = {
  id: (id) => (NAME.test(id) && !isReservedName(id) ? undefined : `must be ${NAME_RIGHT}`),
  title: (title) => line(title, LONGEST_TITLE),
  url: address,
  image: address,
  synopsis: (synopsis) =>
    CONTROLS.test(synopsis) ? 'has a control character other than line breaks and tabs' : undefined,
  guid: (guid) => line(guid, LONGEST_GUID),
};
const REQUIRED: readonly (keyof PostedEpisode)[] = ['title', 'url'];
const KNOWN = Object.keys(CHECKS);

/** Reads the body of a request, strictly, and says everything that is wrong with it at once. */
export function readPostedEpisode(body: Uint8Array): BodyReading {
  if (body.length === 0) return { ok: false, code: 'not-json', message: 'The body is empty.' };
  const json = parseStrictJson(body);
  if (!json.ok) return { ok: false, code: 'not-json', message: `The body cannot be read: ${json.why}.` };
  const { value } = json;
  const invalid = (message: string) => ({ ok: false, code: 'invalid-episode', message }) as const;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return invalid('The body must be one JSON object, such as {"title": "…", "url": "https://…"}.');
  const faults = [
    ...REQUIRED.filter((key) => !Object.hasOwn(value, key)).map((key) => `"${key}" is missing`),
    ...Object.entries(value).flatMap(([key, member]) => faultOf(key, member) ?? []),
  ];
  if (faults.length > 0) return invalid(`The episode is not valid: ${faults.join('; ')}.`);
  return { ok: true, episode: episodeOf(value as Partial<Record<keyof PostedEpisode, string>>) };
}

function faultOf(key: string, member: unknown): string | undefined {
  if (!Object.hasOwn(CHECKS, key)) {
    const close = nearest(key, KNOWN);
    const instead = close === undefined ? `known are ${KNOWN.join(', ')}` : `did you mean "${close}"?`;
    return `${quoted(key)} is not known here, ${instead}`;
  }
  if (typeof member !== 'string') return `"${key}" must be a text`;
  const what = CHECKS[key as keyof PostedEpisode](member);
  return what === undefined ? undefined : `"${key}" ${what}`;
}

/** Foreign words in an answer that ends up on a terminal. */
const quoted = (key: string): string => (/^[\x20-\x7e]{1,40}$/.test(key) ? `"${key}"` : 'one of the keys');

function line(text: string, longest: number): string | undefined {
  if (showsNothing(text)) return 'is empty';
  if (text.length > longest) return `has ${text.length} characters, at most ${longest} are read`;
  if (LINE_BREAKERS.test(text.trim()) || hasUnseen(text))
    return 'must be one line without control, direction and invisible characters';
  return undefined;
}

function address(text: string): string | undefined {
  if (isWebAddress(text)) return undefined;
  return `must be an http or https address of at most ${LONGEST_ADDRESS} characters, without a user or password`;
}

function episodeOf({
  id,
  title = '',
  url = '',
  image,
  synopsis,
  guid,
}: Partial<Record<keyof PostedEpisode, string>>): PostedEpisode {
  return {
    ...(id !== undefined && { id: episodeId(id) }),
    title: title.normalize('NFC').trim(),
    url,
    ...(image !== undefined && { image }),
    ...(synopsis !== undefined && { synopsis }),
    ...(guid !== undefined && { guid: guid.trim() }),
  };
}
