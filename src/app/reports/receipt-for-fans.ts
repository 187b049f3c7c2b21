import { communityKey, type RoundNumber, type SeasonId, type ShowId } from '../../core/ids.ts';
import type { ReceiptReport } from '../../core/report.ts';
import { type KnownCommunity, type PublicCount, publicCounts } from '../../core/vote/public-receipt.ts';
import type { Context } from '../context.ts';
import type { SeasonReader } from '../season/advance-season.ts';
import { reportReceipt } from './report-receipt.ts';

/** The receipt as the operator has it, and the counts as fans may read them; see `reportReceipt`. */
export async function receiptForFans(
  { communityNames }: Pick<Context, 'communityNames'>,
  seasons: SeasonReader,
  show: ShowId,
  round?: RoundNumber,
): Promise<{ readonly report: ReceiptReport; readonly counts: readonly PublicCount[] } | undefined> {
  const report = await reportReceipt(seasons, show, round);
  if (report === undefined) return undefined;
  const names = await communityNames.all();
  const communities = new Map(
    (await seasons.outlets(report.season as SeasonId)).map(({ id, outlet }): [string, KnownCommunity] => {
      const key = communityKey(outlet.address.platform, outlet.community);
      const givenName = names.get(key);
      return [id, { key, ...(givenName !== undefined && { givenName }) }];
    }),
  );
  return { report, counts: publicCounts(report, (outlet) => communities.get(outlet)) };
}
