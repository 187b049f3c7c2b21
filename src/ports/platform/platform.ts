import type { DeliveryKind, Instant, Milliseconds } from '../../core/ids.ts';
import type { Drop, Notice, Post } from '../../core/posts/content.ts';
import type { Shortfall } from '../../core/vote/shortfall.ts';
import type { CommandDesk } from '../commands/command.ts';
import type { ListedVote, PlatformSink, PollReading, ShutOut } from './listening.ts';
import type { OutletAddress, OutletProblem, ResolvedOutlet } from './outlet.ts';
import type { PlatformFacts } from './platform-facts.ts';
import type { MessageRef, NativePoll, PostedPoll, SendOrder, SendOutcome } from './sending.ts';

/**
 * What the bot asks of a platform. Every process may send; only the one that holds the platform's lease listens.
 * Expected failures are values; what is thrown is a bug in the bot.
 */
export interface Platform extends PlatformFacts {
  /**
   * Asks the platform once who the bot is. Until it has said so, the bot neither sends nor listens there; this may be
   * called as often as needed.
   * @throws StartupError only if the platform itself says that the token is wrong.
   */
  prepare(signal?: AbortSignal): Promise<Introduction>;

  /**
   * Receives votes (and what else happens in the outlets) until `stop`. Resolves once connected, however long that
   * takes. `commands` answers commands; without it none are registered. Call it only after `prepare` has succeeded.
   * @throws StartupError if the platform refuses the bot.
   */
  listen(sink: PlatformSink, commands?: CommandDesk): Promise<void>;

  /** Stops listening and finishes running requests. May be called at any time, also twice. */
  stop(): Promise<void>;

  /** Where the platform posts what happens there; absent if the bot polls or keeps a connection. */
  readonly webhook?: PlatformWebhook;

  /** Whether votes arrive at this moment, and why not. Always connected in a process that does not listen. */
  readonly listening: Listening;

  /** Asks the platform what an outlet is and what the bot may do there; `mention` is a role that drops will ping. */
  inspect(address: OutletAddress, mention?: string, signal?: AbortSignal): Promise<Inspection>;

  /**
   * Searches for what an earlier run of this bot left, before anything is written over an empty store.
   * @param places where to search for messages; one that can't be read counts as empty.
   */
  findEarlierRun(places: readonly OutletAddress[]): Promise<EarlierRun>;

  /**
   * Sends one message. `nonce` is the same at every attempt of one delivery. `firstTriedAt` is set if an earlier
   * attempt may have reached the platform: the adapter then searches for the message before it sends again, or answers
   * `unknown` if it can't search.
   */
  send(order: SendOrder): Promise<SendOutcome>;

  /** Closes a native poll permanently and reads its final counts. Closing a closed poll is not an error. */
  closePoll(poll: NativePoll, options?: Pick<ReadOptions, 'traces'>): Promise<PollReading>;

  /** Reads a poll's counts without closing it, as fresh and exact as the platform gives them. */
  readPoll(poll: NativePoll, options?: ReadOptions): Promise<PollReading>;

  /**
   * Whether the poll's message was deleted; false if the platform does not say so plainly. Changes nothing that people
   * could see. Absent if `readPoll` itself leaves no trace and says it.
   */
  readonly isPollDeleted?: (poll: NativePoll, signal?: AbortSignal) => Promise<boolean>;

  /** Undoes what an interrupted reading left (see `Traces`); absent if readings leave nothing. */
  readonly clearTraces?: (poll: NativePoll) => Promise<Cleared>;

  /** Complete list of who voted for what; absent if the platform does not give it to a bot. */
  readonly readVoters?: (poll: NativePoll, signal?: AbortSignal) => AsyncIterable<readonly ListedVote[]>;

  /**
   * This bot's own messages to the audience around a message, read now: another process with the same token posts
   * under the same name. Rejects if the platform does not answer; absent if it doesn't show them to a bot.
   */
  readonly ownPosts?: (near: MessageRef) => Promise<readonly OwnPost[]>;

  /** Replaces the content of a drop that was sent; absent if the platform can't. */
  readonly editDrop?: (
    outlet: ResolvedOutlet,
    message: MessageRef,
    drop: Drop,
    now: Instant,
  ) => Promise<EditOutcome>;

  /** Updates a sent notice to what `notice` says; absent if the platform can't. */
  readonly editNotice?: (outlet: ResolvedOutlet, message: MessageRef, notice: Notice) => Promise<EditOutcome>;

  /**
   * Takes back a message that was sent: deletes it, and where the platform does not let the bot, edits it to what `blank`
   * says, without link, picture and buttons. May be repeated. Absent if the platform can do neither.
   */
  readonly retract?: (
    outlet: ResolvedOutlet,
    message: MessageRef,
    what: RetractedPost,
  ) => Promise<RetractOutcome>;

  /** How many members the outlet's community has; undefined if the platform does not say. Never rejects. */
  readonly countMembers?: (outlet: ResolvedOutlet) => Promise<number | undefined>;

