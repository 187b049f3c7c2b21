import type { SentPictures } from '../../../src/ports/stores/sent-pictures.ts';

export function memorySentPictures(ids: Map<string, string> = new Map()): SentPictures {
  return {
    find: async (key) => ids.get(key),
    async put(key, id) {
      ids.set(key, id);
    },
    async forget(key, id) {
      if (ids.get(key) === id) ids.delete(key);
    },
  };
}
