import type { PageSnapshot, PageVote } from '../../../core/page/snapshot.ts';
import type { PageWords } from '../../../core/wording/page/page-words.ts';

/** Share of all votes, 0-1; 0 if nobody voted. */
export const shareOf = (votes: number, total: number): number => (total === 0 ? 0 : votes / total);

/** As an attribute of SVG. */
export const widthOf = (share: number): string => `${Math.round(share * 1_000) / 10}%`;

/** Positions of the options with the most votes; none if nobody voted. */
export function leadersOf({ options }: Pick<PageVote, 'options'>): readonly number[] {
  const most = Math.max(0, ...options.map(({ votes }) => votes ?? 0));
  return most === 0 ? [] : options.flatMap(({ votes }, at) => (votes === most ? [at] : []));
}

/** Names of what a running vote changes on the page. */
export const liveNames = (round: number) => ({
  votes: (option: number) => `${round}.${option}.votes`,
  percent: (option: number) => `${round}.${option}.percent`,
  width: (option: number) => `${round}.${option}.width`,
  total: `${round}.total`,
  platform: (platform: string) => `${round}.on.${platform}`,
});

/** What a page's script writes into the page without loading it again, by name. */
export function liveValues({ votes }: PageSnapshot, words: PageWords): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { round, options, tally } of votes) {
    if (tally === undefined) continue;
    const names = liveNames(round);
    values[names.total] = words.votes(tally.total);
    for (const { platform, votes: some } of tally.platforms)
      values[names.platform(platform)] = words.votes(some);
    for (const [at, { votes: some = 0 }] of options.entries()) {
      const share = shareOf(some, tally.total);
      values[names.votes(at)] = words.votes(some);
      values[names.percent(at)] = words.percent(share);
      values[names.width(at)] = widthOf(share);
    }
  }
  return values;
}

/** Everything of a snapshot but what `liveValues` carries: if this differs, the page is loaded again. */
export function shapeOf({ changedAt: _, votes, ...others }: PageSnapshot): string {
  const still = votes.map(({ options, tally, ...vote }) => ({
    ...vote,
    labels: options.map(({ label, emoji }) => [label, emoji]),
    leaders: leadersOf({ options }),
    platforms: tally?.platforms.map(({ platform }) => platform),
    hasCommunities: (tally?.communities.length ?? 0) > 0,
  }));
  return JSON.stringify({ ...others, still });
}
