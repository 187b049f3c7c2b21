import { createHash } from 'node:crypto';
import { parsedUrl } from '../../parsed-url.ts';
import { badRequest } from '../api-error.ts';
import type { Platform } from '../method.ts';
import type { Params, UploadedFile } from '../params.ts';
import type { PhotoSize } from '../types.ts';
import { type PictureSize, pictureSize } from './picture-size.ts';

/** sendPhoto: "at most 10 MB", width and height together at most 10000, their ratio at most 20. */
const LARGEST = 10 * 1024 * 1024;
const LONGEST_SIDES = 10_000;
const WIDEST_RATIO = 20;
/** Longest sides of the smaller sizes in which a photo is kept too; each has its own file id. */
const SIDES = [90, 320, 800, 1280];

/**
 * A photo by upload, by the id of one that was sent before, or by its address. The stand-in fetches nothing:
 * any well-formed address counts as a picture.
 * @throws ApiError 400
 */
export function readPhoto(photo: UploadedFile | string, platform: Platform): PhotoSize[] {
  if (typeof photo !== 'string') return uploaded(photo, platform);
  const known = platform.photos.get(photo);
  if (known !== undefined) return known.sizes;
  requireAddress(photo, 'photo');
  return keep({ width: 1280, height: 720 }, photo, 98_304, platform);
}

function uploaded({ bytes }: UploadedFile, platform: Platform): PhotoSize[] {
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > LARGEST) throw badRequest(`file is too big; max size is ${LARGEST} bytes`);
  const size = pictureSize(bytes);
  if (size === undefined) throw badRequest('IMAGE_PROCESS_FAILED');
  const ratio = Math.max(size.width, size.height) / Math.min(size.width, size.height);
  if (size.width + size.height > LONGEST_SIDES || !(ratio <= WIDEST_RATIO))
    throw badRequest('PHOTO_INVALID_DIMENSIONS');
  // The same picture, uploaded twice, is two files.
  const source = `upload ${platform.photos.size}`;
  return keep(size, source, bytes.length, platform, bytes);
}

function keep(
  { width, height }: PictureSize,
  source: string,
  bytesThen: number,
  platform: Platform,
  bytes?: Buffer,
): PhotoSize[] {
  const longest = Math.max(width, height);
  const sides = [...SIDES.filter((side) => side < longest), Math.min(longest, 1280)];
  const sizes = sides.map((side): PhotoSize => {
    const digest = createHash('sha256').update(`${source} ${side}`).digest('base64url');
    const scale = side / longest;
    return {
      file_id: `AgACAg${digest}`,
      file_unique_id: `AQAD${digest.slice(0, 12)}`,
      width: Math.max(1, Math.round(width * scale)),
      height: Math.max(1, Math.round(height * scale)),
      file_size: Math.max(1, Math.round(bytesThen * scale ** 2)),
    };
  });
  for (const { file_id } of sizes) platform.photos.set(file_id, { sizes, ...(bytes && { bytes }) });
  return sizes;
}

/** How the real server begins the ids of its photos. */
const LIKE_A_FILE_ID = /^AgACAg[\w-]{20,}$/;

/** @throws ApiError 400 if the platform could not fetch a file from there */
export function requireAddress(source: string, what: 'photo' | 'document'): void {
  if (source === '') throw badRequest(`there is no ${what} in the request`);
  if (LIKE_A_FILE_ID.test(source)) throw badRequest('wrong file identifier/HTTP URL specified');
  const address = parsedUrl(source);
  if (!address || !['http:', 'https:'].includes(address.protocol)) {
    throw badRequest('wrong remote file identifier specified: Wrong string length');
  }
  if (!address.hostname.includes('.')) throw badRequest('wrong HTTP URL specified');
}

/** The `media` of a poll. Only photos are shown here; the words of that refusal are ours. */
export function readPollPhoto(params: Params, platform: Platform): PhotoSize[] | undefined {
  const media = params.object('media');
  if (!media) return undefined;
  if (media.type !== 'photo') throw badRequest("the sandbox shows photos only as a poll's media");
  const source = typeof media.media === 'string' ? media.media : '';
  const attached = /^attach:\/\/(.+)$/.exec(source)?.[1];
  return readPhoto((attached !== undefined && params.file(attached)) || source, platform);
}
