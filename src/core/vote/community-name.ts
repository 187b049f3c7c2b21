import { codePoints, trimClusters } from '../text/graphemes.ts';
import { asSeen, withoutUnseen } from '../text/unseen.ts';

/** Code points: it stands in a line of counts, on a phone. */
export const LONGEST_COMMUNITY_NAME = 40;

export type CommunityName = { readonly name: string } | { readonly problem: string };

/**
 * How a moderator wants fans of all communities to read theirs. It stands on other communities' receipts: so it is short, on
 * one line, without anything unseen, and holds neither an address nor an @name, which it could borrow from somebody else.
 */
export function communityName(text: string): CommunityName {
  const name = trimClusters(withoutUnseen(text.normalize('NFC').replace(/\p{Cs}/gu, '')))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const length = codePoints(name);
  if (length > LONGEST_COMMUNITY_NAME)
    return { problem: `The name has ${length} characters; ${LONGEST_COMMUNITY_NAME} is the most.` };
  if (!/[\p{L}\p{N}]/u.test(asSeen(name))) return { problem: 'A name needs a letter or a digit.' };
  if (/@|:\/\/|\p{L}\.\p{L}{2,}/u.test(name.normalize('NFKC')))
    return { problem: 'A name holds no @ and no web address.' };
  return { name };
}
