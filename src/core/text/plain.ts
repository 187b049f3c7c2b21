import { trimClusters } from './graphemes.ts';
import { withoutUnseen } from './unseen.ts';

/** Ends a line, in any system's or Unicode's way. */
export const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;

/**
 * Foreign words on one line: what platforms and people would refuse in a file is removed here, because words that a
 * machine brings can't be sent back for correction. NFC, without control, direction and invisible characters or lone
 * surrogates; runs of spaces are one space.
 */
export function oneLine(text: string): string {
  const spaced = text.replace(/\p{Cs}/gu, '').replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
  return trimClusters(withoutUnseen(spaced).normalize('NFC')).replace(/\s+/gu, ' ').trim();
}
