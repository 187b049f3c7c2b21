import { createHash } from 'node:crypto';
import type { Milliseconds } from '../../core/ids.ts';
import type { Item } from '../../core/story/item.ts';

/** By what an item of a feed is recognised the next time. */
export interface ItemMarks {
  /** Of what it is known by. */
  readonly own: string;
  /**
   * Of what stays the same if the feed gives it another id: link and title, link and date. A link alone would not do, since
   * some feeds give one to all their items.
   */
  readonly alike: readonly string[];
}

/** 96 bits: nobody can choose an item whose mark is that of another. */
const markOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);

export const marksOf = ({ key, url, title, publishedAt }: Item): ItemMarks => ({
  own: markOf('key', key),
  alike: [
    markOf('title', url, title),
    ...(publishedAt === undefined ? [] : [markOf('date', url, publishedAt)]),
  ],
});

/** Of an item that can't be posted. It has a mark of its own, so that it is new once it has been corrected. */
export const unusableMark = (key: string): string => markOf('unusable', key);

/** Of the feed's address in the operator's file. */
export const addressMark = (address: string): string => markOf('address', address);

/** What is kept with the mark of an item that is an episode, or may become one. */
export interface Brought {
  /** Digest of what posts say of it. */
  readonly content: string;
  readonly at: number;
  /** How often it was changed since. */
  readonly edits: number;
}

/** What is kept with all other marks: the item is no episode, or another mark says more of it. */
export const PASSED = '-';

export const contentOf = ({ title, url, synopsis, image, vote }: Item): string =>
  markOf('content', title, url, synopsis, image, vote);

export const writeBrought = ({ content, at, edits }: Brought): string => `${content} ${at} ${edits}`;

/** Undefined for an item that is no episode. */
export function readBrought(kept: string): Brought | undefined {
  if (kept === PASSED) return undefined;
  const [content = '', at, edits] = kept.split(' ');
  return { content, at: Number(at), edits: Number(edits) };
}

/** Bounds how often an item that changes all the time changes its posts, such as one whose links expire. */
export const EDITS_REST: { readonly first: Milliseconds; readonly most: Milliseconds } = {
  first: 600_000,
  most: 86_400_000,
};
