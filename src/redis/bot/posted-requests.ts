import { createHash, randomUUID } from 'node:crypto';
import { DAY, MINUTE, SECOND } from '../../core/durations.ts';
import type { Milliseconds } from '../../core/ids.ts';
import type {
  PostedAnswer,
  PostedRequest,
  PostedRequests,
  RequestClaim,
} from '../../ports/stores/posted-requests.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { luaScript, runScript } from '../shared/scripts.ts';

const CLAIM = luaScript(import.meta.url, './lua/claim-request.lua');
const SETTLE = luaScript(import.meta.url, './lua/settle-request.lua');
const RELEASE = luaScript(import.meta.url, './lua/release-request.lua');

export interface PostedRequestLimits {
  /** How long a caller has a request to itself. Longer than it waits for Redis before it gives up. */
  readonly lease: Milliseconds;
  /** How long requests and signatures are remembered. */
  readonly keep: Milliseconds;
  /** How many new requests of all senders are taken in `window`. */
  readonly most: number;
  readonly window: Milliseconds;
}

/** A show that posts every minute is far below this; a script that runs wild is above it at once. */
const LIMITS: PostedRequestLimits = { lease: 15 * SECOND, keep: DAY, most: 60, window: MINUTE };

/** The caller owns the connection. What senders write is kept only as a hash: its length is theirs to choose. */
export function createRedisPostedRequests(
  redis: RedisClient,
  limits: Partial<PostedRequestLimits> = {},
): PostedRequests {
  const { postedKeys } = keysOf(redis);
  const { lease, keep, most, window } = { ...LIMITS, ...limits };
  return {
    async claim({ show, key, signature, body }) {
      const name = nameOf({ show, key });
      const request = postedKeys.request(name);
      const token = randomUUID();
      const keys = [postedKeys.signature(sha256(signature)), request, postedKeys.count];
      const args = [name, body, token, lease, keep, most, window];
      const claim = readReply((await runScript(redis, CLAIM, keys, args)) as Reply);
      if (claim !== 'granted') return claim;
      return {
        kind: 'granted',
        granted: {
          settle: async (answer) =>
            decodeRecord(
              String(await runScript(redis, SETTLE, [request], [body, encodeRecord(answer), keep])),
            ),
          release: async () => void (await runScript(redis, RELEASE, [request], [token])),
        },
      };
    },
  };
}

type Reply =
  | readonly ['granted' | 'other-body' | 'signature-used']
  | readonly ['answered', string]
  | readonly ['under-way' | 'too-many', number];

function readReply(reply: Reply): RequestClaim | 'granted' {
  switch (reply[0]) {
    case 'granted':
      return 'granted';
    case 'answered':
      return { kind: 'answered', answer: decodeRecord<PostedAnswer>(reply[1]) };
    case 'under-way':
    case 'too-many':
      return { kind: reply[0], for: Math.max(1, reply[1]) };
    default:
      return { kind: reply[0] };
  }
}

const nameOf = ({ show, key }: Pick<PostedRequest, 'show' | 'key'>): string => `${sha256(key)}:${show}`;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
