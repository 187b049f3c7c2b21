import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { StartupError } from '../src/ports/startup-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a process with the file `.env` of its working directory behind it: a variable that the
 * environment sets wins, even where it is set to nothing. A missing file is no fault.
 * @throws StartupError where there is a `.env` that can't be read.
 */
export function withEnvFile(environment: Environment, folder = '.'): Environment {
  return { ...readEnvFile(join(folder, '.env')), ...environment };
}

function readEnvFile(path: string): Environment {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new StartupError(
      `${resolve(path)} can't be read: ${(error as Error).message}`,
      'Make it a readable text file of lines such as DISCORD_TOKEN=…, or remove it.',
      { cause: error },
    );
  }
  // A file saved on Windows may begin with a byte order mark, which would become part of the first name.
  return parseEnv(text.replace(/^\uFEFF/, ''));
}
