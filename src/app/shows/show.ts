import type { Story } from '../../core/story/story.ts';
import type { ShowEntry } from '../../ports/source-files.ts';

/** A show, from the operator's file and its story file. */
export interface Show
  extends Pick<ShowEntry, 'starts' | 'retention' | 'outlets' | 'communities' | 'storyPath'> {
  readonly story: Story;
  /** SHA-256 of the story file, in hexadecimal. */
  readonly storyHash: string;
}
