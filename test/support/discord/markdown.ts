/**
 * What Discord would interpret in a text, beyond bold, times, and links that `mayLink` allows: mentions, masked links,
 * bare addresses, invitations, spoilers, code, italics, headings, lists, quotes.
 */
export function activeMarkdown(
  text: string,
  mayLink: (url: string) => boolean = () => false,
): readonly string[] {
  const linkOr = (whole: string, url: string, shown: string): string => (mayLink(url) ? shown : whole);
  const bare = text
    // A character after a backslash is only itself.
    .replace(/\\[^\sA-Za-z0-9]/gu, '•')
    .replace(/<t:\d+:[FR]>/g, '')
    .replace(/\[([^[\]]*)\]\(<([^<>\s]*)>\)/g, (whole, shown, url) => linkOr(whole, url, `•${shown}`))
    .replace(/<(https?:[^<>\s]*)>/g, (whole, url) => linkOr(whole, url, ''))
    .replaceAll('**', '•');
  return [...bare.matchAll(ACTIVE)].map(([found]) => found);
}

const ACTIVE =
  /<[@#:/a-z][^>]*>|@(?:everyone|here)\b|\]\(|:\/\/|discord\.gg\/|\|\||[`*~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^\s*(?:#{1,3}|-#|[-+>]|\d+[.)])\s/gmu;
