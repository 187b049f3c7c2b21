import type { Attachment } from './types.ts';

/**
 * A body as JSON and files: `payload_json` and `files[n]` of a multipart body (Discord reference, "Uploading Files"), or the
 * body itself. Files are read as text, since this bot sends only text files.
 */
export function readParts(body: string): { readonly json: string; readonly files: readonly Attachment[] } {
  const boundary = /^--[^\r\n]{1,70}(?=\r\n)/.exec(body)?.[0];
  if (boundary === undefined) return { json: body, files: [] };
  const files: Attachment[] = [];
  let json = '{}';
  for (const part of body.split(boundary)) {
    const gap = part.indexOf('\r\n\r\n');
    if (gap < 0) continue;
    const head = part.slice(0, gap);
    const content = part.slice(gap + 4).replace(/\r\n$/, '');
    if (/[; ]name="payload_json"/.test(head)) json = content;
    else {
      files.push({
        filename: /filename="([^"]*)"/.exec(head)?.[1] ?? 'unknown',
        contentType: /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream',
        content,
      });
    }
  }
  return { json, files };
}
