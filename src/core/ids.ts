/**
 * Branded identifiers. A brand costs nothing at run time and stops us from passing a round's number where an
 * episode's id is meant.
 */
declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** The story's `id`; a show plays one story, so it names the show as well. `[a-z0-9-]{1,40}`. */
export type ShowId = Branded<string, 'ShowId'>;
/**
 * One run of a show: `<show>.<ordinal>`. Also the Redis hash tag of everything that belongs to the season.
 */
export type SeasonId = Branded<string, 'SeasonId'>;
export type EpisodeId = Branded<string, 'EpisodeId'>;
export type OptionId = Branded<string, 'OptionId'>;
/** Counts a season's releases from 1. An episode that is revisited is released more than once. */
export type ReleaseNumber = Branded<number, 'ReleaseNumber'>;
/** Counts a season's rounds from 1; people type it as `--round N`. */
export type RoundNumber = Branded<number, 'RoundNumber'>;
/** Opaque outside its platform's adapter; stable when a group migrates. */
export type OutletId = Branded<string, 'OutletId'>;
/** Identifies a native poll on its platform; opaque outside its adapter. */
export type NativePollId = Branded<string, 'NativePollId'>;
/** Identifies an answer inside one native poll; opaque outside its adapter. */
export type NativeAnswerId = Branded<string, 'NativeAnswerId'>;
/** `<kind>.<number of the release, round, extension or alert>`; with an outlet it names the one message that may be sent. */
export type DeliveryId = Branded<string, 'DeliveryId'>;
/** Keyed hash of platform and account: 16 hexadecimal digits (8 bytes). Never an account id. */
export type VoterHash = Branded<string, 'VoterHash'>;

export const showId = (text: string): ShowId => text as ShowId;
export const seasonId = (show: ShowId, ordinal: number): SeasonId => `${show}.${ordinal}` as SeasonId;
/** The show that a season is a run of. */
export const showOf = (season: SeasonId): ShowId => season.slice(0, season.lastIndexOf('.')) as ShowId;
/** The show's season before this one, if it is not the first. */
export function formerSeason(season: SeasonId): SeasonId | undefined {
  const [, show, ordinal] = /^(.+)\.(\d+)$/.exec(season) ?? [];
  return show === undefined || Number(ordinal) <= 1 ? undefined : seasonId(showId(show), Number(ordinal) - 1);
}

/**
 * The id under which alerts are kept that belong to no season: the bot's own, and those of shows that were never started. It
 * has deliveries and owed effects as a season does, but no events. No season can have this id, because it has no ordinal.
 */
export const botAlerts = 'bot-alerts' as SeasonId;

export const episodeId = (text: string): EpisodeId => text as EpisodeId;
export const optionId = (text: string): OptionId => text as OptionId;
export const releaseNumber = (value: number): ReleaseNumber => value as ReleaseNumber;
export const roundNumber = (value: number): RoundNumber => value as RoundNumber;
export const outletId = (text: string): OutletId => text as OutletId;
export const nativePollId = (text: string): NativePollId => text as NativePollId;
export const nativeAnswerId = (text: string): NativeAnswerId => text as NativeAnswerId;
export const voterHash = (hex: string): VoterHash => hex as VoterHash;

/**
 * A platform's name in keys, files and logs: lower case, several words joined by dashes. Only src/platforms/index.ts lists
 * which ones exist.
 */
export type PlatformName = string;
/** A community's key among those of all platforms. */
export const communityKey = (platform: PlatformName, community: string): string => `${platform}/${community}`;

/**
 * `alert` goes to the showrunners' own channel, all others to the audience. `extension` announces a later deadline, `notice`
 * other changes: a vote waits or is void, a season is paused, goes on, is cancelled or late.
 */
export type DeliveryKind = 'drop' | 'poll' | 'reminder' | 'extension' | 'notice' | 'result' | 'alert';

export const deliveryId = (kind: DeliveryKind, number: number): DeliveryId =>
  `${kind}.${number}` as DeliveryId;

/** Milliseconds since the Unix epoch, from the one clock that all processes share (Redis TIME). */
export type Instant = number;
/** A duration in milliseconds. */
export type Milliseconds = number;
