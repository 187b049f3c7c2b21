import type { AtomFeed, JsonFeed, MediaNs, RdfFeed, RssFeed } from 'feedsmith';
import { parseFeed } from 'feedsmith';

/** A text of a feed and what it is written in. */
export interface Words {
  readonly text: string;
  readonly html: boolean;
}

/** What the formats of feeds have in common. Texts are as they stand in the feed; nothing is checked. */
export interface FeedEntry {
  /** The id that the feed gives it. */
  readonly id?: string;
  /** The best first. */
  readonly titles: readonly Words[];
  /** Addresses of its page, the best first. */
  readonly links: readonly string[];
  /** Address of its sound or film. */
  readonly enclosure?: string;
  /** What relative addresses are relative to, from outside to inside. */
  readonly bases: readonly string[];
  readonly date?: string;
  /** The best first. */
  readonly descriptions: readonly Words[];
  readonly images: readonly string[];
}

/**
 * The entries of a feed, in its order.
 * @throws DetectError if the text is no feed, MalformedError if it is broken (both feedsmith's)
 */
export function entriesOf(text: string): readonly FeedEntry[] {
  const read = parseFeed(text);
  switch (read.format) {
    case 'rss': {
      const bases = given(read.feed.xml?.base);
      const home = read.feed.link?.trim();
      return (read.feed.items ?? []).map((item) => ofRss(item, bases, home));
    }
    case 'rdf': {
      const bases = given(read.feed.xml?.base);
      return (read.feed.items ?? []).map((item) => ofRdf(item, bases));
    }
    case 'atom': {
      const bases = given(read.feed.xml?.base);
      return (read.feed.entries ?? []).map((entry) => ofAtom(entry, bases));
    }
    case 'json':
      return (read.feed.items ?? []).map(ofJson);
  }
}

/** @param home address of the show's own page */
function ofRss(item: RssFeed.Item<string>, bases: readonly string[], home: string | undefined): FeedEntry {
  const media = mediaOf(item.media);
  const enclosures = item.enclosures ?? [];
  const enclosure = enclosures.find(isPlayed)?.url ?? media.played[0];
  const { guid } = item;
  // Many podcasts give every episode the address of the show's page. Its sound leads to the episode itself.
  const page = enclosure !== undefined && item.link?.trim() === home ? undefined : item.link;
  return {
    ...some('id', guid?.value),
    titles: [...html(item.title), ...plain(item.itunes?.title, ...media.titles)],
    links: given(
      page,
      ...linksOf(item.atom?.links).pages,
      guid?.isPermaLink === false ? undefined : permalink(guid?.value),
    ),
    ...some('enclosure', enclosure),
    bases: [...bases, ...given(item.xml?.base)],
    ...some('date', first(item.pubDate, ...(item.dc?.dates ?? []), item.atom?.published, item.atom?.updated)),
    descriptions: [
      ...html(item.description, item.content?.encoded),
      ...plain(item.itunes?.summary, ...media.descriptions),
    ],
    images: given(item.itunes?.image, ...media.images, ...enclosures.filter(isImage).map(({ url }) => url)),
  };
}

function ofRdf(item: RdfFeed.Item<string>, bases: readonly string[]): FeedEntry {
  const media = mediaOf(item.media);
  return {
    ...some('id', item.rdf?.about),
    titles: [...html(item.title), ...plain(...(item.dc?.titles ?? []))],
    links: given(item.link, permalink(item.rdf?.about)),
    ...some('enclosure', media.played[0]),
    bases: [...bases, ...given(item.xml?.base)],
    ...some('date', first(...(item.dc?.dates ?? []))),
    descriptions: [
      ...html(item.description, item.content?.encoded),
      ...plain(...(item.dc?.descriptions ?? []), ...media.descriptions),
    ],
    images: given(...media.images),
  };
}

function ofAtom(entry: AtomFeed.Entry<string>, bases: readonly string[]): FeedEntry {
  const media = mediaOf(entry.media);
  const { pages, enclosures } = linksOf(entry.links);
  return {
    ...some('id', entry.id),
    titles: [...atomText(entry.title), ...plain(...media.titles)],
    links: pages,
    ...some('enclosure', enclosures.find(isPlayed)?.url ?? media.played[0]),
    bases: [...bases, ...given(entry.xml?.base)],
    ...some('date', first(entry.published, entry.updated)),
    descriptions: [
      ...atomText(entry.summary),
      ...atomText(entry.content),
      ...plain(...media.descriptions, entry.itunes?.summary),
    ],
    images: given(entry.itunes?.image, ...media.images, ...enclosures.filter(isImage).map(({ url }) => url)),
  };
}

