import type { CommandButton, Line } from '../core/content.ts';
import type {
  DeliveryId,
  EpisodeId,
  Instant,
  OptionId,
  OutletId,
  PlatformName,
  RoundNumber,
  SeasonId,
  ShowId,
} from '../core/ids.ts';
import type { ReceiptReport, StatusReport } from '../core/report.ts';
import type { Refusal, SteeringCommand } from '../core/season/commands.ts';
import type { OutletAddress, OutletProblem } from './outlet.ts';

/** Showrunners steer every show, moderators their own community only, everyone may read. */
export type Level = 'showrunner' | 'moderator' | 'everyone';

/**
 * A command, free of any platform's syntax. Discord renders it as a slash command (the first word of `name` is the
 * command, the second its subcommand), Telegram as a bot command with arguments.
 */
export interface Command {
  /** `season start`, `path`: one or two words of `[a-z]{1,32}`. */
  readonly name: string;
  readonly level: Level;
  /** What it does, in at most 100 characters. Also the key of its translations. */
  readonly description: string;
  /**
   * In the order in which people type them; `show` comes first, a reason last, which may hold spaces. An adapter whose
   * platform wants the required ones first sorts them.
   */
  readonly parameters: readonly Parameter[];
  /** Present where the command cannot be undone: the question that a button confirms. */
  readonly confirm?: (call: Call) => Line;
  run(call: Call, desk: Desk): Promise<Reply>;
}

export interface Parameter {
  /** `[a-z]{1,32}`. */
  readonly name: string;
  /** How it is completed, and checked before `run`. */
  readonly kind: ParameterKind;
  readonly description: string;
  readonly required: boolean;
}

export type ParameterKind =
  /** Id of a show; filled in by itself in an outlet that plays just one. */
  | 'show'
  | 'episode'
  /** Option of the open or undecided round. */
  | 'option'
  | 'round'
  /** Outlet of the caller's community, or any for a showrunner. */
  | 'outlet'
  /** `30m`, `2h`, as in story files. */
  | 'duration'
  | 'url'
  /** Kept in the season's log and on the receipt; asked for in a form where it is missing. 1-200 characters. */
  | 'reason'
  /** Role to ping (Discord only): its id. */
  | 'role'
  /** Another place of the same community (Discord only: a channel or thread): its id. */
  | 'channel'
  /** A delivery whose fate is unknown: `poll.3@<outlet>`. */
  | 'delivery'
  | 'flag';

/** One use of a command, its level already checked. */
export interface Call {
  readonly caller: Caller;
  readonly place: Place;
  /** By parameter name, trimmed; absent where not given. `show` is filled in where it follows from the place. */
  readonly given: Readonly<Record<string, string>>;
}

export interface Caller {
  readonly platform: PlatformName;
  /** Keyed hash for the season's log: who it was can be checked, not read off. */
  readonly pseudonym: string;
  readonly showrunner: boolean;
  /** Whether the platform says that this person moderates the community of `place`, or acts as it. */
  readonly moderator: boolean;
}

/** Where the command was given. */
export interface Place {
  readonly platform: PlatformName;
  /** Server or chat; absent in private. */
  readonly community?: string;
  readonly outlet?: OutletAddress;
}

export interface Reply {
  readonly lines: readonly Line[];
  /** Answers to steering are seen by the caller alone, where the platform can. */
  readonly visibility: 'caller' | 'everyone';
  /** Follow-ups that one press sends; at most 5. */
  readonly buttons?: readonly ReplyButton[];
  /** For people who want to check: attached as a file where the platform can. */
  readonly file?: { readonly name: string; readonly json: string };
}

/** As on alerts. `src/core/button-code.ts` packs it into 64 bytes. */
export type ReplyButton = CommandButton;

/** What commands work with. Everything is asked of the stores at the time of the call. */
export interface Desk {
  readonly shows: readonly DeskShow[];
  start(
    show: ShowId,
    by: Caller,
  ): Promise<
    | { readonly ok: true; readonly season: SeasonId }
    | { readonly ok: false; readonly refusal: Refusal }
    /** Faults of the story file, outlets where the bot cannot play: lines for the caller. */
    | { readonly ok: false; readonly refusal?: never; readonly faults: readonly string[] }
  >;
  steer(
    show: ShowId,
    command: SteeringCommand,
    by: Caller,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: Refusal }>;
  /** Reads the story file again. Faults are lines for the caller. */
  reload(
    show: ShowId,
    by: Caller,
  ): Promise<
    | {
        readonly ok: true;
        readonly episodes: readonly EpisodeId[];
        /** Changed in the file too, but seen by the audience already: they stay as they were. */
        readonly kept: readonly EpisodeId[];
      }
    | { readonly ok: false; readonly refusal?: Refusal; readonly faults: readonly string[] }
  >;
  status(show: ShowId): Promise<StatusReport>;
  /** Of the vote that is open or being counted; undefined where there is none. */
  standings(show: ShowId, place: Place): Promise<Standings | undefined>;
  receipt(show: ShowId, round?: RoundNumber): Promise<ReceiptReport | undefined>;
  path(show: ShowId): Promise<readonly PathStep[]>;
  /** What would be posted next in every outlet, and what would stop it, asked from the platforms. */
  preview(show: ShowId, episode?: EpisodeId): Promise<Preview | undefined>;
  /** Edits the link in drops already posted. @returns by outlet whether it worked. */
  mendDrops(
    show: ShowId,
    episode: EpisodeId,
  ): Promise<readonly { readonly outlet: string; readonly problem?: OutletProblem }[]>;
  /** A showrunner settles a delivery whose fate is unknown: it is there, or it is sent again. */
  resolve(
    show: ShowId,
    outlet: OutletId,
    delivery: DeliveryId,
    how: { readonly kind: 'found'; readonly link: string } | { readonly kind: 'resend' },
    by: Caller,
  ): Promise<
    | { readonly status: 'settled' }
    | { readonly status: 'not-unknown' }
    | { readonly status: 'problem'; readonly problem: OutletProblem }
  >;
  /** The round that a showrunner means when none is named: open, closing or undecided; the latest of these. */
  currentRound(show: ShowId): Promise<CurrentRound | undefined>;
  readonly outlets: OutletDesk;
  now(): Promise<Instant>;
}

