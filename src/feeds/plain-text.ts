import { Parser } from 'htmlparser2';

/** Elements that begin on a line of their own. */
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Elements whose content nobody sees. */
const UNSEEN: ReadonlySet<string> = new Set('script style template noscript title head'.split(' '));
/** Anything that only HTML has: text without it may contain line ends that are meant. */
const MARKUP = /<(?:br|\/?[a-z][a-z0-9]*)[\s/>]/i;
const BREAKS = /<(?:br|p|div|li|tr|h[1-6]|blockquote|pre)[\s/>]/i;

/**
 * What a reader sees of a piece of HTML, as plain text: entities decoded, blocks and `<br>` as lines. Line ends of the source
 * are kept where no element breaks lines, because many feeds put plain text where HTML is expected.
 * @param html of any length and kind; the caller bounds it
 */
export function plainText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return html;
  const keepsLines = !MARKUP.test(html) || !BREAKS.test(html);
  let text = '';
  let unseen = 0;
  const parser = new Parser(
    {
      onopentag(name) {
        if (UNSEEN.has(name)) unseen += 1;
        else if (name === 'br' || BLOCKS.has(name)) text += '\n';
      },
      onclosetag(name) {
        if (UNSEEN.has(name)) unseen -= 1;
        else if (BLOCKS.has(name)) text += '\n';
      },
      ontext(words) {
        if (unseen === 0) text += keepsLines ? words : words.replace(/[\r\n\t]+/g, ' ');
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return text;
}
