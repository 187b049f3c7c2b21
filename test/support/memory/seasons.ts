import type { OutletId, RoundNumber, SeasonId, ShowId } from '../../../src/core/ids.ts';
import type { TallySample } from '../../../src/core/insights/facts.ts';
import type { Effect } from '../../../src/core/season/effects.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import type { EffectId, Outbox, OwedEffect } from '../../../src/ports/stores/outbox.ts';
import type { Amendment, RoundCounts } from '../../../src/ports/stores/round-counts.ts';
import type { LogMark, LogReading, SeasonLog } from '../../../src/ports/stores/season-log.ts';
import type { SeasonOutlet, SeasonOutlets } from '../../../src/ports/stores/season-outlets.ts';
import type { Shelf } from './shelf.ts';

/** All that is kept of one season but its deliveries and polls. */
interface Kept {
  readonly events: SeasonEvent[];
  readonly owed: Map<EffectId, Effect>;
  readonly counts: Map<RoundNumber, readonly OutletCount[]>;
  readonly amendments: Map<RoundNumber, Amendment[]>;
  readonly samples: Map<RoundNumber, Map<number, TallySample>>;
  readonly outlets: Map<OutletId, SeasonOutlet>;
}

/** Logs, outboxes, counts and outlets of every season in this process alone, by the rules of their ports. */
export class MemorySeasons implements SeasonLog {
  readonly #shelf: Shelf;
  readonly #seasons = new Map<SeasonId, Kept>();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  async current(show: ShowId): Promise<SeasonId | undefined> {
    return this.#shelf.current.get(show);
  }

  async all(): Promise<ReadonlyMap<ShowId, SeasonId>> {
    return new Map(this.#shelf.current);
  }

  async nextOrdinal(show: ShowId): Promise<number> {
    return (this.#shelf.claimed.get(show) ?? 0) + 1;
  }

  async claim(show: ShowId, season: SeasonId, after: SeasonId | undefined): Promise<boolean> {
    const { current, claimed, fresh } = this.#shelf;
    if (current.get(show) !== after) return false;
    current.set(show, season);
    claimed.set(show, (claimed.get(show) ?? 0) + 1);
    fresh.delete(show);
    return true;
  }

  async fault(): Promise<undefined> {}

  async hasBegun(season: SeasonId): Promise<boolean> {
    return this.#of(season).events.length > 0;
  }

  async read(season: SeasonId, known?: LogMark): Promise<LogReading> {
    const { events } = this.#of(season);
    const from = known !== undefined && known.digest === digestOf(events, known.version) ? known.version : 0;
    const version = events.length;
    return {
      events: events.slice(from),
      from,
      end: { version, digest: digestOf(events, version), restore: '' },
    };
  }

  async append(
    season: SeasonId,
    expectedVersion: number,
    events: readonly SeasonEvent[],
    owed: readonly Effect[],
    counts?: { readonly round: RoundNumber; readonly outlets: readonly OutletCount[] },
  ): Promise<readonly OwedEffect[] | undefined> {
    const kept = this.#of(season);
    if (kept.events.length !== expectedVersion) return undefined;
    kept.events.push(...events);
    if (counts !== undefined) kept.counts.set(counts.round, counts.outlets.map(bare));
    const effects = owed.map((effect, index) => ({ id: `${kept.events.length}.${index}`, effect }));
    for (const { id, effect } of effects) kept.owed.set(id, effect);
    return effects;
  }

  readonly outbox: Outbox = {
    owed: async (season, id) => this.#of(season).owed.get(id),
    overdue: async (season, until, limit) =>
      [...this.#of(season).owed]
        .map(([id, effect]) => ({ id, effect }))
        .filter(({ effect }) => effect.dueAt <= until)
        .sort((one, other) => one.effect.dueAt - other.effect.dueAt || byNumber.compare(one.id, other.id))
        .slice(0, limit),
    owe: async (season, id, effect) => void this.#of(season).owed.set(id, effect),
    postpone: async (season, id, effect) => {
      const { owed } = this.#of(season);
      if (!owed.has(id)) return false;
      owed.set(id, effect);
      return true;
    },
    done: async (season, id) => void this.#of(season).owed.delete(id),
  };

  readonly counts: RoundCounts = {
    of: async (season, round) => this.#of(season).counts.get(round),
    amend: async (season, round, { at, count }) => {
      const { amendments } = this.#of(season);
      amendments.set(round, [...(amendments.get(round) ?? []), { at, count: bare(count) }]);
    },
    amendments: async (season, round) => this.#of(season).amendments.get(round) ?? [],
    addSample: async (season, round, slot, { at, counts }) => {
      const slots = this.#samplesOf(season, round);
      if (!slots.has(slot)) slots.set(slot, { at, counts: { ...counts } });
    },
    hasSample: async (season, round, slot) => this.#samplesOf(season, round).has(slot),
    samples: async (season, round) =>
      [...this.#samplesOf(season, round).values()].sort((one, other) => one.at - other.at),
  };

  readonly outlets: SeasonOutlets = {
    all: async (season) => [...this.#of(season).outlets.values()],
    find: async (season, id) => this.#of(season).outlets.get(id),
    put: async (season, outlet) => void this.#of(season).outlets.set(outlet.id, outlet),
  };

  /** @returns whether there was one. */
  erase(season: SeasonId): boolean {
    return this.#seasons.delete(season);
  }

  #samplesOf(season: SeasonId, round: RoundNumber): Map<number, TallySample> {
    const { samples } = this.#of(season);
    const slots = samples.get(round) ?? new Map<number, TallySample>();
    samples.set(round, slots);
    return slots;
  }

  #of(season: SeasonId): Kept {
    const kept = this.#seasons.get(season) ?? {
      events: [],
      owed: new Map(),
      counts: new Map(),
      amendments: new Map(),
      samples: new Map(),
      outlets: new Map(),
    };
    this.#seasons.set(season, kept);
    return kept;
  }
}

/** Of the last of so many events. */
const digestOf = (events: readonly SeasonEvent[], version: number): string =>
  version === 0 ? '' : JSON.stringify(events[version - 1] ?? '');

const byNumber = new Intl.Collator('en', { numeric: true });

/** An option such as `constructor` has a count only where it was given one. */
function bare(count: OutletCount): OutletCount {
  return count.status === 'missing'
    ? count
    : { ...count, counts: Object.assign(Object.create(null), count.counts) };
}
