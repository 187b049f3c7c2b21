import type { DeliveryKind, Milliseconds, PlatformName } from '../ids.ts';
import type { Line, Span } from '../posts/content.ts';
import type { TieRule } from '../story/story.ts';
import type { Decision, Undecided } from '../vote/decision.ts';
import type { LeftOff } from '../vote/shortfall.ts';
import type { CardWords } from './card-words.ts';
import type { CountWords } from './counts/count-words.ts';
import type { FeedWords } from './feed-words.ts';
import type { ItemWords } from './items/item-words.ts';
import type { NoticeWords } from './notice-words.ts';
import type { ResultWords } from './result-words.ts';
import type { WaitingWords } from './waiting/waiting-words.ts';

/**
 * Every sentence that the bot says in an outlet, in one language. A name, label or title that comes from a story is
 * passed in as it is and stands alone in its span, so that an adapter can escape it. Numbers are written in plain
 * digits: what is counted must be findable to the letter.
 */
export interface Catalogue {
  /** BCP 47. */
  readonly language: string;
  /** The link button of a drop. */
  readonly watch: string;
  readonly episodeTitle: (number: number, title: string) => Line;
  /** `title`: the episode's own. */
  readonly threadTitle: (number: number, title: string) => Line;

  readonly choseThis: (label: string, votes: number, total: number) => Line;
  /** The same for a community that joined after that vote had opened. */
  readonly othersChose: (label: string, votes: number, total: number) => Line;
  readonly chosenWithout: (label: string, decision: Decision) => Line;
  /** Times as "in 15 minutes" or with their date. */
  readonly voteOpens: (opens: Span, closes: Span) => Line;
  readonly voteIsOpen: (closes: Span) => Line;
  readonly predictionOpens: (opens: Span, closes: Span) => Line;
  readonly predictionIsOpen: (closes: Span) => Line;
  /** For a community that joined after the vote on this episode had opened. */
  readonly votesLater: Line;
  readonly ending: (episodes: number, votes: number) => Line;

  readonly runoffBetween: Line;
  readonly voteAgain: (reason: string) => Line;
  readonly endsAt: (closes: Span, relative: Span) => Line;
  /** Whatever end the platform shows on the poll. */
  readonly closedThen: Line;
  readonly mostVotesWin: (binding: boolean) => Line;
  readonly tieRule: (rule: TieRule, runoff: Milliseconds) => Line;
  readonly runoffTieRule: Line;
  readonly quorum: (ballots: number) => Line;
  readonly whoCounts: Line;
  readonly sealed: (hidden: boolean) => Line;

  readonly reminder: (closes: Span, relative: Span) => Line;
  readonly extension: (closes: Span, relative: Span) => Line;
  /** The link below both. */
  readonly toPoll: string;

  readonly result: ResultWords;
  readonly card: CardWords;
  readonly winner: (label: string, votes: number, total: number, percent: number) => Line;
  /** What one option got. The number comes first. */
  readonly standing: (label: string, votes: number, percent: number) => Line;
  readonly decidedBy: (decision: Decision) => Line | undefined;
  readonly fromPlatforms: (
    totals: readonly { readonly platform: PlatformName; readonly votes: number }[],
  ) => Line;
  readonly choseOtherwise: (label: string, votes: number, total: number) => Line;
  readonly counts: CountWords;
  readonly nextEpisode: (at: Span) => Line;
  readonly waiting: WaitingWords;
  readonly notices: NoticeWords;
  readonly feed: FeedWords;
  readonly items: ItemWords;

  readonly duration: (length: Milliseconds) => string;
  readonly alertTitle: (show: string) => Line;
  /** Of an alert after which nothing is left to do. */
  readonly newsTitle: (show: string) => Line;
  readonly linkAwaited: (episode: string, show: string, id: string) => Line;
  readonly undecided: (
    cause: Exclude<Undecided['cause'], 'missing'>,
    question: string,
    show: string,
    options: readonly string[],
  ) => Line;
  readonly provisionalAlert: (question: string) => Line;
  /**
   * What showrunners call a message: `the poll of round 3`. Stands as subject and as object. `number` as in a
   * delivery's id: only that of a drop, a poll, a reminder and a result says anything to people.
   */
  readonly message: (kind: DeliveryKind, number: number) => string;
  /** `what` is such a message. */
  readonly deliveryUnknown: (what: string, outlet: string, why: string) => Line;
  /** A poll with the words of the round's that is missing in the outlet. */
  readonly stoppedPollSeen: (round: number, outlet: string, votes: number) => Line;
  /** `what` is such a message, `problem` what `tellProblem` says. */
  readonly outletRefused: (what: string, outlet: string, problem: string) => Line;
  /** Follows `outletRefused` where it speaks of an episode. */
  readonly noPollWithoutIt: Line;
  /** `what` is such a message. The reason follows. */
  readonly sentWithLess: (what: string, outlet: string, left: readonly LeftOff[]) => Line;
  readonly pollDeleted: (question: string, outlet: string) => Line;
  /** @param others how many more of the same community it was removed from. */
  readonly communityLeft: (outlet: string, others: number) => Line;
  /** What is wrong and what to do follows, in the platform's own words. */
  readonly shutOut: (platform: string) => Line;
  readonly outletsUnplayable: (count: number) => Line;
  readonly seasonUnreadable: (season: string, why: string) => Line;
  /** Those that came by command. Each is named in a line of its own. */
  readonly communitiesUnreadable: Line;
  /** Others that are not named. */
  readonly moreOutlets: (count: number) => Line;
  /** @param members of its community, where the platform told how many. */
  readonly outletWaiting: (outlet: string, by: string, members?: number) => Line;
  /** How many wait beside those that are named. */
  readonly moreWaiting: (count: number) => Line;
  readonly noneWaiting: Line;
  readonly playedBefore: (found: 'folder' | 'platform', show: string) => Line;
  readonly anotherBot: (platform: PlatformName, goesOn: 'by-itself' | 'restarted') => Line;
  readonly buttons: {
    readonly startAnew: string;
    readonly sendAgain: string;
    readonly runAgain: string;
    readonly approve: string;
    readonly decline: string;
    readonly approveNamed: (outlet: string) => Line;
    readonly declineNamed: (outlet: string) => Line;
    readonly disconnect: string;
    readonly receipt: string;
    /** The episodes and decisions so far. */
    readonly path: string;
    /** Below a result, once the next episode is out. */
    readonly watchNext: string;
    readonly choose: (label: string) => Line;
  };
}
