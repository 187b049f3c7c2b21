import { StartupError } from '../src/ports/startup-error.ts';
import { VARIABLES, type ValueOf, type Variable, type VariableName } from './environment.ts';
import { strayQuote, withoutQuotes } from './quotes.ts';
import type { Secret } from './secret.ts';

export type Role = ValueOf<'CLIFFHANGER_ROLE'>;
export type LogLevel = ValueOf<'LOG_LEVEL'>;
type LogFormat = ValueOf<'LOG_FORMAT'>;

/** All that the environment decides. Deeply frozen; tokens show themselves only through `reveal()`. */
export interface Settings {
  /** Absent: Discord is off. */
  readonly discord?: {
    readonly token: Secret;
    /** Without a slash at its end and without a version. */
    readonly apiUrl: string;
    /** Absent: as the gateway recommends. `ids` absent: all of `count`. */
    readonly shards?: { readonly ids?: readonly number[]; readonly count: number };
    readonly commandsGuild?: string;
  };
  /** Absent: Telegram is off. */
  readonly telegram?: {
    readonly token: Secret;
    /** Without a slash at its end. */
    readonly apiUrl: string;
    /** Absent: long polling. */
    readonly webhook?: { readonly url: string; readonly secret: Secret };
  };
  /** As REDIS_URL has it; absent: the embedded server. */
  readonly redisUrl?: Secret;
  readonly redisPrefix: string;
  /** As given: relative to the working directory where it is relative. */
  readonly configPath: string;
  readonly dataDir: string;
  readonly role: Role;
  /** Absent: kept in the data folder. */
  readonly pepper?: Secret;
  readonly http: { readonly port: number; readonly host: string };
  readonly logLevel: LogLevel;
  /** Absent: as standard output is a terminal or not. */
  readonly logFormat?: LogFormat;
  /** Sentences for the operator about what was set in a way that most likely was not meant. */
  readonly warnings: readonly string[];
}

export interface SettingProblem {
  readonly variable: VariableName;
  readonly what: string;
  readonly right: string;
}

type Values = { readonly [Name in VariableName]?: ValueOf<Name> };
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment. Empty variables count as unset, so that a compose file may pass on what it has not got.
 * @throws StartupError that names every problem at once; `cause` holds them as `SettingProblem[]`.
 */
export function readSettings(env: Environment): Settings {
  const { values, problems, warnings } = readVariables(env);
  const all = [...problems, ...contradictions(values, new Set(problems.map((problem) => problem.variable)))];
  if (all.length > 0) throw complaint(all);
  return deepFreeze({ ...arrange(values), warnings });
}

function readVariables(env: Environment): {
  readonly values: Values;
  readonly problems: readonly SettingProblem[];
  readonly warnings: readonly string[];
} {
  const warnings: string[] = [];
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const name of Object.keys(VARIABLES) as VariableName[]) {
    const variable: Variable<unknown> = VARIABLES[name];
    const given = asMeant(name, env[name]?.trim() ?? '', variable);
    if ('what' in given) {
      problems.push({ variable: name, ...given });
      continue;
    }
    if (given.warning !== undefined) warnings.push(given.warning);
    const text = given.text || variable.default;
    if (text === undefined) continue;
    const parsed = variable.parse(text);
    if ('value' in parsed) values[name] = parsed.value;
    else problems.push({ variable: name, ...parsed });
  }
  // Each value comes from the parser of its own name.
  return { values: values as Values, problems, warnings };
}

/** A value without what does not belong to it, or why nobody can say what was meant. Repeats nothing of a secret. */
function asMeant(
  name: VariableName,
  text: string,
  { quotes }: Variable<unknown>,
): { readonly text: string; readonly warning?: string } | { readonly what: string; readonly right: string } {
  const bare = withoutQuotes(text);
  const right = `${name}=value, without quotes`;
  if (quotes === 'refused' && bare !== undefined) {
    return { what: 'is in quotes, which may or may not be part of it', right };
  }
  const value = bare ?? text;
  if (new RegExp(`^(?:export\\s+|set\\s+)?${name}\\s*[=:]`, 'i').test(value))
    return { what: 'repeats its own name', right: `only what follows ${name}=` };
  if (quotes === undefined) {
    const stray = strayQuote(value);
    if (stray !== undefined && bare !== undefined)
      return { what: 'is in more than one pair of quotes', right };
    if (stray !== undefined) return { what: `${stray} with a quote that has no partner`, right };
  }
  if (bare === undefined) return { text };
  return {
    text: bare,
    warning: `${name} is in quotes; they were left off. Remove them where it is set: docker's env files keep quotes as part of a value.`,
  };
}

