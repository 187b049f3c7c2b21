import { StartupError } from '../../ports/startup-error.ts';

/** Where Redis is and how to get in, as REDIS_URL or the embedded server names it. */
export type RedisAddress =
  | {
      readonly kind: 'server';
      readonly node: RedisNode;
      readonly access: RedisAccess;
      readonly database: number;
    }
  | { readonly kind: 'cluster'; readonly nodes: readonly RedisNode[]; readonly access: RedisAccess }
  | { readonly kind: 'socket'; readonly path: string };

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisAccess {
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
}

interface ParsedUrl {
  readonly node: RedisNode;
  readonly access: RedisAccess;
  readonly database: number;
}

const DEFAULT_PORT = 6379;
const HINT =
  'Write it as redis://host:6379, rediss://user:password@host:6380/0, or several of these separated by commas for a Cluster.';

/**
 * Reads `redis://` and `rediss://` addresses (several, comma-separated, mean Cluster), or the absolute path of a
 * unix socket.
 * @throws StartupError that never repeats the address itself, since it may hold a password.
 */
export function parseRedisAddress(text: string): RedisAddress {
  const trimmed = text.trim();
  if (trimmed.startsWith('/')) return { kind: 'socket', path: trimmed };
  const parts = trimmed.split(',').map((part) => part.trim());
  const parsed = parts.map((part, index) => parseUrl(part, parts.length > 1 ? ` number ${index + 1}` : ''));
  const [first] = parsed;
  if (first === undefined) throw new StartupError('REDIS_URL is empty', HINT);
  if (parsed.length === 1) return { kind: 'server', ...first };
  return clusterOf(parsed, first);
}

/**
 * Parses REDIS_URL. It may be any address except a socket, because we can't tell who else can open that.
 * @throws StartupError as `parseRedisAddress` does.
 */
export function parseRedisUrl(text: string): Exclude<RedisAddress, { kind: 'socket' }> {
  const address = /^unix:|^redis(\+unix|-socket):/i.test(text.trim())
    ? ({ kind: 'socket' } as const)
    : parseRedisAddress(text);
  if (address.kind !== 'socket') return address;
  throw new StartupError('REDIS_URL names a unix socket, but the bot connects to Redis over TCP', HINT);
}

/** For people and logs: hosts and ports, without user and password. */
export function describeRedisAddress(address: RedisAddress): string {
  if (address.kind === 'socket') return address.path;
  const nodes = address.kind === 'server' ? [address.node] : address.nodes;
  return nodes
    .map(({ host, port }) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`))
    .join(', ');
}

/** @param url REDIS_URL; undefined means the embedded server. */
export const whereRedisIs = (url: string | undefined): string =>
  url === undefined ? "the bot's own socket" : describeRedisAddress(parseRedisAddress(url));

function clusterOf(parsed: readonly ParsedUrl[], first: ParsedUrl): RedisAddress {
  if (parsed.some((url) => url.database !== 0))
    throw new StartupError(
      'REDIS_URL names a database, but a Redis Cluster has only database 0',
      'Leave the /number out.',
    );
  if (parsed.some((url) => url.access.tls !== first.access.tls))
    throw new StartupError('REDIS_URL mixes redis:// and rediss://', 'Use the same for every address.');
  const withPassword = parsed.find((url) => url.access.password !== undefined) ?? first;
  return { kind: 'cluster', nodes: parsed.map((url) => url.node), access: withPassword.access };
}

function parseUrl(text: string, which: string): ParsedUrl {
  const fault = (what: string) => new StartupError(`REDIS_URL: address${which} ${what}`, HINT);
  if (!/^rediss?:\/\//i.test(text)) throw fault('does not begin with redis:// or rediss://');
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw fault('cannot be read; write @ : / # in a password as %40 %3A %2F %23');
  }
  if (url.search !== '' || url.hash !== '') throw fault('has a ?… or #… at its end, which is not supported');
  if (url.port === '0') throw fault('has port 0, which no server can listen on');
  const database = url.pathname.replace(/^\//, '') || '0';
  if (!/^\d{1,5}$/.test(database)) throw fault('ends in something that is not a database number');
  return {
    node: {
      host: url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1',
      port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    },
    access: {
      tls: url.protocol.toLowerCase() === 'rediss:',
      ...(url.username !== '' && { username: decode(url.username, fault) }),
      ...(url.password !== '' && { password: decode(url.password, fault) }),
    },
    database: Number(database),
  };
}

function decode(text: string, fault: (what: string) => StartupError): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw fault('has a % without two hexadecimal digits after it; write it as %25');
  }
}
