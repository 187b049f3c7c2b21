import { Redis } from 'ioredis';

/** Nobody listens there any more: nothing to find. */
const CONNECT_WITHIN_MS = 1_000;

/** Process id of the server behind a socket; undefined where none answers. */
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

/** Keys that are left in the server behind a socket, by their first parts. */
export async function keysIn(socket: string): Promise<readonly string[]> {
  const client = new Redis({ path: socket, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.keys('*');
  } finally {
    client.disconnect();
  }
}
