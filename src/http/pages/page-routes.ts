import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { roundNumber, type ShowId, showId } from '../../core/ids.ts';
import type { PageSnapshot } from '../../core/page/snapshot.ts';
import type { ShowPages } from '../../ports/show-pages.ts';
import { adminAccess } from './admin-access.ts';
import { ASSETS, readAssets } from './assets.ts';
import { calendarOf } from './calendar.ts';
import { pack, sendPacked } from './packed.ts';
import { preparedPages } from './prepared.ts';
import { ReaderStreams, STREAM_LIMITS, type StreamLimits } from './reader-streams.ts';
import { notFoundDocument } from './view/document.ts';

export interface PageRoutesOptions {
  readonly pages: ShowPages;
  /** Without a slash at its end. Absent: addresses in the pages stay relative. */
  readonly publicUrl?: string;
  /** Absent: there are no reports. */
  readonly adminToken?: string;
  readonly streamLimits?: Partial<StreamLimits>;
  /** Whether so many connections are open that the rest is kept for webhooks and probes. */
  readonly isCrowded?: () => boolean;
}

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
/** As old as a snapshot may be when it leaves, and once more. */
const FRESH = 'public, max-age=2';
/** A picture or calendar; corrections to it may take a minute. */
const FOR_A_MINUTE = 'public, max-age=60';
const FOREVER = 'public, max-age=31536000, immutable';
const RETRY_AFTER_SECONDS = 60;

const SHOW = /^[a-z0-9-]{1,40}$/;
const ROUND = /^([1-9][0-9]{0,5})\.(png|json)$/;
const COLOUR = /^colour-([0-9a-f]{6})\.css$/;

type Show = { readonly Params: { readonly show: string } };
type Round = { readonly Params: { readonly show: string; readonly round: string } };

