import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant, Milliseconds, PlatformName, ShowId } from '../../core/ids.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';
import type { Place, PlaceOwner } from '../../ports/stores/place-store.ts';
import type { Context } from '../context.ts';
import { tellOfTrouble } from '../deliveries/tell-of-trouble.ts';
import { literalOf } from './address.ts';
import { followFile } from './follow-file.ts';
import type { Following } from './follow-move.ts';
import type { PlacedOutlet } from './join-outlets.ts';
import {
  connectedEntries,
  isRefused,
  type KnownEntry,
  knownEntries,
  lookAtPlace,
  placedOutlets,
  troubleWords,
} from './look-at-place.ts';
import type { Show } from './show.ts';
import {
  isPending,
  mostUrgent,
  type News,
  noteBroken,
  noteLook,
  type Watched,
  watchedFrom,
} from './watched-outlet.ts';

/** Checks that run at once per platform: enough for its rate, and too few to hold up what is posted meanwhile. */
const LOOKS_AT_ONCE = 8;
const PROGRESS_EVERY: Milliseconds = 10_000;
export interface OutletWatch {
  /** Reads what is stored and synchronises running seasons with the file as far as it is known. */
  begin(): Promise<void>;
  /** Checks the outlets until the signal: all of them once, those in trouble again and again. */
  run(): Promise<void>;
  /** Runs with each sweep: outlets that have become playable join their seasons, and trouble is reported. */
  tick(): Promise<void>;
  /**
   * Where a season of the show can begin. `wait`: not every outlet has been checked yet. `nowhere`: the bot can't play
   * in a single one.
   */
  readiness(show: Show): readonly PlacedOutlet[] | 'wait' | 'nowhere';
}

/**
 * Watches every outlet of the operator's file, and those that joined by command. No outlet ever holds up the others.
 */
