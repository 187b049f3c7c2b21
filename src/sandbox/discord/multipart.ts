/** A file as it came in a multipart body. */
export interface UploadedFile {
  /** The n of `files[n]`. */
  readonly index: number;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface Parts {
  readonly json: string;
  readonly files: readonly UploadedFile[];
}

/**
 * A body as JSON and files: `payload_json` and `files[n]` of a multipart body (Discord reference, "Uploading Files"), or the
 * body itself.
 * @returns undefined if it says that it is multipart, and can't be read so.
 */
export async function readParts(body: Buffer, contentType: string): Promise<Parts | undefined> {
  if (!contentType.startsWith('multipart/form-data')) return { json: body.toString('utf8'), files: [] };
  let form: FormData;
  try {
    const headers = { 'content-type': contentType };
    form = await new Response(new Uint8Array(body), { headers }).formData();
  } catch {
    return undefined;
  }
  const json = form.get('payload_json');
  const files: UploadedFile[] = [];
  for (const [name, value] of form.entries()) {
    const index = /^files\[(\d{1,3})\]$/.exec(name)?.[1];
    if (index === undefined || typeof value === 'string') continue;
    files.push({
      index: Number(index),
      filename: value.name,
      contentType: value.type === '' ? 'application/octet-stream' : value.type,
      bytes: Buffer.from(await value.arrayBuffer()),
    });
  }
  return { json: typeof json === 'string' ? json : '{}', files };
}
