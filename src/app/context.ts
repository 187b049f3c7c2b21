import type { Appearance } from '../core/appearance.ts';
import type { Instant, PlatformName, ShowId } from '../core/ids.ts';
import type { CardPainter } from '../ports/card-painter.ts';
import type { Clock } from '../ports/clock.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { PictureSource } from '../ports/picture-source.ts';
import type { OutletAddress } from '../ports/platform/outlet.ts';
import type { Platform } from '../ports/platform/platform.ts';
import type { Processes } from '../ports/processes.ts';
import type { OperatorFile } from '../ports/source-files.ts';
import type { BallotStore } from '../ports/stores/ballot-store.ts';
import type { Closings } from '../ports/stores/closings.ts';
import type { CommunityNames } from '../ports/stores/community-names.ts';
import type { Connections } from '../ports/stores/connections.ts';
import type { DeliveryLedger } from '../ports/stores/delivery-ledger.ts';
import type { FeedStore } from '../ports/stores/feed-store.ts';
import type { Outbox } from '../ports/stores/outbox.ts';
import type { PeopleNames } from '../ports/stores/people-names.ts';
import type { PlaceStore } from '../ports/stores/place-store.ts';
import type { PublicAnswers } from '../ports/stores/public-answers.ts';
import type { RoundCounts } from '../ports/stores/round-counts.ts';
import type { SeasonLog } from '../ports/stores/season-log.ts';
import type { SeasonOutlets } from '../ports/stores/season-outlets.ts';
import type { VoterHasher } from '../ports/voter-hasher.ts';
import type { Halt } from './halt.ts';
import type { SetAside } from './keeping/set-aside-seasons.ts';
import type { BotPast } from './past/bot-past.ts';
import type { SeasonStates } from './season/season-states.ts';
import type { Reach } from './shows/reach.ts';
import type { Tempo } from './tempo.ts';
import type { RoundLooks } from './votes/round-looks.ts';

/** What the functions of the application work with. Each asks for the ports that it and those it calls use. */
export interface Context {
  readonly seasons: SeasonLog;
  readonly states: SeasonStates;
  readonly outbox: Outbox;
  readonly counts: RoundCounts;
  readonly outlets: SeasonOutlets;
  readonly connections: Connections;
  readonly feeds: FeedStore;
  readonly ledger: DeliveryLedger;
  readonly ballots: BallotStore;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  /** The id of this store, which tells its data from that of earlier or other stores. */
  readonly storeId: string;
  readonly hashVoter: VoterHasher;
  readonly log: Log;
  readonly presence: Presence;
  readonly metrics: Metrics;
  readonly closings: Closings;
  readonly looks: RoundLooks;
  readonly processes: Processes;
  readonly places: PlaceStore;
  readonly communityNames: CommunityNames;
  readonly publicAnswers: PublicAnswers;
  readonly peopleNames: PeopleNames;
  /** While it gives a reason, nothing may be posted. */
  readonly halt: Halt;
  readonly aside: SetAside;
  readonly reach: Reach;
  /** Whether this bot has played here before. */
  readonly past: BotPast;
  /** What to do with a message whose sending got no answer, on platforms that can't be asked; by platform. */
  readonly unknownRules: OperatorFile['unknown'];
  readonly alertPlaces: AlertPlaces;
  /** Of every show in the operator's file. */
  readonly appearances: ReadonlyMap<ShowId, Appearance>;
  readonly cards: CardPainter;
  readonly pictures: PictureSource;
  /** Address under which people reach the pages, without a slash at its end; absent if they are off or have none. */
  readonly pages?: string;
  readonly tempo: Tempo;
}

/** Everything needed to apply a command to a season, see `advanceSeason`. */
export type Advancing = Pick<Context, 'seasons' | 'states' | 'outbox' | 'jobs' | 'clock' | 'log' | 'metrics'>;

/** Everything needed to alert showrunners, see `raiseAlert`. */
export type Alerting = Pick<Context, 'outbox' | 'outlets' | 'ledger' | 'jobs' | 'clock' | 'log'>;

/** Everything needed to alert showrunners about the bot itself, see `raiseBotAlert`. */
export type BotAlerting = Pick<
  Context,
  'outbox' | 'ledger' | 'jobs' | 'clock' | 'platforms' | 'log' | 'aside' | 'alertPlaces'
>;

/** Everything needed to continue without a season that can't be read, see `unlessUnreadable`. */
export type SettingAside = BotAlerting & Pick<Context, 'seasons'>;

/**
 * Where showrunners are alerted and asked, as named in the operator's file: at most one place per platform.
 */
export interface AlertPlaces {
  readonly addresses: readonly OutletAddress[];
  /** Language of the bot's own alerts: the first show's. */
  readonly language: string;
}

/** Since when this process has been working with Redis there, by the shared clock. */
export interface Presence {
  since: Instant;
}

/** @throws if a season plays on a platform that this process has no token for. */
export function platformOf(context: Pick<Context, 'platforms'>, name: PlatformName): Platform {
  const platform = context.platforms.get(name);
  if (platform === undefined)
    throw new Error(`The platform ${name} is off, but an outlet of a season is on it`);
  return platform;
}
