import { request } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SnapshotServer, serveSnapshots } from '../../support/pages/serve-snapshots.ts';
import { MARKUP, SNAPSHOTS } from '../../support/pages/snapshots.ts';

const TOKEN = 'a-long-admin-token';
let served: SnapshotServer;
beforeAll(async () => {
  served = await serveSnapshots(SNAPSHOTS, { adminToken: TOKEN, publicUrl: 'https://votes.example/tv' });
});
afterAll(() => served.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${served.url}${path}`, { headers, redirect: 'manual' });
const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`,
});

/** As it goes over the wire: fetch would tidy the path, and unpack the body. */
function raw(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Buffer; encoding: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(served.url);
    request({ hostname, port, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts),
          encoding: String(response.headers['content-encoding']),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe("the pages' addresses", () => {
  it.each(Object.keys(SNAPSHOTS))('%s weighs less than 60 kB with all that it loads', async (name) => {
    const accept = { 'accept-encoding': 'gzip, deflate, br' };
    const page = await raw(`/shows/${name}`, accept);
    expect(page.encoding).toBe('br');
    const html = brotliDecompressSync(page.body).toString();
    const loaded = [...html.matchAll(/(?:href|src)="(_assets\/[^"]+|[a-z-]+\/colour-[^"]+)"/g)].map(
      ([, path]) => path,
    );
    expect(loaded).toHaveLength(name === 'x' ? 0 : 4);
    const sizes = await Promise.all(
      loaded.map(async (path) => (await raw(`/shows/${path}`, accept)).body.length),
    );
    expect(page.body.length + sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
  });

  it('are fresh for two seconds, and unchanged content is not sent again', async () => {
    for (const path of ['/shows/voting', '/shows/voting.json', '/shows/voting?overlay=1']) {
      const first = await get(path);
      expect(first.headers.get('cache-control')).toBe('public, max-age=2');
      const again = await get(path, { 'if-none-match': first.headers.get('etag') ?? '' });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
    }
    const [page, overlay] = await Promise.all([get('/shows/voting'), get('/shows/voting?overlay=1')]);
    expect(page.headers.get('etag')).not.toBe(overlay.headers.get('etag'));
  });

  it('allow nothing inline, nothing from elsewhere, and no frame around them', async () => {
    const answer = await get('/shows/hostile');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
    const html = await answer.text();
    expect(html).not.toMatch(/<style|style=|<script(?! src="_assets)|\son[a-z]+=/);
    expect(html).not.toContain(MARKUP);
    expect(html).toContain('&lt;script>alert');
  });

  it('keep style and script forever under names that change with their content', async () => {
    const html = await (await get('/shows/voting')).text();
    for (const [, path] of html.matchAll(/"(_assets\/page-[0-9a-f]{12}\.(?:css|js))"/g)) {
      const asset = await get(`/shows/${path}`);
      expect(asset.status).toBe(200);
      expect(asset.headers.get('cache-control')).toContain('immutable');
    }
    expect((await get('/shows/_assets/page-000000000000.js')).status).toBe(404);
  });

  it('give pictures for links their public address, whatever a request calls this host', async () => {
    const { body } = await raw('/shows/voting', { host: 'evil.example' });
    expect(body.toString()).toContain('content="https://votes.example/tv/shows/voting/card/2.png"');
    expect(body.toString()).not.toContain('evil.example');
  });

  it.each([
    '/shows/unknown',
    '/shows/UPPER',
    `/shows/${'a'.repeat(200)}`,
    '/shows/..%2f..%2fetc%2fpasswd',
    '/shows/%00',
    '/shows/voting%0d%0aset-cookie:x',
  ])('%s is a friendly 404', async (path) => {
    const { status, body } = await raw(path);
    expect(status).toBe(404);
    expect(body.toString()).toContain('No such show');
  });

  it.each([
    '/shows/../../etc/passwd',
    '/shows/voting/../../../etc/passwd',
    '/shows/_assets/..%2fpage.css',
    '/shows/_assets/page.css',
    '/shows/unknown.json',
    '/shows/unknown/events',
    '/shows/unknown/calendar.ics',
    '/shows/unknown/card/1.png',
    '/shows/unknown/receipts/1.json',
    '/shows/voting/card/0.png',
    '/shows/voting/card/1e9.png',
    '/shows/voting/card/99999999.png',
    '/shows/voting/card/..%2f1.png',
    '/shows/voting/receipts/-1.json',
    '/shows/voting/colour-zzz.css',
    '/shows/voting/logo',
  ])('%s is not there', async (path) => {
    const { status } = await raw(path);
    expect(status).toBe(404);
  });

  it('are right behind a folder of a proxy, because links in a page are relative', async () => {
    const html = await (await get('/shows/voting')).text();
    expect([...html.matchAll(/(?:href|src)="(\/[^"]*)"/g)]).toEqual([]);
    const moved = await get('/shows/voting/');
    expect([moved.status, moved.headers.get('location')]).toEqual([308, '../voting']);
  });

  it('serve card and receipt, and the receipt to programs of other sites as well', async () => {
    const card = await get('/shows/voting/card/1.png');
    expect([card.status, card.headers.get('content-type')]).toEqual([200, 'image/png']);
    const receipt = await get('/shows/voting/receipts/1.json');
    expect(receipt.headers.get('access-control-allow-origin')).toBe('*');
    expect(await receipt.json()).toEqual({ round: 1 });
  });
});

describe('the report and the metrics', () => {
  it('need the token, with any name', async () => {
    for (const path of ['/shows/voting/report', '/metrics']) {
      for (const headers of [
        {},
        basic('wrong'),
        basic(''),
        { authorization: `Bearer ${TOKEN}` },
        { authorization: 'Basic %%' },
      ]) {
        const refused = await get(path, headers as Record<string, string>);
        expect(refused.status).toBe(401);
        expect(refused.headers.get('www-authenticate')).toContain('Basic realm=');
      }
      expect((await get(path, basic(TOKEN))).status).toBe(200);
    }
    expect((await get('/shows/unknown/report', basic(TOKEN))).status).toBe(404);
  });

  it('do not exist without a token, while probes do', async () => {
    const closed = await serveSnapshots(SNAPSHOTS);
    try {
      const statuses = await Promise.all(
        ['/shows/voting/report', '/metrics', '/healthz', '/shows/voting'].map(
          async (path) => (await fetch(`${closed.url}${path}`, { headers: basic(TOKEN) })).status,
        ),
      );
      expect(statuses).toEqual([404, 404, 200, 200]);
    } finally {
      await closed.stop();
    }
  });
});

describe('the calendar', () => {
  const calendar = async (name: string) => (await get(`/shows/${name}/calendar.ics`)).text();

  it('has the next drop only, in the form that calendars read', async () => {
    const text = await calendar('no-vote');
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(text).toContain('UID:next-no-vote@cliffhanger\r\n');
    expect(text).toMatch(/DTSTART:\d{8}T\d{6}Z\r\n/);
    expect(text).toContain('Night Shift: Blood');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(await calendar('no-vote')).toBe(text);
  });

  it('names no episode that a vote decides', async () => {
    const text = await calendar('voting');
    expect(text).toContain('Night Shift: Next episode');
    for (const label of ['stairs', 'lift', 'building']) expect(text).not.toContain(label);
  });

  it('is not there without a date', async () => {
    expect((await get('/shows/late/calendar.ics')).status).toBe(404);
    expect((await get('/shows/ended/calendar.ics')).status).toBe(404);
  });
});
