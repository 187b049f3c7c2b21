import type { RoundNumber, SeasonId } from '../../core/ids.ts';
import { type PageContent, pageBefore, pageOf } from '../../core/page/page-of.ts';
import { pageReceipt, receiptsOnPage } from '../../core/page/page-receipt.ts';
import { isHidden, type LivePoll, pageVote, votesOnPage } from '../../core/page/page-vote.ts';
import type { PageReceipt, PageVote } from '../../core/page/snapshot.ts';
import { isIn, type Round, type Season } from '../../core/season/state.ts';
import type { KnownCommunity } from '../../core/vote/public-receipt.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Context } from '../context.ts';
import { type Archives, type ReportStores, storesOf } from '../keeping/archived-season.ts';
import { knownCommunities } from '../reports/receipt-for-fans.ts';
import { reportReceipt } from '../reports/report-receipt.ts';
import type { Show } from '../shows/show.ts';

/** What changes seldom is read this often, or when the season has moved on. */
const SELDOM_MS = 5_000;
/** An archive is a file that never changes. */
const ARCHIVE_MS = 60_000;
/** Amendments to older receipts are rare. */
const RECEIPTS_MS = 60_000;
/** Receipts whose communities are listed, and which are read again every few seconds. */
const FULL_RECEIPTS = 8;

type Reading = Pick<
  Context,
  | 'seasons'
  | 'states'
  | 'counts'
  | 'outlets'
  | 'ledger'
  | 'ballots'
  | 'communityNames'
  | 'platforms'
  | 'clock'
>;

/** Something that was read, for a version of a season. */
interface Kept<Value> {
  readonly of: string;
  readonly at: number;
  readonly value: Value;
}

interface Around {
  readonly communities: ReadonlyMap<string, KnownCommunity>;
  readonly platformOf: ReadonlyMap<string, string>;
}

/**
 * Reads what a show's page shows. In each call a few steps of Redis, however many outlets and readers there are: the log's
 * end, the time, and the live counts of all open polls. Polls, outlets and names are read every five seconds.
 */
export function pageReader(
  context: Reading,
  archives: Archives,
  { story, appearance, starts }: Pick<Show, 'story' | 'appearance' | 'starts'>,
): () => Promise<PageContent> {
  let archived: Kept<ReportStores | undefined> | undefined;
  let around: Kept<Around> | undefined;
  const polls = new Map<RoundNumber, Kept<readonly StoredPoll[]>>();
  const receipts = new Map<RoundNumber, Kept<PageReceipt>>();

  async function storesNow(): Promise<ReportStores | undefined> {
    if ((await context.seasons.current(story.id)) !== undefined) {
      archived = undefined;
      return context;
    }
    archived =
      archived !== undefined && isFresh(archived, '', ARCHIVE_MS)
        ? archived
        : keep('', await storesOf(context, archives, story.id));
    return archived.value;
  }

  async function aroundNow(stores: ReportStores, season: Season, version: string): Promise<Around> {
    around = isFresh(around, version, SELDOM_MS)
      ? around
      : keep(version, await readAround(context, stores, season.id));
    return around.value;
  }

  async function votesNow(season: Season, version: string, known: Around): Promise<readonly PageVote[]> {
    const rounds = votesOnPage(season.rounds);
    for (const round of polls.keys()) if (!rounds.some(({ number }) => number === round)) polls.delete(round);
    return Promise.all(
      rounds.map(async (round) => {
        const before = polls.get(round.number);
        const same = isIn(round, 'voting') && isFresh(before, version, SELDOM_MS) ? before : undefined;
        const stored = same ?? keep(version, await context.ballots.polls(season.id, round.number));
        polls.set(round.number, stored);
        const live = await livePolls(context, round, stored.value, known);
        return pageVote(round, live, (outlet) => known.communities.get(outlet));
      }),
    );
  }

  async function receiptsNow(
    stores: ReportStores,
    season: Season,
    version: string,
    known: Around,
  ): Promise<readonly PageReceipt[]> {
    const read = receiptsOnPage(season).map(async ({ number }, place) => {
      const isFull = place < FULL_RECEIPTS;
      const before = receipts.get(number);
      const forMs = isFull ? SELDOM_MS : RECEIPTS_MS;
      if (before !== undefined && isFresh(before, `${version} ${isFull}`, forMs)) return before.value;
      const report = await reportReceipt(stores, story.id, number);
      if (report === undefined) return undefined;
      const receipt = pageReceipt(
        season,
        report,
        isFull ? (outlet) => known.communities.get(outlet) : undefined,
      );
      receipts.set(number, keep(`${version} ${isFull}`, receipt));
      return receipt;
    });
    return (await Promise.all(read)).filter((one) => one !== undefined);
  }

  return async () => {
    const stores = await storesNow();
    const id = await stores?.seasons.current(story.id);
    const loaded = id === undefined ? undefined : await stores?.states.load(id);
    const season = loaded?.season;
    if (stores === undefined || loaded === undefined || season === undefined)
      return pageBefore({ story, appearance }, starts.kind === 'at' ? starts.at : undefined);
    const version = `${season.id} ${loaded.version}`;
    const known = await aroundNow(stores, season, version);
    const [votes, counted, now] = await Promise.all([
      stores === context ? votesNow(season, version, known) : [],
      receiptsNow(stores, season, version, known),
      context.clock.now(),
    ]);
    return pageOf(season, appearance, { votes, receipts: counted }, now);
  };
}

const keep = <Value>(of: string, value: Value): Kept<Value> => ({ of, at: performance.now(), value });

const isFresh = <Value>(kept: Kept<Value> | undefined, of: string, forMs: number): kept is Kept<Value> =>
  kept !== undefined && kept.of === of && performance.now() - kept.at < forMs;

async function readAround(
  context: Pick<Context, 'communityNames' | 'platforms'>,
  stores: ReportStores,
  season: SeasonId,
): Promise<Around> {
  const outlets = await stores.outlets.all(season);
  const communities = await knownCommunities({ ...context, outlets: { all: async () => outlets } }, season);
  return {
    communities,
    platformOf: new Map(outlets.map(({ id, outlet }) => [id, outlet.address.platform])),
  };
}

/** What is known of every outlet's poll now; nothing is read while the counts are hidden. */
async function livePolls(
  { ballots }: Pick<Context, 'ballots'>,
  round: Round,
  polls: readonly StoredPoll[],
  { platformOf }: Around,
): Promise<readonly LivePoll[]> {
  const open = polls.flatMap(({ poll, state }) => (state.kind === 'open' ? [poll.id] : []));
  const counts = isHidden(round) ? new Map() : await ballots.liveOf(open);
  return polls.flatMap(({ outlet, poll, state }): LivePoll[] => {
    const platform = platformOf.get(outlet);
    if (platform === undefined || state.kind === 'lost') return [];
    const { link } = poll.message;
    return [
      {
        outlet,
        platform,
        ...(link !== undefined && { link }),
        counts: state.kind === 'open' ? (counts.get(poll.id) ?? {}) : state.counts,
      },
    ];
  });
}
