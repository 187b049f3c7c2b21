import { codePoints, trimClusters } from '../text/graphemes.ts';
import { asSeen, withoutUnseen } from '../text/unseen.ts';

/** Code points: it has to fit into a line of counts on a phone. */
export const LONGEST_COMMUNITY_NAME = 40;

export type CommunityName = { readonly name: string } | { readonly problem: string };

/**
 * The name that a moderator chose for their community, for fans of all communities. It appears on other communities'
 * receipts. So it is short, on one line, without invisible characters, and contains neither an address nor an @name, which
 * could belong to somebody else.
 */
export function communityName(text: string): CommunityName {
  const name = trimClusters(withoutUnseen(text.normalize('NFC').replace(/\p{Cs}/gu, '')))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const length = codePoints(name);
  if (length > LONGEST_COMMUNITY_NAME)
    return { problem: `The name has ${length} characters; at most ${LONGEST_COMMUNITY_NAME} are allowed.` };
  if (!/[\p{L}\p{N}]/u.test(asSeen(name))) return { problem: 'A name needs a letter or a digit.' };
  if (/@|:\/\/|\p{L}\.\p{L}{2,}/u.test(name.normalize('NFKC')))
    return { problem: 'A name cannot contain an @ or a web address.' };
  return { name };
}
