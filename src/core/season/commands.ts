import type { EpisodeId, Instant, Milliseconds, OptionId, RoundNumber, SeasonId } from '../ids.ts';
import type { Item } from '../story/item.ts';
import type { Episode, Option, Story } from '../story/story.ts';
import type { Absence } from '../vote/absence.ts';
import type { OutletCount } from '../vote/tally.ts';
import type { LateOutlets } from './lateness.ts';
import type { Actor } from './state.ts';

/** A request to a season. `at` comes from the clock that all processes share. */
export type SeasonCommand = { readonly at: Instant } & (
  | {
      readonly type: 'start';
      readonly season: SeasonId;
      readonly story: Story;
      readonly storyHash: string;
      /** 32 random bytes in hexadecimal, see `Season`. */
      readonly salt: string;
    }
  /**
   * "Look at the clock": releases, opens, reminds and closes everything that is due. Harmless at any time.
   */
  | { readonly type: 'tick' }
  /** The counts of a closing round are in, or the wait for them is over. */
  | {
      readonly type: 'settle';
      readonly round: RoundNumber;
      readonly outlets: readonly OutletCount[];
      /** Present if too many outlets never had an open poll. */
      readonly absent?: Absence;
      /** No showrunner can be reached, so nobody would get the question. */
      readonly unasked?: true;
    }
  /** So many outlets got less than half of the promised window because the bot was away at half-time. */
  | {
      readonly type: 'late';
      readonly round: RoundNumber;
      readonly outlets: LateOutlets;
      /** The earliest end of the native polls that are open. Absent: the round's backstop. */
      readonly latest?: Instant;
    }
  /** What a feed shows, or the webhook received. Items that the season knows change nothing. */
  | {
      readonly type: 'bring';
      readonly from: 'feed' | 'webhook';
      /** As the source lists them, the newest first; taken by their dates if all have one. */
      readonly items: readonly Item[];
      /** A showrunner is asked about each first. */
      readonly confirm: boolean;
      /** No showrunner can be reached, so nobody would get a question that has a default. */
      readonly unasked?: true;
    }
  | ({ readonly by: Actor } & SteeringCommand)
);

/** Requests that showrunners may make. */
export type SteeringCommand =
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'resume' }
  | { readonly type: 'cancel'; readonly reason: string }
  /** Releases the scheduled episode now. */
  | { readonly type: 'release' }
  | { readonly type: 'link'; readonly episode: EpisodeId; readonly url: string }
  | { readonly type: 'close'; readonly round: RoundNumber; readonly reason: string }
  | {
      readonly type: 'extend';
      readonly round: RoundNumber;
      readonly until: Instant;
      /** The earliest end of the native polls that are open. Absent: the round's backstop. */
      readonly latest?: Instant;
      readonly reason: string;
    }
  | { readonly type: 'void'; readonly round: RoundNumber; readonly reason: string }
  | {
      readonly type: 'decide';
      readonly round: RoundNumber;
      /** Absent: decide with the votes that exist, if outlets are missing. */
      readonly option?: OptionId;
      readonly reason: string;
    }
  /** An episode that is not out yet gets its own date. */
  | { readonly type: 'schedule'; readonly episode: EpisodeId; readonly releaseAt: Instant }
  /**
   * Episodes as the edited file has them: those that are not out yet, and those that are out and whose continuation was open.
   */
  | { readonly type: 'reload'; readonly episodes: readonly Episode[] }
  /** A serial show's next episode, or a draft that is filled in. */
  | { readonly type: 'add'; readonly item: Item; readonly episode?: EpisodeId }
  /** What becomes of items that showrunners were asked about. */
  | { readonly type: 'answer-items'; readonly question: number; readonly answer: ItemAnswer }
  /** A vote for an episode of a serial show, before it is out or after. */
  | {
      readonly type: 'attach-choice';
      /** Absent: the next one if it is known, else the one released last. */
      readonly episode?: EpisodeId;
      readonly question: string;
      readonly options: readonly Option[];
      /** Absent: as long as the show's rules say. */
      readonly lasts?: Milliseconds;
    }
  /** Ends a serial show, after the votes that are open. */
  | { readonly type: 'end' }
  /** Takes back what was posted of the episode. */
  | { readonly type: 'retract'; readonly episode: EpisodeId; readonly reason: string };

/** `all` in turn, the `newest` only, or `none`; or the episode of the story that the only item is. */
export type ItemAnswer =
  | { readonly take: 'all' | 'newest' | 'none' }
  | { readonly take: 'all'; readonly episode: EpisodeId };

/** Why a command changes nothing. An expected answer, not an error; `wording` turns it into a sentence. */
export type Refusal =
  | { readonly code: 'already-started' }
  /** The data of its last season is missing, and nobody has answered yet what happened to it. */
  | { readonly code: 'played-before' }
  /** We don't know yet whether it was played on a platform, because that platform does not answer. */
  | { readonly code: 'platform-silent' }
  | { readonly code: 'not-started' }
  | { readonly code: 'season-over' }
  | { readonly code: 'already-paused' }
  | { readonly code: 'not-paused' }
  | { readonly code: 'held-by-pause' }
  | { readonly code: 'nothing-to-release' }
  | { readonly code: 'link-missing'; readonly episode: EpisodeId }
  | { readonly code: 'unknown-episode'; readonly episode: EpisodeId }
  | { readonly code: 'unknown-round'; readonly round: RoundNumber }
  | { readonly code: 'unknown-option'; readonly option: OptionId; readonly among: readonly OptionId[] }
  | { readonly code: 'option-missing'; readonly among: readonly OptionId[] }
  | { readonly code: 'round-not-open'; readonly round: RoundNumber }
  | { readonly code: 'round-not-undecided'; readonly round: RoundNumber }
  | { readonly code: 'round-settled'; readonly round: RoundNumber }
  | { readonly code: 'not-longer'; readonly closesAt: Instant }
  | { readonly code: 'past-backstop'; readonly latest: Instant }
  | { readonly code: 'already-released'; readonly episode: EpisodeId }
  | { readonly code: 'nothing-to-reload' }
  | { readonly code: 'date-past'; readonly releaseAt: Instant }
  | { readonly code: 'is-draft'; readonly episode: EpisodeId }
  /** `episode`: what has its link already, or is no draft, so that nothing can be added to it. */
  | { readonly code: 'not-a-draft'; readonly episode: EpisodeId }
  | { readonly code: 'episode-missing' }
  | { readonly code: 'item-known'; readonly episode?: EpisodeId }
  | { readonly code: 'id-taken'; readonly episode: EpisodeId }
  | { readonly code: 'not-serial' }
  | { readonly code: 'nothing-released' }
  | { readonly code: 'has-vote'; readonly episode: EpisodeId }
  | { readonly code: 'moved-on'; readonly episode: EpisodeId }
  | { readonly code: 'bad-vote'; readonly what: string }
  | { readonly code: 'not-released'; readonly episode: EpisodeId }
  | { readonly code: 'unknown-question'; readonly question: number }
  | { readonly code: 'question-answered'; readonly question: number };
