import type { Instant, Milliseconds, NativeAnswerId, NativePollId, OptionId } from '../core/ids.ts';
import type { Drop, Notice, Post } from '../core/posts/content.ts';
import type { LostCount } from '../core/vote/count-trouble.ts';
import type { Shortfall } from '../core/vote/shortfall.ts';
import type { CommandDesk } from './command.ts';
import type { OutletAddress, OutletProblem, ResolvedOutlet } from './outlet.ts';
import type { PlatformFacts } from './platform-facts.ts';

/**
 * What the bot asks of a platform. Every process may send; only the one that holds the platform's lease listens.
 * Expected failures are values; what is thrown is a fault of the bot.
 */
export interface Platform extends PlatformFacts {
  /**
   * Asks the platform once who the bot is. Until it has said so nothing is sent and nobody is listened to; it may be asked
   * again as often as needed.
   * @throws StartupError only where the platform itself says that the token is wrong.
   */
  prepare(signal?: AbortSignal): Promise<Introduction>;

  /**
   * Receives votes (and what else happens in the outlets) until `stop`. Resolves once connected, however long that
   * takes. Commands are answered by `commands`; without it none are offered. Only after `prepare` has succeeded.
   * @throws StartupError where the platform refuses to let the bot in.
   */
  listen(sink: PlatformSink, commands?: CommandDesk): Promise<void>;

  /** Ends listening and finishes requests under way. May be called at any time, also twice. */
  stop(): Promise<void>;

  /** Where the platform posts what happens there; absent where the bot asks for it or keeps a connection. */
  readonly webhook?: PlatformWebhook;

  /** Whether votes arrive at this moment, and why not. Always connected in a process that does not listen. */
  readonly listening: Listening;

  /** Asks the platform what an outlet is and what the bot may do there; `mention` is a role that drops will ping. */
  inspect(address: OutletAddress, mention?: string, signal?: AbortSignal): Promise<Inspection>;

  /**
   * Looks for what an earlier run of this bot has left: before anything is written over an empty store.
   * @param places where to look for messages; one that cannot be read holds none.
   */
  findEarlierRun(places: readonly OutletAddress[]): Promise<EarlierRun>;

  /**
   * Sends one message. `nonce` is the same at every attempt of one delivery. `firstTriedAt` is set when an earlier
   * attempt may have reached the platform: the adapter then looks for the message before it sends again, or
   * answers `unknown` where it cannot look.
   */
  send(order: SendOrder): Promise<SendOutcome>;

  /** Closes a native poll for good and reads its final counts. Closing a closed poll is no error. */
  closePoll(poll: NativePoll, options?: Pick<ReadOptions, 'traces'>): Promise<PollReading>;

  /** Reads a poll's counts without closing it, as fresh and exact as the platform gives them. */
  readPoll(poll: NativePoll, options?: ReadOptions): Promise<PollReading>;

  /** Undoes what a reading left that was interrupted (see `Traces`); absent where readings leave nothing. */
  readonly clearTraces?: (poll: NativePoll) => Promise<Cleared>;

  /** Complete list of who voted for what, where the platform gives it to a bot; absent where it does not. */
  readonly readVoters?: (poll: NativePoll, signal?: AbortSignal) => AsyncIterable<readonly ListedVote[]>;

  /**
   * This bot's own messages to the audience that stand around a message, read now: another process with the same token posts
   * under the same name. Rejects where the platform does not answer; absent where it tells a bot nothing of them.
   */
  readonly ownPosts?: (near: MessageRef) => Promise<readonly OwnPost[]>;

  /** Writes a drop anew over the one that was sent; absent where the platform cannot. */
  readonly editDrop?: (
    outlet: ResolvedOutlet,
    message: MessageRef,
    drop: Drop,
    now: Instant,
  ) => Promise<EditOutcome>;

  /** Makes a notice that was sent say what `notice` says; absent where the platform cannot. */
  readonly editNotice?: (outlet: ResolvedOutlet, message: MessageRef, notice: Notice) => Promise<EditOutcome>;

  /** How many members the outlet's community has; undefined where the platform does not say. Never rejects. */
  readonly countMembers?: (outlet: ResolvedOutlet) => Promise<number | undefined>;

  /**
   * Looks at the message that a person says is ours: `link` is its address as people copy it, checked against the
   * outlet. People are wrong, and strangers post what looks like ours: it must be this bot's own message, no forward, with
   * what `wanted` says, as far as the platform can tell. Absent where the platform cannot look.
   */
  readonly findPosted?: (outlet: ResolvedOutlet, link: string, wanted: WantedPost) => Promise<FoundPost>;
}

export interface PlatformWebhook {
  /** Last part of its address here, behind the platform's name: 1-256 of `A-Z a-z 0-9 _ -`. */
  readonly path: string;
  /** The HTTP header in which the platform sends `secret`, in lower case. */
  readonly header: string;
  /** 1-256 of `A-Z a-z 0-9 _ -`. */
  readonly secret: string;
  /**
   * One update, its secret already checked. Resolves when it is durable; rejects when it is not, or nobody listens here: the
   * platform is then to post it again.
   */
  handle(update: unknown): Promise<void>;
}

