import type {
  DeliveryId,
  NativePollId,
  OutletId,
  PlatformName,
  RoundNumber,
  SeasonId,
  ShowId,
} from '../../core/ids.ts';
import type { RivalSign } from '../../ports/stores/bot-past.ts';
import { prefixOf, type RedisClient } from '../connection/connection.ts';

/** Names of all keys of one bot. */
export type RedisKeys = ReturnType<typeof redisKeys>;

const named = new Map<string, RedisKeys>();

/** The key names under the connection's prefix. */
export function keysOf(redis: RedisClient): RedisKeys {
  const prefix = prefixOf(redis);
  const keys = named.get(prefix) ?? redisKeys(prefix);
  named.set(prefix, keys);
  return keys;
}

/**
 * Keys that one step changes together share a hash tag, so that Redis Cluster keeps them on one node: a season's keys its id,
 * the index of native polls `polls`, the list of shows `shows`,
 * the requests of the episodes' webhook `posted`. Ids may contain any character but are always the last part of
 * a key, so no two keys can be confused.
 * @param prefix contains no brace, which would begin a hash tag of its own
 */
export function redisKeys(prefix: string) {
  return {
    ...botKeys(prefix),
    ...seasonKeysUnder(prefix),
    ...indexKeysUnder(prefix),
  };
}

function botKeys(prefix: string) {
  return {
    /** Which season each show plays. */
    showKeys: {
      /** hash: show -> season */
      current: `${prefix}:{shows}:current`,
      /** hash: show -> number of seasons claimed */
      claimed: `${prefix}:{shows}:claimed`,
      /** hash: season -> when it went to the archive */
      archived: `${prefix}:{shows}:archived`,
    },
    /** hash: owner and address as in the operator's file -> what is known of it */
    placesKey: `${prefix}:{shows}:places`,
    /** hash: platform and community -> its name as fans should see it */
    communityNamesKey: `${prefix}:{shows}:community-names`,
    /** string: something was shown to everybody in the channel; expires */
    publicAnswerKey: (channel: string): string => `${prefix}:{shows}:shown:${channel}`,
    /** string: name of a person who steers, by pseudonym; expires */
    personKey: (pseudonym: string): string => `${prefix}:{shows}:person:${pseudonym}`,
    /** Requests of the episodes' webhook; all expire. */
    postedKeys: {
      /** string: the request that this signature served */
      signature: (hash: string): string => `${prefix}:{posted}:signature:${hash}`,
      /** hash: body, claim, and answer of a request */
      request: (name: string): string => `${prefix}:{posted}:request:${name}`,
      /** string: new requests in this minute */
      count: `${prefix}:{posted}:count`,
    },
    /** set: places where commands were written on a platform */
    menusKey: (platform: PlatformName): string => `${prefix}:{shows}:menus:${platform}`,
    /** string: the platform's id of a picture that was uploaded there; expires */
    sentPictureKey: (platform: PlatformName, picture: string): string =>
      `${prefix}:{shows}:sent-picture:${platform}:${picture}`,
    /** string: the id of this store */
    storeIdKey: `${prefix}:{shows}:store`,
    /** What the bot knows about its own past. */
    pastKeys: {
      /** hash: platform -> account of the bot, `pepper` -> its fingerprint */
      identity: `${prefix}:{shows}:bot`,
      /** hash: show -> question of what became of its season */
      questions: `${prefix}:{shows}:questions`,
      /** hash: show -> token of the last answer to its question */
      answers: `${prefix}:{shows}:answers`,
      /** hash: shows that may begin again */
      fresh: `${prefix}:{shows}:fresh`,
      /** string: present while a process with other data shows this sign; expires */
      rival: (sign: RivalSign): string => `${prefix}:{shows}:rival:${sign}`,
      /** hash: seasons that were given up */
      lost: `${prefix}:{shows}:lost`,
    },
    /** hash: outlet -> community that came by command */
    connectionsKey: (show: ShowId): string => `${prefix}:{shows}:connections:${show}`,
    /** hash: community -> outlet that it last asked for; its connection says whether it still waits */
    waitingKey: (show: ShowId): string => `${prefix}:{shows}:waiting:${show}`,
    /** hash: name of a limit -> requests on that day; expires */
    requestsKey: (show: ShowId, day: number): string => `${prefix}:{shows}:requests:${day}:${show}`,
    leaseKey: (name: string): string => `${prefix}:lease:{${name}}`,
    /** Never written. */
    probeKey: `${prefix}:probe`,
    /** Never written: chooses the node that is asked for the time. */
    clockKey: `${prefix}:{clock}`,
    /**
     * Prefix of rate windows and pauses. All share one hash tag, because one call checks a bot's and a chat's window
     * together.
     */
    ratePrefix: `${prefix}:{rate}:`,
    /** Prefix of BullMQ. In braces: its scripts need every key of every queue in one slot of a Cluster. */
    queuePrefix: `{${prefix}}`,
  };
}

interface SeasonKeys {
  /** list of events */
  readonly events: string;
  /** string: names the restore that wrote the log; absent where none did */
  readonly restore: string;
  /** hash: effect id -> effect */
  readonly outbox: string;
  /** sorted set: effect ids by due time */
  readonly due: string;
  /** hash: round -> counts it was settled with */
  readonly counts: string;
  /** hash: outlet -> outlet */
  readonly outlets: string;
  /** sorted set: outlets in the order in which they joined */
  readonly outletOrder: string;
  /** string: what is known of its feed */
  readonly feed: string;
  /** hash: mark of an item of its feed -> what is kept with it */
  readonly feedMarks: string;
}

