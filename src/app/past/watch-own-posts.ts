import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DeliveryId,
  type DeliveryKind,
  deliveryId,
  type Instant,
  type Milliseconds,
  type NativePollId,
  type OutletId,
  type SeasonId,
  seasonId,
  showOf,
} from '../../core/ids.ts';
import type { OwnPost, Platform } from '../../ports/platform/platform.ts';
import type { MessageRef } from '../../ports/platform/sending.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Context, SettingAside } from '../context.ts';
import { markOf } from '../deliveries/delivery-mark.ts';
import { inLiveSeasons } from '../live-seasons.ts';
import { placeIn } from '../shows/address.ts';

/** A vote may arrive before the answer to the send that posted its poll is stored. */
const WRITTEN_WITHIN: Milliseconds = 5_000;
/**
 * A poll of the bot itself that proved nothing is checked again after this time: its delivery may be settled
 * by then.
 */
const AGAIN_AFTER: Milliseconds = 30_000;
/** People open polls too, and each is checked once. So only this many wait, and they take turns. */
const MOST_WAITING = 100;
const BETWEEN: Milliseconds = 500;
/** How many checked polls are remembered. */
const MOST_REMEMBERED = 20_000;

/** Finds out from the bot's own messages whether another process posts with the same token and other data. */
export interface OwnPostsWatch {
  /** A vote arrived in this poll, which is in that message. Returns at once. */
  seen(poll: NativePollId, message: MessageRef): void;
  /** Checks what is around a message now. */
  lookAround(message: MessageRef): Promise<void>;
}

/** @param written how long it may take until the answer to a send is stored. */
export function watchOwnPosts(
  context: SettingAside & Pick<Context, 'outlets' | 'ballots' | 'presence' | 'past'>,
  platform: Platform,
  signal: AbortSignal,
  written: Milliseconds = WRITTEN_WITHIN,
): OwnPostsWatch {
  const { log } = context;
  const lookAt = new Map<NativePollId, number>();
  const waiting = new Map<NativePollId, MessageRef>();
  /** A message counts once: it may still be there long after the process that posted it was stopped. */
  const told = new Set<string>();
  let pumping = false;

  async function lookAround(near: MessageRef): Promise<boolean> {
    const places = await playingAt(context, platform, near);
    if (places.length === 0 || platform.ownPosts === undefined) return false;
    for (const post of await platform.ownPosts(near)) {
      if (told.has(post.message.id) || !(await isOfAnother(context, post, places))) continue;
      told.add(post.message.id);
      log.error(
        { platform: platform.name, message: post.message.id, in: post.message.in },
        'A message under this bot’s name does not come from this store',
      );
      await context.past.noteRival('posts');
    }
    return true;
  }

  async function pump(): Promise<void> {
    await sleep(written, undefined, { signal, ref: false });
    for (const [poll, message] of waiting) {
      waiting.delete(poll);
      const isKnown = (await context.ballots.find(poll)) !== undefined;
      const mayBeOurs = !isKnown && (await lookAround(message));
      lookAt.set(poll, mayBeOurs ? performance.now() + AGAIN_AFTER : Number.POSITIVE_INFINITY);
      await sleep(BETWEEN, undefined, { signal, ref: false });
    }
  }

  return {
    seen(poll, message) {
      if (signal.aborted || platform.ownPosts === undefined) return;
      if (performance.now() < (lookAt.get(poll) ?? 0) || waiting.size >= MOST_WAITING) return;
      if (lookAt.size >= MOST_REMEMBERED) lookAt.clear();
      waiting.set(poll, message);
      if (pumping) return;
      pumping = true;
      pump()
        .catch((error: unknown) => {
          if (!signal.aborted) log.debug({ error }, 'could not check polls of unknown origin');
        })
        .finally(() => {
          pumping = false;
        });
    },
    async lookAround(message) {
      await lookAround(message);
    },
  };
}

interface Playing {
  readonly season: SeasonId;
  readonly outlet: SeasonOutlet;
}

/** Seasons that play in the message's outlet. */
async function playingAt(
  context: SettingAside & Pick<Context, 'outlets'>,
  { name }: Platform,
  near: MessageRef,
): Promise<readonly Playing[]> {
  const found: Playing[] = [];
  await inLiveSeasons(context, async (season) => {
    for (const outlet of await context.outlets.all(season)) {
      const { address } = outlet.outlet;
      if (address.platform === name && placeIn(address) === near.in && outlet.alertsOnly !== true)
        found.push({ season, outlet });
    }
  });
  return found;
}

/**
 * Whether a message of this bot's account certainly comes from another store. A message older than this process' time
 * with its store proves nothing: the store may have forgotten it, as after a restore. Of younger ones these count:
 * - one that carries the mark of a delivery whose message is a different, earlier one: this store sends no second one;
 * - a poll whose mark no delivery of any season of this store can have.
 */
async function isOfAnother(
  context: Pick<Context, 'ledger' | 'clock' | 'presence' | 'past'>,
  post: OwnPost,
  places: readonly Playing[],
): Promise<boolean> {
  const now = await context.clock.now();
  const isSince = (since: Instant): boolean => post.age < now - since;
  if (post.marks.length === 0 || !isSince(context.presence.since)) return false;
  for (const { season, outlet } of places) {
    const delivery = post.marks.map((mark) => deliveryOf(mark, season, outlet.id)).find(Boolean);
    if (delivery === undefined) continue;
    const status = (await context.ledger.find(season, outlet.id, delivery))?.status;
    return status?.kind === 'sent' && post.isAfter(status.message);
  }
  if (!post.isPoll || !places.every(({ outlet }) => isSince(outlet.joinedAt))) return false;
  const seasons = await everySeason(context);
  return !post.marks.some((mark) =>
    seasons.some((season) => places.some(({ outlet }) => deliveryOf(mark, season, outlet.id) !== undefined)),
  );
}

/** Longer than any season. */
const MOST_ROUNDS = 200;
const KINDS: readonly DeliveryKind[] = ['drop', 'poll', 'result'];

/** Which message of a season a mark belongs to, if any. */
function deliveryOf(mark: string, season: SeasonId, outlet: OutletId): DeliveryId | undefined {
  for (let number = 1; number <= MOST_ROUNDS; number += 1) {
    for (const kind of KINDS) {
      const id = deliveryId(kind, number);
      if (markOf(season, outlet, id) === mark) return id;
    }
  }
  return undefined;
}

/**
 * All seasons that this store has played: finished ones have left it, but not their numbers. Read after the messages,
 * so that it includes everything this store posted among them.
 */
async function everySeason({ past }: Pick<Context, 'past'>): Promise<readonly SeasonId[]> {
  const { current, archived } = await past.look();
  const last = new Map<ReturnType<typeof showOf>, number>();
  for (const season of [...current.values(), ...archived]) {
    const ordinal = Number(season.slice(season.lastIndexOf('.') + 1));
    const show = showOf(season);
    last.set(show, Math.max(ordinal, last.get(show) ?? 0));
  }
  return [...last].flatMap(([show, ordinal]) =>
    Array.from({ length: ordinal }, (_, index) => seasonId(show, index + 1)),
  );
}
