import type { Place, PlaceStore } from '../../ports/stores/place-store.ts';
import type { RedisClient } from '../connection/connection.ts';
import type { SeasonShapes } from '../seasons/season-shapes.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';

/** Caches in Redis what the platforms said about the addresses in the operator's file. */
export function createRedisPlaceStore(redis: RedisClient, shapes: SeasonShapes): PlaceStore {
  const { placesKey } = keysOf(redis);
  return {
    all: async () => (await redis.hvals(placesKey)).flatMap((text) => readable(text, shapes)),
    async put(place) {
      await redis.hset(placesKey, fieldOf(place), encodeRecord(place));
    },
    async drop(place) {
      await redis.hdel(placesKey, fieldOf(place));
    },
  };
}

/** A record that can't be read counts as missing: its address is looked up again, which overwrites it. */
function readable(text: string, shapes: SeasonShapes): readonly Place[] {
  try {
    const place = decodeRecord<Place>(text);
    return shapes.place.safeParse(place).success ? [place] : [];
  } catch {
    return [];
  }
}

/** An owner contains no line break. */
const fieldOf = ({ owner, literal }: Pick<Place, 'owner' | 'literal'>): string => `${owner}\n${literal}`;
