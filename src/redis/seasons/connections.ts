import type { Milliseconds, OutletId } from '../../core/ids.ts';
import type { Asked, Connection, Connections, UnreadableConnection } from '../../ports/stores/connections.ts';
import { isUnreadable, Unreadable } from '../../ports/stores/unreadable.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { ASK_CONNECTION } from './scripts.ts';
import type { SeasonShapes } from './season-shapes.ts';

const DAY: Milliseconds = 86_400_000;

/** Stores the communities that joined by command, of every show. */
export function createRedisConnections(redis: RedisClient, shapes: SeasonShapes): Connections {
  const { connectionsKey, waitingKey, requestsKey } = keysOf(redis);
  return {
    async of(show) {
      const readable: Connection[] = [];
      const unreadable: UnreadableConnection[] = [];
      try {
        for (const [outlet, text] of Object.entries(await redis.hgetall(connectionsKey(show))))
          try {
            readable.push(readConnection(outlet, text, shapes));
          } catch (error) {
            unreadable.push({ outlet: outlet as OutletId, why: (error as Error).message });
          }
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        unreadable.push({ why: (error as Error).message });
      }
      readable.sort((a, b) => a.askedAt - b.askedAt || byNumber.compare(a.id, b.id));
      return { readable, unreadable };
    },
    async put(show, connection) {
      await redis.hset(connectionsKey(show), connection.id, encodeRecord(connection));
    },
    async ask(show, connection, limits) {
      const { id, outlet, askedAt } = connection;
      const keys = [connectionsKey(show), waitingKey(show), requestsKey(show, Math.floor(askedAt / DAY))];
      const community = `${outlet.address.platform}:${outlet.community}`;
      const reply = await runScript(redis, ASK_CONNECTION, keys, [
        ...[id, encodeRecord(connection), community, 2 * DAY],
        ...limits.flatMap(({ of, most }) => [of, most]),
      ]);
      const [kind, what, asked = ''] = reply as [Asked['kind'], string, string?];
      switch (kind) {
        case 'asked':
          return { kind };
        case 'waiting':
          return { kind, connection: readConnection(asked, what, shapes) };
        case 'too-many':
          return { kind, of: what };
      }
    },
    async drop(show, outlet) {
      return (await redis.hdel(connectionsKey(show), outlet)) === 1;
    },
  };
}

const byNumber = new Intl.Collator('en', { numeric: true });

/** @throws Unreadable */
function readConnection(outlet: string, text: string, shapes: SeasonShapes): Connection {
  const connection = decodeRecord<Connection>(text);
  const [issue] = shapes.connection.safeParse(connection).error?.issues ?? [];
  if (issue !== undefined) throw new Unreadable(`${issue.path.join('.')}: ${issue.message}`);
  if (connection.id !== outlet) throw new Unreadable(`it belongs to ${connection.id}`);
  return connection;
}
