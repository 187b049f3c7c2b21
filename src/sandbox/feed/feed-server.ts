import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One entry, as the crew publishes it. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly link: string;
  readonly description: string;
}

/** A show's feed on loopback, as a site serves it: RSS 2.0 with the newest item first, and with an ETag. */
export interface FeedServer {
  readonly url: string;
  publish(entry: Entry): void;
  /** Somebody has read it. */
  readonly read: Promise<void>;
  close(): Promise<void>;
}

/** @param port by default any free one */
export async function startFeed(title: string, port = 0): Promise<FeedServer> {
  const entries: (Entry & { readonly at: Date })[] = [];
  let noteRead = (): void => undefined;
  const read = new Promise<void>((resolve) => {
    noteRead = resolve;
  });
  const server = createServer((request, response) => {
    answer(request, response, () => rss(title, entries));
    response.once('finish', noteRead);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed.xml`,
    read,
    publish: (entry) => {
      entries.unshift({ ...entry, at: new Date() });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  body: () => string,
): void {
  if (url !== '/feed.xml') {
    response.writeHead(404).end();
    return;
  }
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const text = body();
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
  if (headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag });
  response.end(method === 'HEAD' ? undefined : text);
}

function rss(title: string, entries: readonly (Entry & { readonly at: Date })[]): string {
  const items = entries.map(
    (entry) => `  <item>
    <title>${escaped(entry.title)}</title>
    <link>${escaped(entry.link)}</link>
    <guid isPermaLink="false">${escaped(entry.id)}</guid>
    <pubDate>${entry.at.toUTCString()}</pubDate>
    <description>${escaped(entry.description)}</description>
  </item>
`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
  <title>${escaped(title)}</title>
  <link>https://watch.example/</link>
  <description>Every episode, as it is shot.</description>
${items.join('')}</channel></rss>
`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
