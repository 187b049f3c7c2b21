import type { Instant, ShowId } from '../../core/ids.ts';
import type { SeasonInsights } from '../../core/insights/season-insights.ts';
import type { ShowPages } from '../../ports/show-pages.ts';
import type { Context } from '../context.ts';
import { type Archives, storesOf } from '../keeping/archived-season.ts';
import { receiptForFans } from '../reports/receipt-for-fans.ts';
import { reportInsights } from '../reports/report-insights.ts';
import type { Show } from '../shows/show.ts';
import { LatestPage } from './latest-page.ts';
import { pageReader } from './read-page.ts';

interface PagesParts {
  readonly context: Context;
  readonly shows: readonly Show[];
  readonly archives: Archives;
  /** As an HTML document. */
  readonly writeReport: (insights: SeasonInsights, now: Instant) => Promise<string>;
}

/** The pages of the shows in the operator's file. */
export function createShowPages({ context, shows, archives, writeReport }: PagesParts): ShowPages {
  const pages = new Map<ShowId, LatestPage>(
    shows.map((show) => [
      show.story.id,
      new LatestPage({ read: pageReader(context, archives, show), now: Date.now, log: context.log }),
    ]),
  );
  return {
    snapshot: async (show) => pages.get(show)?.get(),
    watch: (show, changed) => pages.get(show)?.watch(changed) ?? (() => undefined),
    card: async () => undefined,
    async receipt(show, round) {
      const stores = pages.has(show) ? await storesOf(context, archives, show) : undefined;
      return stores && (await receiptForFans(context, stores, show, round))?.redacted;
    },
    async report(show) {
      const stores = pages.has(show) ? await storesOf(context, archives, show) : undefined;
      const insights = stores && (await reportInsights(context, stores, show));
      return insights && writeReport(insights, await context.clock.now());
    },
    logo: async () => undefined,
  };
}
