import type { Instant, Milliseconds, NativePollId, SeasonId } from '../../core/ids.ts';

/**
 * Which process is closing which native poll: a poll is asked to end once, and while its platform is still counting,
 * one process at a time checks it. Each method is one atomic step.
 */
export interface Closings {
  /**
   * Claims the next attempt to close a poll. Undefined while another process works on it, or while the next attempt is
   * planned for later. The claim of a process that has ended is taken over at once, any other when it expires. A plan
   * from before `since`, when this process started working, does not count: a start checks every poll once.
   */
  begin(
    season: SeasonId,
    poll: NativePollId,
    times: { readonly now: Instant; readonly leaseFor: Milliseconds; readonly since: Instant },
  ): Promise<Closing | undefined>;

  /** Records that a poll's message is about to be changed for a moment: something of that may be left under it. */
  leaveTrace(season: SeasonId, poll: NativePollId, now: Instant): Promise<void>;
  /** Nothing is left there any more, or nothing can be done about it. */
  forgetTrace(season: SeasonId, poll: NativePollId): Promise<void>;
  /** Polls under whose message something may be left, and since when. */
  traces(season: SeasonId): Promise<ReadonlyMap<NativePollId, Instant>>;
}

/** A claimed attempt. Without the claim, its methods do nothing. */
export interface Closing {
  /** Whether the platform has confirmed that voting is over, so that only its count is missing. */
  readonly closed: boolean;
  renew(until: Instant): Promise<void>;
  /** Ends the attempt; the next one may follow at `next`. */
  plan(next: Instant, closed: boolean): Promise<void>;
  /** Ends the attempt: none has to follow, or it may follow at once. */
  end(): Promise<void>;
}
