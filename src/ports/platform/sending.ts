import type { Instant, Milliseconds, NativeAnswerId, NativePollId, OptionId } from '../../core/ids.ts';
import type { Post } from '../../core/posts/content.ts';
import type { Shortfall } from '../../core/vote/shortfall.ts';
import type { Picture } from '../card-painter.ts';
import type { OutletProblem, ResolvedOutlet } from './outlet.ts';

export interface SendOrder {
  readonly outlet: ResolvedOutlet;
  readonly post: Post;
  /** 1-23 characters, the same at every attempt of this delivery and of no other. */
  readonly nonce: string;
  /** Role to ping if the platform has roles, only with a drop. */
  readonly mention?: string;
  readonly now: Instant;
  readonly firstTriedAt?: Instant;
  /** The earlier attempt may have had another nonce: only searching tells whether its message is there. */
  readonly underOtherNonce?: boolean;
  /**
   * Called when the message has its place in the rate limits and is sent next, before every request that could post
   * it. If it says no or rejects, nothing is sent, and the outcome is `retry`.
   */
  readonly beforeSending?: () => Promise<boolean>;
  /** To be shown with the post, a result only; the platform shows it in the same message, or leaves it out. */
  readonly picture?: PictureToSend;
  /** It has expired: only find out whether an earlier attempt posted it, and don't post it now. */
  readonly lookOnly?: boolean;
}

export interface PictureToSend extends Picture {
  /** Read out to people who do not see it; at most 1,024 code points. */
  readonly alt: string;
}

/** Which message it is; opaque except `link`. */
export interface MessageRef {
  readonly id: string;
  /** Its channel or chat, in the platform's terms. */
  readonly in: string;
  /** For people, if the platform has such addresses. */
  readonly link?: string;
}

/**
 * The message of a poll that the bot knows by its words alone: it never learned which message it is, so it can neither
 * stop nor read the poll.
 */
interface UnseenMessage {
  readonly id?: undefined;
  readonly in: string;
  readonly link?: undefined;
}

/** A native poll and what its answers mean, as reported by the platform. */
export interface NativePoll {
  readonly id: NativePollId;
  readonly message: MessageRef | UnseenMessage;
  readonly answers: Readonly<Record<NativeAnswerId, OptionId>>;
  /** When the platform closes it by itself, if it said so. */
  readonly endsAt?: Instant;
  /** Its platform hides the counts until it is closed: before that, a count of zero may mean an unknown one. */
  readonly sealed?: true;
}

/** A poll whose message the platform has just returned. */
export interface PostedPoll extends NativePoll {
  readonly message: MessageRef;
}

export type SendOutcome =
  | {
      readonly status: 'sent';
      readonly message: MessageRef;
      /** Present exactly if the post was a poll. */
      readonly poll?: PostedPoll;
      /** The outlet as it is now, if it moved or changed (a group became a supergroup). */
      readonly outlet?: ResolvedOutlet;
      /**
       * An older message with this delivery's nonce: another process with the same token and store posts it as well,
       * or did so before.
       */
      readonly elder?: MessageRef;
      /** What was left out because the platform refused it. */
      readonly shortfalls?: readonly Shortfall[];
    }
  /** The platform refused permanently; retrying changes nothing until a person acts. */
  | { readonly status: 'refused'; readonly problem: OutletProblem }
  /** Certainly nothing was posted; worth another attempt. */
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string }
  /** It may or may not be there. `askAgain`: the platform can tell, but does not answer now. */
  | {
      readonly status: 'unknown';
      readonly why: string;
      readonly askAgain?: true;
      /** It is there, but could not be read: it must not be sent again by itself. */
      readonly isThere?: true;
    };
