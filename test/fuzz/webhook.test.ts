import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPostedEpisode } from '../../src/http/episodes/posted-episode.ts';
import { readSignature, verify } from '../../src/http/episodes/signature.ts';
import { hostileJson, hostileText, mutated, pollution } from '../support/hostile-values.ts';
import { sign } from '../support/webhook/sender.ts';

const SOUND = {
  id: 'door_1',
  title: 'The Door',
  url: 'https://watch.example/1',
  image: 'https://watch.example/1.jpg',
  synopsis: 'Line.\nVote: Open? Yes | No',
  guid: 'upload-1',
};

describe('what is posted to the webhook', () => {
  it('is an episode, or refused with one sentence that controls nothing, whatever its bytes', () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.oneof(hostileJson(), mutated(SOUND)).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const reading = readPostedEpisode(body);
        if (reading.ok) {
          const { title, url, id = 'a' } = reading.episode;
          expect(title.trim()).not.toBe('');
          expect(title).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
          expect(url).toMatch(/^https?:\/\//);
          expect(id).toMatch(/^[\w-]{1,40}$/);
        } else expect(reading.message).not.toMatch(/[\p{Cc}\p{Cs}\p{Cf}]/u);
      }),
      { numRuns: 150 },
    );
    expect(pollution()).toEqual([]);
  });

  it('is authentic only with the secret, whatever else its header says', () => {
    const body = Buffer.from(JSON.stringify(SOUND));
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText(),
          fc.tuple(fc.nat(), fc.stringMatching(/^[0-9a-f]{64}$/)).map(([t, v]) => `t=${t},v1=${v}`),
        ),
        fc.string(),
        (header, secret) => {
          const signature = readSignature(header);
          if (signature !== undefined) expect(verify(signature, body, 'the secret')).toBeUndefined();
          const forged = readSignature(`t=5,v1=${sign(`not ${secret}`, 5, body)}`);
          expect(forged && verify(forged, body, 'the secret')).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
    const right = readSignature(`t=5,v1=${sign('the secret', 5, body)}`);
    expect(right && verify(right, body, 'the secret')).toHaveLength(64);
  });
});
