import { hasQuote } from '../../../config/quotes.ts';
import { Secret } from '../../../config/secret.ts';
import {
  baseUrl,
  COMMENT,
  known,
  quoted,
  variable,
  wholeNumber,
  wrong,
} from '../../../config/variable-parts.ts';
import type { Parsed, SettingProblem, ValuesOf } from '../../ports/platform/variable.ts';

/** What the environment says of Discord. */
export interface DiscordSettings {
  readonly token: Secret;
  /** Without a slash at its end and without a version. */
  readonly apiUrl: string;
  /** Absent: as the gateway recommends. `ids` absent: all of `count`. */
  readonly shards?: { readonly ids?: readonly number[]; readonly count: number };
  readonly commandsGuild?: string;
}

/** Base64 of either alphabet, in parts. */
const TOKEN_LETTERS = /^[A-Za-z0-9._=+/-]+$/;
/** Inside a longer text: of a header. */
export const discordSecrets =
  /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}/g;
/** `123456789:AAF…`, as bots of another platform have it. */
const LIKE_TELEGRAM = /^\d{5,}:[A-Za-z0-9_-]{20,}$/;

function token(text: string): Parsed<Secret> {
  const right = 'the token from the Developer Portal, page Bot, without "Bot " before it';
  if (/^(bot|bearer)\s/i.test(text)) return wrong(`begins with "${text.split(/\s/)[0]} "`, right);
  if (LIKE_TELEGRAM.test(text))
    return wrong('is a Telegram token', `${right}; the two tokens may be swapped`);
  if (/^\d{15,20}$/.test(text)) return wrong('is an id and not a token', right);
  if (COMMENT.test(text)) return wrong('ends in a comment', `${right}, and nothing after it`);
  if (hasQuote(text)) return wrong('holds a quote', right);
  return TOKEN_LETTERS.test(text)
    ? { value: new Secret(text) }
    : wrong('holds spaces or special characters', right);
}

function apiUrl(text: string): Parsed<string> {
  const example = 'https://discord.com/api';
  const parsed = baseUrl(example)(text);
  if ('value' in parsed && /\/v\d+$/.test(parsed.value)) {
    return wrong('names a version', `the address without it, such as ${example}: /v10 is added`);
  }
  return parsed;
}

/** Discord asks for one shard for at most 2,500 servers; the largest bots have some ten thousand. */
const MOST_SHARDS = 65_536;

function shardIds(text: string): Parsed<readonly number[]> {
  const words = text.split(',').map((word) => word.trim());
  const ids = words.map(Number);
  const sound = words.every((word) => /^\d{1,5}$/.test(word)) && new Set(ids).size === ids.length;
  return sound ? { value: ids } : wrong(`is ${quoted(text)}`, 'different shard numbers such as 0,1');
}

function guild(text: string): Parsed<string> {
  return /^[1-9]\d{14,19}$/.test(text)
    ? { value: text }
    : wrong(`is ${quoted(text)}`, "a server's id: right-click the server in Discord, Copy Server ID");
}

export const discordVariables = {
  DISCORD_TOKEN: variable({
    unset: 'Discord is off',
    description: "The Discord bot's token. At least one of the two tokens is needed.",
    parse: token,
  }),
  DISCORD_API_URL: variable({
    default: 'https://discord.com/api',
    description: 'Base address of the Discord API; /v10 is added.',
    parse: apiUrl,
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
    parse: guild,
  }),
} as const;

type Values = ValuesOf<typeof discordVariables>;

export function discordContradictions(
  { DISCORD_SHARDS: ids, DISCORD_SHARD_COUNT: count }: Values,
  isUnset: (variable: keyof Values) => boolean,
): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  if (ids !== undefined && isUnset('DISCORD_SHARD_COUNT')) {
    const right = 'DISCORD_SHARD_COUNT with the number of all shards';
    problems.push({ variable: 'DISCORD_SHARDS', what: 'is set, but not how many shards there are', right });
  }
  const beyond = ids?.filter((id) => count !== undefined && id >= count) ?? [];
  if (beyond.length > 0) {
    const what = `names shard ${beyond.join(', ')}, but there are ${count}`;
    problems.push({ variable: 'DISCORD_SHARDS', what, right: `numbers from 0 to ${(count ?? 1) - 1}` });
  }
  return problems;
}

export function discordSettings({
  DISCORD_TOKEN,
  DISCORD_API_URL,
  DISCORD_SHARD_COUNT: count,
  DISCORD_SHARDS: ids,
  DISCORD_COMMANDS_GUILD: commandsGuild,
}: Values): DiscordSettings {
  return {
    token: known(DISCORD_TOKEN),
    apiUrl: known(DISCORD_API_URL),
    ...(count !== undefined && { shards: { count, ...(ids !== undefined && { ids }) } }),
    ...(commandsGuild !== undefined && { commandsGuild }),
  };
}

/** Shards are leased one by one, so that processes with other shards listen beside this one. */
export function discordLeases({ shards }: DiscordSettings): readonly string[] {
  if (shards === undefined) return ['discord'];
  const ids = shards.ids ?? Array.from({ length: shards.count }, (_, id) => id);
  return ids.map((id) => `discord-shard-${id}`);
}
