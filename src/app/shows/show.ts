import type { Story } from '../../core/story/story.ts';
import type { ShowEntry } from '../../ports/source-files.ts';

/** A show, from the operator's file and, unless it is a serial show, its story file. */
export interface Show
  extends Pick<
    ShowEntry,
    'starts' | 'retention' | 'outlets' | 'communities' | 'from' | 'source' | 'appearance'
  > {
  readonly story: Story;
  /** SHA-256 of the story file, or of a serial show's block in the operator's file; in hexadecimal. */
  readonly storyHash: string;
}
