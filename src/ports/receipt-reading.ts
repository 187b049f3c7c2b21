import type { UnhashedReceipt } from '../core/vote/receipt.ts';

/** What a saved file is, as far as the shape of a receipt shows. */
export type ReceiptReading =
  | { readonly kind: 'receipt'; readonly hash: string; readonly rest: UnhashedReceipt }
  /** It looks like a receipt, but some of its values are impossible. */
  | {
      readonly kind: 'misshapen';
      readonly hash: string;
      readonly rest: object;
      readonly faults: readonly string[];
    }
  | { readonly kind: 'newer'; readonly version: number }
  /** Why, as a clause. */
  | { readonly kind: 'none'; readonly why: string };
