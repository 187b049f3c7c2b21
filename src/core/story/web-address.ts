import { hasBlankGlyph, hasUnseen } from '../text/unseen.ts';
import { urlOf } from '../text/url.ts';

/** Browsers and servers all accept this length. */
export const LONGEST_ADDRESS = 2_048;

/** Control characters, line and paragraph separators, lone surrogates. */
const NEVER_IN_TEXT = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/**
 * Whether everybody may be shown this as a link, from a file or a command: http or https, with a host in the right place (a
 * browser also accepts `https:///x`), no user or password, no invisible or direction-changing characters.
 */
export function isWebAddress(text: string): boolean {
  if (text.length > LONGEST_ADDRESS || !/^https?:\/\/[^\s/\\?#]\S*$/.test(text)) return false;
  if (NEVER_IN_TEXT.test(text) || hasUnseen(text) || hasBlankGlyph(text)) return false;
  const url = urlOf(text);
  return url !== undefined && url.username === '' && url.password === '' && url.hostname !== '';
}
