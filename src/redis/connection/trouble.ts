import { StartupError } from '../../ports/startup-error.ts';
import { refusedWrite } from './probe.ts';

const LOST =
  /^(ECONN|ETIMEDOUT|EPIPE|EAI_|ENOTFOUND|EHOST|ENET)|Connection is closed|Reached the max retries|max number of clients|Command timed out|Stream isn't writeable|Failed to refresh slots/;
const REFUSED = /^(NOAUTH|NOPERM|WRONGPASS|LOADING|MASTERDOWN|CLUSTERDOWN|OOM|READONLY|MISCONF|NOREPLICAS)\b/;

/**
 * What an operator has to know when Redis fails during a command of the command line; undefined if the error
 * is not from Redis.
 * @param where the server, without user and password
 */
export function redisTrouble(error: unknown, where: string): StartupError | undefined {
  if (!(error instanceof Error) || error instanceof StartupError) return undefined;
  const { code = '' } = error as NodeJS.ErrnoException;
  const cause = { cause: error };
  // A script's error begins with where it was called.
  const message = error.message.replace(/^ERR Error running script.*?: /, '');
  if (REFUSED.test(message))
    return new StartupError(
      `Redis at ${where} refused: ${refusedWrite(message) ?? message}`,
      message.startsWith('NOPERM')
        ? "Allow the user of REDIS_URL all commands on the bot's keys there (ACL SETUSER)."
        : 'Fix that, then try again.',
      cause,
    );
  if (error.name === 'MaxRetriesPerRequestError' || LOST.test(code) || LOST.test(message))
    return new StartupError(
      `The connection to Redis at ${where} was lost: ${message}`,
      'Check that it is running, then repeat the command. Running it twice does no harm.',
      cause,
    );
  return undefined;
}
