import type { Milliseconds } from '../../../core/ids.ts';
import type { Place } from '../../../ports/commands/caller.ts';
import type {
  CommandAnswer,
  CommandDesk,
  CommandRequest,
  Parameter,
} from '../../../ports/commands/command.ts';
import type { PressedMessage } from '../wire/objects.ts';
import type { Answering } from './answering.ts';
import type { Pending } from './callback-data.ts';
import type { Speaker, Spot } from './speaker.ts';

/** An older question has been forgotten; the season may have moved on by now. */
export const QUESTION_LASTS: Milliseconds = 15 * 60_000;

/** One use of a command, from the first word to the last press. */
export interface Asked {
  readonly request: CommandRequest;
  readonly speaker: Speaker;
  /** Where the answer goes; not always the chat that the command is about. */
  readonly spot: Spot;
  /** The message of ours whose button led here. */
  readonly origin?: Origin;
}

interface Origin {
  readonly message: PressedMessage;
  readonly pressed?: string;
  /**
   * It asked for exactly this press. Other messages lose their buttons only when something was done with
   * them.
   */
  readonly question?: true;
}

/** What a button of this process does; only the person who asked may press it. */
export type Pressable =
  | { readonly kind: 'ask'; readonly asked: Asked; readonly again?: true }
  /** Shows everybody what was answered to `asked` in private. */
  | { readonly kind: 'share'; readonly asked: Asked }
  | ({ readonly kind: 'confirm' | 'cancel' } & Question);

interface Question {
  readonly asked: Asked;
  /** HTML. */
  readonly question: string;
  /** Tokens of both buttons: one press uses up both. */
  readonly both: readonly string[];
}

export interface Conversation {
  readonly desk: CommandDesk;
  readonly answering: Answering;
  readonly presses: Pending<Pressable>;
  /** Questions that can be answered with a reply, by chat and message. */
  readonly replies: Pending<{
    readonly asked: Asked;
    readonly parameter: Parameter;
    /** It may be left out. */
    readonly optional?: true;
  }>;
  /** Commands whose answer goes to the person who starts the bot with this token. */
  readonly starts: Pending<Asked>;
  readonly botName: string | undefined;
  request(call: {
    readonly name: string;
    readonly given: Readonly<Record<string, string>>;
    readonly speaker: Speaker;
    readonly place: Place;
    readonly confirmed?: boolean;
  }): CommandRequest;
  /** Asks the desk. Calls `onSlow` once if that takes longer than a person should wait for a sign. */
  answer(request: CommandRequest, onSlow: () => Promise<unknown>): Promise<CommandAnswer>;
  /** Gives the answer where the command was used. */
  present(asked: Asked, answer: CommandAnswer): Promise<void>;
  /** If a command was still running when it was answered, says how it ended. Nothing waits for that. */
  follow(answer: CommandAnswer, say: (later: CommandAnswer) => Promise<void>): void;
  /** Asks the desk and gives the answer. */
  ask(asked: Asked): Promise<void>;
}
