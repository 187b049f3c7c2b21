import type { PlatformName } from '../ids.ts';
import type { RECEIPT_VERSION, ReceiptReport } from '../report.ts';
import type { CountRemark, CountTrouble } from './count-trouble.ts';

/**
 * A receipt as everybody may have it. It verifies to the same hash as the full one, but names no outlet and shows no row that
 * would tell how a few people voted.
 */
export interface RedactedReceipt
  extends Omit<ReceiptReport, 'version' | 'form' | 'outlets' | 'amendments' | 'interventions'> {
  readonly version: typeof RECEIPT_VERSION;
  readonly form: 'redacted';
  readonly outlets: readonly (SealedRow | HiddenRow)[];
  /** Sums over the rows that are left out; absent if there are none. Not hashed: they follow from the options' counts. */
  readonly folded?: Folded;
  readonly interventions: readonly SealedIntervention[];
  readonly amendments: readonly {
    readonly at: string;
    /** Position of its row among the outlets, from 1. */
    readonly of: number;
    readonly outlet: SealedRow | HiddenRow;
  }[];
  readonly hashAtDecision: string;
}

/** Before it is hashed. */
export type UnhashedRedacted = Omit<RedactedReceipt, 'hash' | 'hashAtDecision'>;

export interface Folded {
  readonly rows: number;
  /** By option id; every option of the round. */
  readonly counts: Readonly<Record<string, number>>;
  /** How many of the rows are provisional. */
  readonly provisional: number;
}

/** An outlet without its id and name. */
export type SealedRow = {
  readonly platform: PlatformName;
  readonly because?: CountTrouble;
  readonly sealed: { readonly link: string; readonly private: string };
  /** The poll's address, if it is public; with the salt of its hash. */
  readonly link?: { readonly salt: string; readonly link: string };
  /** The community's public name today. No part of the hash, because people may change it. */
  readonly called?: string;
} & (
  | {
      readonly status: 'final' | 'provisional';
      readonly counts: Readonly<Record<string, number>>;
      readonly closedAt: string;
      readonly remark?: CountRemark;
    }
  | { readonly status: 'missing' }
);

/** A row of which only the hash is shown. */
export interface HiddenRow {
  readonly row: string;
}

export interface SealedIntervention {
  readonly what: ReceiptReport['interventions'][number]['what'];
  /** `team`: one of the show's people, whose pseudonym is in the hash. */
  readonly by: 'clock' | 'team';
  readonly reason: string;
  readonly at: string;
  readonly sealed?: string;
}
