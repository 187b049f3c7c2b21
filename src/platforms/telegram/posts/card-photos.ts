import { z } from 'zod';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { PictureToSend } from '../../../ports/platform/sending.ts';
import type { SentPictures } from '../../../ports/stores/sent-pictures.ts';
import { within } from '../../../time-limit.ts';
import type { Answer } from '../requests/client.ts';
import { saysUnknownFile } from '../requests/errors.ts';
import type { Photo } from '../wire/notices.ts';

/** Sends photos that are uploaded once: to one chat as a file, to all others by the id that Telegram gave it. */
export interface CardPhotos {
  /**
   * @param send posts one message with this photo; it is called a second time only if Telegram refused the id, which posts
   * nothing.
   */
  send(picture: PictureToSend, send: (photo: Photo) => Promise<Answer>): Promise<Answer>;
}

/** Longest wait for an upload to another chat. Its answer is lost or late then, and this message brings its own file. */
const OTHERS_UPLOAD: Milliseconds = 5_000;
/** Ids kept in memory, of the latest pictures. */
const MOST_IDS = 200;

export function createCardPhotos(store: SentPictures, log: Log): CardPhotos {
  const ids = new Map<string, string>();
  const uploads = new Map<string, Promise<unknown>>();

  async function find(key: string): Promise<string | undefined> {
    const known = ids.get(key);
    if (known !== undefined) return known;
    // Without the store, the picture is uploaded once more.
    const id = await store.find(key).catch(() => undefined);
    if (id !== undefined) remember(key, id);
    return id;
  }

  function remember(key: string, id: string): void {
    ids.set(key, id);
    const [oldest] = ids.keys();
    if (ids.size > MOST_IDS && oldest !== undefined) ids.delete(oldest);
  }

  async function forget(key: string, id: string): Promise<void> {
    if (ids.get(key) === id) ids.delete(key);
    await store.forget(key, id).catch((error: unknown) => log.warn({ error }, 'could not forget a picture'));
  }

  async function upload(
    { key, png }: PictureToSend,
    send: (photo: Photo) => Promise<Answer>,
  ): Promise<Answer> {
    const answer = await send({ source: Buffer.from(png), filename: 'card.png' });
    const id = answer.ok ? fileIdIn(answer.result) : undefined;
    if (id === undefined) return answer;
    remember(key, id);
    await store.put(key, id).catch((error: unknown) => log.warn({ error }, 'could not note a picture'));
    return answer;
  }

  return {
    async send(picture, send) {
      const { key } = picture;
      let refused: string | undefined;
      for (;;) {
        const id = await find(key);
        // A store that can't forget it would give it again and again.
        if (id !== undefined && id !== refused) {
          const answer = await send(id);
          if (answer.ok || !saysUnknownFile(answer.failure)) return answer;
          refused = id;
          await forget(key, id);
          continue;
        }
        const others = uploads.get(key);
        if (others === undefined) break;
        const waited = await within(
          OTHERS_UPLOAD,
          others.then(() => true),
        );
        if (waited !== true) break;
      }
      const uploading = upload(picture, send);
      const ended = uploading.catch(() => undefined);
      uploads.set(key, ended);
      try {
        return await uploading;
      } finally {
        if (uploads.get(key) === ended) uploads.delete(key);
      }
    },
  };
}

/** The largest size is the picture itself. */
const Photographed = z.object({ photo: z.array(z.object({ file_id: z.string() })).min(1) });

const fileIdIn = (message: unknown): string | undefined =>
  Photographed.safeParse(message).data?.photo.at(-1)?.file_id;
