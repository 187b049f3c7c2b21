import { randomUUID } from 'node:crypto';
import type { SeasonId, ShowId } from '../../core/ids.ts';
import type { IdentityPart, PastQuestion, PastStore, RivalSign } from '../../ports/stores/bot-past.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { ANSWER_QUESTION, INTRODUCE, LOOK_BACK } from './scripts.ts';

/** The bot's past in Redis, beside the list of shows. The caller owns the connection. */
export function createRedisPastStore(redis: RedisClient): PastStore {
  const { pastKeys, showKeys } = keysOf(redis);
  const { identity, questions, answers, fresh } = pastKeys;
  return {
    async look() {
      const keys = [
        identity,
        showKeys.current,
        showKeys.claimed,
        showKeys.archived,
        questions,
        answers,
        fresh,
      ];
      const reply = (await runScript(
        redis,
        LOOK_BACK,
        [...keys, ...SIGNS.map(pastKeys.rival)],
        [],
      )) as Looked;
      const [parts, empty, current, archived, open, answered, anew, ...rivals] = reply;
      return {
        identity: Object.fromEntries(pairs<IdentityPart>(parts)),
        empty: empty === 1,
        current: new Map(pairs<ShowId, SeasonId>(current)),
        archived: new Set(archived as SeasonId[]),
        questions: new Map(pairs<ShowId>(open).map(([show, record]) => [show, questionOf(show, record)])),
        answers: new Map(pairs<ShowId>(answered)),
        fresh: new Set(anew as ShowId[]),
        rivals: SIGNS.filter((_, index) => rivals[index] === 1),
      };
    },
    async introduce(part, value, found) {
      const records = found.flatMap((one) => [one.show, encodeRecord(one)]);
      return String(await runScript(redis, INTRODUCE, [identity, questions], [part, value, ...records]));
    },
    async ask(question) {
      await redis.hsetnx(questions, question.show, encodeRecord(question));
    },
    async noteRival(sign, duration) {
      await redis.set(pastKeys.rival(sign), '', 'PX', duration);
    },
    async forgetRival(sign) {
      await redis.del(pastKeys.rival(sign));
    },
    async withdraw(show) {
      await redis.hdel(questions, show);
    },
    async answer(show, how, lost) {
      const keys = [questions, answers, fresh, showKeys.current, showKeys.claimed, pastKeys.lost];
      const ordinal = lost?.slice(show.length + 1) ?? '';
      await runScript(redis, ANSWER_QUESTION, keys, [show, randomUUID(), how, lost ?? '', ordinal]);
    },
  };
}

/** A question that can't be read counts as open: a person has to answer it before anything is posted. */
function questionOf(show: ShowId, record: string): PastQuestion {
  try {
    const question = decodeRecord<PastQuestion>(record);
    const { found, askedAt } = question;
    if ((found === 'folder' || found === 'platform') && Number.isFinite(askedAt) && question.show === show)
      return question;
  } catch {
    // As below.
  }
  return { show, found: 'folder', askedAt: 0 };
}

const SIGNS: readonly RivalSign[] = ['listens', 'nonce', 'posts'];

/**
 * Identity, whether everything is empty, current, archived, questions, answers, fresh; hashes as alternating fields and
 * values; then whether each sign of a rival is present.
 */
type Looked = readonly [
  string[],
  0 | 1,
  string[],
  string[],
  string[],
  string[],
  string[],
  ...(readonly (0 | 1)[]),
];

function pairs<Field extends string, Value extends string = string>(
  flat: readonly string[],
): [Field, Value][] {
  const found: [Field, Value][] = [];
  for (let at = 0; at < flat.length; at += 2) found.push([flat[at] as Field, flat[at + 1] as Value]);
  return found;
}
