/** Bytes in which the XML declaration stands, if there is one. */
const DECLARATION_WITHIN = 200;
const BYTE_ORDER_MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
] as const;

/**
 * The text of a feed. Its charset is named by its byte order mark, else by the header `Content-Type`, else by its XML
 * declaration (RFC 7303, 3.2); otherwise it is UTF-8. A name that no browser knows counts as none.
 * @returns `guessed`: it is not in the charset that it should be in, and was read as Windows-1252
 */
export function decodeFeed(
  body: Uint8Array,
  contentType = '',
): { readonly text: string; readonly guessed: boolean } {
  const named = [charsetOfMark(body), charsetOfType(contentType), charsetOfDeclaration(body)];
  const decoder = named.flatMap((charset) => (charset === undefined ? [] : decoderOf(charset)))[0] ?? UTF_8;
  if (decoder.encoding === 'windows-1252') return { text: decodeWestern(body), guessed: false };
  const text = decoder.decode(body);
  if (decoder.encoding !== 'utf-8' || !isMostlyBroken(text)) return { text, guessed: false };
  return { text: decodeWestern(body), guessed: true };
}

/** Windows-1252 from 0x80 to 0x9f, and ISO-8859-1 as browsers read it. */
const WESTERN = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Node 20 decodes these characters as control characters, unlike browsers (fixed in Node 24). */
const decodeWestern = (body: Uint8Array): string =>
  new TextDecoder('windows-1252')
    .decode(body)
    .replace(/[\x80-\x9f]/g, (control) => WESTERN.charAt(control.charCodeAt(0) - 0x80));

const UTF_8 = new TextDecoder();

/** A letter that was cut in half breaks one character; another charset breaks all that are not ASCII. */
function isMostlyBroken(text: string): boolean {
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  return broken > 0 && broken > (text.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0);
}

const charsetOfMark = (body: Uint8Array): string | undefined =>
  BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, at) => body[at] === byte))?.charset;

const charsetOfType = (type: string): string | undefined => /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1];

function charsetOfDeclaration(body: Uint8Array): string | undefined {
  const start = Buffer.from(body.subarray(0, DECLARATION_WITHIN)).toString('latin1');
  return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']+)["']/i.exec(start)?.[1];
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder>[] {
  try {
    return [new TextDecoder(charset)];
  } catch {
    return [];
  }
}
