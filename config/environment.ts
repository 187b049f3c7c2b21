import { urlOf } from '../src/core/text/url.ts';
import { hasQuote } from './quotes.ts';
import { Secret } from './secret.ts';

/** What one variable's text says, or why it says nothing. Neither text may repeat the value of a secret. */
export type Parsed<Value> = { readonly value: Value } | { readonly what: string; readonly right: string };

export interface Variable<Value> {
  /** As if it had been set; absent where being unset means something else. */
  readonly default?: string;
  /** What an unset variable means, for the table in docs/operating.md. */
  readonly unset?: string;
  readonly description: string;
  /**
   * Whether quotes at its ends can be part of it. By default they cannot: a matching pair is left off with a warning.
   * `refused`: nobody can say whether they were meant.
   */
  readonly quotes?: 'refused';
  readonly parse: (text: string) => Parsed<Value>;
}

const variable = <Value>(of: Variable<Value>): Variable<Value> => of;

const wrong = (what: string, right: string) => ({ what, right });
const quoted = (text: string) => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Only a shell or a .env file takes a comment away; docker's env files and many panels keep it. */
const COMMENT = /\s#/;
/** Base64 of either alphabet, in parts. */
const DISCORD_LETTERS = /^[A-Za-z0-9._=+/-]+$/;