export function watchOutlets(
  context: Following & Pick<Context, 'states' | 'reach' | 'tempo'>,
  parts: {
    readonly shows: readonly Show[];
    readonly alerts: readonly OutletAddress[];
    readonly signal: AbortSignal;
  },
): OutletWatch {
  const { shows, signal } = parts;
  const { log, places, reach } = context;
  const tempo = context.tempo.outlets;
  // Every running check listens to it.
  setMaxListeners(0, signal);
  const began = performance.now();
  let watched: readonly Watched[] = [];
  let startedAt: Instant = 0;
  /** On the process's own clock. */
  let refreshedAt = began;
  const follow = followFile(context, placed);
  const toldTwice = new Set<string>();
  const toldNowhere = new Set<Show>();

  const of = (owner: PlaceOwner): readonly Watched[] => watched.filter((one) => one.owner === owner);
  const inFile = (owner: PlaceOwner): readonly Watched[] => of(owner).filter(isInFile);

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
    for (const [owner, entries] of owners) {
      // A season that can't be read does not stop us from checking the outlets.
      const found = await knownEntries(context, owner, entries, stored).catch((error: unknown) => {
        log.warn({ show: owner, error }, 'could not read the outlets of the season');
        return entries.map((entry): KnownEntry => ({ owner, entry, place: undefined }));
      });
      known.push(...found);
      if (owner !== 'alerts') known.push(...(await connectedEntries(context, owner, found, stored)));
    }
    const named = new Set(known.map(({ owner, entry }) => `${owner}\n${literalOf(entry.address)}`));
    const kept = new Set(stored.map(({ owner, literal }) => `${owner}\n${literal}`));
    // Records of outlets whose address in the file has changed, before the old address is dropped.
    for (const { owner, place } of known)
      if (place !== undefined && !kept.has(`${owner}\n${place.literal}`)) await places.put(place);
    // If the operator removes an outlet from the file and adds it again later, it is looked up again.
    for (const one of stored) if (!named.has(`${one.owner}\n${one.literal}`)) await places.drop(one);
    watched = known.map(watchedFrom);
    startedAt = await context.clock.now();
    // The first sweep retries it, and counts it.
    await bringAllInStep().catch((error: unknown) =>
      log.warn({ error }, 'could not synchronise a season with the file'),
    );
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
    const underWay = new Set<Promise<void>>();
    let wasSilent = false;
    while (!signal.aborted) {
      const here = watched.filter(({ entry }) => entry.address.platform === platform);
      const silence = reach.silence(platform);
      if (silence !== undefined && !wasSilent) await noteSilence(here, silence);
      if (silence === undefined && wasSilent) for (const one of here) one.silentSince = undefined;
      wasSilent = silence !== undefined;
      const next = wasSilent ? undefined : mostUrgent(here);
      if (next === undefined) {
        await sleep(tempo.lookForWorkEvery, undefined, { signal }).catch(() => undefined);
        continue;
      }
      const look = lookAt(next).finally(() => underWay.delete(look));
      underWay.add(look);
      if (underWay.size >= LOOKS_AT_ONCE) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  }

  /** The whole platform does not answer: its outlets are in the status until it does. */
  async function noteSilence(here: readonly Watched[], silence: string): Promise<void> {
    for (const one of here) {
      one.silentSince ??= performance.now();
      if (one.place !== undefined) continue;
      const { owner, entry } = one;
      const problems = [{ code: 'no-answer', what: `${silence}.`, fix: 'The bot retries by itself.' }];
      const trouble = { kind: 'silent', since: startedAt, problems } as const;
      one.place = { owner, literal: literalOf(entry.address), lookedAt: startedAt, trouble };
      await places
        .put(one.place)
        .catch((error: unknown) => log.debug({ error }, 'could not store that a platform does not answer'));
    }
  }

  async function lookAt(one: Watched): Promise<void> {
    one.looking = true;
    try {
      tellNews(one, noteLook(one, await lookAtPlace(context, one, signal), tempo));
    } catch (error) {
      if (signal.aborted) return;
      const outlet = literalOf(one.entry.address);
      log.warn({ outlet, error }, 'checking an outlet failed; retrying');
      noteBroken(one, tempo);
    } finally {
      one.looking = false;
    }
  }

  function tellNews({ owner, entry, place }: Watched, news: News): void {
    const fields = { show: owner, outlet: literalOf(entry.address) };
    const why = place?.trouble === undefined ? '' : troubleWords(place.trouble);
    if (news === 'repaired') log.info({ ...fields, name: place?.outlet?.name }, 'the bot can play here now');
    if (news === 'refused')
      log.warn({ ...fields, why }, 'the bot cannot play here; it checks again until it can');
    if (news === 'silent')
      log.warn({ ...fields, why }, 'no answer about an outlet; retrying until there is one');
  }

  function tellProgress(): void {
    const looked = watched.filter(({ answered }) => answered).length;
    if (looked === watched.length) return;
    const refused = watched.filter(({ place }) => isRefused(place)).length;
    log.info({ looked, of: watched.length, refused }, 'checking the outlets of the operator’s file');
  }

  async function tick(): Promise<void> {
    const isJoining = watched.some(({ joins }) => joins);
    if (isJoining || performance.now() - refreshedAt > tempo.refreshEvery) await refresh();
    await bringAllInStep();
    for (const show of shows) if (!inFile(show.story.id).some(isWaitedFor)) await tell(show);
  }

  /** Another process, a command or a chat that moved may have changed what is stored. */
  async function refresh(): Promise<void> {
    refreshedAt = performance.now();
    const all = await places.all();
    for (const show of shows) await followConnections(show.story.id, all);
    const stored = new Map(all.map((one) => [`${one.owner}\n${one.literal}`, one] as const));
    for (const one of watched) {
      const place = stored.get(`${one.owner}\n${literalOf(one.entry.address)}`);
      if (one.looking || place === undefined || place.lookedAt < (one.place?.lookedAt ?? 0)) continue;
      const lookedByAnother = !one.answered && place.lookedAt > startedAt;
      const isMended = one.place?.trouble !== undefined;
      if (place.trouble === undefined && (lookedByAnother || isMended)) {
        tellNews(one, noteLook(one, { place, answered: true }, tempo));
      } else {
        one.place = place;
        if (place.trouble?.heard === true) one.dueAt = 0;
      }
    }
  }

  /** Communities join and leave by command. */
  async function followConnections(show: ShowId, stored: readonly Place[]): Promise<void> {
    const now = await connectedEntries(context, show, inFile(show), stored);
    const before = of(show).filter((one) => !isInFile(one));
    const gone = before.filter((one) => !now.some((other) => isSameEntry(one, other)));
    for (const { entry } of gone) await places.drop({ owner: show, literal: literalOf(entry.address) });
    const come = now.filter((one) => !before.some((other) => isSameEntry(one, other)));
    watched = [...watched.filter((one) => !gone.includes(one)), ...come.map(watchedFrom)];
  }

  async function bringAllInStep(): Promise<void> {
    const joining = watched.filter(({ joins }) => joins);
    const failures: unknown[] = [];
    for (const show of shows) {
      // Communities that joined by command join every season by themselves.
      const concerns = (one: Watched): boolean =>
        isInFile(one) && (one.owner === show.story.id || one.owner === 'alerts');
      try {
        await follow(show, watched.filter(concerns), joining.filter(concerns));
        // If no season is running, the next one begins with all of them.
        for (const one of joining) if (one.owner === show.story.id) one.joins = false;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
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
        'two addresses in the operator’s file are the same outlet; it plays once',
      );
    });
  }

  const isWaitedFor = (one: Watched): boolean => isPending(one, began, tempo);

  return {
    begin,
    run,
    tick,
    readiness(show) {
      const own = inFile(show.story.id);
      if (own.some(isWaitedFor)) return 'wait';
      const here = placed([...own, ...of('alerts')]);
      if (own.length === 0 || here.some(({ alertsOnly }) => alertsOnly !== true)) return here;
      if (!toldNowhere.has(show)) {
        toldNowhere.add(show);
        log.warn(
          { show: show.story.id },
          'no season can begin, because the bot cannot play in any outlet yet',
        );
      }
      return 'nowhere';
    },
  };
}

const isInFile = ({ connected }: KnownEntry): boolean => connected !== true;

const isSameEntry = (one: KnownEntry, other: KnownEntry): boolean =>
  literalOf(one.entry.address) === literalOf(other.entry.address);