export interface DeskShow {
  readonly id: ShowId;
  readonly title: string;
  readonly language: string;
  readonly communities: 'approved' | 'open';
  /** IANA name, for times where the platform cannot show the reader's own. */
  readonly timezone: string;
}

export interface CurrentRound {
  readonly number: RoundNumber;
  readonly phase: string;
  readonly question: string;
  readonly closesAt: Instant;
  readonly options: readonly { readonly id: OptionId; readonly label: string }[];
}

export interface Standings {
  readonly question: string;
  readonly round: RoundNumber;
  readonly closesAt: Instant;
  /** The poll is open no longer: its counts are being read. */
  readonly closing: boolean;
  /** Hidden until the end: then there are no counts. */
  readonly sealed: boolean;
  readonly options: readonly { readonly id: OptionId; readonly label: string; readonly votes: number }[];
  readonly total: number;
  readonly byPlatform: readonly { readonly platform: PlatformName; readonly votes: number }[];
  /** This community's own favourite where it leans otherwise than the whole. */
  readonly here?: { readonly label: string; readonly votes: number; readonly total: number };
}

export interface PathStep {
  readonly number: number;
  readonly title: string;
  readonly url?: string;
  /** The vote that led here. */
  readonly via?: {
    readonly label: string;
    readonly votes: number;
    readonly total: number;
    readonly margin: number;
  };
  readonly ending: boolean;
}

export interface Preview {
  readonly episode: EpisodeId;
  readonly title: string;
  readonly url?: string;
  readonly releaseAt?: Instant;
  readonly question?: string;
  readonly outlets: readonly {
    readonly name: string;
    readonly problems: readonly OutletProblem[];
    readonly warnings: readonly OutletProblem[];
  }[];
}

/** Communities that come and go by themselves. */
export interface OutletDesk {
  connect(
    show: ShowId,
    address: OutletAddress,
    options: { readonly mention?: string; readonly community: string | undefined },
    by: Caller,
  ): Promise<
    | { readonly status: 'joined' | 'waits-for-approval' | 'already-connected'; readonly name: string }
    /** The outlet is in another server or chat than `community`. */
    | { readonly status: 'elsewhere' }
    | { readonly status: 'problems'; readonly problems: readonly OutletProblem[] }
  >;
  /** @returns false where it does not wait for approval. */
  approve(show: ShowId, outlet: OutletId, approved: boolean, by: Caller): Promise<boolean>;
  /** @returns false where it does not play. */
  disconnect(show: ShowId, outlet: OutletId, by: Caller): Promise<boolean>;
  check(address: OutletAddress): Promise<{
    readonly name?: string;
    /** Server or chat that it is in. */
    readonly community?: string;
    readonly problems: readonly OutletProblem[];
    readonly warnings: readonly OutletProblem[];
  }>;
  list(
    show: ShowId,
    community?: string,
  ): Promise<
    readonly {
      readonly id: OutletId;
      readonly name: string;
      readonly address: OutletAddress;
      readonly state: 'playing' | 'waits-for-approval' | 'left';
      /** The operator's file names it: it is disconnected there, or comes back at the next start. */
      readonly listed: boolean;
    }[]
  >;
}

/** What an adapter hands to the application, before any check. */
export interface CommandRequest {
  readonly name: string;
  readonly given: Readonly<Record<string, string>>;
  readonly platform: PlatformName;
  /** The person's account, as the platform vouches for it; absent for a channel post or an anonymous administrator. */
  readonly account?: string;
  readonly place: Place;
  /** Asks the platform (or its payload) whether the person moderates the community of `place`. */
  readonly moderates: () => Promise<boolean>;
  /** The caller pressed the confirming button. */
  readonly confirmed: boolean;
}

export type CommandAnswer =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** `given`: what the question speaks of is fixed here (the round); send these with the confirmation. */
  | {
      readonly kind: 'confirm';
      readonly question: Line;
      readonly button: string;
      readonly given?: Readonly<Record<string, string>>;
    }
  /** A required parameter is missing or wrong; `expected` are examples or choices. */
  | {
      readonly kind: 'usage';
      readonly parameter: Parameter;
      readonly problem: string;
      readonly expected: readonly string[];
    }
  /**
   * Not allowed, unknown, Redis away: short, kind, precise. `later`: the command was under way when its time was up;
   * resolves with what came of it, at most a minute later, and never rejects.
   */
  | { readonly kind: 'refused'; readonly line: Line; readonly later?: Promise<CommandAnswer> };

/** The one entrance for commands of every platform. */
export interface CommandDesk {
  readonly commands: readonly Command[];
  readonly shows: readonly DeskShow[];
  /** Within some 1.9 s, whatever Redis and the platforms do. Never rejects. */
  answer(request: CommandRequest): Promise<CommandAnswer>;
  /** At most 25 choices for a parameter that is being typed. Never rejects. */
  complete(
    request: CommandRequest,
    parameter: string,
    typed: string,
  ): Promise<readonly { readonly label: string; readonly value: string }[]>;
  /** For the person who has just added the bot to a community: what to type or press. Never rejects. */
  welcome(place: Place): Promise<Reply>;
}
