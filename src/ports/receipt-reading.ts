import type { UnhashedReceipt } from '../core/vote/receipt.ts';
import type { UnhashedRedacted } from '../core/vote/redacted-receipt.ts';

/** The hashes that a saved receipt gives; the second from version 2 on. */
export interface WrittenHashes {
  readonly hash: string;
  readonly hashAtDecision?: string;
}

/** What a saved file is, as far as the shape of a receipt shows. */
export type ReceiptReading =
  | { readonly kind: 'receipt'; readonly hashes: WrittenHashes; readonly rest: UnhashedReceipt }
  | { readonly kind: 'redacted'; readonly hashes: WrittenHashes; readonly rest: UnhashedRedacted }
  /** It looks like a receipt, but some of its values are impossible. */
  | {
      readonly kind: 'misshapen';
      readonly faults: readonly string[];
      /** Of version 1, whose hash is over whatever it says. */
      readonly first?: { readonly hash: string; readonly rest: object };
    }
  | { readonly kind: 'newer'; readonly version: number }
  /** Why, as a clause. */
  | { readonly kind: 'none'; readonly why: string };
