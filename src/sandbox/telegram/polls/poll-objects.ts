import type { FormattedText, PhotoSize, Poll } from '../types.ts';

export interface NewPoll {
  question: string;
  options: readonly string[];
  anonymous: boolean;
  type: 'regular' | 'quiz';
  multiple: boolean;
  revoting: boolean;
  hidden: boolean;
  membersOnly: boolean;
  countryCodes: readonly string[];
  correctOptions: readonly number[];
  explanation: FormattedText | undefined;
  description: FormattedText | undefined;
  photo: PhotoSize[] | undefined;
  /** Seconds. */
  openPeriod: number | undefined;
  /** Unix time in seconds. */
  closeDate: number | undefined;
  closed: boolean;
  /** Posted by somebody else: the bot is told about it only after it was stopped. */
  foreign?: true;
}

/** What really happened in one poll, to compare with what the bot says. */
export interface PollTruth {
  readonly chatId: number;
  readonly messageId: number;
  readonly pollId: string;
  readonly question: string;
  readonly options: readonly string[];
  /** Votes for each option, in the order of `options`. */
  readonly counts: readonly number[];
  readonly totalVoters: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly closedAt: number | undefined;
  readonly closedBy: 'bot' | 'timer' | undefined;
  /** Account id to its chosen option indexes. */
  readonly voters: ReadonlyMap<number, readonly number[]>;
}

export interface PollState extends NewPoll {
  readonly id: string;
  readonly chatId: number;
  readonly messageId: number;
  readonly persistentIds: readonly string[];
  readonly counts: number[];
  readonly ballots: Map<number, readonly number[]>;
  readonly openedAt: number;
  closedAt: number | undefined;
  closedBy: 'bot' | 'timer' | undefined;
  deleted: boolean;
  /** When its own timer closes it, in milliseconds since 1970. */
  dueAt: number | undefined;
  closeTimer: NodeJS.Timeout | undefined;
  snapshotTimer: NodeJS.Timeout | undefined;
}

/** The Poll object. Description and media appear only in polls inside a Message (https://core.telegram.org/bots/api#poll). */
export function pollObject(poll: PollState, place: 'message' | 'update', countsVisible: boolean): Poll {
  return {
    id: poll.id,
    question: poll.question,
    options: poll.options.map((text, index) => ({
      persistent_id: poll.persistentIds[index] ?? '',
      text,
      voter_count: countsVisible ? (poll.counts[index] ?? 0) : 0,
    })),
    total_voter_count: poll.ballots.size,
    is_closed: poll.closedAt !== undefined,
    is_anonymous: poll.anonymous,
    type: poll.type,
    allows_multiple_answers: poll.multiple,
    allows_revoting: poll.revoting,
    members_only: poll.membersOnly,
    ...(poll.countryCodes.length > 0 && { country_codes: [...poll.countryCodes] }),
    ...(poll.type === 'quiz' && { correct_option_ids: [...poll.correctOptions] }),
    ...(poll.explanation && {
      explanation: poll.explanation.text,
      explanation_entities: poll.explanation.entities,
    }),
    ...(poll.openPeriod !== undefined && { open_period: poll.openPeriod }),
    ...(poll.closeDate !== undefined && { close_date: poll.closeDate }),
    ...(place === 'message' && poll.photo && { media: { photo: poll.photo } }),
    ...(place === 'message' &&
      poll.description && {
        description: poll.description.text,
        ...(poll.description.entities.length > 0 && { description_entities: poll.description.entities }),
      }),
  };
}

export function pollTruth(poll: PollState): PollTruth {
  return {
    chatId: poll.chatId,
    messageId: poll.messageId,
    pollId: poll.id,
    question: poll.question,
    options: poll.options,
    counts: [...poll.counts],
    totalVoters: poll.ballots.size,
    openedAt: poll.openedAt,
    closedAt: poll.closedAt,
    closedBy: poll.closedBy,
    voters: poll.ballots,
  };
}
