import type { PlatformName } from '../ids.ts';
import type { ReceiptReport, ReportedOutletCount } from '../report.ts';
import { type CountRemark, type CountTrouble, troubleOf } from './count-trouble.ts';
import { partSmall } from './small-groups.ts';

/** People would not read more lines; the smallest of the rest are summed. */
const MOST_COMMUNITIES = 15;

/** What fans may see of one community's count, or of several together. */
export interface PublicCount {
  /** Its public name; absent if it has none, and for several together. */
  readonly name?: string;
  /** What it is called without one, if its platform is known. */
  readonly unnamed?: string;
  /** Absent if platforms are mixed. */
  readonly platform?: PlatformName;
  /** How many communities this line contains. */
  readonly communities: number;
  /** By option id. */
  readonly counts: Readonly<Record<string, number>>;
  readonly votes: number;
  readonly status: 'final' | 'provisional' | 'missing';
  /** Present if it is the same for all of them. */
  readonly because?: CountTrouble;
  /** The same. */
  readonly remark?: CountRemark;
  /** What is left when all others are told: small communities, or too many of them. */
  readonly rest?: true;
  /** For a poll in a chat with a public address. */
  readonly link?: string;
}

/** An outlet's community, and the name that one of its moderators gave it for fans. */
export interface KnownCommunity {
  readonly key: string;
  readonly givenName?: string;
  /** Of its platform, if that is known. */
  readonly words?: CommunityWords;
}

/** What communities of a platform are called. */
export interface CommunityWords {
  /** One that has no public name, with its article. */
  readonly unnamed: string;
  /** The public name of the community that a message's address shows. Absent if addresses show none. */
  readonly nameIn?: (link: string) => string | undefined;
}

/**
 * The counts of a receipt as fans may see them: one line per community, largest first, adding up to the receipt's total. A
 * community is named only by the public @name of its chat, or by the name that a moderator gave it: no titles of private
 * chats, no addresses, no ids.
 * @param communityOf by outlet id.
 */
export function publicCounts(
  { outlets, options }: Pick<ReceiptReport, 'outlets' | 'options'>,
  communityOf: (outlet: string) => KnownCommunity | undefined,
): readonly PublicCount[] {
  const byCommunity = new Map<string, ReportedOutletCount[]>();
  for (const one of outlets) {
    const key = communityOf(one.outlet)?.key ?? one.outlet;
    byCommunity.set(key, [...(byCommunity.get(key) ?? []), one]);
  }
  const ids = options.map(({ id }) => id);
  const counted: PublicCount[] = [];
  const uncounted: PublicCount[] = [];
  for (const members of byCommunity.values()) {
    const known = members.filter(({ status }) => status !== 'missing');
    const named = nameOf(members, communityOf);
    if (known.length > 0) counted.push({ ...summed(known, ids), ...named });
    // Some outlets of a community may be counted and others not.
    else uncounted.push({ ...summed(members, ids), ...named, status: 'missing' });
  }
  counted.sort((one, other) => other.votes - one.votes);
  const told = partSmall(counted, ({ votes }) => votes).shown.slice(0, MOST_COMMUNITIES);
  const namedUncounted = uncounted.filter(({ name }) => name !== undefined).slice(0, MOST_COMMUNITIES);
  return [
    ...told,
    ...together(counted.filter((one) => !told.includes(one))),
    ...namedUncounted,
    ...together(uncounted.filter((one) => !namedUncounted.includes(one))),
  ];
}

function nameOf(
  members: readonly ReportedOutletCount[],
  communityOf: (outlet: string) => KnownCommunity | undefined,
): Pick<PublicCount, 'name' | 'unnamed' | 'link'> {
  const [first] = members;
  const community = first && communityOf(first.outlet);
  const link = members.map(linkOf).find((one) => ownName(one, community) !== undefined);
  const name = community?.givenName ?? ownName(link, community);
  const unnamed = name === undefined ? community?.words?.unnamed : undefined;
  return {
    ...(name !== undefined && { name }),
    ...(unnamed !== undefined && { unnamed }),
    ...(link !== undefined && { link }),
  };
}

/** The public name of one count's community, if it has one; see `publicCounts`. */
export const publicNameOf = (
  count: { readonly link?: string } | { readonly status: 'missing' },
  community: KnownCommunity | undefined,
): string | undefined => community?.givenName ?? ownName(linkOf(count), community);

/** Whether anybody can follow the link of one count's poll. */
export const showsLink = (count: ReportedOutletCount, community: KnownCommunity | undefined): boolean =>
  ownName(linkOf(count), community) !== undefined;

const linkOf = (count: object): string | undefined =>
  'link' in count && typeof count.link === 'string' ? count.link : undefined;

const ownName = (link: string | undefined, community: KnownCommunity | undefined): string | undefined =>
  link === undefined ? undefined : community?.words?.nameIn?.(link);

function summed(members: readonly ReportedOutletCount[], options: readonly string[]): PublicCount {
  const counts = Object.fromEntries(
    options.map((id) => [
      id,
      members.reduce((sum, one) => sum + ('counts' in one ? (one.counts[id] ?? 0) : 0), 0),
    ]),
  );
  const platforms = new Set(members.map(({ platform }) => platform));
  const [platform] = platforms;
  return {
    ...(platform !== undefined && platforms.size === 1 && { platform }),
    communities: 1,
    counts,
    votes: Object.values(counts).reduce((sum, votes) => sum + votes, 0),
    status: members.every(({ status }) => status === 'final') ? 'final' : 'provisional',
    ...shared(members.map(troubleOf)),
    ...remarkOf(members.map((one) => ('remark' in one ? one : {}))),
  };
}

/**
 * Combines several into one line that names none of them. A single one stays as it is except for its name, because its count
 * is still small.
 */
function together(some: readonly PublicCount[]): readonly PublicCount[] {
  const [first] = some;
  if (first === undefined) return [];
  const platform = some.every((one) => one.platform === first.platform) ? first.platform : undefined;
  const counts = Object.fromEntries(
    Object.keys(first.counts).map((id) => [id, some.reduce((sum, one) => sum + (one.counts[id] ?? 0), 0)]),
  );
  const status = some.every((one) => one.status === first.status) ? first.status : 'provisional';
  return [
    {
      ...(platform !== undefined && { platform }),
      communities: some.reduce((sum, one) => sum + one.communities, 0),
      counts,
      votes: some.reduce((sum, one) => sum + one.votes, 0),
      status,
      ...shared(some.map(({ because }) => because)),
      ...remarkOf(some),
      rest: true,
    },
  ];
}

function shared([first, ...others]: readonly (CountTrouble | undefined)[]): Pick<PublicCount, 'because'> {
  return first === undefined || others.some((one) => one !== first) ? {} : { because: first };
}

function remarkOf(some: readonly { readonly remark?: CountRemark }[]): Pick<PublicCount, 'remark'> {
  const [remark, ...others] = new Set(some.map((one) => one.remark));
  return remark === undefined || others.length > 0 ? {} : { remark };
}
