import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../core/ids.ts';
import type { Intake } from '../../ports/episode-intake.ts';
import type { PostedRequest, PostedRequests, RequestClaim } from '../../ports/stores/posted-requests.ts';

const WAITS: Milliseconds = 5_000;
const LOOKS_EVERY: Milliseconds = 100;

/**
 * Carries a request out, or gives the answer that it got before. Of several equal ones at a time, one is carried out and
 * the others wait for its answer. A process that is killed in between leaves the request to the next who sends it.
 * @param carryOut may run again after a crash, so it must be idempotent.
 * @param waits how long the second of two equal requests waits for the first one's answer; default 5 s.
 */
export async function answerOnce(
  requests: PostedRequests,
  request: PostedRequest,
  carryOut: () => Promise<Intake>,
  waits: Milliseconds = WAITS,
): Promise<Intake> {
  const claim = await claimInTurn(requests, request, waits);
  if (claim.kind !== 'granted') return answerOf(claim);
  const { granted } = claim;
  let intake: Intake;
  try {
    intake = await carryOut();
  } catch (error) {
    // If Redis is away, the lease ends by itself.
    await granted.release().catch(() => undefined);
    throw error;
  }
  if (intake.ok) return { ok: true, answer: await granted.settle(intake.answer) };
  await granted.release();
  return intake;
}

async function claimInTurn(
  requests: PostedRequests,
  request: PostedRequest,
  waits: Milliseconds,
): Promise<RequestClaim> {
  const since = performance.now();
  for (;;) {
    const claim = await requests.claim(request);
    if (claim.kind !== 'under-way' || performance.now() - since > waits) return claim;
    await sleep(LOOKS_EVERY);
  }
}

function answerOf(claim: Exclude<RequestClaim, { kind: 'granted' }>): Intake {
  switch (claim.kind) {
    case 'answered':
      return { ok: true, answer: claim.answer };
    case 'under-way':
      return {
        ok: false,
        code: 'in-progress',
        message: 'A request with this Idempotency-Key is being carried out. Send it again to get its answer.',
        retryAfter: claim.for,
      };
    case 'other-body':
      return {
        ok: false,
        code: 'key-reused',
        message:
          'This Idempotency-Key came with another body in the last 24 hours. Use a new key for each episode, and the same body whenever you send it again.',
      };
    case 'signature-used':
      return {
        ok: false,
        code: 'signature-used',
        message:
          'This signature came with another Idempotency-Key or for another show. Sign each request anew, with the current time.',
      };
    case 'too-many':
      return {
        ok: false,
        code: 'too-many-requests',
        message: 'More than 60 new episodes were posted within a minute. Send this one again later.',
        retryAfter: claim.for,
      };
  }
}
