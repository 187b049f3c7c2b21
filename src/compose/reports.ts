import type { Settings } from '../../config/settings.ts';
import { storesOf, storesOfSeason } from '../app/keeping/archived-season.ts';
import { type ReceiptForFans, receiptForFans } from '../app/reports/receipt-for-fans.ts';
import { reportInsights } from '../app/reports/report-insights.ts';
import { withQuestion } from '../app/reports/report-question.ts';
import { reportReceipt } from '../app/reports/report-receipt.ts';
import { reportStatus } from '../app/reports/report-status.ts';
import { withUnplayable } from '../app/reports/report-unplayable.ts';
import { seasonNamed } from '../app/reports/season-named.ts';
import { createSeasonStates } from '../app/season/season-states.ts';
import { readShowStory } from '../app/shows/show-story.ts';
import type { RoundNumber, ShowId } from '../core/ids.ts';
import type { SeasonInsights } from '../core/insights/season-insights.ts';
import type { ReceiptReport, StatusReport } from '../core/report.ts';
import type { Season } from '../core/season/state.ts';
import { languages } from '../core/wording/catalogues.ts';
import { createArchiveFiles } from '../files/archive-files.ts';
import { readPlainFile } from '../files/plain-file.ts';
import { LARGEST_RECEIPT_BYTES, parseReceipt } from '../files/receipt-file.ts';
import { sourceFiles } from '../files/source-files.ts';
import { createCardFonts } from '../pictures/card/card-fonts.ts';
import { platforms as allPlatforms } from '../platforms/index.ts';
import type { CardFonts } from '../ports/card-fonts.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import type { ReceiptReading } from '../ports/receipt-reading.ts';
import type { SourceFiles } from '../ports/source-files.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { BallotStore } from '../ports/stores/ballot-store.ts';
import type { SeasonLog } from '../ports/stores/season-log.ts';
import { seasonJobRemover } from '../queues/season-jobs.ts';
import { createRedisBallotStore } from '../redis/ballots/store.ts';
import { createRedisCommunityNames } from '../redis/bot/community-names.ts';
import { createRedisPastStore } from '../redis/bot/past.ts';
import { createRedisPlaceStore } from '../redis/bot/places.ts';
import { createRedisDeliveryLedger } from '../redis/ledger/ledger.ts';
import { seasonShapesOn } from '../redis/seasons/season-shapes.ts';
import { createRedisSeasonStores } from '../redis/seasons/stores.ts';
import { createRedisSeasonVault } from '../redis/seasons/vault.ts';
import { namesOf } from './platforms.ts';
import { openStore, type StoreUse, unreadable } from './stores.ts';

/** What the command line reads of a bot, running or not. */
export interface Reports {
  /** @throws StartupError for a show that was never started here and is in no file. */
  status(show: ShowId): Promise<StatusReport>;
  receipt(show: ShowId, round?: RoundNumber): Promise<ReceiptReport | undefined>;
  /** What the season tells its writers. @param ordinal as for `season`. */
  insights(show: ShowId, ordinal?: number): Promise<SeasonInsights>;
  /** What fans may see of it. */
  receiptForFans(show: ShowId, round?: RoundNumber): Promise<ReceiptForFans | undefined>;
  /**
   * A whole season, archived or not.
   * @param ordinal from 1; by default the season that plays, or that played last.
   * @throws StartupError if there is none, or it can't be read.
   */
  season(show: ShowId, ordinal?: number): Promise<Season>;
  /** The logs of seasons and the votes counted so far, for somebody who watches them grow. */
  readonly watched: {
    readonly seasons: Pick<SeasonLog, 'all' | 'current' | 'read'>;
    readonly ballots: Pick<BallotStore, 'polls' | 'live'>;
  };
  close(): Promise<void>;
}

/**
 * Opens the bot's Redis for reading: the one in REDIS_URL, or the embedded one, which is started for this if
 * necessary.
 * @param note as in `StoreUse`.
 */
