/**
 * Everything that can keep an outlet from having its platform's own final count in time. What people are told of each is in
 * `wording/count-words.ts`: a new one does not compile without its sentences.
 */
export const COUNT_TROUBLES = {
  /** Its poll was not posted before the vote closed. */
  'no-poll-in-time': 'not-counted',
  /** The outlet took no poll: no right to post, no such channel, the bot is not there. */
  'poll-refused': 'not-counted',
  /** Nobody could say whether its poll was posted. */
  'poll-unconfirmed': 'not-counted',
  /** What the bot knew of its poll is gone. */
  'poll-forgotten': 'not-counted',
  /** Older versions did not write down why. */
  uncounted: 'not-counted',
  /** The platform hid the counts, and did not tell them at the end. */
  'counts-hidden': 'not-counted',
  /** The bot was removed, or the channel is gone. */
  'bot-removed': 'last-count',
  /** Somebody deleted the poll. */
  'poll-deleted': 'last-count',
  /** The poll was recognised by its words: the bot never learned which message holds it. */
  'poll-unseen': 'last-count',
  /** The platform does not let the bot close it. */
  'cannot-close': 'last-count',
  /** The poll is closed, and the platform does not tell its counts again. */
  unreadable: 'last-count',
  /** The bot runs without this platform now. */
  'switched-off': 'last-count',
  /** The platform was asked for a day. */
  'never-confirmed': 'last-count',
  /** The platform is still counting: its word may come later. */
  confirming: 'confirming',
} as const satisfies Readonly<Record<string, CountFate>>;

/**
 * What it means for the result: nothing of the outlet is in it; the last count that the bot has is in it for good; a count is
 * in it that the platform may still correct, for the receipt alone.
 */
export type CountFate = 'not-counted' | 'last-count' | 'confirming';

export type CountTrouble = keyof typeof COUNT_TROUBLES;

/** Where a poll is lost, and its last count stands in. */
export type LostCount = {
  [Trouble in CountTrouble]: (typeof COUNT_TROUBLES)[Trouble] extends 'last-count' ? Trouble : never;
}[CountTrouble];

/** Where there is no count. */
export type NoCount = {
  [Trouble in CountTrouble]: (typeof COUNT_TROUBLES)[Trouble] extends 'not-counted' ? Trouble : never;
}[CountTrouble];

interface Counted {
  readonly status: 'final' | 'provisional' | 'missing';
  readonly because?: CountTrouble;
}

/** Counts that older versions wrote do not say why. */
export function troubleOf({ status, because }: Counted): CountTrouble | undefined {
  if (status === 'final') return undefined;
  return because ?? (status === 'missing' ? 'uncounted' : 'unreadable');
}