export interface OwnPost {
  readonly message: MessageRef;
  /** What may be marks of deliveries in it (see `markOf`). */
  readonly marks: readonly string[];
  readonly isPoll: boolean;
  /** It is younger than this for certain. */
  readonly age: Milliseconds;
  /** Whether it was posted after that message of the same platform. */
  isAfter(other: MessageRef): boolean;
}

export interface WantedPost {
  /** What was to be sent; a poll's answers are told apart by it. */
  readonly post: Post;
  /** When the first attempt began: the message is not older. */
  readonly since: Instant;
  /** Whether this message of the outlet's chat belongs to another delivery. Those are not touched. */
  readonly isTaken: (messageId: string) => boolean;
}

export type Introduction =
  /** `account`: the bot's own id on the platform. */
  | { readonly status: 'known'; readonly account: string }
  /**
   * No answer, or one that says nothing about the token: nothing is known. `after`: how long the platform asks to wait.
   * `stranger`: something answered that is not this platform's API.
   */
  | {
      readonly status: 'no-answer';
      readonly why: string;
      readonly after?: Milliseconds;
      readonly stranger?: true;
    };

export interface ReadOptions {
  /** Nobody waits for it: it comes behind what is urgent. */
  readonly unhurried?: boolean;
  readonly signal?: AbortSignal;
  readonly traces?: Traces;
}

/** What a platform changes about a poll's message for a moment, where it cannot be read otherwise. */
export interface Traces {
  /** Awaited before the change. Where it rejects, nothing is changed. */
  leave(): Promise<void>;
  /** The message is as it was. */
  removed(): Promise<void>;
}

export type Cleared =
  | { readonly status: 'cleared' }
  | { readonly status: 'retry'; readonly after: Milliseconds }
  /** The platform does not let the bot, or the message is gone. */
  | { readonly status: 'impossible' };

/** What an earlier run of this bot has left on a platform. */
export type EarlierRun =
  | {
      readonly status: 'read';
      /** Exactly the commands that a version of this program writes are registered (`core/command-sets`). */
      readonly commands: boolean;
      /** Marks of messages of this bot, by the place where they stand; always none where messages cannot be read. */
      readonly marks: readonly { readonly place: OutletAddress; readonly marks: readonly string[] }[];
    }
  /** The platform does not answer now. */
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string };

export type EditOutcome =
  /** Also where it read so already. */
  | { readonly status: 'edited'; readonly shortfalls?: readonly Shortfall[] }
  | { readonly status: 'refused'; readonly problem: OutletProblem }
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string };

export type FoundPost =
  /** `poll` is present exactly where the post was a poll. */
  | { readonly status: 'found'; readonly message: MessageRef; readonly poll?: PostedPoll }
  | { readonly status: 'refused'; readonly problem: OutletProblem }
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string };

export type Listening =
  | { readonly up: true }
  /** `why` goes to the log. `shutOut`: it lasts until a person has done something; anybody may read this. */
  | { readonly up: false; readonly why: string; readonly shutOut?: ShutOut };

export type Inspection =
  | { readonly ok: true; readonly outlet: ResolvedOutlet; readonly warnings: readonly OutletProblem[] }
  /** `community` where the platform told which one the place is in. */
  | { readonly ok: false; readonly problems: readonly OutletProblem[]; readonly community?: string }
  /** The platform did not answer; nothing is known. */
  | { readonly ok: undefined; readonly problems: readonly OutletProblem[] };

export interface SendOrder {
  readonly outlet: ResolvedOutlet;
  readonly post: Post;
  /** 1-23 characters, the same at every attempt of this delivery and of no other. */
  readonly nonce: string;
  /** Role to ping where the platform has roles, only ever with a drop. */
  readonly mention?: string;
  readonly now: Instant;
  readonly firstTriedAt?: Instant;
  /** The earlier attempt may have had another nonce: only looking tells whether its message is there. */
  readonly underOtherNonce?: boolean;
  /**
   * Called when the message has its place in the rate limits and goes out next, before every request that could post
   * it. Where it says no or rejects, nothing is sent, and the outcome is `retry`.
   */
  readonly beforeSending?: () => Promise<boolean>;
  /** Its time is over: only find out whether an earlier attempt posted it, and never post it now. */
  readonly lookOnly?: boolean;
}

/** Where a message stands; opaque but for `link`. */
export interface MessageRef {
  readonly id: string;
  /** Channel or chat it stands in, in the platform's terms. */
  readonly in: string;
  /** For people, where the platform has such addresses. */
  readonly link?: string;
}

/**
 * The message of a poll that the bot knows by its words alone: it never learned which one holds the poll, so it can
 * neither stop nor read it.
 */
interface UnseenMessage {
  readonly id?: undefined;
  readonly in: string;
  readonly link?: undefined;
}

