import { pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';
import { platforms } from './platforms/index.ts';
import type { Log, LogFields } from './ports/log.ts';
import { prettyOptions, withoutLoggerFields } from './terminal/log-line.ts';

/** Names of fields that could contain a secret, in our own lines or in a library's error. */
const SECRETS = ['token', 'authorization', 'password', 'secret', 'pepper'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** How deep causes of causes, and errors gathered in one, are logged. */
const DEEPEST_CAUSE = 5;
const MOST_GATHERED = 5;
/** Characters. A message may contain a server's answer, and the stack repeats the message. */
const LONGEST_MESSAGE = 4_000;
const LONGEST_STACK = 12_000;

/** `json`: one object per line, with ISO time and the level's name. `pretty`: one line for people. */
export type LogFormat = 'json' | 'pretty';

/** Writes to standard output. Bot tokens are cut out of every text, whatever the format. */
export function createLog(level: string, format: LogFormat): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: SECRETS, censor: '[hidden]' },
    formatters: { level: (name: string) => ({ level: name }), log: withPlainErrors },
    errorKey: 'error',
    // The error is already a plain object; pino's own serializer would include every field of it.
    serializers: { error: (plain: unknown) => plain },
    hooks: { streamWrite: withoutTokens },
  };
  if (format === 'json') return pino(options);
  const colors = process.stdout.isTTY === true && process.stdout.hasColors();
  const formatters = {
    ...options.formatters,
    log: (fields: LogFields) => withoutLoggerFields(withPlainErrors(fields)),
  };
  return pino({ ...options, formatters }, pretty({ ...prettyOptions(colors), sync: true }));
}

/** For a command line, where only the answer is printed. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Libraries put tokens into their errors: they are in the path of a URL, or in headers. */
export function withoutTokens(line: string): string {
  return (
    platforms
      .reduce((cleaned, { secrets }) => cleaned.replace(secrets, '[hidden]'), line)
      // Redis repeats what it does not understand, which may be AUTH with its password.
      .replace(/(, with args beginning with: )(?:[^"\\\n]|\\[^n])+/g, '$1[hidden]')
  );
}

/** What a line says about an error. */
interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  /**
   * The Redis command, by name only: its arguments contain whatever was to be stored, and those of AUTH the
   * password.
   */
  readonly command?: string;
  readonly cause?: PlainError | string;
  /** Of an `AggregateError`, such as one for each address of a host. */
  readonly errors?: readonly (PlainError | string)[];
}

function withPlainErrors(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      name === 'error' || value instanceof Error ? plainError(value) : value,
    ]),
  );
}

/**
 * Libraries attach to their errors what was running: the request with its body, its address with the token, headers,
 * the update. So we choose what to log, name by name, and omit everything else.
 */
function plainError(thrown: unknown, depth = 1): PlainError | string {
  if (typeof thrown !== 'object' || thrown === null) return cut(String(thrown), LONGEST_MESSAGE);
  const { message, stack, code, command, cause, errors } = thrown as Record<string, unknown>;
  const commandName = nameOf(command);
  const deeper = (one: unknown) => plainError(one, depth + 1);
  const mayGoOn = depth < DEEPEST_CAUSE;
  return {
    type: thrown.constructor?.name || 'Object',
    message: cut(typeof message === 'string' ? message : '', LONGEST_MESSAGE),
    ...(typeof stack === 'string' && { stack: cut(stack, LONGEST_STACK) }),
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    ...(commandName !== undefined && { command: commandName }),
    ...(mayGoOn && cause !== undefined && { cause: deeper(cause) }),
    ...(mayGoOn && Array.isArray(errors) && { errors: errors.slice(0, MOST_GATHERED).map(deeper) }),
  };
}

function nameOf(command: unknown): string | undefined {
  if (typeof command !== 'object' || command === null || !('name' in command)) return undefined;
  return typeof command.name === 'string' ? command.name : undefined;
}

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;
