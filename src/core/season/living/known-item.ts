import type { Item } from '../../story/item.ts';
import type { KnownItem, Season } from '../state.ts';

/**
 * The item that the season has of this one. A link tells only where no other item shares it: some feeds link all their items
 * to one page, and others change the guids of items that they have shown before.
 */
export function knownItem(
  { items }: Season,
  { key, url }: Pick<Item, 'key' | 'url'>,
  isShared: (url: string) => boolean,
): KnownItem | undefined {
  const same = items.find((known) => known.key === key);
  if (same !== undefined || isShared(url)) return same;
  const linked = items.filter((known) => known.url === url);
  return linked.length === 1 ? linked[0] : undefined;
}
