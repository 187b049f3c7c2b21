import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds, PlatformName } from '../core/ids.ts';
import type { OutletAddress } from '../ports/outlet.ts';
import type { Place, PlaceOwner } from '../ports/place-store.ts';
import type { Context } from './context.ts';
import { followFile } from './follow-file.ts';
import type { PlacedOutlet } from './join-outlets.ts';
import {
  isRefused,
  type KnownEntry,
  knownEntries,
  literalOf,
  lookAtPlace,
  placedOutlets,
  troubleWords,
} from './look-at-place.ts';
import type { Show } from './show.ts';
import { tellOfTrouble } from './tell-of-trouble.ts';

/** Looks under way at once, a platform: enough for its rate, and too few to hold up what is posted meanwhile. */
const LOOKS_AT_ONCE = 8;
const PROGRESS_EVERY: Milliseconds = 10_000;
const LOOK_FOR_WORK_EVERY: Milliseconds = 500;
/** After a platform did not answer; doubled each time. */
const SILENT = { first: 1_000, most: 30_000 } as const;
/** After it said that the bot cannot play there; doubled each time. A person mends it, and waits for the bot to see it. */
const REFUSED = { first: 10_000, most: 300_000 } as const;
/** After something of our own (the store) failed. */
const BROKEN: Milliseconds = 5_000;
/**
 * A season waits so long for outlets of a platform that does not answer. Then it begins without those that were never
 * reached: they join with the next drop, and a start is never held up for good by one platform's outage.
 */
const SEASON_WAITS: Milliseconds = 60_000;
/** And so long for a look at outlets that are known already. */
const SEASON_WAITS_FOR_KNOWN: Milliseconds = 10_000;

interface Watched {
  readonly owner: PlaceOwner;
  readonly entry: KnownEntry['entry'];
  place: Place | undefined;
  /** On the process's own clock; undefined while the platform answers or has not been asked. */
  silentSince: number | undefined;
  /** Whether the platform has answered since this process began. */
  answered: boolean;
  looking: boolean;
  failures: number;
  dueAt: number;
  /** It became an outlet that can be played in after its season was brought in step. */
  joins: boolean;
}

export interface OutletWatch {
  /** Reads what is stored and brings running seasons in step with the file as far as that is known. */
  begin(): Promise<void>;
  /** Looks at the outlets until the signal: at all of them once, at those in trouble again and again. */
  run(): Promise<void>;
  /** At the sweep's pace: those that can be played in now join their seasons, and trouble is told. */
  tick(): Promise<void>;
  /**
   * Where a season of the show can begin. `wait`: not every outlet has been asked yet. `nowhere`: the bot cannot play in a
   * single one.
   */
  readiness(show: Show): readonly PlacedOutlet[] | 'wait' | 'nowhere';
}

