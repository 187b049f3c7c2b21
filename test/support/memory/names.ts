import { communityKey } from '../../../src/core/ids.ts';
import type { CommunityNames } from '../../../src/ports/stores/community-names.ts';
import type { PeopleNames } from '../../../src/ports/stores/people-names.ts';
import type { Place, PlaceStore } from '../../../src/ports/stores/place-store.ts';
import type { PublicAnswers } from '../../../src/ports/stores/public-answers.ts';

/** Names outlive a test; nothing here runs out. */
export function memoryNames(): {
  readonly places: PlaceStore;
  readonly communityNames: CommunityNames;
  readonly publicAnswers: PublicAnswers;
  readonly peopleNames: PeopleNames;
} {
  const places = new Map<string, Place>();
  const communities = new Map<string, string>();
  const channels = new Set<string>();
  const people = new Map<string, string>();
  const keyOf = ({ owner, literal }: Pick<Place, 'owner' | 'literal'>): string => `${owner}\n${literal}`;
  return {
    places: {
      all: async () => [...places.values()],
      put: async (place) => void places.set(keyOf(place), place),
      drop: async (place) => void places.delete(keyOf(place)),
    },
    communityNames: {
      all: async () => new Map(communities),
      async put({ platform, community }, name) {
        const key = communityKey(platform, community);
        if (name === undefined) communities.delete(key);
        else communities.set(key, name);
      },
    },
    publicAnswers: {
      async take(channel) {
        const isFree = !channels.has(channel);
        channels.add(channel);
        return isFree;
      },
    },
    peopleNames: {
      note: async (pseudonym, name) => void people.set(pseudonym, name),
      forget: async (pseudonyms) => {
        for (const one of pseudonyms) people.delete(one);
      },
      of: async (pseudonyms) =>
        new Map(
          pseudonyms.flatMap((one) => {
            const name = people.get(one);
            return name === undefined ? [] : [[one, name] as const];
          }),
        ),
    },
  };
}
