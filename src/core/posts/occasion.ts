import type { Span } from '../content.ts';
import type { DeliveryKind, Instant, OptionId, OutletId } from '../ids.ts';
import type { Alert } from '../season/effects.ts';
import type { Round, Season } from '../season/state.ts';
import type { Option } from '../story.ts';
import type { OutletCount } from '../tally.ts';

export interface Occasion {
  readonly kind: DeliveryKind;
  /** Of the release (drop), the round (poll, reminder, result), the extension, the notice or the alert. */
  readonly number: number;
  readonly alert?: Alert;
  readonly mark: string;
  readonly outlet: OutletId;
  /** Whether the outlet's platform can hide counts. */
  readonly canSeal: boolean;
  /** The message may be there already and is only looked for: compose it as it was, though its time is over. */
  readonly past?: boolean;
  /** What a settled round was settled with. */
  readonly counts?: readonly OutletCount[];
}

/** @throws where a decision names an option that the round does not have: the log is damaged. */
export function optionOf(round: Round, id: OptionId): Option {
  const option = round.options.find((one) => one.id === id);
  if (option === undefined)
    throw new Error(`Round ${round.number} was decided for ${id}, which is none of its options`);
  return option;
}

/** Shows without a time zone of their own publish their times in UTC where the platform cannot localise them. */
export function time(season: Season, at: Instant, style: 'full' | 'relative'): Span {
  const { release } = season.story;
  return { kind: 'time', at, timezone: release.kind === 'daily' ? release.timezone : 'UTC', style };
}