export async function openReports(
  settings: Settings,
  platforms: Platforms = allPlatforms,
  note?: StoreUse['note'],
): Promise<Reports> {
  const store = await openStore(settings, { alone: false, ...(note && { note }) });
  const { redis } = store;
  const shapes = seasonShapesOn(platforms);
  const kept = createRedisSeasonStores(redis, shapes);
  const { seasons } = kept;
  const stores = { ...kept, states: createSeasonStates(seasons), ledger: createRedisDeliveryLedger(redis) };
  const places = createRedisPlaceStore(redis, shapes);
  const past = createRedisPastStore(redis);
  const archives = {
    vault: createRedisSeasonVault(redis, seasonJobRemover(redis, namesOf(platforms))),
    files: createArchiveFiles(settings.dataDir),
  };
  const communities = {
    communityNames: createRedisCommunityNames(redis),
    platforms: new Map(platforms.map((one) => [one.name, one])),
  };
  return {
    status: (show) =>
      store.use(async () => {
        const current = await seasons.current(show);
        const fault = current === undefined ? undefined : await seasons.fault(current);
        if (fault !== undefined) throw unreadable(`${current}: ${fault}`);
        const kept = await storesOf(stores, archives, show);
        const title =
          kept === undefined ? await titleInFiles(settings, platforms, show, await seasons.all()) : show;
        const report = await reportStatus(kept ?? stores, show, title);
        const { questions } = await past.look();
        return withUnplayable(places, withQuestion(questions, report, show), show);
      }),
    receipt: (show, round) =>
      store.use(async () => reportReceipt((await storesOf(stores, archives, show)) ?? stores, show, round)),
    insights: (show, ordinal) =>
      store.use(async () => {
        const { id } = await seasonNamed(stores, archives, show, ordinal);
        const kept = (await storesOfSeason(stores, archives, id)) ?? stores;
        const insights = await reportInsights(communities, kept, show);
        if (insights === undefined) throw new Error(`${id} was deleted while it was read`);
        return insights;
      }),
    receiptForFans: (show, round) =>
      store.use(async () =>
        receiptForFans(communities, (await storesOf(stores, archives, show)) ?? stores, show, round),
      ),
    season: (show, ordinal) => store.use(() => seasonNamed(stores, archives, show, ordinal)),
    watched: { seasons, ballots: createRedisBallotStore(redis) },
    close: () => store.close(),
  };
}

/** Files as `check` reads them: every platform counts as on. */
export const openFiles = (platforms: Platforms = allPlatforms): SourceFiles =>
  sourceFiles(platforms, languages);

/** Which pictures can be drawn, as `check` tells it. */
export const openFonts = (): CardFonts => createCardFonts();

/**
 * A saved receipt, as far as it is one.
 * @throws StartupError if the file can't be read.
 */
export const openReceipt = async (
  file: string,
  platforms: Platforms = allPlatforms,
): Promise<ReceiptReading> =>
  parseReceipt(
    await readPlainFile(
      file,
      LARGEST_RECEIPT_BYTES,
      'Name a file that `npx cliffhanger receipt SHOW --json` wrote.',
    ),
    platforms,
  );

async function titleInFiles(
  settings: Settings,
  platforms: Platforms,
  show: ShowId,
  started: ReadonlyMap<ShowId, unknown>,
): Promise<string> {
  const files = openFiles(platforms);
  const reading = await files.readOperatorFile(settings.configPath);
  const known: string[] = [...started.keys()];
  for (const entry of reading.ok ? reading.operator.shows : []) {
    const story = await readShowStory(entry, files);
    if (!story.ok) continue;
    if (story.story.id === show) return story.story.title;
    known.push(story.story.id);
  }
  throw new StartupError(
    `There is no show ${show}`,
    known.length === 0
      ? `The operator's file ${settings.configPath} names none that can be read.`
      : `These are known: ${[...new Set(known)].join(', ')}.`,
  );
}