/** The shows' pages and what belongs to them; see docs/pages.md. Nothing here needs a cookie or knows who reads. */
export async function pageRoutes(app: FastifyInstance, options: PageRoutesOptions): Promise<void> {
  const { pages, publicUrl } = options;
  const assets = readAssets();
  const prepared = preparedPages({ ...assets, ...(publicUrl !== undefined && { publicUrl }) });
  const streams = new ReaderStreams(pages, prepared, { ...STREAM_LIMITS, ...options.streamLimits });
  const notFound = pack(notFoundDocument(assets.style));
  app.addHook('preClose', async () => streams.stop());
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', POLICY).header('cross-origin-opener-policy', 'same-origin');
    if (options.isCrowded?.() === true) reply.header('connection', 'close');
  });

  const missingPage = (request: FastifyRequest, reply: FastifyReply) =>
    sendPacked(request, reply.code(404).type(HTML), notFound);
  const missing = (reply: FastifyReply) => reply.code(404).send({ error: 'not found' });
  const showIn = (text: string): ShowId | undefined => (SHOW.test(text) ? showId(text) : undefined);
  const snapshotOf = async (text: string): Promise<PageSnapshot | undefined> => {
    const show = showIn(text);
    return show && pages.snapshot(show);
  };

  app.get<{ Params: { name: string } }>(`/shows/${ASSETS}/:name`, async (request, reply) => {
    const asset = assets.all.get(request.params.name);
    if (asset === undefined) return missing(reply);
    reply.type(asset.type).header('cache-control', asset.isFixed ? FOREVER : FOR_A_MINUTE);
    return sendPacked(request, reply, asset.packed);
  });

  app.get<Show & { Querystring: { readonly overlay?: string } }>('/shows/:show', async (request, reply) => {
    const [, id, json] = /^(.*?)(\.json)?$/.exec(request.params.show) ?? [];
    const page = await snapshotOf(id ?? '');
    if (page === undefined) return json === undefined ? missingPage(request, reply) : missing(reply);
    reply.header('cache-control', FRESH);
    if (json !== undefined)
      return sendPacked(
        request,
        reply.type(JSON_TYPE).header('access-control-allow-origin', '*'),
        prepared(page).json(),
      );
    const kind = request.query.overlay === '1' ? 'overlay' : 'page';
    return sendPacked(request, reply.type(HTML), prepared(page).html(kind));
  });

  app.get<Show>('/shows/:show/', async (request, reply) => {
    const show = showIn(request.params.show);
    return show === undefined ? missingPage(request, reply) : reply.redirect(`../${show}`, 308);
  });

  app.get<Show>('/shows/:show/events', { exposeHeadRoute: false }, async (request, reply) => {
    const page = await snapshotOf(request.params.show);
    if (page === undefined) return missing(reply);
    if (streams.isFull || options.isCrowded?.() === true)
      return reply.code(503).header('retry-after', RETRY_AFTER_SECONDS).send({ error: 'too many readers' });
    reply.hijack();
    const known = request.headers['last-event-id'];
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // nginx would collect the messages otherwise.
      'x-accel-buffering': 'no',
    });
    streams.add(showId(page.show), page, reply.raw, typeof known === 'string' ? known : undefined);
    return reply;
  });

  app.get<Show>('/shows/:show/calendar.ics', async (request, reply) => {
    const page = await snapshotOf(request.params.show);
    const calendar = page && calendarOf(page, publicUrl);
    if (page === undefined || calendar === undefined) return missing(reply);
    reply
      .type('text/calendar; charset=utf-8')
      .header('cache-control', FOR_A_MINUTE)
      .header('content-disposition', `inline; filename="${page.show}.ics"`);
    return sendPacked(request, reply, pack(calendar));
  });

  app.get<Round>('/shows/:show/card/:round', async (request, reply) => {
    const show = showIn(request.params.show);
    const [, round, type] = ROUND.exec(request.params.round) ?? [];
    const card = show && type === 'png' ? await pages.card(show, roundNumber(Number(round))) : undefined;
    if (card === undefined) return missing(reply);
    const etag = `"${card.key}"`;
    reply.type('image/png').headers({ 'cache-control': FOR_A_MINUTE, etag });
    return request.headers['if-none-match'] === etag
      ? reply.code(304).send()
      : reply.send(Buffer.from(card.png));
  });

  app.get<Show>('/shows/:show/logo', async (request, reply) => {
    const show = showIn(request.params.show);
    const logo = show && (await pages.logo(show));
    if (logo === undefined) return missing(reply);
    return reply.type(logo.type).header('cache-control', FOR_A_MINUTE).send(Buffer.from(logo.bytes));
  });

  app.get<{ Params: { show: string; name: string } }>('/shows/:show/:name', async (request, reply) => {
    const [, colour] = COLOUR.exec(request.params.name) ?? [];
    if (colour === undefined || showIn(request.params.show) === undefined) return missing(reply);
    reply.type('text/css; charset=utf-8').header('cache-control', FOREVER);
    return `:root{--colour:#${colour}}`;
  });

  app.get<Round>('/shows/:show/receipts/:round', async (request, reply) => {
    const show = showIn(request.params.show);
    const [, round, type] = ROUND.exec(request.params.round) ?? [];
    const receipt =
      show && type === 'json' ? await pages.receipt(show, roundNumber(Number(round))) : undefined;
    if (receipt === undefined) return missing(reply);
    reply.type(JSON_TYPE).headers({ 'cache-control': FOR_A_MINUTE, 'access-control-allow-origin': '*' });
    return sendPacked(request, reply, pack(`${JSON.stringify(receipt, null, 2)}\n`));
  });

  app.get<Show>(
    '/shows/:show/report',
    { onRequest: adminAccess(options.adminToken) },
    async (request, reply) => {
      const show = showIn(request.params.show);
      const report = show && (await pages.report(show));
      if (report === undefined) return missing(reply);
      return reply.type(HTML).header('content-security-policy', REPORT_POLICY).send(report);
    },
  );
}

/** One self-contained file: its style is inside. */
const REPORT_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