/** A native poll and what its answers mean, as the platform told them. */
export interface NativePoll {
  readonly id: NativePollId;
  readonly message: MessageRef | UnseenMessage;
  readonly answers: Readonly<Record<NativeAnswerId, OptionId>>;
  /** When the platform closes it by itself, where it told that. */
  readonly endsAt?: Instant;
  /** Its platform hides the counts until it is closed: before that a count of zero may stand for an unknown one. */
  readonly sealed?: true;
}

/** A poll whose message the platform has just shown. */
export interface PostedPoll extends NativePoll {
  readonly message: MessageRef;
}

export type SendOutcome =
  | {
      readonly status: 'sent';
      readonly message: MessageRef;
      /** Present exactly where the post was a poll. */
      readonly poll?: PostedPoll;
      /** The outlet as it is now, where it moved or changed (a group became a supergroup). */
      readonly outlet?: ResolvedOutlet;
      /**
       * An older message answered under this delivery's nonce: another process with the same token and store posts it as
       * well, or did so before.
       */
      readonly elder?: MessageRef;
      /** What was left off because the platform refused it. */
      readonly shortfalls?: readonly Shortfall[];
    }
  /** The platform said no for good; trying again changes nothing until a person does something. */
  | { readonly status: 'refused'; readonly problem: OutletProblem }
  /** Nothing was posted, for certain; worth another attempt. */
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string }
  /** It may or may not be there. `askAgain`: the platform can tell, and does not answer now. */
  | {
      readonly status: 'unknown';
      readonly why: string;
      readonly askAgain?: true;
      /** It is there, but could not be read: it must not be sent again by itself. */
      readonly isThere?: true;
    };

export type PollReading =
  /** `final`: the platform will not change these any more. */
  | {
      readonly status: 'final' | 'open';
      readonly counts: Readonly<Record<NativeAnswerId, number>>;
      readonly closedAt?: Instant;
      /** How it was read, when not the usual way; for the receipt. */
      readonly note?: string;
    }
  /** Closed, and the platform is still counting: ask again. Counts, if any, are approximate. */
  | {
      readonly status: 'counting';
      readonly counts?: Readonly<Record<NativeAnswerId, number>>;
      readonly after: Milliseconds;
      readonly closedAt?: Instant;
    }
  /** No answer now: ask again. */
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string }
  /** The poll or the bot's access to it is gone. */
  | { readonly status: 'lost'; readonly why: string; readonly because: LostCount };

export interface ListedVote {
  /** The platform's account id: goes no further than to the keyed hash. */
  readonly account: string;
  readonly answer: NativeAnswerId;
}

/** What a platform tells the bot. A promise that resolves means: durable, the platform may forget it. */
export interface PlatformSink {
  /** In the order in which the platform sent them. */
  votes(facts: readonly VoteFact[]): Promise<void>;
  /**
   * Events were lost (a session that could not be resumed): every open poll is read again, beside what follows. A process
   * that ends before that is done reads them at its next start.
   */
  eventsLost(why: string): Promise<void>;
  /** The bot was removed from, or a poll deleted in, a place it plays in. */
  accessLost(loss: AccessLoss): Promise<void>;
  /** The platform lets the bot listen no more before a person has done something. Told at each attempt that fails so. */
  shutOut(refusal: ShutOut): Promise<void>;
  /** A vote was heard in a poll that stands there. May be told of any poll, at every vote, and waits for nothing. */
  pollSeen?(poll: NativePollId, message: MessageRef): void;
  /** Another process has been receiving what belongs to this bot for longer than a restart takes. Told as long as it does. */
  rival(): Promise<void>;
  /** A community got another id. */
  moved(move: PlaceMove): Promise<void>;
}

export interface PlaceMove {
  /** Ids of the community, as in `ResolvedOutlet`. */
  readonly from: string;
  readonly to: string;
  /** An outlet of it as it is now, and undefined for any other outlet. */
  follow(outlet: ResolvedOutlet): ResolvedOutlet | undefined;
}

/** Sentences without their full stops. */
export interface ShutOut {
  readonly what: string;
  readonly fix: string;
}

export type AccessLoss =
  | { readonly kind: 'poll-deleted'; readonly poll: NativePollId }
  | { readonly kind: 'community-left'; readonly community: string };

export type VoteFact =
  /** The account's vote is now this answer (any earlier one is replaced). */
  | {
      readonly kind: 'cast';
      readonly poll: NativePollId;
      readonly account: string;
      readonly answer: NativeAnswerId;
    }
  /** The account has taken its vote for this answer back; `answer` absent: whatever it was. */
  | {
      readonly kind: 'withdrawn';
      readonly poll: NativePollId;
      readonly account: string;
      readonly answer?: NativeAnswerId;
    }
  /** All counts of a poll at once. A higher `sequence` is newer. */
  | {
      readonly kind: 'snapshot';
      readonly poll: NativePollId;
      readonly sequence: number;
      readonly closed: boolean;
      readonly counts: Readonly<Record<NativeAnswerId, number>>;
      /** Words of the poll, by which a poll whose send went unanswered can be recognised. */
      readonly question: string;
      readonly labels: readonly string[];
    };
