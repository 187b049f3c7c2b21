import type { FastifyReply, FastifyRequest } from 'fastify';

/** Nothing of other sites, no code and no styles inside the document, and no frame around it. */
const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
};

/**
 * Refuses what a web site in the same browser may try: an address of its own that leads to this machine (DNS rebinding; told by
 * `Host`), and requests from its pages (told by `Origin` and `Sec-Fetch-Site`).
 */
export function guard(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  reply.headers(SAFE_HEADERS);
  const port = request.socket.localPort;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = request.headers;
  if (!hosts.includes(host)) return reply.code(421).send('This page is only at http://127.0.0.1.\n');
  const isOurs = origin === undefined ? request.method === 'GET' : origin === `http://${host}`;
  const site = request.headers['sec-fetch-site'];
  // `none`: the person has typed the address. A link from elsewhere may open the page, but may read nothing of it.
  const isOpening = request.method === 'GET' && request.headers['sec-fetch-dest'] === 'document';
  const isNear = site === undefined || site === 'same-origin' || site === 'none' || isOpening;
  if (!isOurs || !isNear) return reply.code(403).send('Only the page itself may do this.\n');
  return undefined;
}
