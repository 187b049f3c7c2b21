import type { PlatformName } from '../core/ids.ts';
import type { CommandButton, Line } from '../core/posts/content.ts';
import type { Caller, Desk, DeskShow, Place } from './desk.ts';

/** Showrunners steer every show, moderators their own community only, everyone may read. */
export type Level = 'showrunner' | 'moderator' | 'everyone';

/**
 * A command, free of any platform's syntax. An adapter renders it as its platform has commands: with a subcommand
 * (the second word of `name`), or as one command with arguments.
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
  /** Where the command cannot be undone: the question that a button confirms; undefined where it need not be asked. */
  readonly confirm?: (call: Call, desk: Desk) => Line | Promise<Line | undefined>;
  /**
   * What to answer where nothing would come of the command, whatever the reason: a button of an alert that was settled since.
   * Looked at before anything is confirmed, and before a reason is asked for; `given` has none then.
   */
  readonly inVain?: (call: Call, desk: Desk) => Promise<Reply | undefined>;
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
  /** Date and time of day, in the show's zone where it says no offset; the desk hands it on as an ISO instant. */
  | 'time'
  | 'url'
  /** Kept in the season's log and on the receipt; asked for in a form where it is missing. 1-200 characters. */
  | 'reason'
  /** Role to ping (where the platform has roles): its id. */
  | 'role'
  /** Another place of the same community (a channel or thread, where the platform has several in one): its id. */
  | 'channel'
  /** A delivery whose fate is unknown: `poll.3@<outlet>`. */
  | 'delivery'
  /** How a community wants to be called, see `communityName`. */
  | 'name'
  | 'flag';

/** One use of a command, its level already checked. */
export interface Call {
  readonly caller: Caller;
  readonly place: Place;
  /** By parameter name, trimmed; absent where not given. `show` is filled in where it follows from the place. */
  readonly given: Readonly<Record<string, string>>;
  /** The caller was asked what `confirm` asks, and said yes. */
  readonly confirmed: boolean;
  /** Everybody in the channel will read the answer: it holds nothing that is for the caller alone. */
  readonly forEveryone: boolean;
}

export interface Reply {
  readonly lines: readonly Line[];
  /**
   * `caller`: seen by the caller alone, where the platform can. `everyone`: may be shown to everybody; the desk gives it to
   * the caller with `share`, unless the caller asked for just that.
   */
  readonly visibility: 'caller' | 'everyone';
  /** Shows the same to everybody in the channel. An answer with it is given where its caller alone reads it. */
  readonly share?: ReplyButton;
  /** Follow-ups that one press sends; at most 5. */
  readonly buttons?: readonly ReplyButton[];
  /** For people who want to check: attached as a file where the platform can. */
  readonly file?: { readonly name: string; readonly json: string };
}

/** As on alerts. `src/core/posts/button-code.ts` packs it into 64 bytes. */
export type ReplyButton = CommandButton;

/** What an adapter hands to the application, before any check. */
export interface CommandRequest {
  readonly name: string;
  readonly given: Readonly<Record<string, string>>;
  readonly platform: PlatformName;
  /** The person's account, as the platform vouches for it; absent for a channel post or an anonymous administrator. */
  readonly account?: string;
  readonly place: Place;
  /** The person's name as others see it there; anything may stand in it. */
  readonly displayName?: string;
  /** ISO 639-1, of the person's app, where the platform tells it. */
  readonly language?: string;
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
