import type { Instant } from '../ids.ts';
import type { Option } from '../story/story.ts';
import { codePoints, cut } from '../text/graphemes.ts';

/**
 * What an outlet should show, free of any platform's syntax. Adapters render it: they escape every text, show
 * an instant in the reader's own time if the platform can, and arrange the parts in their own way.
 */
export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  /** To be typed exactly like this: a whole command with its arguments. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  /** `style` full: date and time; relative: "in 2 hours" if the platform can, else as full. */
  | {
      readonly kind: 'time';
      readonly at: Instant;
      readonly timezone: string;
      readonly style: 'full' | 'relative';
    };

/** One paragraph; line breaks inside a span have no meaning. */
export type Line = readonly Span[];

/** A heading; plain text only if it contains no foreign words. */
export type Title = string | Line;

/** A message that was posted before in the same place, in the platform's terms. */
export interface Earlier {
  readonly id: string;
  readonly in: string;
  /** If the platform has addresses of messages. */
  readonly link?: string;
}

interface Common {
  /** Unique for each delivery in each outlet, to find a message again on platforms that can search. */
  readonly mark: string;
  readonly language: string;
  /** The show's, as `#rrggbb`; for platforms whose messages have one. */
  readonly colour?: string;
}

export interface Drop extends Common {
  readonly kind: 'drop';
  readonly show: string;
  /** Says which episode of the season it is. */
  readonly title: Line;
  readonly synopsis: string;
  readonly url: string;
  readonly image?: string;
  /** The video host's own picture of the episode, if it has no `image`; platforms that preview links need none. */
  readonly thumbnail?: string;
  /** Address of the show's logo. */
  readonly logo?: string;
  /** Label of the link button. */
  readonly watch: string;
  /** Below the synopsis: which vote led here, when the vote opens, that this is an ending. */
  readonly notes: readonly Line[];
  /** Title of the discussion thread, if the platform opens one. */
  readonly thread: Line;
}

export interface PollPost extends Common {
  readonly kind: 'poll';
  readonly question: string;
  readonly options: readonly Pick<Option, 'id' | 'label' | 'emoji'>[];
  /** The frozen rule, published with the poll. */
  readonly rule: readonly Line[];
  /** Our deadline: we close the poll at this time. */
  readonly closesAt: Instant;
  /** If the bot is down by then: a platform that still reports counts later closes the poll at this time or soon after … */
  readonly extendableTo: Instant;
  /** … and a platform that hardly does closes it at this time. */
  readonly backstopAt: Instant;
  readonly sealed: boolean;
}

export interface Notice extends Common {
  readonly kind: 'reminder' | 'result' | 'alert' | 'extension' | 'notice';
  /** Empty if the lines say everything. */
  readonly title: Title;
  readonly lines: readonly Line[];
  /** Those of `lines` that its picture shows as well, if it has one. */
  readonly onPicture?: readonly Line[];
  /** The poll that this message is about and links to, if the platform can. */
  readonly replyTo?: Earlier;
  /** Only on alerts: buttons that settle it. */
  readonly buttons?: readonly CommandButton[];
  /** Where people go from here. At most one. */
  readonly links?: readonly LinkButton[];
  /** What anybody may look at; only the person who presses sees the answer. At most four. */
  readonly looks?: readonly LookButton[];
}

export interface LinkButton {
  /** At most 40 code points. */
  readonly label: Title;
  readonly url: string;
}

/** A press runs a command, with the permissions of the person who presses. */
export interface CommandButton {
  /** At most 40 code points. */
  readonly label: Title;
  readonly danger: boolean;
  readonly command: string;
  readonly given: Readonly<Record<string, string>>;
}

export interface LookButton extends CommandButton {
  /** Address of a page that shows the same to everybody, if the pages can be reached. */
  readonly page?: string;
}

export type Post = Drop | PollPost | Notice;

export const text = (value: string): Span => ({ kind: 'text', text: value });
export const code = (value: string): Span => ({ kind: 'code', text: value });
export const strong = (value: string): Span => ({ kind: 'strong', text: value });

/** Every part stays a separate span, so that a name inside a sentence is escaped on its own. */
export const line = (...parts: readonly (Span | string)[]): Line =>
  parts.map((part) => (typeof part === 'string' ? text(part) : part));

export const titleLine = (title: Title): Line => (typeof title === 'string' ? [text(title)] : title);

/** A heading or label of at most so many code points: what is too long is cut where it stands, and what follows is left out. */
export function cutTitle(title: Title, most: number): Title {
  if (typeof title === 'string') return cut(title, most);
  let room = most;
  return title.flatMap((span): Line => {
    if (room <= 0 || span.kind === 'time') return [];
    const words = cut(span.text, room);
    room = words === span.text ? room - codePoints(words) : 0;
    return [{ ...span, text: words }];
  });
}

/** The words of a line without any markup; instants in ISO 8601. For logs, tests and length estimates. */
export function plain(line: Line): string {
  return line.map((span) => (span.kind === 'time' ? new Date(span.at).toISOString() : span.text)).join('');
}
