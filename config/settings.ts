import { platformVariable } from '../src/core/platform-name.ts';
import { platforms as allPlatforms } from '../src/platforms/index.ts';
import type { Platforms, PlatformsOn } from '../src/ports/platform/platform-definition.ts';
import type { SettingProblem, ValuesOf, Variable, Variables } from '../src/ports/platform/variable.ts';
import { StartupError } from '../src/ports/startup-error.ts';
import { type OwnValues, variablesOf } from './environment.ts';
import { strayQuote, withoutQuotes } from './quotes.ts';
import type { Secret } from './secret.ts';
import { known } from './variable-parts.ts';

export type Role = NonNullable<OwnValues['CLIFFHANGER_ROLE']>;
export type LogLevel = NonNullable<OwnValues['LOG_LEVEL']>;
type LogFormat = NonNullable<OwnValues['LOG_FORMAT']>;

/** Everything that the environment decides. Deeply frozen; tokens are only available through `reveal()`. */
export interface Settings {
  /** Those that have a token. */
  readonly platforms: PlatformsOn;
  /** REDIS_URL; absent: the embedded server. */
  readonly redisUrl?: Secret;
  readonly redisPrefix: string;
  /** As given; if relative, then to the working directory. */
  readonly configPath: string;
  readonly dataDir: string;
  readonly role: Role;
  /** Absent: stored in the data folder. */
  readonly pepper?: Secret;
  /** Absent: no episodes can be posted. */
  readonly webhookSecret?: Secret;
  readonly http: { readonly port: number; readonly host: string };
  readonly pages: PageSettings;
  readonly logLevel: LogLevel;
  /** Absent: depends on whether standard output is a terminal. */
  readonly logFormat?: LogFormat;
  /** Sentences for the operator about settings that were most likely not meant. */
  readonly warnings: readonly string[];
}

export interface PageSettings {
  readonly on: boolean;
  /** Under which people reach the pages, without a slash at its end. Absent: no links to them are posted. */
  readonly publicUrl?: string;
  /** Opens writers' reports and, where pages are on, the metrics. Absent: those are closed. */
  readonly adminToken?: Secret;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment. Empty variables count as unset, so that a compose file may pass on variables that it doesn't
 * have.
 * @param platform `optional`: for callers that only read what is stored.
 * @throws StartupError that names every problem at once; `cause` holds them as `SettingProblem[]`.
 */
export function readSettings(
  env: Environment,
  platforms: Platforms = allPlatforms,
  { platform }: { readonly platform: 'needed' | 'optional' } = { platform: 'needed' },
): Settings {
  const { values, problems, warnings } = readVariables(env, variablesOf(platforms));
  // Each value comes from the parser with the same name.
  const own = values as OwnValues;
  const unread = new Set(problems.map(({ variable }) => variable));
  const isUnset = (name: string) => values[name] === undefined && !unread.has(name);
  const all = [
    ...problems,
    ...(platform === 'needed' ? allOff(platforms, isUnset) : []),
    ...platforms.flatMap((one) => one.contradictions(values, isUnset)),
    ...contradictions(own, isUnset),
  ];
  if (all.length > 0) throw complaint(all);
  return deepFreeze({ platforms: settle(platforms, values), ...arrange(own), warnings });
}

function readVariables(
  env: Environment,
  variables: Variables,
): {
  readonly values: ValuesOf<Variables>;
  readonly problems: readonly SettingProblem[];
  readonly warnings: readonly string[];
} {
  const warnings: string[] = [];
  const values: Record<string, unknown> = {};
  const problems: SettingProblem[] = [];
  for (const [name, variable] of Object.entries(variables)) {
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
  return { values, problems, warnings };
}

/**
 * A value without quotes that do not belong to it, or why we can't know what was meant. Repeats nothing of a secret.
 */
function asMeant(
  name: string,
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
    warning: `${name} is in quotes; they were ignored. Remove them where it is set: docker's env files keep quotes as part of a value.`,
  };
}

/** No platform has a token. */
function allOff(platforms: Platforms, isUnset: (variable: string) => boolean): readonly SettingProblem[] {
  const tokens = platforms.map(({ name }) => platformVariable(name, 'TOKEN'));
  const [first, ...others] = tokens;
  if (first === undefined || !tokens.every(isUnset)) return [];
  if (others.length === 0) return [{ variable: first, what: 'is not set', right: `set ${first}` }];
  return [
    {
      variable: first,
      what: `is not set, nor is ${others.join(' or ')}`,
      right: `set ${tokens.join(', ')} or ${tokens.length === 2 ? 'both' : 'several of them'}`,
    },
  ];
}

/** Contradictions that no variable can know alone. */
function contradictions(
  { CLIFFHANGER_ROLE: role }: OwnValues,
  isUnset: (variable: string) => boolean,
): readonly SettingProblem[] {
  if (role === undefined || role === 'all' || !isUnset('REDIS_URL')) return [];
  const what = `is ${role}, but the embedded Redis belongs to one process alone`;
  return [
    { variable: 'CLIFFHANGER_ROLE', what, right: 'all, or REDIS_URL with a server that all processes share' },
  ];
}

function settle(platforms: Platforms, values: ValuesOf<Variables>): PlatformsOn {
  const on = platforms.filter(({ name }) => values[platformVariable(name, 'TOKEN')] !== undefined);
  return Object.fromEntries(on.map((platform) => [platform.name, platform.settle(values)]));
}

function arrange(values: OwnValues): Omit<Settings, 'platforms' | 'warnings'> {
  return {
    ...(values.REDIS_URL && { redisUrl: values.REDIS_URL }),
    redisPrefix: known(values.REDIS_PREFIX),
    configPath: known(values.CLIFFHANGER_CONFIG),
    dataDir: known(values.CLIFFHANGER_DATA),
    role: known(values.CLIFFHANGER_ROLE),
    ...(values.CLIFFHANGER_PEPPER && { pepper: values.CLIFFHANGER_PEPPER }),
    ...(values.CLIFFHANGER_WEBHOOK_SECRET && { webhookSecret: values.CLIFFHANGER_WEBHOOK_SECRET }),
    http: { port: known(values.HTTP_PORT), host: known(values.HTTP_HOST) },
    pages: {
      on: known(values.HTTP_PAGES) === 'on',
      ...(values.HTTP_PUBLIC_URL !== undefined && { publicUrl: values.HTTP_PUBLIC_URL }),
      ...(values.ADMIN_TOKEN && { adminToken: values.ADMIN_TOKEN }),
    },
    logLevel: known(values.LOG_LEVEL),
    ...(values.LOG_FORMAT !== undefined && { logFormat: values.LOG_FORMAT }),
  };
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
