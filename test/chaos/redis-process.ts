import { Redis } from 'ioredis';

/** Nothing listens there any more. */
const CONNECT_WITHIN_MS = 1_000;

/** Process id of the server behind a socket; undefined if none answers. */
export async function redisPid(socket: string): Promise<number | undefined> {
  const client = new Redis({
    path: socket,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_WITHIN_MS,
    commandTimeout: CONNECT_WITHIN_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const pid = Number(/^process_id:(\d+)/m.exec(await client.info('server'))?.[1]);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  } finally {
    client.disconnect();
  }
}

/** A season's keys, and entries about it in keys of all seasons. The list of seasons may name it. */
export async function traces(socket: string, season: string): Promise<readonly string[]> {
  const client = new Redis({ path: socket, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const keys = await client.keys('*');
    const own = keys.filter((key) => key.includes(`{${season}}`));
    const shared: string[] = [];
    for (const key of keys.filter((one) => one.includes('{polls}'))) {
      if ((await client.type(key)) !== 'hash') continue;
      const values = await client.hvals(key);
      if (values.some((value) => value.includes(`"${season}"`))) shared.push(`an entry of ${key}`);
    }
    return [...own, ...shared];
  } finally {
    client.disconnect();
  }
}
