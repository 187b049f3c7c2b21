import type { Post } from '../../../src/sandbox/audience/town-posts.ts';
import type { Place } from './places.ts';

/**
 * A place's posts, each as the expected words if it fits them, and as its own text if not. Words: `drop
 * EPISODE` (contains the episode's link), `result TOTAL LABEL` (contains both), `about TEXT` (contains it).
 */
export function postsAs(place: Place, wanted: readonly string[]): readonly string[] {
  return place.posts().map((post, at) => {
    const words = wanted[at];
    return words !== undefined && fits(post, words) ? words : post.text;
  });
}

function fits({ text, links }: Post, words: string): boolean {
  const [kind, first = '', ...rest] = words.split(' ');
  switch (kind) {
    case 'drop':
      return links.some((link) => link.endsWith(`/${first}`));
    case 'result':
      return new RegExp(`(?<!\\d)${first}(?!\\d)`).test(text) && text.includes(rest.join(' '));
    case 'about':
      return text.includes([first, ...rest].join(' '));
    default:
      return false;
  }
}