interface LedgerKeys {
  /** hash: `<delivery>|<outlet>` -> delivery */
  readonly records: string;
  /** sorted set: outlets by the time at which their first unsettled delivery can be claimed */
  readonly claimable: string;
  /** hash: outlet -> number of deliveries it was ever owed */
  readonly orders: string;
  /** Sets of outlets by delivery, see `pendingKey`. */
  readonly pendingPrefix: string;
  /** hash: the life of the store in which deliveries are handed out, and the life that was seen since */
  readonly life: string;
  /** hash: sender -> when it may send */
  readonly senders: string;
  /** hash: the uncertain window, in which sends may have been lost from the record */
  readonly doubt: string;
}

interface ClosingKeys {
  /** hash: native poll -> who closes it, or when the next attempt may begin */
  readonly attempts: string;
  /** sorted set: native polls whose message may still show something to remove, by since when */
  readonly traces: string;
}

interface SeasonPollKeys {
  /** hash: native poll -> its number in the season; lists every poll the season ever had */
  readonly numbers: string;
  /** hash: open native poll -> round */
  readonly open: string;
  /** Hashes by round: native poll -> poll. */
  readonly pollsPrefix: string;
  /** Hashes by round: native poll -> state. */
  readonly statesPrefix: string;
  /** set: keys of closed polls' ballots that are still to be deleted */
  readonly discards: string;
}

function seasonKeysUnder(prefix: string) {
  const seasonPrefix = (season: SeasonId): string => `${prefix}:{${season}}:`;
  const inSeason = (season: SeasonId, rest: string): string => `${seasonPrefix(season)}${rest}`;
  return {
    /** Prefix of every key of a season. */
    seasonPrefix,
    seasonKeys: (season: SeasonId): SeasonKeys => ({
      events: inSeason(season, 'events'),
      restore: inSeason(season, 'restore'),
      outbox: inSeason(season, 'outbox'),
      due: inSeason(season, 'outbox-due'),
      counts: inSeason(season, 'counts'),
      outlets: inSeason(season, 'outlets'),
      outletOrder: inSeason(season, 'outlet-order'),
      feed: inSeason(season, 'feed'),
      feedMarks: inSeason(season, 'feed-marks'),
    }),
    /** list of amendments to a round's counts */
    amendmentsKey: (season: SeasonId, round: RoundNumber): string => inSeason(season, `amendments:${round}`),
    /** hash: part of a round's time -> the sum of its live counts then */
    samplesKey: (season: SeasonId, round: RoundNumber): string => inSeason(season, `samples:${round}`),
    ledgerKeys: (season: SeasonId): LedgerKeys => ({
      records: inSeason(season, 'deliveries'),
      claimable: inSeason(season, 'claimable'),
      orders: inSeason(season, 'delivery-orders'),
      pendingPrefix: inSeason(season, 'pending:'),
      life: inSeason(season, 'life'),
      senders: inSeason(season, 'senders'),
      doubt: inSeason(season, 'doubt'),
    }),
    /** list of an outlet's unsettled delivery ids, oldest first */
    queueKey: (season: SeasonId, outlet: OutletId): string => inSeason(season, `queue:${outlet}`),
    /** set of the outlets in which this delivery is not settled */
    pendingKey: (season: SeasonId, delivery: DeliveryId): string => inSeason(season, `pending:${delivery}`),
    closingKeys: (season: SeasonId): ClosingKeys => ({
      attempts: inSeason(season, 'closings'),
      traces: inSeason(season, 'traces'),
    }),
    seasonPollKeys: (season: SeasonId): SeasonPollKeys => ({
      numbers: inSeason(season, 'poll-numbers'),
      open: inSeason(season, 'open-polls'),
      pollsPrefix: inSeason(season, 'polls:'),
      statesPrefix: inSeason(season, 'poll-states:'),
      discards: inSeason(season, 'ballots-to-discard'),
    }),
    /**
     * hash: guard, generations, counts and newest snapshot of a poll. Its buckets are `<key>:<generation>:<bucket>`.
     * The number stands for the native id, as a long id in each bucket's name would cost a byte per ballot.
     */
    ballotsKey: (season: SeasonId, pollNumber: number): string => inSeason(season, `ballots:${pollNumber}`),
  };
}

/** Native polls of all seasons, and what arrived for unknown polls. */
function indexKeysUnder(prefix: string) {
  const heldPrefix = `${prefix}:{polls}:held:`;
  return {
    indexKeys: {
      epoch: `${prefix}:{polls}:epoch`,
      /** hash: native poll -> registered poll */
      polls: `${prefix}:{polls}:index`,
      /** sorted set: unknown polls by the time of their oldest held batch */
      heldPolls: `${prefix}:{polls}:held-polls`,
      /** hash: unknown poll -> newest snapshot */
      heldSnapshots: `${prefix}:{polls}:held-snapshots`,
      /** hash: numbers of held and refused ballots */
      heldTotals: `${prefix}:{polls}:held-totals`,
      /** Hashes by unknown poll, see `heldKey`. */
      heldPrefix,
    },
    /** hash: `<epoch>.<number>` -> batch held for a poll that is not known yet */
    heldKey: (poll: NativePollId): string => `${heldPrefix}${poll}`,
  };
}

/** A delivery id contains no `|`; an outlet may. */
export const deliveryField = (delivery: DeliveryId, outlet: OutletId): string => `${delivery}|${outlet}`;
