import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { badRequest } from '../api-error.ts';
import type { Platform } from '../method.ts';
import type { UploadedFile } from '../params.ts';
import type { Document } from '../types.ts';
import { requireAddress } from './photos.ts';

/** The real server goes by the file extension and knows far more of them. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
};

/** Size of a file that was not uploaded here; nothing is fetched. */
const SOME_BYTES = 4096;

/**
 * A file by upload, by the id of one that was sent before, or by its address.
 * @throws ApiError 400, also for an empty upload
 */
export function readDocument(document: UploadedFile | string, platform: Platform): Document {
  if (typeof document !== 'string') {
    if (document.size === 0) throw badRequest('file must be non-empty');
    return known(`${document.filename} ${document.size}`, document.filename, document.size, platform);
  }
  const before = platform.documents.get(document);
  if (before) return before;
  requireAddress(document, 'document');
  return known(document, new URL(document).pathname.split('/').at(-1) ?? '', SOME_BYTES, platform);
}

function known(source: string, name: string, size: number, platform: Platform): Document {
  const digest = createHash('sha256').update(source).digest('base64url');
  const mime = MIME_TYPES[extname(name).toLowerCase()];
  const document: Document = {
    file_id: `BQACAg${digest}`,
    file_unique_id: `AgAD${digest.slice(0, 12)}`,
    file_size: size,
    ...(name !== '' && { file_name: name }),
    ...(mime !== undefined && { mime_type: mime }),
  };
  platform.documents.set(document.file_id, document);
  return document;
}