/** `123456789:AAF…`, as @BotFather gives them. */
const LIKE_TELEGRAM = /^\d{5,}:[A-Za-z0-9_-]{20,}$/;
/** Three parts: the bot's id in base64, a time, a signature. */
const LIKE_DISCORD = /^[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{15,}$/;

function discordToken(text: string): Parsed<Secret> {
  const right = 'the token from the Developer Portal, page Bot, without "Bot " before it';
  if (/^(bot|bearer)\s/i.test(text)) return wrong(`begins with "${text.split(/\s/)[0]} "`, right);
  if (LIKE_TELEGRAM.test(text))
    return wrong('is a Telegram token', `${right}; the two tokens may be swapped`);
  if (/^\d{15,20}$/.test(text)) return wrong('is an id and not a token', right);
  if (COMMENT.test(text)) return wrong('ends in a comment', `${right}, and nothing after it`);
  if (hasQuote(text)) return wrong('holds a quote', right);
  return DISCORD_LETTERS.test(text)
    ? { value: new Secret(text) }
    : wrong('holds spaces or special characters', right);
}

/** It becomes part of every URL. */
function telegramToken(text: string): Parsed<Secret> {
  const right = 'the token from @BotFather, such as 123456789:AAF…';
  if (/^bot\d+:/i.test(text)) return wrong('begins with "bot"', `${right}, without "bot" before it`);
  if (LIKE_DISCORD.test(text)) return wrong('is a Discord token', `${right}; the two tokens may be swapped`);
  if (/^(bot|bearer)[\s:]/i.test(text)) return wrong(`begins with "${text.split(/[\s:]/)[0]}"`, right);
  if (COMMENT.test(text)) return wrong('ends in a comment', `${right}, and nothing after it`);
  if (hasQuote(text)) return wrong('holds a quote', right);
  return /^[A-Za-z0-9:_-]+$/.test(text) ? { value: new Secret(text) } : wrong('is no Telegram token', right);
}

function baseUrl(example: string): (text: string) => Parsed<string> {
  return (text) => {
    const right = `an address such as ${example}`;
    const url = urlOf(text);
    if (url === undefined || !/^https?:$/.test(url.protocol)) return wrong('is no http(s) address', right);
    if (url.username !== '' || url.password !== '') return wrong('holds a user or password', right);
    if (url.search !== '' || url.hash !== '') return wrong('ends in ?… or #…', right);
    return { value: text.replace(/\/+$/, '') };
  };
}

function discordApi(text: string): Parsed<string> {
  const example = 'https://discord.com/api';
  const parsed = baseUrl(example)(text);
  if ('value' in parsed && /\/v\d+$/.test(parsed.value)) {
    return wrong('names a version', `the address without it, such as ${example}: /v10 is added`);
  }
  return parsed;
}

/** What the address means is read where it is used. Repeats nothing of it: it may hold a password. */
function redisUrl(text: string): Parsed<Secret> {
  const right = 'redis://host:6379, or rediss:// for TLS; several separated by commas mean Cluster';
  if (/^\/|^unix:|^redis(?:\+unix|-socket):/i.test(text))
    return wrong('names a unix socket', `the bot reaches Redis over TCP: ${right}`);
  const parts = text.split(',').map((part) => part.trim());
  if (parts.some((part) => !/^rediss?:\/\//i.test(part)))
    return wrong(
      parts.length > 1
        ? 'holds an address that does not begin with redis:// or rediss://'
        : 'does not begin with redis:// or rediss://',
      right,
    );
  if (parts.every((part) => urlOf(part) !== undefined)) return { value: new Secret(text) };
  const written = 'characters such as @ : / # % in a password are written as %40 %3A %2F %23 %25';
  return wrong('cannot be read as an address', `${right}; ${written}`);
}

/** Braces would change which part of a key's name a Redis Cluster hashes; the rest is for readable listings. */
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

/** Shorter secrets can be guessed, and with them every account id behind a stored hash. */
const SHORTEST_PEPPER = 32;

function pepper(text: string): Parsed<Secret> {
  return text.length >= SHORTEST_PEPPER
    ? { value: new Secret(text) }
    : wrong(
        `has ${text.length} characters`,
        `at least ${SHORTEST_PEPPER} that nobody can guess, the same on every machine: openssl rand -hex 32`,
      );
}

/** Discord asks for one shard for at most 2,500 servers; the largest bots have some ten thousand. */
const MOST_SHARDS = 65_536;

function shardIds(text: string): Parsed<readonly number[]> {
  const words = text.split(',').map((word) => word.trim());
  const ids = words.map(Number);
  const sound = words.every((word) => /^\d{1,5}$/.test(word)) && new Set(ids).size === ids.length;
  return sound ? { value: ids } : wrong(`is ${quoted(text)}`, 'different shard numbers such as 0,1');
}

function wholeNumber(min: number, max: number): (text: string) => Parsed<number> {
  return (text) =>
    /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max
      ? { value: Number(text) }
      : wrong(`is ${quoted(text)}`, `a whole number from ${min} to ${max}`);
}

function snowflake(text: string): Parsed<string> {
  return /^[1-9]\d{14,19}$/.test(text)
    ? { value: text }
    : wrong(`is ${quoted(text)}`, "a server's id: right-click the server in Discord, Copy Server ID");
}

/** `setWebhook`: https only; on the ports 443, 80, 88 and 8443. A stand-in on this machine needs neither. */
function webhookUrl(text: string): Parsed<string> {
  const right = 'an https address of this bot that Telegram can reach, on port 443, 80, 88 or 8443';
  const parsed = baseUrl('https://bot.example/telegram')(text);
  if (!('value' in parsed)) return parsed;
  const { protocol, hostname, port } = new URL(parsed.value);
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return parsed;
  if (protocol !== 'https:') return wrong('is not https', right);
  return ['', '443', '80', '88', '8443'].includes(port) ? parsed : wrong(`names port ${port}`, right);
}

/** Telegram takes 1-256 characters of these for `secret_token` (setWebhook). */
function webhookSecret(text: string): Parsed<Secret> {
  return /^[A-Za-z0-9_-]{1,256}$/.test(text)
    ? { value: new Secret(text) }
    : wrong('holds characters that Telegram does not allow', '1 to 256 of A-Z, a-z, 0-9, _ and -');
}

function host(text: string): Parsed<string> {
  return /^[A-Za-z0-9._:%-]+$/.test(text)
    ? { value: text }
    : wrong(`is ${quoted(text)}`, 'an address or host name to listen on, such as 127.0.0.1 or 0.0.0.0');
}

/** Every environment variable that the bot reads. The tables of docs/operating.md and Docker files are held against this. */
export const VARIABLES = {
  DISCORD_TOKEN: variable({
    unset: 'Discord is off',
    description: "The Discord bot's token. At least one of the two tokens is needed.",
    parse: discordToken,
  }),
  TELEGRAM_TOKEN: variable({
    unset: 'Telegram is off',
    description: "The Telegram bot's token. At least one of the two tokens is needed.",
    parse: telegramToken,
  }),
  DISCORD_API_URL: variable({
    default: 'https://discord.com/api',
    description: 'Base address of the Discord API; /v10 is added.',
    parse: discordApi,
  }),
  TELEGRAM_API_URL: variable({
    default: 'https://api.telegram.org',
    description: 'Base address of the Telegram Bot API.',
    parse: baseUrl('https://api.telegram.org'),
  }),
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
    // A pepper that lost or gained its quotes is another one, and no stored hash would fit any more.
    quotes: 'refused',
    parse: pepper,
  }),
  DISCORD_SHARDS: variable({
    unset: 'all',
    description: 'The shards that this process runs, such as `0,1`; needs `DISCORD_SHARD_COUNT`.',
    parse: shardIds,
  }),
  DISCORD_SHARD_COUNT: variable({
    unset: 'as the gateway recommends',
    description: 'Number of shards of the whole bot, such as `8`.',
    parse: wholeNumber(1, MOST_SHARDS),
  }),
  DISCORD_COMMANDS_GUILD: variable({
    unset: 'commands in every server',
    description: 'Id of the one server to register slash commands in, for trying things out.',
    parse: snowflake,
  }),
  TELEGRAM_WEBHOOK_URL: variable({
    unset: 'long polling',
    description: 'Public https address for webhooks; needs `TELEGRAM_WEBHOOK_SECRET`.',
    parse: webhookUrl,
  }),
  TELEGRAM_WEBHOOK_SECRET: variable({
    unset: 'long polling',
    description: 'What Telegram sends along to prove that it is Telegram.',
    parse: webhookSecret,
  }),
  HTTP_PORT: variable({
    default: '8080',
    description: 'Port of `/healthz`, `/readyz` and `/metrics`; 0 takes any free one.',
    parse: wholeNumber(0, 65_535),
  }),
  HTTP_HOST: variable({
    default: '127.0.0.1',
    description: 'Address to listen on; the Docker image sets `0.0.0.0`.',
    parse: host,
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

export type VariableName = keyof typeof VARIABLES;
/** What a variable's text is read as. */
export type ValueOf<Name extends VariableName> =
  (typeof VARIABLES)[Name] extends Variable<infer Value> ? Value : never;
