import { type DeliveryId, type OutletId, outletId } from './ids.ts';

/** How people and buttons name one outlet's delivery: `poll.3@discord:1100000000000000001`. */
export const deliveryName = (delivery: DeliveryId, outlet: OutletId): string => `${delivery}@${outlet}`;

/** The parts of such a name; the outlet may be a short code still. */
export function deliveryFrom(name: string): { readonly delivery: DeliveryId; readonly outlet: OutletId } {
  const [delivery = '', ...rest] = name.split('@');
  return { delivery: delivery as DeliveryId, outlet: outletId(rest.join('@')) };
}
