import { communityKey, type RoundNumber, type SeasonId, type ShowId } from '../../core/ids.ts';
import type { ReceiptReport } from '../../core/report.ts';
import { type KnownCommunity, type PublicCount, publicCounts } from '../../core/vote/public-receipt.ts';
import type { Context } from '../context.ts';
import type { ReportStores } from '../keeping/archived-season.ts';
import { reportReceipt } from './report-receipt.ts';

/** The receipt as the operator has it, and the counts as fans may see them; see `reportReceipt`. */
export async function receiptForFans(
  { communityNames, platforms }: Pick<Context, 'communityNames' | 'platforms'>,
  stores: ReportStores,
  show: ShowId,
  round?: RoundNumber,
): Promise<{ readonly report: ReceiptReport; readonly counts: readonly PublicCount[] } | undefined> {
  const report = await reportReceipt(stores, show, round);
  if (report === undefined) return undefined;
  const communities = await knownCommunities(
    { communityNames, platforms, outlets: stores.outlets },
    report.season as SeasonId,
  );
  return { report, counts: publicCounts(report, (outlet) => communities.get(outlet)) };
}

/** The communities of a season, by outlet id, with the names that moderators gave them and their platforms' words. */
export async function knownCommunities(
  {
    communityNames,
    platforms,
    outlets,
  }: Pick<Context, 'communityNames' | 'platforms'> & Pick<ReportStores, 'outlets'>,
  season: SeasonId,
): Promise<ReadonlyMap<string, KnownCommunity>> {
  const names = await communityNames.all();
  return new Map(
    (await outlets.all(season)).map(({ id, outlet }): [string, KnownCommunity] => {
      const key = communityKey(outlet.address.platform, outlet.community);
      const givenName = names.get(key);
      const words = platforms.get(outlet.address.platform)?.communities;
      return [id, { key, ...(givenName !== undefined && { givenName }), ...(words && { words }) }];
    }),
  );
}
