import type { MessageRef } from '../../ports/platform/sending.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';

/** The message of a delivery, if it was sent and not taken back: only to this one may anything point. */
export function shownMessage(delivery: Delivery | undefined): MessageRef | undefined {
  const status = delivery?.status;
  return status?.kind === 'sent' && status.takenBack === undefined ? status.message : undefined;
}
