import { expect, it } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { createCardPhotos } from '../../../src/platforms/telegram/posts/card-photos.ts';
import type { Answer } from '../../../src/platforms/telegram/requests/client.ts';
import { memorySentPictures } from '../../support/memory/sent-pictures.ts';

const PICTURE = { png: new Uint8Array([1]), key: 'k', alt: 'A card' };
const uploaded: Answer = { ok: true, result: { photo: [{ file_id: 'new' }] } };
const unknown: Answer = {
  ok: false,
  failure: {
    kind: 'answered',
    code: 400,
    description: 'Bad Request: wrong file identifier/HTTP URL specified',
  },
};

it('an id that Telegram refuses is tried once, even if the store cannot forget it', async () => {
  const store = {
    ...memorySentPictures(),
    find: async () => 'old',
    forget: () => Promise.reject(new Error('the store only reads')),
  };
  const sent: string[] = [];
  const answer = await createCardPhotos(store, silentLog).send(PICTURE, async (photo) => {
    sent.push(typeof photo === 'string' ? photo : 'a file');
    if (sent.length > 5) throw new Error('sent again and again');
    return typeof photo === 'string' ? unknown : uploaded;
  });
  expect(answer).toBe(uploaded);
  expect(sent).toEqual(['old', 'a file']);
});
