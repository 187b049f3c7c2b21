import { parseDuration } from '../durations.ts';
import { plain } from '../posts/content.ts';
import type { ReceiptReport } from '../report.ts';
import type { Late } from '../season/state.ts';
import { english } from '../wording/en.ts';
import type { Absence } from './absence.ts';

/** What the notes of a receipt are made of. */
interface NotedRound {
  readonly kind: ReceiptReport['kind'];
  readonly binding: boolean;
  readonly sealed: boolean;
  /** The round that was tied or voided before this one; 0 where there was none. */
  readonly of: number;
  readonly phase: string;
  readonly provisional: boolean;
  readonly isOfVersion1: boolean;
  readonly late?: Pick<Late, 'lost' | 'outlets'>;
  readonly absent?: Absence;
  /** Why its episode was taken back while the vote was not decided. */
  readonly takenBack?: string;
}

/** Sentences about how to read the counts. */
export function notesOn(round: NotedRound): readonly string[] {
  const { kind, of, phase, late, absent } = round;
  return [
    ...(late === undefined ? [] : [plain(english.waiting.late(late))]),
    ...absenceNotes(absent, phase),
    round.provisional
      ? "Counts marked final are the platforms' own; provisional ones were not confirmed, missing ones could not be read."
      : round.isOfVersion1
        ? "Counts are the platforms' own final counts, one native poll an outlet."
        : "Counts are the platforms' own final counts, one native poll per outlet.",
    'An account that votes in two outlets counts in each.',
    ...(round.sealed ? ['Counts were hidden until the end on platforms that can hide them.'] : []),
    ...(kind === 'runoff' ? [`A runoff among the tied options of round ${of}.`] : []),
    ...(kind === 'rerun' ? [`The vote of round ${of} was voided; this one replaces it.`] : []),
    ...(phase === 'voided' ? ['This vote was voided and decides nothing.'] : []),
    ...(phase === 'tied' ? ['This vote was tied; a runoff decides.'] : []),
    ...(round.takenBack === undefined ? [] : [`${TAKEN_BACK}${round.takenBack}`]),
    ...(round.binding ? [] : ['A prediction: it does not change the story.']),
  ];
}

const TAKEN_BACK = 'This vote is void and decides nothing, because its episode was taken back. Why: ';

/** Why the episode of such a vote was taken back, as its notes say it; undefined if it was not. */
export const takenBackIn = (notes: readonly string[]): string | undefined =>
  notes.find((note) => note.startsWith(TAKEN_BACK))?.slice(TAKEN_BACK.length);

/** In the words of the outlets' result. */
function absenceNotes(absent: Absence | undefined, phase: string): readonly string[] {
  if (absent === undefined) return [];
  const { without, missing } = english.waiting;
  return [plain((phase === 'decided' || phase === 'tied' ? without : missing)(absent))];
}

type Noted = Pick<
  ReceiptReport,
  | 'kind'
  | 'binding'
  | 'round'
  | 'rule'
  | 'provisional'
  | 'decision'
  | 'late'
  | 'absent'
  | 'interventions'
  | 'notes'
>;

/** Whether a receipt's notes are those that the bot writes about such a round. */
export function areNotesOf(receipt: Noted): boolean {
  const { kind, binding, rule, provisional, late, absent, notes } = receipt;
  const said = notes.join('\n');
  const earlier = [...said.matchAll(/ of round (\d{1,15})/g)].map(([, of]) => Number(of));
  const takenBack = receipt.decision === null ? takenBackIn(notes) : undefined;
  const named = kind === 'first' ? [0] : earlier.filter((of) => of >= 1 && of < receipt.round);
  return named.some((of) =>
    phasesOf(receipt).some((phase) =>
      [true, false].some((isOfVersion1) => {
        const round: NotedRound = {
          ...{ kind, binding, provisional, isOfVersion1, of, phase, sealed: rule.sealed },
          ...(late !== undefined && { late: { ...late, lost: parseDuration(late.lost) ?? 0 } }),
          ...(absent !== undefined && { absent }),
          ...(takenBack !== undefined && { takenBack }),
        };
        return notesOn(round).join('\n') === said;
      }),
    ),
  );
}

/** Those that such a receipt may be of, as far as its notes differ by them. */
function phasesOf({ decision, interventions }: Noted): readonly string[] {
  if (decision !== null) return ['decided'];
  return interventions.some(({ what }) => what === 'voided') ? ['voided'] : ['voting', 'tied'];
}
