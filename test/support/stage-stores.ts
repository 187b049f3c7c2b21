import type { SeasonId } from '../../src/core/ids.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Jobs } from '../../src/ports/jobs.ts';
import type { Processes } from '../../src/ports/processes.ts';
import type { BallotStore } from '../../src/ports/stores/ballot-store.ts';
import type { PastStore } from '../../src/ports/stores/bot-past.ts';
import type { Closings } from '../../src/ports/stores/closings.ts';
import type { CommunityNames } from '../../src/ports/stores/community-names.ts';
import type { Connections } from '../../src/ports/stores/connections.ts';
import type { DeliveryLedger } from '../../src/ports/stores/delivery-ledger.ts';
import type { FeedStore } from '../../src/ports/stores/feed-store.ts';
import type { Outbox } from '../../src/ports/stores/outbox.ts';
import type { PeopleNames } from '../../src/ports/stores/people-names.ts';
import type { PlaceStore } from '../../src/ports/stores/place-store.ts';
import type { PublicAnswers } from '../../src/ports/stores/public-answers.ts';
import type { RoundCounts } from '../../src/ports/stores/round-counts.ts';
import type { SeasonVault } from '../../src/ports/stores/season-archive.ts';
import type { SeasonLog } from '../../src/ports/stores/season-log.ts';
import type { SeasonOutlets } from '../../src/ports/stores/season-outlets.ts';
import { MemoryBallots } from './memory/ballots.ts';
import { MemoryClosings } from './memory/closings.ts';
import { MemoryConnections } from './memory/connections.ts';
import { MemoryFeeds } from './memory/feeds.ts';
import { MemoryJobs } from './memory/jobs.ts';
import { MemoryLedger } from './memory/ledger.ts';
import { memoryNames } from './memory/names.ts';
import { MemoryPast } from './memory/past.ts';
import { MemorySeasons } from './memory/seasons.ts';
import { Shelf } from './memory/shelf.ts';
import { MemoryVault } from './memory/vault.ts';

/** What a stage keeps its data in. */
export interface StageStores {
  /** As the application's context takes them. */
  readonly ports: {
    readonly seasons: SeasonLog;
    readonly outbox: Outbox;
    readonly counts: RoundCounts;
    readonly outlets: SeasonOutlets;
    readonly connections: Connections;
    readonly feeds: FeedStore;
    readonly ledger: DeliveryLedger;
    readonly ballots: BallotStore;
    readonly jobs: Jobs;
    readonly clock: Clock;
    readonly closings: Closings;
    readonly places: PlaceStore;
    readonly communityNames: CommunityNames;
    readonly publicAnswers: PublicAnswers;
    readonly peopleNames: PeopleNames;
  };
  readonly past: PastStore;
  readonly vault: SeasonVault;
  close(): Promise<void>;
}

/** In this process, empty. `test/ports/memory.test.ts` holds them to the contracts of those in Redis. */
export function memoryStores(processes: Processes): StageStores {
  const shelf = new Shelf();
  const seasons = new MemorySeasons(shelf);
  const ledger = new MemoryLedger();
  const ballots = new MemoryBallots();
  const feeds = new MemoryFeeds();
  const jobs = new MemoryJobs();
  const erase = (season: SeasonId): void => {
    seasons.erase(season);
    ledger.erase(season);
    ballots.erase(season);
    feeds.erase(season);
  };
  return {
    ports: {
      seasons,
      outbox: seasons.outbox,
      counts: seasons.counts,
      outlets: seasons.outlets,
      connections: new MemoryConnections(),
      feeds,
      ledger,
      ballots,
      jobs,
      clock: { now: async () => Date.now() },
      closings: new MemoryClosings(processes),
      ...memoryNames(),
    },
    past: new MemoryPast(shelf),
    vault: new MemoryVault(shelf, erase),
    close: () => jobs.stop(1_000),
  };
}
