import {
  communityKey,
  type PlatformName,
  type RoundNumber,
  type SeasonId,
  type ShowId,
} from '../../core/ids.ts';
import type { ReceiptReport } from '../../core/report.ts';
import {
  type CommunityWords,
  type KnownCommunity,
  type PublicCount,
  publicCounts,
  publicNameOf,
  showsLink,
} from '../../core/vote/public-receipt.ts';
import { redact } from '../../core/vote/redact-receipt.ts';
import type { RedactedReceipt } from '../../core/vote/redacted-receipt.ts';
import type { Context } from '../context.ts';
import type { ReportStores } from '../keeping/archived-season.ts';
import { hashedRedacted, reportReceipt, sha256 } from './report-receipt.ts';

export interface ReceiptForFans {
  /** As the operator has it. */
  readonly report: ReceiptReport;
  /** By community. */
  readonly counts: readonly PublicCount[];
  /** Absent for a receipt of version 1: it can't be shown without all that is private in it. */
  readonly redacted?: RedactedReceipt;
}

/** Who knows the communities: what moderators called them, and the words of the platforms. */
export interface Communities {
  readonly communityNames: Pick<Context['communityNames'], 'all'>;
  readonly platforms: ReadonlyMap<PlatformName, { readonly communities: CommunityWords }>;
}

/** The receipt as the operator has it, and what fans may see of it; see `reportReceipt`. */
export async function receiptForFans(
  { communityNames, platforms }: Communities,
  stores: ReportStores,
  show: ShowId,
  round?: RoundNumber,
): Promise<ReceiptForFans | undefined> {
  const report = await reportReceipt(stores, show, round);
  if (report === undefined) return undefined;
  const communities = await knownCommunities(
    { communityNames, platforms, outlets: stores.outlets },
    report.season as SeasonId,
  );
  const counts = publicCounts(report, (outlet) => communities.get(outlet));
  const redacted = redactedReport(report, communities);
  return { report, counts, ...(redacted !== undefined && { redacted }) };
}

/** @returns undefined for a receipt of version 1. */
function redactedReport(
  { hash: _, hashAtDecision: _atDecision, ...receipt }: ReceiptReport,
  communities: ReadonlyMap<string, KnownCommunity>,
): RedactedReceipt | undefined {
  if (receipt.version === 1) return undefined;
  return hashedRedacted(
    redact(
      receipt,
      (row) => {
        const community = communities.get(row.outlet);
        const name = publicNameOf(row, community);
        return { ...(name !== undefined && { name }), showsLink: showsLink(row, community) };
      },
      sha256,
    ),
  );
}

/** The communities of a season, by outlet id, with the names that moderators gave them and their platforms' words. */
export async function knownCommunities(
  { communityNames, platforms, outlets }: Communities & Pick<ReportStores, 'outlets'>,
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
