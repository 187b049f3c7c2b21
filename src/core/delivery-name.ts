import { type DeliveryId, type DeliveryKind, type OutletId, outletId } from './ids.ts';

/** The name of one outlet's delivery, as people and buttons use it: `poll.3@paper:1100000000000000001`. */
export const deliveryName = (delivery: DeliveryId, outlet: OutletId): string => `${delivery}@${outlet}`;

/** The parts of such a name. The outlet may still be a short code. */
export function deliveryFrom(name: string): { readonly delivery: DeliveryId; readonly outlet: OutletId } {
  const [delivery = '', ...rest] = name.split('@');
  return { delivery: delivery as DeliveryId, outlet: outletId(rest.join('@')) };
}

const KINDS: readonly DeliveryKind[] = ['drop', 'poll', 'reminder', 'extension', 'notice', 'result', 'alert'];

/** The meaning of a delivery's id; undefined for a text that is not one. */
export function readDelivery(
  id: string,
): { readonly kind: DeliveryKind; readonly number: number } | undefined {
  const [, named, number] = /^([a-z]+)\.(\d{1,16})$/.exec(id) ?? [];
  const kind = KINDS.find((one) => one === named);
  return kind === undefined ? undefined : { kind, number: Number(number) };
}
