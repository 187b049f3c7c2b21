import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { episodeId, showId } from '../../src/core/ids.ts';
import type { PostedAnswer, PostedRequests, RequestClaim } from '../../src/ports/stores/posted-requests.ts';
import type { PostedRequestLimits } from '../../src/redis/bot/posted-requests.ts';

const ANSWER: PostedAnswer = { episode: episodeId('ep-1'), action: 'queued' };
const LATER: PostedAnswer = { episode: null, action: 'unchanged' };
const FIRST = { show: showId('night-shift'), key: 'upload 7', signature: 'a1', body: 'b1' };

/** What every implementation of `PostedRequests` must do. `open` gives one that is empty in every test. */
export function postedRequestsContract(
  name: string,
  open: (limits?: Partial<PostedRequestLimits>) => PostedRequests,
): void {
  describe(`requests of the episodes' webhook: ${name}`, () => {
    const granted = (claim: RequestClaim) => {
      if (claim.kind !== 'granted') throw new Error(`not granted: ${claim.kind}`);
      return claim.granted;
    };

    it('are carried out by one caller, and all others get its answer', async () => {
      const requests = open();
      const claims = await Promise.all([1, 2, 3, 4].map(() => requests.claim(FIRST)));
      expect(claims.map(({ kind }) => kind).sort()).toEqual([
        'granted',
        'under-way',
        'under-way',
        'under-way',
      ]);
      const one = claims.find((claim) => claim.kind === 'granted');
      expect(one && (await granted(one).settle(ANSWER))).toEqual(ANSWER);
      expect(await requests.claim(FIRST)).toEqual({ kind: 'answered', answer: ANSWER });
      // A sender that signs again each time it tries.
      expect(await requests.claim({ ...FIRST, signature: 'a2' })).toEqual({
        kind: 'answered',
        answer: ANSWER,
      });
    });

    it('say how long another caller may take', async () => {
      const requests = open({ lease: 4_000 });
      await requests.claim(FIRST);
      const claim = await requests.claim(FIRST);
      expect(claim.kind === 'under-way' && claim.for).toBeGreaterThan(0);
      expect(claim.kind === 'under-way' && claim.for).toBeLessThanOrEqual(4_000);
    });

    it('accept a signature for one key and one show only, whatever became of it', async () => {
      const requests = open();
      await granted(await requests.claim(FIRST)).release();
      expect(await requests.claim({ ...FIRST, key: 'upload 8' })).toEqual({ kind: 'signature-used' });
      expect(await requests.claim({ ...FIRST, show: showId('day-shift') })).toEqual({
        kind: 'signature-used',
      });
      expect((await requests.claim(FIRST)).kind).toBe('granted');
    });

    it('refuse a key with another body, while it is carried out and after', async () => {
      const requests = open();
      const one = granted(await requests.claim(FIRST));
      const other = { ...FIRST, signature: 'a2', body: 'b2' };
      expect(await requests.claim(other)).toEqual({ kind: 'other-body' });
      await one.settle(ANSWER);
      expect(await requests.claim(other)).toEqual({ kind: 'other-body' });
      // Another show has keys of its own.
      expect((await requests.claim({ ...other, signature: 'a3', show: showId('day-shift') })).kind).toBe(
        'granted',
      );
    });

    it('may be sent again, with another body too, once nothing came of them', async () => {
      const requests = open();
      await granted(await requests.claim(FIRST)).release();
      expect((await requests.claim({ ...FIRST, signature: 'a2', body: 'b2' })).kind).toBe('granted');
    });

    it('can be claimed again when a caller was killed; the first answer is kept', async () => {
      const requests = open({ lease: 40 });
      const slow = granted(await requests.claim(FIRST));
      await sleep(60);
      const next = granted(await requests.claim(FIRST));
      // The slow one was not killed after all. It takes nothing away from the other.
      await slow.release();
      expect((await requests.claim(FIRST)).kind).toBe('under-way');
      expect(await next.settle(ANSWER)).toEqual(ANSWER);
      expect(await slow.settle(LATER)).toEqual(ANSWER);
      await slow.release();
      expect(await requests.claim(FIRST)).toEqual({ kind: 'answered', answer: ANSWER });
    });

    it('are too many at some point: new ones wait, known ones are answered', async () => {
      const requests = open({ most: 2, window: 150 });
      const numbered = (number: number) => ({ ...FIRST, key: `k${number}`, signature: `s${number}` });
      await granted(await requests.claim(numbered(1))).settle(ANSWER);
      await requests.claim(numbered(2));
      const third = await requests.claim(numbered(3));
      expect(third.kind).toBe('too-many');
      expect((await requests.claim(numbered(1))).kind).toBe('answered');
      await sleep(third.kind === 'too-many' ? third.for + 5 : 0);
      expect((await requests.claim(numbered(3))).kind).toBe('granted');
    });

    it('are forgotten in time', async () => {
      const requests = open({ keep: 40 });
      await granted(await requests.claim(FIRST)).settle(ANSWER);
      await sleep(60);
      expect((await requests.claim({ ...FIRST, key: 'upload 8', body: 'b2' })).kind).toBe('granted');
    });
  });
}