/** What no variable can know alone. Says nothing of those that are `unread` already. */
function contradictions(values: Values, unread: ReadonlySet<VariableName>): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  const isUnset = (name: VariableName) => values[name] === undefined && !unread.has(name);
  const ids = values.DISCORD_SHARDS;
  const count = values.DISCORD_SHARD_COUNT;
  if (isUnset('DISCORD_TOKEN') && isUnset('TELEGRAM_TOKEN')) {
    const right = 'set DISCORD_TOKEN, TELEGRAM_TOKEN or both';
    problems.push({ variable: 'DISCORD_TOKEN', what: 'is not set, nor is TELEGRAM_TOKEN', right });
  }
  if (ids !== undefined && isUnset('DISCORD_SHARD_COUNT')) {
    const right = 'DISCORD_SHARD_COUNT with the number of all shards';
    problems.push({ variable: 'DISCORD_SHARDS', what: 'is set, but not how many shards there are', right });
  }
  const beyond = ids?.filter((id) => count !== undefined && id >= count) ?? [];
  if (beyond.length > 0) {
    const what = `names shard ${beyond.join(', ')}, but there are ${count}`;
    problems.push({ variable: 'DISCORD_SHARDS', what, right: `numbers from 0 to ${(count ?? 1) - 1}` });
  }
  if (values.TELEGRAM_WEBHOOK_URL !== undefined && isUnset('TELEGRAM_WEBHOOK_SECRET')) {
    const right = 'a secret of 1 to 256 letters, digits, _ and -: openssl rand -hex 32';
    problems.push({
      variable: 'TELEGRAM_WEBHOOK_SECRET',
      what: 'is not set, but TELEGRAM_WEBHOOK_URL is',
      right,
    });
  }
  if (values.TELEGRAM_WEBHOOK_SECRET !== undefined && isUnset('TELEGRAM_WEBHOOK_URL')) {
    const right = 'TELEGRAM_WEBHOOK_URL too, or neither for long polling';
    problems.push({
      variable: 'TELEGRAM_WEBHOOK_SECRET',
      what: 'is set, but not TELEGRAM_WEBHOOK_URL',
      right,
    });
  }
  if (values.CLIFFHANGER_ROLE !== undefined && values.CLIFFHANGER_ROLE !== 'all' && isUnset('REDIS_URL')) {
    const what = `is ${values.CLIFFHANGER_ROLE}, but the embedded Redis belongs to one process alone`;
    problems.push({
      variable: 'CLIFFHANGER_ROLE',
      what,
      right: 'all, or REDIS_URL with a server that they share',
    });
  }
  return problems;
}

function arrange(values: Values): Omit<Settings, 'warnings'> {
  return {
    ...(values.DISCORD_TOKEN && {
      discord: {
        token: values.DISCORD_TOKEN,
        apiUrl: known(values.DISCORD_API_URL),
        ...(values.DISCORD_SHARD_COUNT !== undefined && {
          shards: {
            count: values.DISCORD_SHARD_COUNT,
            ...(values.DISCORD_SHARDS !== undefined && { ids: values.DISCORD_SHARDS }),
          },
        }),
        ...(values.DISCORD_COMMANDS_GUILD !== undefined && { commandsGuild: values.DISCORD_COMMANDS_GUILD }),
      },
    }),
    ...(values.TELEGRAM_TOKEN && {
      telegram: {
        token: values.TELEGRAM_TOKEN,
        apiUrl: known(values.TELEGRAM_API_URL),
        ...(values.TELEGRAM_WEBHOOK_URL !== undefined &&
          values.TELEGRAM_WEBHOOK_SECRET !== undefined && {
            webhook: { url: values.TELEGRAM_WEBHOOK_URL, secret: values.TELEGRAM_WEBHOOK_SECRET },
          }),
      },
    }),
    ...(values.REDIS_URL && { redisUrl: values.REDIS_URL }),
    redisPrefix: known(values.REDIS_PREFIX),
    configPath: known(values.CLIFFHANGER_CONFIG),
    dataDir: known(values.CLIFFHANGER_DATA),
    role: known(values.CLIFFHANGER_ROLE),
    ...(values.CLIFFHANGER_PEPPER && { pepper: values.CLIFFHANGER_PEPPER }),
    http: { port: known(values.HTTP_PORT), host: known(values.HTTP_HOST) },
    logLevel: known(values.LOG_LEVEL),
    ...(values.LOG_FORMAT !== undefined && { logFormat: values.LOG_FORMAT }),
  };
}

/** A variable with a default has a value once nothing is wrong. */
function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A variable with a default has no value');
  return value;
}

function complaint(problems: readonly SettingProblem[]): StartupError {
  const lines = problems.map(({ variable, what, right }) => `${variable} ${what} — ${right}`);
  const [only] = lines;
  const what =
    lines.length === 1 && only !== undefined
      ? only
      : `${lines.length} settings are wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  return new StartupError(
    what,
    'Set them in the environment or in a file .env in the working directory, then start again. docs/operating.md lists every variable.',
    {
      cause: problems,
    },
  );
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
