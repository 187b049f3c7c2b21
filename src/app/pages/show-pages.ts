import type { Instant, RoundNumber, ShowId } from '../../core/ids.ts';
import type { SeasonInsights } from '../../core/insights/season-insights.ts';
import { findRound } from '../../core/season/state.ts';
import type { Picture } from '../../ports/card-painter.ts';
import type { ShowPages } from '../../ports/show-pages.ts';
import type { Context } from '../context.ts';
import { type Archives, storesOf } from '../keeping/archived-season.ts';
import { receiptForFans } from '../reports/receipt-for-fans.ts';
import { reportInsights } from '../reports/report-insights.ts';
import { resultCard } from '../reports/result-card.ts';
import type { Show } from '../shows/show.ts';
import { keptAnswers } from './kept-answers.ts';
import { LatestPage } from './latest-page.ts';
import { pageReader } from './read-page.ts';

interface PagesParts {
  readonly context: Context;
  readonly shows: readonly Show[];
  readonly archives: Archives;
  /** As an HTML document. */
  readonly writeReport: (insights: SeasonInsights, now: Instant) => Promise<string>;
}

/** How long a picture or receipt is given to all who ask for it, and how many of them are remembered. */
const KEPT_MS = 10_000;
const MOST_KEPT = 64;

/** The pages of the shows in the operator's file. */
export function createShowPages({ context, shows, archives, writeReport }: PagesParts): ShowPages {
  const pages = new Map<ShowId, LatestPage>(
    shows.map((show) => [
      show.story.id,
      new LatestPage({ read: pageReader(context, archives, show), now: Date.now, log: context.log }),
    ]),
  );
  const cards = keptAnswers<Picture | undefined>(KEPT_MS, MOST_KEPT);
  const receipts = keptAnswers<object | undefined>(KEPT_MS, MOST_KEPT);
  const storesFor = async (show: ShowId) => (pages.has(show) ? storesOf(context, archives, show) : undefined);

  async function card(show: ShowId, number: RoundNumber): Promise<Picture | undefined> {
    const stores = await storesFor(show);
    const id = await stores?.seasons.current(show);
    const season = id === undefined ? undefined : (await stores?.states.load(id))?.season;
    const round = season && findRound(season, number);
    if (stores === undefined || season === undefined || round === undefined) return undefined;
    const shown = await resultCard({ ...context, counts: stores.counts }, season, round);
    return shown && context.cards.paint(shown);
  }

  return {
    snapshot: async (show) => pages.get(show)?.get(),
    watch: (show, changed) => pages.get(show)?.watch(changed) ?? (() => undefined),
    card: (show, round) => cards(`${show} ${round}`, () => card(show, round)),
    receipt: (show, round) =>
      receipts(`${show} ${round}`, async () => {
        const stores = await storesFor(show);
        return stores && (await receiptForFans(context, stores, show, round))?.redacted;
      }),
    async report(show) {
      const stores = await storesFor(show);
      const insights = stores && (await reportInsights(context, stores, show));
      return insights && writeReport(insights, await context.clock.now());
    },
    async logo(show) {
      const logo = pages.has(show) ? context.appearances.get(show)?.logo : undefined;
      return logo && context.pictures.logo(logo);
    },
  };
}