function ofJson(item: JsonFeed.Item<string>): FeedEntry {
  const attachments = (item.attachments ?? []).map(
    ({ url, mime_type }): Enclosure => ({
      ...some('url', url),
      ...some('type', mime_type),
    }),
  );
  return {
    ...some('id', item.id),
    titles: plain(item.title),
    links: given(item.url, item.external_url, permalink(item.id)),
    ...some('enclosure', attachments.find(isPlayed)?.url),
    bases: [],
    ...some('date', first(item.date_published, item.date_modified)),
    descriptions: [...plain(item.content_text), ...html(item.content_html), ...plain(item.summary)],
    images: given(item.image, item.banner_image, ...attachments.filter(isImage).map(({ url }) => url)),
  };
}

/** Only a whole address: an id such as `ep-1` is not one. */
const permalink = (id: string | undefined): string | undefined =>
  id !== undefined && /^https?:\/\//i.test(id) ? id : undefined;

interface Enclosure {
  readonly url?: string;
  readonly type?: string;
}

const isImage = ({ type = '' }: Enclosure): boolean => type.toLowerCase().startsWith('image/');
const isPlayed = (one: Enclosure): boolean => !isImage(one);

function linksOf(links: AtomFeed.Entry<string>['links'] = []): {
  readonly pages: readonly string[];
  readonly enclosures: readonly Enclosure[];
} {
  const alternate = links.filter(({ rel = 'alternate' }) => rel.toLowerCase() === 'alternate');
  const pages = alternate.filter(({ type = 'text/html' }) => /html/i.test(type));
  return {
    pages: given(...[...pages, ...alternate].map(({ href }) => href)),
    enclosures: links
      .filter(({ rel }) => rel?.toLowerCase() === 'enclosure')
      .map(({ href, type }) => ({ ...some('url', href), ...some('type', type) })),
  };
}

interface Media {
  readonly titles: readonly (string | undefined)[];
  readonly descriptions: readonly (string | undefined)[];
  readonly images: readonly (string | undefined)[];
  readonly played: readonly string[];
}

function mediaOf(media: MediaNs.ItemOrFeed | undefined): Media {
  if (media === undefined) return { titles: [], descriptions: [], images: [], played: [] };
  const groups = media.groups ?? [];
  const contents = [...(media.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])];
  const all = [media, ...groups, ...contents];
  const isPicture = ({ medium, type }: MediaNs.Content): boolean =>
    medium === 'image' || isImage({ ...some('type', type) });
  return {
    titles: all.map(({ title }) => title?.value),
    descriptions: all.map(({ description }) => description?.value),
    images: [
      ...all.flatMap(({ thumbnails = [] }) => thumbnails.map(({ url }) => url)),
      ...contents.filter(isPicture).map(({ url }) => url),
    ],
    played: given(...contents.filter((content) => !isPicture(content)).map(({ url }) => url)),
  };
}

/** RFC 4287, 3.1.1: without a type it is plain text. Atom 0.3 has media types. */
const atomText = (words: AtomFeed.Content | undefined): readonly Words[] => {
  const type = words?.type?.toLowerCase() ?? 'text';
  return type === 'text' || type === 'text/plain' ? plain(words?.value) : html(words?.value);
};

const plain = (...texts: readonly (string | undefined)[]): readonly Words[] =>
  given(...texts).map((text) => ({ text, html: false }));
const html = (...texts: readonly (string | undefined)[]): readonly Words[] =>
  given(...texts).map((text) => ({ text, html: true }));

const given = (...texts: readonly (string | undefined)[]): readonly string[] =>
  texts.filter((text): text is string => text !== undefined && text.trim() !== '');
const first = (...texts: readonly (string | undefined)[]): string | undefined => given(...texts)[0];

const some = <Key extends string>(key: Key, text: string | undefined): { readonly [K in Key]?: string } =>
  text === undefined || text.trim() === '' ? {} : ({ [key]: text.trim() } as { readonly [K in Key]: string });
