import { pino } from 'pino';
import type { Log } from './ports/log.ts';

/** Field names under which a secret could ever stand, in our own lines or in a library's error. */
const SECRETS = ['token', 'authorization', 'password', 'secret', 'pepper'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** One JSON line an event; readable lines on a terminal. Bot tokens are cut out of every text. */
export function createLog(level: string, onTerminal: boolean): Log {
  return pino({
    level,
    base: null,
    redact: { paths: SECRETS, censor: '[hidden]' },
    serializers: { error: pino.stdSerializers.err, err: pino.stdSerializers.err },
    hooks: { streamWrite: withoutTokens },
    ...(onTerminal && {
      transport: {
        target: 'pino-pretty',
        options: { translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' },
      },
    }),
  });
}

/** For a command line, whose answer is its output. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Telegram's tokens stand in the path of every URL, and so in the errors of libraries; Discord's in headers. */
export function withoutTokens(line: string): string {
  return (
    line
      // `/bot<token>/`: a letter goes before the first digit.
      .replace(/(?<!\d)\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}/gi, '[hidden]')
      .replace(/(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}/g, '[hidden]')
  );
}
