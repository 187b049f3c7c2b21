import type { Town } from '../audience/town.ts';

export interface SentFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
}

/** Shown in the page; everything else is only for saving. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/**
 * A file that the bot sent, by its path below `/files/`: `discord/MESSAGE/INDEX`, `answer/MESSAGE/INDEX` for a private answer,
 * or `telegram/FILE_ID` for a photo.
 * @returns undefined if there is none.
 */
export function sentFile(
  { discord, telegram }: Town,
  answered: (message: string, index: number) => Pick<SentFile, 'content'> | undefined,
  path: string,
): SentFile | undefined {
  const [, kind, message = '', index = ''] = /^(discord|answer)\/(\d{1,20})\/(\d{1,2})$/.exec(path) ?? [];
  const [, photo] = /^telegram\/([\w-]{1,200})$/.exec(path) ?? [];
  if (photo !== undefined) {
    const bytes = telegram.photo(photo);
    const isPng = bytes?.subarray(0, PNG.length).equals(PNG) === true;
    return bytes && { headers: headersOf(isPng ? 'image/png' : ''), content: bytes };
  }
  if (kind === 'answer') {
    const file = answered(message, Number(index));
    return file && { headers: headersOf(''), ...file };
  }
  const file = discord.world.messages.get(message)?.attachments[Number(index)];
  return file && { headers: headersOf(file.contentType), content: file.bytes };
}

const headersOf = (type: string): SentFile['headers'] =>
  PICTURES.includes(type)
    ? { 'content-type': type }
    : { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
