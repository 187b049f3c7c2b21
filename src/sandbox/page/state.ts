/**
 * What the page in the browser is told, part by part: `parts` of the event stream, by the keys of `Parts`. Plain data only, as
 * both sides read this file. Texts are as people wrote them, and may contain anything. Times are Unix milliseconds.
 */
export interface Parts {
  readonly show: ShowPart;
  readonly people: readonly PersonPart[];
  readonly places: PlacesPart;
  readonly tally: TallyPart;
  readonly plugs: PlugsPart;
  readonly audience: AudiencePart;
  readonly time: TimePart;
  readonly commands: readonly CommandPart[];
  readonly menus: MenusPart;
  /** Private answers on Discord and what became of commands, newest last. */
  readonly answers: readonly AnswerPart[];
  readonly [room: `discord:${string}`]: readonly DiscordMessage[];
  readonly [room: `telegram:${string}`]: readonly TelegramMessage[];
  readonly [poll: `poll:${string}`]: PollPart;
}

export interface ShowPart {
  readonly id: string;
  readonly title: string;
  /** A day of the story takes this many seconds. */
  readonly daySeconds: number;
  /** Whether its episodes come from a feed. */
  readonly serial: boolean;
  /** Of the season's own page. */
  readonly page: string | null;
}

export interface PersonPart {
  readonly id: string;
  readonly name: string;
  readonly part: 'showrunner' | 'moderator' | 'fan';
  readonly telegram: number;
}

export interface PlacesPart {
  readonly servers: readonly {
    readonly id: string;
    readonly name: string;
    readonly channels: readonly { readonly id: string; readonly name: string; readonly thread: boolean }[];
  }[];
  readonly chats: readonly {
    readonly id: string;
    readonly title: string;
    readonly kind: 'channel' | 'group' | 'private';
    /** Whose private chat with the bot it is. */
    readonly person?: string;
  }[];
  readonly bot: { readonly discord: string; readonly telegram: string };
}

export interface TallyPart {
  /** False while the bot's data can't be read: what follows is then what was known last. */
  readonly known: boolean;
  /** The season's state by the bot's report. */
  readonly state: string | null;
  readonly episode: string | null;
  readonly next: { readonly title: string; readonly at: number | null } | null;
  /** When the next vote opens. */
  readonly opening: number | null;
  /** Newest last. */
  readonly rounds: readonly RoundPart[];
  /** Messages that were refused, or whose fate is unknown. */
  readonly troubles: readonly string[];
  /** How many messages are waiting to be sent. */
  readonly waiting: number;
}

export interface RoundPart {
  readonly number: number;
  readonly question: string;
  readonly labels: readonly string[];
  readonly open: boolean;
  readonly closesAt: number | null;
  /** The platforms' own counts, in the order of the labels. */
  readonly truth: readonly number[];
  /** The bot's counts; null: it has not told any. */
  readonly bot: readonly number[] | null;
  readonly places: readonly { readonly name: string; readonly votes: number }[];
  readonly winner: string | null;
}

export interface PlugsPart {
  readonly bot: {
    readonly state: 'stopped' | 'starting' | 'running' | 'stopping' | 'elsewhere';
    readonly starts: number;
    readonly trouble: string | null;
    /** Whether it can be started and killed from here. */
    readonly ours: boolean;
  };
  readonly redis: 'running' | 'frozen' | 'stopped';
  readonly gateway: 'connected' | 'down' | 'disconnected';
  /** Answers that will be lost, and that were. */
  readonly losing: {
    readonly discord: number;
    readonly telegram: number;
    readonly lost: number;
  };
}

export interface TimePart {
  /** How far the sandbox's clock is ahead of the machine's, in milliseconds. */
  readonly ahead: number;
  /** What happens next by itself. */
  readonly next: { readonly at: number; readonly what: string } | null;
}

export interface AudiencePart {
  readonly fans: number;
  readonly votes: number;
  readonly paused: boolean;
  readonly speed: number;
}

export interface CommandPart {
  /** The whole name, as in `season start`. */
  readonly name: string;
  readonly description: string;
  /** Whether plain members see it. */
  readonly everyone: boolean;
  readonly options: readonly CommandOption[];
}

export interface CommandOption {
  readonly name: string;
  readonly description: string;
  /** Discord's number of its type. */
  readonly type: number;
  readonly required: boolean;
  readonly autocomplete: boolean;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface MenusPart {
  /** Command menus by chat id; that of a person in a group by `chat person`. */
  readonly [chat: string]: readonly { readonly command: string; readonly description: string }[];
}

export interface AnswerPart {
  readonly id: string;
  readonly person: string;
  readonly channel: string;
  readonly command: string;
  readonly status: 'thinking' | 'answered' | 'did not respond';
  readonly messages: readonly DiscordMessage[];
}

/** Discord's own objects, as far as they are drawn; everything in them comes from outside. */
export interface DiscordMessage {
  readonly id: string;
  readonly type: number;
  readonly author: { readonly id: string; readonly name: string; readonly bot: boolean };
  readonly content: string;
  readonly embeds: readonly Readonly<Record<string, unknown>>[];
  readonly components: readonly Readonly<Record<string, unknown>>[];
  readonly files: readonly FilePart[];
  readonly at: number;
  readonly edited: boolean;
  readonly pings: boolean;
  readonly pinned: boolean;
  readonly reply: { readonly name: string; readonly text: string } | null;
  readonly poll: string | null;
  readonly ephemeral: boolean;
  readonly thread: string | null;
}

export interface FilePart {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly picture: boolean;
  readonly alt: string;
}

export interface TelegramMessage {
  readonly id: number;
  readonly author: { readonly name: string; readonly ours: boolean; readonly id: number };
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
  readonly keyboard: readonly (readonly TelegramButton[])[];
  readonly file: FilePart | null;
  readonly at: number;
  readonly edited: boolean;
  readonly reply: { readonly name: string; readonly text: string } | null;
  readonly poll: string | null;
  /** A notice of the platform, such as a pin. */
  readonly notice: string | null;
  readonly pinned: boolean;
  readonly preview: boolean;
}

export interface TelegramEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string | undefined;
  readonly unix_time?: number | undefined;
}

export interface TelegramButton {
  readonly text: string;
  readonly url?: string | undefined;
  readonly callback_data?: string | undefined;
}

export interface PollPart {
  readonly id: string;
  readonly question: string;
  readonly options: readonly { readonly id: number; readonly text: string; readonly votes: number }[];
  readonly total: number;
  readonly closed: boolean;
  readonly final: boolean;
  readonly anonymous: boolean;
  readonly endsAt: number | null;
  /** Options that people hold, by the person's id. */
  readonly held: Readonly<Record<string, readonly number[]>>;
}

/** One message of the event stream. */
export interface Change {
  /** The sandbox's clock. */
  readonly at: number;
  readonly parts: Partial<Record<string, unknown>>;
  readonly gone: readonly string[];
}
