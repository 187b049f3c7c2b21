import type { Town } from '../audience/town.ts';

export interface SentFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
}

/** Shown in the page; everything else is only for saving. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/**
 * A file that the bot sent, by its path below `/files/`: `discord/MESSAGE/INDEX`.
 * @returns undefined if there is none.
 */
export function sentFile({ discord }: Town, path: string): SentFile | undefined {
  const [, message = '', index = ''] = /^discord\/(\d{1,20})\/(\d{1,2})$/.exec(path) ?? [];
  const file = discord.world.messages.get(message)?.attachments[Number(index)];
  if (file === undefined) return undefined;
  return { headers: headersOf(file.contentType), content: file.bytes };
}

const headersOf = (type: string): SentFile['headers'] =>
  PICTURES.includes(type)
    ? { 'content-type': type }
    : { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
