/**
 * Everything that can keep an outlet from having its platform's own final count in time. `wording/counts/` has the
 * sentences for people: a new one does not compile without its sentences.
 */
export const COUNT_TROUBLES = {
  /** Its poll was not posted before the vote closed. */
  'no-poll-in-time': 'not-counted',
  /** The bot was not there, or could not see the channel, when its poll was due. */
  'bot-absent': 'not-counted',
  /** The bot was there, and had no right to post polls. */
  'may-not-post': 'not-counted',
  /** The outlet took no poll for another reason: it is closed, or its platform did not accept the poll. */
  'poll-refused': 'not-counted',
  /** Nobody could confirm whether its poll was posted. */
  'poll-unconfirmed': 'not-counted',
  /** The bot has lost its data about this poll. */
  'poll-forgotten': 'not-counted',
  /** Older versions did not record why. */
  uncounted: 'not-counted',
  /** The platform hid the counts and did not report them at the end. */
  'counts-hidden': 'not-counted',
  /** The bot was removed, or the channel is gone. */
  'bot-removed': 'last-count',
  /** Somebody deleted the poll. */
  'poll-deleted': 'last-count',
  /** The poll was recognised by its words: the bot never learned which message it is in. */
  'poll-unseen': 'last-count',
  /** The platform does not let the bot close it. */
  'cannot-close': 'last-count',
  /** The poll is closed, and the platform does not report its counts again. */
  unreadable: 'last-count',
  /** The bot now runs without this platform. */
  'switched-off': 'last-count',
  /** We asked the platform for a day. */
  'never-confirmed': 'last-count',
  /** The platform is still counting: its answer may come later. */
  confirming: 'confirming',
} as const satisfies Readonly<Record<string, CountFate>>;

/**
 * What this means for the result. `not-counted`: nothing of the outlet is included. `last-count`: the last count that the bot
 * has is included permanently. `confirming`: a count is included that the platform may still correct, on the receipt only.
 */
export type CountFate = 'not-counted' | 'last-count' | 'confirming';

export type CountTrouble = keyof typeof COUNT_TROUBLES;

/** Remarks about a count that is fully in the result. */
export const COUNT_REMARKS = [
  /** Its poll was posted when less than half of the time was left. */
  'late-poll',
  /** The platform did not give it in the usual way; the count's note says how it was read. */
  'read-otherwise',
] as const;

export type CountRemark = (typeof COUNT_REMARKS)[number];

/** Troubles in which a poll is lost and its last count is used. */
export type LostCount = {
  [Trouble in CountTrouble]: (typeof COUNT_TROUBLES)[Trouble] extends 'last-count' ? Trouble : never;
}[CountTrouble];

/** Troubles that leave no count. */
export type NoCount = {
  [Trouble in CountTrouble]: (typeof COUNT_TROUBLES)[Trouble] extends 'not-counted' ? Trouble : never;
}[CountTrouble];

interface Counted {
  readonly status: 'final' | 'provisional' | 'missing';
  readonly because?: CountTrouble;
}

/** Counts written by older versions do not say why. */
export function troubleOf({ status, because }: Counted): CountTrouble | undefined {
  if (status === 'final') return undefined;
  return because ?? (status === 'missing' ? 'uncounted' : 'unreadable');
}
