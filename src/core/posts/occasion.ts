import type { Appearance } from '../appearance.ts';
import {
  type DeliveryKind,
  type Instant,
  type Milliseconds,
  type OptionId,
  type OutletId,
  roundNumber,
} from '../ids.ts';
import type { Alert } from '../season/effects.ts';
import { findRound, isIn, type Round, type Season, votesIn } from '../season/state.ts';
import { type Option, timezoneOf } from '../story/story.ts';
import { cutAtWord } from '../text/graphemes.ts';
import type { OutletCount } from '../vote/tally.ts';
import type { Earlier, Line, Span } from './content.ts';
import { text } from './content.ts';
import type { Communities } from './count-notes.ts';

export interface Occasion {
  readonly kind: DeliveryKind;
  /** Of the release (drop), the round (poll, reminder, result), the extension, the notice or the alert. */
  readonly number: number;
  readonly alert?: Alert;
  readonly mark: string;
  readonly outlet: OutletId;
  /** When the outlet joined the season. */
  readonly joinedAt?: Instant;
  /** Whether the outlet's platform can hide counts. */
  readonly canSeal: boolean;
  /**
   * The message may be there already and we only search for it: compose it as it was, although its time is
   * over.
   */
  readonly past?: boolean;
  /** Where the poll of this round was posted in this outlet, unless it was taken back. */
  readonly poll?: Earlier;
  /** The poll of this round was posted here, even if it was taken back since. */
  readonly hadPoll?: boolean;
  /** For a settled alert: who settled it, and how. */
  readonly settled?: Line;
  /** Where an alert's polls or its community can be seen. */
  readonly links?: readonly { readonly name: string; readonly url: string }[];
  /**
   * The counts with which a round was settled: for its result, and for the alert that a count is not final.
   */
  readonly counts?: readonly OutletCount[];
  /** Those counts with what was corrected since, if anything was. For a result. */
  readonly corrected?: readonly OutletCount[];
  /** Address under which people reach the pages, without a slash at its end; absent if there are none. */
  readonly pages?: string;
  readonly appearance?: Appearance;
  /** By outlet id, if a result has something to say about some of them. */
  readonly communities?: Communities;
}

/** @throws if a decision names an option that the round does not have: the log is damaged. */
export function optionOf(round: Round, id: OptionId): Option {
  const option = round.options.find((one) => one.id === id);
  if (option === undefined)
    throw new Error(`Round ${round.number} was decided for ${id}, which is none of its options`);
  return option;
}

export const time = (season: Season, at: Instant, style: 'full' | 'relative'): Span => ({
  kind: 'time',
  at,
  timezone: timezoneOf(season.story),
  style,
});

/** An hour or less from `since` is shown as "in 15 minutes" if the platform can. */
export const timeFrom = (season: Season, since: Instant, at: Instant): Span =>
  time(season, at, at - since <= SOON ? 'relative' : 'full');
const SOON: Milliseconds = 3_600_000;

/** Code points of a question that people have already read in its poll. */
const BRIEF = 60;
export const inBrief = (question: string): Line => [text(cutAtWord(question, BRIEF))];

/**
 * The round that a message is about; for the season's own news, the round whose poll is open, or was last.
 */
export function roundAbout(season: Season, kind: DeliveryKind, number: number): Round | undefined {
  switch (kind) {
    case 'reminder':
    case 'result':
      return findRound(season, roundNumber(number));
    case 'extension': {
      const extended = season.extensions[number - 1];
      return extended && findRound(season, extended.round);
    }
    case 'notice': {
      const about = season.notices[number - 1];
      if (about !== undefined && 'round' in about) return findRound(season, about.round);
      if (about?.kind === 'retracted')
        return season.rounds.findLast((round) => round.release === about.release && isIn(round, 'abandoned'));
      return season.rounds.findLast((round) => isIn(round, 'voting') || isIn(round, 'abandoned'));
    }
    case 'drop':
    case 'poll':
    case 'alert':
      return undefined;
  }
}

/** Episodes and votes so far, without those that were taken back. */
export const soFar = ({ releases, rounds }: Season): readonly [episodes: number, votes: number] => [
  releases.filter(({ retracted }) => retracted === undefined).length,
  rounds.reduce((sum, { phase }) => sum + ('tally' in phase ? phase.tally.total : 0), 0),
];

/** Whether the outlet was there when the vote opened. */
export const tookPart = (season: Season, round: Round, { joinedAt }: Occasion): boolean =>
  joinedAt === undefined || votesIn(season, round, joinedAt);
