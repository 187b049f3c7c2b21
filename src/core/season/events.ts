import type { EpisodeId, Instant, Milliseconds, ReleaseNumber, RoundNumber, SeasonId } from '../ids.ts';
import type { Item } from '../story/item.ts';
import type { Continuation, Episode, Story } from '../story/story.ts';
import type { Decision, Undecided } from '../vote/decision.ts';
import type { Tally } from '../vote/tally.ts';
import type { Actor, Intervention, ItemQuestion, KnownItem, Late, Round } from './state.ts';

/**
 * Version of the events' shape, stored with each event. A change that older logs don't satisfy raises it, and
 * the log's reader upgrades older events.
 */
export const EVENT_VERSION = 1;

/** Something that happened in a season. The log of these events is the truth about it. */
export type SeasonEvent = { readonly at: Instant } & (
  | {
      readonly type: 'season-started';
      readonly season: SeasonId;
      readonly story: Story;
      readonly storyHash: string;
      /** Absent in what older versions wrote. */
      readonly salt?: string;
    }
  | {
      readonly type: 'episode-scheduled';
      readonly episode: EpisodeId;
      readonly releaseAt: Instant;
      readonly via?: RoundNumber;
    }
  | { readonly type: 'link-awaited'; readonly episode: EpisodeId }
  | {
      readonly type: 'link-given';
      readonly episode: EpisodeId;
      readonly url: string;
      readonly by: Actor;
      /** The item that brought it. */
      readonly item?: KnownItem;
    }
  /** A serial show has one more episode; in `item`, where it came from. */
  | {
      readonly type: 'episode-added';
      readonly added: Episode;
      readonly by: Actor;
      readonly item?: KnownItem;
      /** Why the vote that its description announces was left out, as a clause. */
      readonly doubt?: string;
    }
  /** Its source has another title or link for it now. */
  | {
      readonly type: 'episode-edited';
      readonly episode: EpisodeId;
      readonly title: string;
      readonly url: string;
      readonly item: KnownItem;
    }
  /** Showrunners are asked what these items are, or whether they may be posted. */
  | ({ readonly type: 'items-asked' } & Pick<ItemQuestion, 'number' | 'why' | 'items' | 'among' | 'until'>)
  | {
      readonly type: 'items-answered';
      readonly question: number;
      /** Keys of the items that were taken. */
      readonly taken: readonly Item['key'][];
      readonly by: Actor;
    }
  /** Items that change nothing: their episode has its link already. */
  | { readonly type: 'items-noted'; readonly items: readonly KnownItem[] }
  /** What was open is known now: a vote was attached to the episode, or the story was written on. */
  | {
      readonly type: 'continuation-given';
      readonly episode: EpisodeId;
      readonly continuation: Continuation;
      readonly by: Actor;
    }
  /** The episode is out, and what comes next is not there yet. */
  | { readonly type: 'episode-awaited'; readonly via?: RoundNumber }
  /** What was posted of a release is taken back; a vote of it that is not decided is void. */
  | {
      readonly type: 'release-retracted';
      readonly release: ReleaseNumber;
      readonly by: Actor;
      readonly reason: string;
    }
  | {
      readonly type: 'episode-released';
      readonly number: ReleaseNumber;
      readonly episode: EpisodeId;
      readonly via?: RoundNumber;
    }
  | { readonly type: 'round-planned'; readonly round: PlannedRound }
  | { readonly type: 'round-opened'; readonly round: RoundNumber }
  | { readonly type: 'reminder-due'; readonly round: RoundNumber }
  | {
      readonly type: 'round-extended';
      readonly round: RoundNumber;
      readonly closesAt: Instant;
      readonly reminderAt?: Instant;
      readonly by: Actor;
      readonly reason: string;
    }
  | { readonly type: 'round-closed'; readonly round: RoundNumber; readonly early?: Intervention }
  | {
      readonly type: 'round-undecided';
      readonly round: RoundNumber;
      readonly why: Undecided;
      readonly tally: Tally;
      /** When it is decided without an answer. */
      readonly until?: Instant;
    }
  /** So many outlets got less than half of the promised window because the bot was away. */
  | {
      readonly type: 'round-late';
      readonly round: RoundNumber;
      readonly lost: Milliseconds;
      /** Absent: all of them. */
      readonly outlets?: Late['outlets'];
      readonly outcome: Late['outcome'];
      /** If a showrunner is asked: until when. */
      readonly until?: Instant;
    }
  /** Outlets are missing or late: decide with the votes that exist. */
  | {
      readonly type: 'round-let-stand';
      readonly round: RoundNumber;
      readonly by: Actor;
      readonly reason: string;
    }
  | {
      readonly type: 'round-tied';
      readonly round: RoundNumber;
      readonly tally: Tally;
      readonly runoff: RoundNumber;
    }
  | {
      readonly type: 'round-decided';
      readonly round: RoundNumber;
      readonly decision: Decision;
      readonly tally: Tally;
      readonly intervention?: Intervention;
    }
  | {
      readonly type: 'round-voided';
      readonly round: RoundNumber;
      readonly rerun: RoundNumber;
      readonly by: Actor;
      readonly reason: string;
    }
  /** An episode that is not out yet got its own date. */
  | {
      readonly type: 'episode-dated';
      readonly episode: EpisodeId;
      readonly releaseAt: Instant;
      readonly by: Actor;
    }
  | { readonly type: 'episodes-reloaded'; readonly episodes: readonly Episode[]; readonly by: Actor }
  | { readonly type: 'season-paused'; readonly by: Actor; readonly reason: string }
  | { readonly type: 'season-resumed'; readonly by: Actor }
  | { readonly type: 'season-cancelled'; readonly by: Actor; readonly reason: string }
  | { readonly type: 'season-concluding'; readonly release: ReleaseNumber }
  | { readonly type: 'season-ended'; readonly episode: EpisodeId }
);

export type PlannedRound = Omit<Round, 'phase' | 'interventions'>;
