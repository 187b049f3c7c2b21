import { urlOf } from '../src/core/text/url.ts';
import type { Platforms } from '../src/ports/platform/platform-definition.ts';
import type { Parsed, ValuesOf, Variables } from '../src/ports/platform/variable.ts';
import { Secret } from './secret.ts';
import { quoted, variable, wholeNumber, wrong } from './variable-parts.ts';

/** The address is parsed where it is used. Repeats nothing of it, because it may contain a password. */
function redisUrl(text: string): Parsed<Secret> {
  const right = 'redis://host:6379, or rediss:// for TLS; several separated by commas mean Cluster';
  if (/^\/|^unix:|^redis(?:\+unix|-socket):/i.test(text))
    return wrong('names a unix socket', `the bot connects to Redis over TCP: ${right}`);
  const parts = text.split(',').map((part) => part.trim());
  if (parts.some((part) => !/^rediss?:\/\//i.test(part)))
    return wrong(
      parts.length > 1
        ? 'contains an address that does not begin with redis:// or rediss://'
        : 'does not begin with redis:// or rediss://',
      right,
    );
  if (parts.every((part) => urlOf(part) !== undefined)) return { value: new Secret(text) };
  const written = 'write @ : / # % in a password as %40 %3A %2F %23 %25';
  return wrong('cannot be read as an address', `${right}; ${written}`);
}

/**
 * Braces would change which part of a key's name a Redis Cluster hashes; the other limits keep listings
 * readable.
 */
function redisPrefix(text: string): Parsed<string> {
  return /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/.test(text)
    ? { value: text }
    : wrong(`is ${quoted(text)}`, '1 to 64 letters, digits, _, -, . and :, such as staging');
}

function path(text: string): Parsed<string> {
  return text.includes('\0') ? wrong('is no path', 'the path of a file or folder') : { value: text };
}

function oneOf<const Word extends string>(words: readonly Word[]): (text: string) => Parsed<Word> {
  return (text) => {
    const found = words.find((word) => word === text.toLowerCase());
    return found === undefined
      ? wrong(`is ${quoted(text)}`, `one of: ${words.join(', ')}`)
      : { value: found };
  };
}

/** A shorter secret can be guessed, and with it every account id behind a stored hash. */
const SHORTEST_PEPPER = 32;

function pepper(text: string): Parsed<Secret> {
  return text.length >= SHORTEST_PEPPER
    ? { value: new Secret(text) }
    : wrong(
        `has ${text.length} characters`,
        `at least ${SHORTEST_PEPPER} that nobody can guess, the same on every machine: openssl rand -hex 32`,
      );
}

/** A shorter one can be found by trying. */
const SHORTEST_SECRET = 16;

function secretText(text: string): Parsed<Secret> {
  return text.length >= SHORTEST_SECRET
    ? { value: new Secret(text) }
    : wrong(
        `has ${text.length} characters`,
        `at least ${SHORTEST_SECRET} that nobody can guess: openssl rand -hex 32`,
      );
}

/** Without a slash at its end, so that a path can follow. */
function publicAddress(text: string): Parsed<string> {
  const url = urlOf(text);
  const right = 'an address such as https://votes.example, without a query';
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '')
    return wrong('cannot be read as a web address', right);
  if (url.username !== '' || url.password !== '') return wrong('contains a name or a password', right);
  if (url.search !== '' || url.hash !== '') return wrong(`is ${quoted(text)}`, right);
  return { value: url.href.replace(/\/+$/, '') };
}

function host(text: string): Parsed<string> {
  return /^[A-Za-z0-9._:%-]+$/.test(text)
    ? { value: text }
    : wrong(`is ${quoted(text)}`, 'an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0');
}

/** The environment variables that the bot reads in addition to those of its platforms. */
export const OWN_VARIABLES = {
  REDIS_URL: variable({
    unset: 'an embedded server of its own',
    description: '`redis://` or `rediss://`; several addresses, comma-separated, mean Cluster.',
    parse: redisUrl,
  }),
  REDIS_PREFIX: variable({
    default: 'cliffhanger',
    description: 'What all names in Redis begin with; two bots share one Redis under two prefixes.',
    parse: redisPrefix,
  }),
  CLIFFHANGER_CONFIG: variable({
    default: 'config/cliffhanger.yaml',
    description: "The operator's file.",
    parse: path,
  }),
  CLIFFHANGER_DATA: variable({
    default: 'data',
    description: "Folder of the embedded server's files and the pepper.",
    parse: path,
  }),
  CLIFFHANGER_ROLE: variable({
    default: 'all',
    description: '`all`, `gateway` (receives votes and commands) or `worker` (timers, deliveries, tallies).',
    parse: oneOf(['all', 'gateway', 'worker']),
  }),
  CLIFFHANGER_PEPPER: variable({
    unset: 'made once, kept in the data folder',
    description:
      'Key of the voter hashes, 32 characters at least; needed with `REDIS_URL` and several machines, the same on each.',
    // A pepper that lost or gained its quotes is a different one, and fits no stored hash.
    quotes: 'refused',
    parse: pepper,
  }),
  CLIFFHANGER_WEBHOOK_SECRET: variable({
    unset: 'nobody can post episodes',
    description:
      'What programs sign with that post episodes to the [webhook](webhook.md), 16 characters at least; turns it on.',
    // With quotes it is another secret than the sender's.
    quotes: 'refused',
    parse: secretText,
  }),
  HTTP_PORT: variable({
    default: '8080',
    description: 'Port of `/healthz`, `/readyz`, `/metrics` and the webhooks; 0 takes any free one.',
    parse: wholeNumber(0, 65_535),
  }),
  HTTP_HOST: variable({
    default: '127.0.0.1',
    description: 'Address to listen on; the Docker image sets `0.0.0.0`.',
    parse: host,
  }),
  HTTP_PAGES: variable({
    default: 'off',
    description: "`on` serves the shows' pages under `/shows/`.",
    parse: oneOf(['on', 'off']),
  }),
  HTTP_PUBLIC_URL: variable({
    unset: 'no links to pages are posted',
    description: 'Address under which people reach the pages, such as `https://votes.example`.',
    parse: publicAddress,
  }),
  ADMIN_TOKEN: variable({
    unset: "no one can read writers' reports",
    description:
      "Password, with any name, for writers' reports and, where pages are on, `/metrics`; 16 characters at least.",
    quotes: 'refused',
    parse: secretText,
  }),
  LOG_LEVEL: variable({
    default: 'info',
    description: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    parse: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  }),
  LOG_FORMAT: variable({
    unset: '`pretty` on a terminal, else `json`',
    description: '`pretty` (one line an event, for people) or `json` (one object a line, for programs).',
    parse: oneOf(['pretty', 'json']),
  }),
} as const;

/** The types of the bot's own variables. */
export type OwnValues = ValuesOf<typeof OWN_VARIABLES>;

/**
 * Every environment variable that a bot with these platforms reads. A test compares the table of docs/operating.md
 * with it.
 */
export const variablesOf = (platforms: Platforms): Variables =>
  Object.assign({}, ...platforms.map(({ variables }) => variables), OWN_VARIABLES);
