import type {
  DeliveryId,
  EpisodeId,
  Instant,
  OutletId,
  RoundNumber,
  SeasonId,
  ShowId,
} from '../../core/ids.ts';
import type { Line } from '../../core/posts/content.ts';
import type { ReceiptReport, StatusReport } from '../../core/report.ts';
import type { Refusal, SteeringCommand } from '../../core/season/commands.ts';
import type { NextEpisode } from '../../core/season/next-episode.ts';
import type { Item } from '../../core/story/item.ts';
import type { PublicCount } from '../../core/vote/public-receipt.ts';
import type { RedactedReceipt } from '../../core/vote/redacted-receipt.ts';
import type { OutletProblem } from '../platform/outlet.ts';
import type {
  AskedItems,
  CurrentRound,
  Growth,
  PostedEpisode,
  Preview,
  ReloadAnswer,
  Standings,
  ToldStep,
  VoteDraft,
  WrittenMisfit,
} from './answers.ts';
import type { Caller, Place } from './caller.ts';
import type { OutletDesk } from './outlet-desk.ts';

/** What commands work with. Everything is read from the stores at the time of the call. */
export interface Desk {
  readonly shows: readonly DeskShow[];
  /** @param giveUp a season whose data is missing and that is given up for a new run. */
  start(
    show: ShowId,
    by: Caller,
    giveUp: boolean,
  ): Promise<
    /** `leftOut`: lines about outlets where the bot can't play yet. */
    | { readonly ok: true; readonly season: SeasonId; readonly leftOut: readonly string[] }
    | { readonly ok: false; readonly refusal: Refusal }
    /** Faults of the story file, or outlets where the bot can't play: lines for the caller. */
    | { readonly ok: false; readonly refusal?: never; readonly faults: readonly string[] }
  >;
  /** Whether the data of the show's last season is missing, so that a start gives it up. */
  isLost(show: ShowId): Promise<boolean>;
  steer(
    show: ShowId,
    command: SteeringCommand,
    by: Caller,
  ): Promise<
    | { readonly ok: true }
    /** `settled`: who settled the round, or answered the question, before, and how. */
    | { readonly ok: false; readonly refusal: Refusal; readonly settled?: Line }
  >;
  /** Whether `steer` would be refused now; changes nothing. The reason may be anything. */
  trySteering(show: ShowId, command: SteeringCommand, by: Caller): ReturnType<Desk['steer']>;
  /**
   * Reads the story file again.
   * @param confirmed version of the differences that the caller was shown: exactly these are adopted, or they are shown anew.
   */
  reload(show: ShowId, by: Caller, confirmed?: string): Promise<ReloadAnswer>;
  /**
   * Of the last season, archived or not.
   * @param community only what its outlets got; undefined: every outlet's.
   */
  status(show: ShowId, community?: string): Promise<StatusReport>;
  /** Of the vote that is open or being counted; undefined if there is none. */
  standings(show: ShowId, place: Place): Promise<Standings | undefined>;
  /**
   * Of the last season, archived or not. `counts`: what fans may see of the communities in it. `redacted`: the receipt as a file
   * for everybody; absent for seasons that began before receipts could be redacted.
   */
  receipt(
    show: ShowId,
    round?: RoundNumber,
  ): Promise<
    | {
        readonly report: ReceiptReport;
        readonly counts: readonly PublicCount[];
        readonly redacted?: RedactedReceipt;
      }
    | undefined
  >;
  /** When the next episode is out; undefined where no season has begun. */
  next(show: ShowId): Promise<{ readonly next: NextEpisode; readonly paused: boolean } | undefined>;
  /** Of the last season, archived or not. */
  path(show: ShowId): Promise<readonly ToldStep[]>;
  /** What would be posted next in every outlet, and what prevents it, asked from the platforms. */
  preview(show: ShowId, episode?: EpisodeId): Promise<Preview | undefined>;
  /**
   * Edits the link in drops already posted.
   * @returns for each outlet whether it worked.
   */
  updateDrops(
    show: ShowId,
    episode: EpisodeId,
  ): Promise<readonly { readonly outlet: string; readonly problem?: OutletProblem }[]>;
  /** A showrunner settles an unconfirmed delivery: it is there, or it is sent again. */
  resolve(
    show: ShowId,
    outlet: OutletId,
    delivery: DeliveryId,
    how: { readonly kind: 'found'; readonly link: string } | { readonly kind: 'resend' },
    by: Caller,
  ): Promise<
    /** `outlet`: its name. */
    | { readonly status: 'settled'; readonly outlet: string }
    | { readonly status: 'not-unknown' }
    | { readonly status: 'problem'; readonly problem: OutletProblem }
  >;
  /** What is posted of an episode, and would be taken back with it; undefined where no season has begun. */
  posted(show: ShowId, episode: EpisodeId): Promise<PostedEpisode | undefined>;
  /** The round that a showrunner means if none is named: open, closing or undecided; the latest of these. */
  currentRound(show: ShowId): Promise<CurrentRound | undefined>;
  /** What has arrived and is not out yet; undefined where no season plays. */
  growth(show: ShowId): Promise<Growth | undefined>;
  /** What stops the platforms from posting an item as a person wrote it, or from holding a vote. Changes nothing. */
  checkItem(show: ShowId, item: Item): Promise<WrittenMisfit | undefined>;
  checkVote(show: ShowId, vote: VoteDraft): Promise<WrittenMisfit | undefined>;
  /** What a question about new items asked, and what became of each; undefined if there is none with this number. */
  askedItems(show: ShowId, question: number): Promise<AskedItems | undefined>;
  readonly outlets: OutletDesk;
  now(): Promise<Instant>;
}

export interface DeskShow {
  readonly id: ShowId;
  readonly title: string;
  readonly language: string;
  readonly communities: 'approved' | 'open';
  /** IANA name, for times that the platform can't show in the reader's own zone. */
  readonly timezone: string;
}
