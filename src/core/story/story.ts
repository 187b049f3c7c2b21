import type { EpisodeId, Instant, Milliseconds, OptionId, ShowId } from '../ids.ts';

/** A story as the season plays it: durations in milliseconds, defaults filled in, nothing optional left open. */
export interface Story {
  readonly id: ShowId;
  readonly title: string;
  /** BCP 47 tag for the bot's own sentences in the outlets. A language without a catalogue is a fault of the file. */
  readonly language: string;
  /** Absent exactly in a serial show, whose episodes arrive while it plays. */
  readonly opening?: EpisodeId;
  readonly release: ReleaseRule;
  readonly voting: VotingRules;
  /** Least time between two drops. Absent: none. */
  readonly gap?: Milliseconds;
  /** In the file's order; in a serial show in the order in which they arrived. */
  readonly episodes: readonly Episode[];
}

/** A story that was written before it plays: what a story file holds. */
export type WrittenStory = Story & { readonly opening: EpisodeId };

/** Whether the show has no story file: every new item of its source is the next episode. */
export const isSerial = ({ opening }: Pick<Story, 'opening'>): boolean => opening === undefined;

export type ReleaseRule =
  | { readonly kind: 'after'; readonly after: Milliseconds }
  | {
      readonly kind: 'daily';
      /** Every N local days, 1-366. */
      readonly days: number;
      /** Local time of day, `HH:MM`. */
      readonly at: string;
      /** IANA time zone name. */
      readonly timezone: string;
    }
  | {
      readonly kind: 'weekly';
      /** At least one, without repetition, in the week's order. */
      readonly weekdays: readonly Weekday[];
      readonly at: string;
      readonly timezone: string;
    }
  /** Out when its link arrives: no date is promised. */
  | { readonly kind: 'on-link' };

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The zone of the show's calendar. Shows without one tell their times in UTC where the platform cannot localise them. */
export const timezoneOf = ({ release }: Pick<Story, 'release'>): string =>
  'timezone' in release ? release.timezone : 'UTC';

export type TieRule = 'runoff' | 'showrunner' | 'first-listed';

export type LateRule = 'extend' | 'ask' | 'go-on';
export type MissingRule = 'ask' | 'announce';

export const DEFAULT_PATIENCE: Milliseconds = 21_600_000;
export const DEFAULT_EXTENDABLE: Milliseconds = 3_600_000;

export interface VotingRules {
  /** From the drop to the opening of the poll. */
  readonly opens: Milliseconds;
  /** Length of the vote, 5 s to 29 d. */
  readonly lasts: Milliseconds;
  readonly tie: TieRule;
  /** Length of a runoff, 5 s to 29 d. */
  readonly runoff: Milliseconds;
  /** Fewest ballots for a decision without a showrunner; 0 means no quorum. */
  readonly quorum: number;
  /** Before the deadline; absent means no reminder. */
  readonly reminder?: Milliseconds;
  /** Longest wait for final native counts after the deadline. */
  readonly closing: Milliseconds;
  /** Counts are hidden until the end, if the platform can. */
  readonly sealed: boolean;
  /**
   * If a whole platform, or more than a third of at least five outlets, never had an open poll: ask a showrunner, or decide
   * with the votes that exist. Absent in seasons that an older version began: as `ask`.
   */
  readonly missing?: MissingRule;
  /** If so many outlets had too little time because the bot was away. Absent like `missing`: as `extend`. */
  readonly late?: LateRule;
  /** How long to wait for a showrunner before the default is taken. Absent like `missing`: `DEFAULT_PATIENCE`. */
  readonly patience?: Milliseconds;
  /**
   * How far it must be possible to move the deadline, 0 s to 2 d. Absent like `missing`:
   * `DEFAULT_EXTENDABLE`.
   */
  readonly extendable?: Milliseconds;
}

export interface Episode {
  readonly id: EpisodeId;
  readonly title: string;
  /** Absent until a showrunner adds it with `/episode link`. */
  readonly url?: string;
  readonly synopsis: string;
  readonly image?: string;
  /** Text by which an item of a feed is known as this episode: in its title, or its guid or link. */
  readonly match?: string;
  /** Its own date, in place of what the release rule gives. */
  readonly at?: Instant;
  /** A cycle in the story may only pass through such an episode. */
  readonly revisited: boolean;
  /** Known, but not written yet: when it is due, the season waits. */
  readonly draft?: true;
  readonly continuation: Continuation;
}

export type Continuation =
  | { readonly kind: 'choice'; readonly choice: Choice }
  | { readonly kind: 'next'; readonly next: EpisodeId; readonly prediction?: Choice }
  | { readonly kind: 'ending' }
  /** What comes after it is not written yet. */
  | { readonly kind: 'open' };

export interface Choice {
  readonly question: string;
  readonly kind: 'binding' | 'prediction';
  /** 2-10, labels and ids unique. */
  readonly options: readonly Option[];
  /** The story's rules, with what the choice overrides. */
  readonly voting: VotingRules;
  /** Shares of the votes that the writers expected, 0-1; not necessarily of all options. */
  readonly intended?: Readonly<Record<OptionId, number>>;
}

export interface Option {
  readonly id: OptionId;
  readonly label: string;
  /** One emoji, shown before the label. */
  readonly emoji?: string;
  /** Absent in a prediction, and in a serial show: nobody knows yet which episode comes next. */
  readonly next?: EpisodeId;
}

/** The label with its emoji, where a platform has no place of its own for that. */
export const shownLabel = ({ emoji, label }: Pick<Option, 'emoji' | 'label'>): string =>
  emoji === undefined ? label : `${emoji} ${label}`;

/** @returns the episode, or undefined if the story has none with that id. */
export function findEpisode(story: Story, id: EpisodeId): Episode | undefined {
  return story.episodes.find((episode) => episode.id === id);
}

/** The choice that an episode asks its audience, binding or prediction. */
export function choiceOf(episode: Episode): Choice | undefined {
  switch (episode.continuation.kind) {
    case 'choice':
      return episode.continuation.choice;
    case 'next':
      return episode.continuation.prediction;
    case 'ending':
    case 'open':
      return undefined;
  }
}

/** Where an episode can lead, without repetition, in the file's order. */
export function successors(episode: Episode): readonly EpisodeId[] {
  switch (episode.continuation.kind) {
    case 'choice':
      return [...new Set(episode.continuation.choice.options.flatMap((option) => option.next ?? []))];
    case 'next':
      return [episode.continuation.next];
    case 'ending':
    case 'open':
      return [];
  }
}
