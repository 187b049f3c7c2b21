import { createServer } from 'node:net';
import { readSettings } from '../../../config/settings.ts';
import type { Town } from '../audience/town.ts';

export interface BotFiles {
  readonly operatorPath: string;
  readonly dataDir: string;
}

/** The environment of a bot in the town, with pages on, and the same as settings. */
export async function botIn({ environment }: Town, { operatorPath, dataDir }: BotFiles) {
  const port = await freePort();
  const pages = `http://127.0.0.1:${port}`;
  const variables = {
    ...environment,
    CLIFFHANGER_CONFIG: operatorPath,
    CLIFFHANGER_DATA: dataDir,
    // The same after every restart, as links to pages are posted.
    HTTP_PORT: String(port),
    HTTP_HOST: '127.0.0.1',
    HTTP_PAGES: 'on',
    HTTP_PUBLIC_URL: pages,
    ...(process.env.TMPDIR !== undefined && { TMPDIR: process.env.TMPDIR }),
  };
  return { variables, settings: readSettings(variables), pages };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