  /**
   * Checks the message that a person says is ours: `link` is its address as people copy it, checked against the
   * outlet. People make mistakes, and strangers post what looks like ours. So it must be this bot's own message, not a
   * forward, and say what `wanted` says, as far as the platform can tell. Absent if the platform can't look.
   */
  readonly findPosted?: (outlet: ResolvedOutlet, link: string, wanted: WantedPost) => Promise<FoundPost>;
}

export interface PlatformWebhook {
  /** Last part of its address here, after the platform's name: 1-256 of `A-Z a-z 0-9 _ -`. */
  readonly path: string;
  /** The HTTP header in which the platform sends `secret`, in lower case. */
  readonly header: string;
  /** 1-256 of `A-Z a-z 0-9 _ -`. */
  readonly secret: string;
  /**
   * One update, its secret already checked. Resolves when it is durable. Rejects if it is not, or if nothing listens
   * here: the platform should then post it again.
   */
  handle(update: unknown): Promise<void>;
}

export interface OwnPost {
  readonly message: MessageRef;
  /** What may be marks of deliveries in it (see `markOf`). */
  readonly marks: readonly string[];
  readonly isPoll: boolean;
  /** It is certainly younger than this. */
  readonly age: Milliseconds;
  /** Whether it was posted after that message of the same platform. */
  isAfter(other: MessageRef): boolean;
}

export interface WantedPost {
  /** What was to be sent; distinguishes a poll's answers. */
  readonly post: Post;
  /** When the first attempt began: the message is not older. */
  readonly since: Instant;
  /** Whether this message of the outlet's chat belongs to another delivery. Such messages are not changed. */
  readonly isTaken: (messageId: string) => boolean;
}

export type Introduction =
  /** `account`: the bot's own id on the platform. */
  | { readonly status: 'known'; readonly account: string }
  /**
   * No answer, or one that says nothing about the token: nothing is known. `after`: how long the platform asks to
   * wait. `stranger`: something that is not this platform's API answered.
   */
  | {
      readonly status: 'no-answer';
      readonly why: string;
      readonly after?: Milliseconds;
      readonly stranger?: true;
    };

export interface ReadOptions {
  /** Nothing waits for it: urgent requests go first. */
  readonly unhurried?: boolean;
  readonly signal?: AbortSignal;
  readonly traces?: Traces;
}

/** A momentary change of a poll's message, if it can't be read otherwise. */
export interface Traces {
  /** Awaited before the change. If it rejects, nothing is changed. */
  leave(): Promise<void>;
  /** The message is as it was before. */
  removed(): Promise<void>;
}

export type Cleared =
  | { readonly status: 'cleared' }
  | { readonly status: 'retry'; readonly after: Milliseconds }
  /** The platform does not allow it, or the message is gone. */
  | { readonly status: 'impossible' };

/** What an earlier run of this bot left on a platform. */
export type EarlierRun =
  | {
      readonly status: 'read';
      /** Exactly the commands that a version of this program writes are registered (`core/command-sets`). */
      readonly commands: boolean;
      /** Marks of messages of this bot, by place; always none if messages can't be read. */
      readonly marks: readonly { readonly place: OutletAddress; readonly marks: readonly string[] }[];
    }
  /** The platform does not answer now. */
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string };

export type EditOutcome =
  /** Also if it read so already. */
  | { readonly status: 'edited'; readonly shortfalls?: readonly Shortfall[] }
  | { readonly status: 'refused'; readonly problem: OutletProblem }
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string };

export interface RetractedPost {
  readonly kind: Exclude<DeliveryKind, 'alert'>;
  /** Its title is empty, and its only line is plain text. */
  readonly blank: Notice;
}

export type RetractOutcome =
  /** Also if somebody else deleted it before. */
  | { readonly status: 'deleted' }
  /** Also if it read so already. */
  | { readonly status: 'blanked' }
  /** Some of it can still be seen, or all of it; nothing changes until a person acts. */
  | { readonly status: 'refused'; readonly problem: OutletProblem }
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string };

export type FoundPost =
  /** `poll` is present exactly if the post was a poll. */
  | { readonly status: 'found'; readonly message: MessageRef; readonly poll?: PostedPoll }
  | { readonly status: 'refused'; readonly problem: OutletProblem }
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string };

export type Listening =
  | { readonly up: true }
  /** `why` goes to the log. `shutOut`: it lasts until a person acts; anybody may read this. */
  | { readonly up: false; readonly why: string; readonly shutOut?: ShutOut };

export type Inspection =
  | { readonly ok: true; readonly outlet: ResolvedOutlet; readonly warnings: readonly OutletProblem[] }
  /** `community` if the platform said which one the place is in. */
  | { readonly ok: false; readonly problems: readonly OutletProblem[]; readonly community?: string }
  /** The platform did not answer; nothing is known. */
  | { readonly ok: undefined; readonly problems: readonly OutletProblem[] };
