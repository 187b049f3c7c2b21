import type { Place, PlaceStore } from '../../ports/place-store.ts';
import type { RedisClient } from '../connection/connection.ts';
import { shapes } from '../seasons/season-shapes.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';

/** Keeps in Redis what is known of the addresses in the operator's file. */
export function createRedisPlaceStore(redis: RedisClient): PlaceStore {
  const { placesKey } = keysOf(redis);
  return {
    all: async () => (await redis.hvals(placesKey)).flatMap(readable),
    async put(place) {
      await redis.hset(placesKey, fieldOf(place), encodeRecord(place));
    },
    async drop(place) {
      await redis.hdel(placesKey, fieldOf(place));
    },
  };
}

/** One that cannot be read is as good as none: its address is looked up again, and that writes it anew. */
function readable(text: string): readonly Place[] {
  try {
    const place = decodeRecord<Place>(text);
    return shapes.place.safeParse(place).success ? [place] : [];
  } catch {
    return [];
  }
}

/** An owner holds no line break. */
const fieldOf = ({ owner, literal }: Pick<Place, 'owner' | 'literal'>): string => `${owner}\n${literal}`;
