/** Parts that a message can do without. Never the episode's link, a poll's words, or who won. */
export type LeftOff =
  /** The link button of a drop (the link is then in the text), or the buttons below an alert. */
  | 'button'
  | 'picture'
  /** The platform's preview of the link. */
  | 'preview'
  /** Bold text, links behind words. */
  | 'formatting'
  /** The card around the words; the words are then in the message itself. */
  | 'embed'
  /** A drop's synopsis and what is below it. */
  | 'details'
  /** The rules published with a poll. */
  | 'rules'
  /** The time at which the platform would close the poll by itself; the bot closes it anyway. */
  | 'backstop'
  /** That it is a reply to the poll it is about. */
  | 'reply'
  | 'thread'
  | 'mention';

/** One part that was left out so that the message itself could be posted. */
export interface Shortfall {
  readonly code: LeftOff;
  /** What the platform said to it, in its own words; a clause. */
  readonly why: string;
  /** A `ProblemCode`, where the cause is known. */
  readonly cause?: string;
}
