import { createHash } from 'node:crypto';
import { parsedUrl } from '../../parsed-url.ts';
import { badRequest } from '../api-error.ts';
import type { Platform } from '../method.ts';
import type { Params, UploadedFile } from '../params.ts';
import type { PhotoSize } from '../types.ts';

/**
 * A photo by upload, by the id of one that was sent before, or by its address. The stand-in fetches nothing:
 * any well-formed address counts as a picture.
 * @throws ApiError 400
 */
export function readPhoto(photo: UploadedFile | string, platform: Platform): PhotoSize[] {
  const known = typeof photo === 'string' && platform.fileIds.has(photo);
  if (typeof photo === 'string' && !known) requireAddress(photo, 'photo');
  const source = typeof photo === 'string' ? photo : `${photo.filename} ${photo.size}`;
  const digest = createHash('sha256').update(source).digest('base64url');
  const fileId = known ? source : `AgACAg${digest}`;
  platform.fileIds.add(fileId);
  return [
    {
      file_id: fileId,
      file_unique_id: `AQAD${digest.slice(0, 12)}`,
      width: 1280,
      height: 720,
      file_size: typeof photo === 'string' ? 98304 : photo.size,
    },
  ];
}

/** @throws ApiError 400 if the platform could not fetch a file from there */
export function requireAddress(source: string, what: 'photo' | 'document'): void {
  if (source === '') throw badRequest(`there is no ${what} in the request`);
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
