import type { PlatformName } from '../../core/ids.ts';
import type { CommandButton, Line } from '../../core/posts/content.ts';
import type { Caller, Place } from './caller.ts';
import type { Desk, DeskShow } from './desk.ts';

/** Showrunners steer every show, moderators only their own community, everyone may read. */
export type Level = 'showrunner' | 'moderator' | 'everyone';

/**
 * A command, free of any platform's syntax. Each adapter renders it in its platform's way: as a subcommand (the second
 * word of `name`), or as one command with arguments.
 */
export interface Command {
  /** `season start`, `path`: one or two words of `[a-z]{1,32}`. */
  readonly name: string;
  readonly level: Level;
  /** What it does, in at most 100 characters. Also the key of its translations. */
  readonly description: string;
  /**
   * In the order in which people type them; `show` comes first, a reason last, because it may contain spaces. An
   * adapter whose platform wants the required ones first sorts them.
   */
  readonly parameters: readonly Parameter[];
  /** If the command can't be undone: the question that a button confirms; undefined if there is nothing to ask. */
  readonly confirm?: (call: Call, desk: Desk) => Line | Promise<Line | undefined>;
  /**
   * What to answer where nothing would come of the command, whatever the reason: a button of an alert that was settled since.
   * Looked at before anything is confirmed, and before a reason is asked for; `given` has none then.
   */
  readonly inVain?: (call: Call, desk: Desk) => Promise<Reply | undefined>;
  /**
   * The value of a parameter that was not given; undefined if there is none. A form begins with it.
   * @param given the parameters before it.
   */
  readonly fallback?: (name: string, given: Call['given'], desk: Desk) => Promise<string | undefined>;
  /** What is wrong with values that are each right: the person is asked for them again. Changes nothing. */
  readonly check?: (call: Call, desk: Desk) => Promise<Misfit | undefined>;
  run(call: Call, desk: Desk): Promise<Reply>;
}

/** A value that can't be used. */
export interface Misfit {
  /** Name of the parameter. */
  readonly parameter: string;
  /** A sentence that says what would be right. */
  readonly problem: string;
}

export interface Parameter {
  /** `[a-z]{1,32}`. */
  readonly name: string;
  /** Decides how it is completed, and checked before `run`. */
  readonly kind: ParameterKind;
  readonly description: string;
  readonly required: boolean;
  /**
   * Too long to be typed with the command, or rather thought about: if it is missing, a form asks for it, together with the
   * command's others of this sort (at most 5); or one question after the other does.
   */
  readonly asked?: true;
}

/** A parameter that is asked for. */
export interface FormField {
  readonly parameter: Parameter;
  /** What was typed before, or is taken if nothing is typed. */
  readonly value?: string;
}

export type ParameterKind =
  /** Id of a show; filled in automatically in an outlet that plays just one. */
  | 'show'
  | 'episode'
  /** Episode of a story that is not written yet. */
  | 'draft'
  /** Episode of a serial show that may still get a vote; by its id. */
  | 'open-episode'
  /** Id for a new episode. */
  | 'id'
  /** One line. The command checks how long it may be. */
  | 'text'
  /** Several lines, at most 4,000 code units. */
  | 'lines'
  /** Option of the open or undecided round. */
  | 'option'
  | 'round'
  /** Number of a question about new items. */
  | 'question'
  /** What becomes of the items of a question: all, newest, none. */
  | 'answer'
  /** Outlet of the caller's community, or any for a showrunner. */
  | 'outlet'
  /** `30m`, `2h`, as in story files. */
  | 'duration'
  /** Date and time of day, in the show's zone where it says no offset; the desk hands it on as an ISO instant. */
  | 'time'
  | 'url'
  /**
   * Stored in the season's log and on the receipt. 1-200 characters.
   */
  | 'reason'
  /** Role to ping (if the platform has roles): its id. */
  | 'role'
  /** Another place of the same community (a channel or thread, if the platform has several in one): its id. */
  | 'channel'
  /** An unconfirmed delivery: `poll.3@<outlet>`. */
  | 'delivery'
  /** A community's name for fans, see `communityName`. */
  | 'name'
  | 'flag';

/** One use of a command, its level already checked. */
export interface Call {
  readonly caller: Caller;
  readonly place: Place;
  /** By parameter name, trimmed; absent if not given. `show` is filled in if the place implies it. */
  readonly given: Readonly<Record<string, string>>;
  /** The caller was asked the question of `confirm` and said yes. */
  readonly confirmed: boolean;
  /**
   * Everybody in the channel will see the answer, so it must contain nothing that is for the caller alone.
   */
  readonly forEveryone: boolean;
  /** By a button: which version of what it changes the caller was shown. */
  readonly version?: string;
}

export interface Reply {
  readonly lines: readonly Line[];
  /**
   * `caller`: visible only to the caller, if the platform can. `everyone`: may be shown to everybody; the desk gives
   * it to the caller with `share`, unless the caller asked for exactly that.
   */
  readonly visibility: 'caller' | 'everyone';
  /** Shows the same to everybody in the channel. An answer with it is given privately. */
  readonly share?: ReplyButton;
  /** Follow-ups that one press sends; at most 5. */
  readonly buttons?: readonly ReplyButton[];
  /** For people who want to check; attached as a file if the platform can. */
  readonly file?: { readonly name: string; readonly json: string };
}

/** As on alerts. `src/core/posts/button-code.ts` packs it into 64 bytes. */
export type ReplyButton = CommandButton;

/** What an adapter passes to the application, before any check. */
export interface CommandRequest {
  readonly name: string;
  readonly given: Readonly<Record<string, string>>;
  readonly platform: PlatformName;
  /** The person's account, guaranteed by the platform; absent for a channel post or an anonymous administrator. */
  readonly account?: string;
  readonly place: Place;
  /** The person's name as others see it there; it may contain anything. */
  readonly displayName?: string;
  /** ISO 639-1, of the person's app, if the platform reports it. */
  readonly language?: string;
  /** Asks the platform (or its payload) whether the person moderates the community of `place`. */
  readonly moderates: () => Promise<boolean>;
  /** The caller pressed the confirming button. */
  readonly confirmed: boolean;
  /** The caller answers one question after the other, and is asked also for what may be left out; that is given as ''. */
  readonly guided?: true;
}

export type CommandAnswer =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /**
   * `given`: the values that the question is about are fixed here (the round); send these with the
   * confirmation.
   */
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
      /** All that is asked for at once where the platform has forms; absent if the parameter is not asked for. */
      readonly form?: readonly FormField[];
      /** It may be left out: nothing is wrong. */
      readonly optional?: true;
    }
  /**
   * Not allowed, unknown, Redis away: short, kind, precise. `later`: the command was still running when its time was
   * up; resolves with its outcome, at most a minute later, and never rejects.
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
