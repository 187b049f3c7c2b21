import type { Appearance } from '../core/appearance.ts';
import type { Instant, Milliseconds, PlatformName } from '../core/ids.ts';
import type { Story, WrittenStory } from '../core/story/story.ts';
import type { OutletAddress } from './platform/outlet.ts';

/** One thing that is wrong with a file that a person wrote, and where. */
export interface FileFault {
  /** As the person named the file. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** `episodes.pilot.choice.options[1].label`; empty for the file as a whole. */
  readonly path: string;
  readonly what: string;
  /** What would be right. */
  readonly right: string;
}

/** Of a story file, or of whatever a show plays. */
export type StoryReading<Played extends Story = WrittenStory> =
  | {
      readonly ok: true;
      readonly story: Played;
      /** SHA-256 of the file's bytes, in hexadecimal. */
      readonly hash: string;
      readonly warnings: readonly FileFault[];
    }
  /** Sorted by position. */
  | { readonly ok: false; readonly faults: readonly FileFault[] };

/** What the operator's file says, defaults filled in. */
export interface OperatorFile {
  /** Account ids. */
  readonly showrunners: Readonly<Record<PlatformName, readonly string[]>>;
  /** Where showrunners are alerted and asked; only on platforms that are on. */
  readonly alerts: readonly OutletAddress[];
  /** For every platform that can't tell whether a message has arrived. */
  readonly unknown: Readonly<Record<PlatformName, UnknownDeliveryRule>>;
  /** Requests a second that each platform allows this bot. */
  readonly limits: Readonly<Record<PlatformName, number>>;
  readonly shows: readonly ShowEntry[];
}

/**
 * What happens to a message whose send got no answer, on a platform that can't be asked: a showrunner is asked, it is
 * sent again, or left.
 */
export type UnknownDeliveryRule = 'ask' | 'resend' | 'leave';

export interface ShowEntry {
  readonly from: ShowOrigin;
  readonly starts: StartRule;
  /** Who may bring the show to their own community: any moderator, or only with a showrunner's approval. */
  readonly communities: 'approved' | 'open';
  /** How long a season stays in Redis after its end; absent: forever. */
  readonly retention?: Milliseconds;
  /** Where links and episodes come from; absent: a person brings them, with commands. */
  readonly source?: EpisodeSource;
  /** Empty if the file says nothing of it. */
  readonly appearance: Appearance;
  readonly outlets: readonly OutletEntry[];
  /** Where the file names the story, or the id of the serial show. */
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

/** A story with a file of its own, or a show whose episodes arrive while it plays. */
export type ShowOrigin =
  /** An absolute path. */
  | { readonly kind: 'story'; readonly path: string }
  | {
      readonly kind: 'serial';
      /** Without episodes and opening. */
      readonly story: Story;
      /** SHA-256 of the block in canonical form, in hexadecimal. */
      readonly hash: string;
    };

/** Where the links and episodes of a show come from, and how they are posted. */
export interface EpisodeSource {
  /** An http or https address. Absent: there is no feed, items come by the webhook. */
  readonly feed?: string;
  /** From one fetch of the feed to the next, 10 s to 1 d. */
  readonly every: Milliseconds;
  /** Regular expression over title and link, flags `iu`: what doesn't match is no episode. */
  readonly only?: string;
  /** Regular expression like `only`: what matches is no episode. */
  readonly skip?: string;
  /** A showrunner sees each item before it is posted. */
  readonly confirm: boolean;
  /** At least so long between two drops of the show, 0 s to 30 d. */
  readonly gap: Milliseconds;
  /** The feed's own host and port may be an address of a private network. */
  readonly private: boolean;
}

export type StartRule =
  /** Once, when this show has never been started. */
  | { readonly kind: 'now' }
  | { readonly kind: 'on-command' }
  /** A past time means now. */
  | { readonly kind: 'at'; readonly at: Instant };

export interface OutletEntry {
  readonly address: OutletAddress;
  /** Role to ping on a drop, where the platform has roles. */
  readonly mention?: string;
}

export type OperatorReading =
  | { readonly ok: true; readonly operator: OperatorFile; readonly warnings: readonly FileFault[] }
  | {
      readonly ok: false;
      readonly faults: readonly FileFault[];
      /** Of the stories that it names and that exist: they may have faults of their own. */
      readonly storyPaths: readonly string[];
    };

/** What `cliffhanger check` reads. All reject with StartupError if the file itself can't be read. */
export interface SourceFiles {
  /** Which of the two kinds of file it is, by its content. */
  kindOf(path: string): Promise<'story' | 'operator'>;
  readStory(path: string): Promise<StoryReading>;
  /** With every platform counted as on, because it is not known yet which of them will be. */
  readOperatorFile(path: string): Promise<OperatorReading>;
}
