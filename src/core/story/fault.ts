/** A place in a story, by the keys and positions of its file: `['episodes', 'pilot', 'url']`. */
export type StoryPath = readonly (string | number)[];

/** One thing that is wrong with a story's content. */
export interface StoryFault {
  readonly path: StoryPath;
  /** What is wrong, as a clause. */
  readonly what: string;
  /** What would be right, as a clause. */
  readonly right: string;
}

/** `episodes.pilot.choice.options[1].label`. */
export function writePath(path: StoryPath): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