/** Keeps an eye on every outlet of the operator's file. None of them ever holds up the others. */
export function watchOutlets(
  context: Context,
  parts: {
    readonly shows: readonly Show[];
    readonly alerts: readonly OutletAddress[];
    readonly signal: AbortSignal;
  },
): OutletWatch {
  const { shows, signal } = parts;
  const { log, places, reach } = context;
  // Every look under way listens to it.
  setMaxListeners(0, signal);
  const began = performance.now();
  let watched: readonly Watched[] = [];
  const follow = followFile(context, placed);
  const toldTwice = new Set<string>();

  const of = (owner: PlaceOwner): readonly Watched[] => watched.filter((one) => one.owner === owner);

  async function begin(): Promise<void> {
    const stored = await places.all();
    const owners = new Map<PlaceOwner, readonly KnownEntry['entry'][]>(
      shows.map((show) => [show.story.id, show.outlets] as const),
    );
    owners.set(
      'alerts',
      parts.alerts.map((address) => ({ address })),
    );
    const known: KnownEntry[] = [];
    for (const [owner, entries] of owners)
      known.push(...(await knownEntries(context, owner, entries, stored)));
    const named = new Set(known.map(({ owner, entry }) => `${owner}\n${literalOf(entry.address)}`));
    // What the operator took out of the file is looked up afresh where it comes back.
    for (const one of stored) if (!named.has(`${one.owner}\n${one.literal}`)) await places.drop(one);
    watched = known.map((one) => ({
      ...one,
      silentSince: undefined,
      answered: false,
      looking: false,
      failures: 0,
      dueAt: 0,
      joins: false,
    }));
    await bringAllInStep();
  }

  async function run(): Promise<void> {
    const progress = setInterval(tellProgress, PROGRESS_EVERY);
    try {
      await Promise.all([...context.platforms.keys()].map(lookOn));
    } finally {
      clearInterval(progress);
    }
  }

  async function lookOn(platform: PlatformName): Promise<void> {
    const here = watched.filter(({ entry }) => entry.address.platform === platform);
    const underWay = new Set<Promise<void>>();
    while (!signal.aborted) {
      const now = performance.now();
      const isSilent = reach.silence(platform) !== undefined;
      if (isSilent) for (const one of here) one.silentSince ??= began;
      const next = isSilent || underWay.size >= LOOKS_AT_ONCE ? undefined : mostUrgent(here, now);
      if (next !== undefined) {
        const look = lookAt(next).finally(() => underWay.delete(look));
        underWay.add(look);
      } else {
        const pause = sleep(LOOK_FOR_WORK_EVERY, undefined, { signal }).catch(() => undefined);
        await (underWay.size >= LOOKS_AT_ONCE ? Promise.race(underWay) : Promise.race([pause, ...underWay]));
      }
    }
    await Promise.all(underWay);
  }

  async function lookAt(one: Watched): Promise<void> {
    one.looking = true;
    const before = one.place;
    try {
      const place = await lookAtPlace(context, one, signal);
      one.place = place;
      note(one, before);
    } catch (error) {
      if (signal.aborted) return;
      log.warn(
        { outlet: literalOf(one.entry.address), error },
        'a look at an outlet failed: it is looked at again',
      );
      one.dueAt = performance.now() + BROKEN;
    } finally {
      one.looking = false;
    }
  }

  /** @param before what was known until now. */
  function note(one: Watched, before: Place | undefined): void {
    const { place } = one;
    const now = performance.now();
    const fields = { show: one.owner, outlet: literalOf(one.entry.address) };
    if (place?.trouble === undefined) {
      const wasOut = before?.outlet === undefined || before.trouble !== undefined;
      if (before?.trouble !== undefined)
        log.info({ ...fields, name: place?.outlet?.name }, 'the bot can play here now');
      Object.assign(one, {
        answered: true,
        silentSince: undefined,
        failures: 0,
        dueAt: Number.POSITIVE_INFINITY,
      });
      if (wasOut) one.joins = true;
      return;
    }
    const { kind } = place.trouble;
    const isNew = one.failures === 0 || before?.trouble?.kind !== kind;
    if (isNew) {
      const why = troubleWords(place.trouble);
      if (kind === 'refused')
        log.warn({ ...fields, why }, 'the bot cannot play here: it looks again until it can');
      else log.warn({ ...fields, why }, 'nothing is known of an outlet yet: it is looked at again');
      one.failures = 0;
    }
    const pauses = kind === 'refused' ? REFUSED : SILENT;
    one.dueAt =
      now + Math.min(pauses.first * 2 ** Math.min(one.failures, 10), pauses.most) * (0.8 + Math.random() / 5);
    one.failures += 1;
    if (kind === 'silent') one.silentSince ??= now;
    else Object.assign(one, { answered: true, silentSince: undefined });
  }

  function tellProgress(): void {
    const looked = watched.filter(({ answered }) => answered).length;
    if (looked === watched.length) return;
    const refused = watched.filter(({ place }) => isRefused(place)).length;
    log.info({ looked, of: watched.length, refused }, 'looking at the outlets of the operator’s file');
  }

  async function tick(): Promise<void> {
    await refresh();
    await bringAllInStep();
    for (const show of shows) if (of(show.story.id).every(isSettled)) await tell(show);
  }

  /** Another process, a command or a chat that moved may have changed what is stored. */
  async function refresh(): Promise<void> {
    const stored = new Map((await places.all()).map((one) => [`${one.owner}\n${one.literal}`, one] as const));
    for (const one of watched) {
      const place = stored.get(`${one.owner}\n${literalOf(one.entry.address)}`);
      if (one.looking || place === undefined || place.lookedAt < (one.place?.lookedAt ?? 0)) continue;
      const before = one.place;
      one.place = place;
      const mended = place.trouble === undefined && before?.trouble !== undefined;
      if (mended) note(one, before);
    }
  }

  async function bringAllInStep(): Promise<void> {
    const joining = watched.filter(({ joins }) => joins);
    for (const show of shows) {
      const concerns = ({ owner }: Watched): boolean => owner === show.story.id || owner === 'alerts';
      await follow(show, watched.filter(concerns), joining.filter(concerns));
    }
    // Where no season runs, the next one begins with all of them.
    for (const one of joining) one.joins = false;
  }

  async function tell(show: Show): Promise<void> {
    const { id } = show.story;
    const untold = of(id).filter(({ place }) => isRefused(place) && place?.trouble?.told !== true);
    if (untold.length === 0) return;
    await tellOfTrouble(
      context,
      show,
      untold.flatMap(({ place }) => (place === undefined ? [] : [place])),
    );
    for (const one of untold) {
      if (one.place?.trouble === undefined) continue;
      one.place = { ...one.place, trouble: { ...one.place.trouble, told: true } };
      await places.put(one.place);
    }
  }

  function placed(some: readonly KnownEntry[]): readonly PlacedOutlet[] {
    return placedOutlets(some, ({ owner, entry }) => {
      const address = literalOf(entry.address);
      const key = `${owner}\n${address}`;
      if (toldTwice.has(key)) return;
      toldTwice.add(key);
      log.warn(
        { show: owner, address },
        'two addresses in the operator’s file are one outlet: it plays once',
      );
    });
  }

  function isPending(one: Watched): boolean {
    if (one.answered) return false;
    const now = performance.now();
    const isKnown = one.place?.outlet !== undefined;
    if (one.silentSince !== undefined) return !isKnown && now - one.silentSince < SEASON_WAITS;
    return !isKnown || now - began < SEASON_WAITS_FOR_KNOWN;
  }

  const isSettled = (one: Watched): boolean => one.answered || !isPending(one);

  return {
    begin,
    run,
    tick,
    readiness(show) {
      const own = of(show.story.id);
      if (own.some(isPending)) return 'wait';
      const here = placed([...own, ...of('alerts')]);
      return own.length > 0 && here.every(({ alertsOnly }) => alertsOnly === true) ? 'nowhere' : here;
    },
  };
}

/** What was never reached first, then what is in trouble, then what is known; each in its order in the file. */
function mostUrgent(some: readonly Watched[], now: number): Watched | undefined {
  let found: Watched | undefined;
  for (const one of some) {
    if (one.looking || one.dueAt > now) continue;
    if (found === undefined || rank(one) < rank(found)) found = one;
  }
  return found;
}

function rank({ place }: Watched): number {
  if (place === undefined) return 0;
  return place.trouble === undefined ? 2 : 1;
}
