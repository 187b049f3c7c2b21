import type { PrettyOptions } from 'pino-pretty';
import type { LogFields } from '../ports/log.ts';
import { visible } from './visible.ts';

/** Characters. A longer field is cut on a terminal; the JSON log has all of it. */
const LONGEST_VALUE = 160;
/** These have their own place in the line. */
const NOT_FIELDS = new Set(['level', 'time', 'msg']);

/** One line per event: local time, level, message, then its fields as `name=value`. An error's stack follows its line. */
export const prettyOptions = (colors: boolean): PrettyOptions => ({
  colorize: colors,
  translateTime: 'SYS:HH:MM:ss',
  hideObject: true,
  messageFormat: (line) => writeLine(line),
});

/**
 * pino-pretty treats `name` and `pid` as the logger's own; ours are an outlet's name and a child process's
 * id.
 */
export const withoutLoggerFields = ({ name, pid, ...fields }: LogFields): Record<string, unknown> => ({
  ...fields,
  ...(name !== undefined && { called: name }),
  ...(pid !== undefined && { process: pid }),
});

function writeLine(line: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(line).filter(([name, value]) => !NOT_FIELDS.has(name) && value !== undefined);
  const told = fields.map(([name, value]) => `${name}=${writeValue(value)}`);
  const stack = line.level === 'error' || line.level === 'fatal' ? stackOf(line.error) : undefined;
  return visible(
    [[String(line.msg), ...told].join('  '), ...(stack === undefined ? [] : [stack])].join('\n'),
  );
}

function writeValue(value: unknown): string {
  const text = isError(value) ? `${value.type}: ${value.message}` : asText(value);
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  const short = line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE)}…` : line;
  return /^[^\s"=]+$/.test(short) ? short : JSON.stringify(short);
}

/** Nested values without JSON's punctuation: `tell:236,drive:405`. A message is shown as its link. */
function asText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(asText).join(',');
  if ('link' in value && typeof value.link === 'string') return value.link;
  return Object.entries(value)
    .map(([name, inner]) => `${name}:${asText(inner)}`)
    .join(',');
}

interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
}

const isError = (value: unknown): value is ToldError =>
  typeof value === 'object' && value !== null && 'type' in value && 'message' in value;

/** Without its first line, which is in the event's own line already. */
function stackOf(error: unknown): string | undefined {
  if (!isError(error) || error.stack === undefined) return undefined;
  const calls = error.stack.split('\n').filter((line) => /^\s+at /.test(line));
  return calls.length === 0 ? undefined : calls.join('\n');
}
