import type { ShowState } from '../report.ts';
import type { Season } from '../season/state.ts';

/** The state of a season in one word: its position, or its round's phase while the audience is choosing. */
export function showStateOf(season: Season): ShowState {
  const { position } = season;
  if (position.kind !== 'choosing') return position.kind;
  const round = season.rounds.findLast((one) => one.release === position.release && one.binding);
  switch (round?.phase.kind) {
    case 'voting':
    case 'closing':
    case 'undecided':
    case 'decided':
      return round.phase.kind;
    default:
      return 'waiting';
  }
}
