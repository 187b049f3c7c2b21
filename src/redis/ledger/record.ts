import type { DeliveryId, Instant, OutletId } from '../../core/ids.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { MessageRef } from '../../ports/platform/sending.ts';
import type { Delivery, DeliveryStatus, Doubt, TakenBack } from '../../ports/stores/delivery-ledger.ts';
import { Unreadable } from '../../ports/stores/unreadable.ts';

/** A delivery as the ledger's scripts keep it: flat, only strings and numbers. */
interface DeliveryRecord {
  readonly v: number;
  /** Position in the order of owing, over all outlets. */
  readonly place: number;
  readonly order: number;
  /** JSON of `Body`. */
  readonly body: string;
  readonly owedAt: Instant;
  readonly expiresAt: Instant;
  readonly attempts: number;
  readonly firstTriedAt?: Instant;
  readonly doubt?: string;
  /** True if it was put before others that waited. */
  readonly urgent?: boolean;
  /** The lease whose holder waits for its turn and has sent nothing yet. */
  readonly waiting?: string;
  /** When the last attempt began; if it has not begun, when it was claimed. */
  readonly claimedAt?: Instant;
  readonly status: DeliveryStatus['kind'];
  /** When it got this status. */
  readonly at?: Instant;
  readonly notBefore?: Instant;
  readonly why?: string;
  readonly lease?: string;
  readonly leaseUntil?: Instant;
  /** JSON of the message (sent) or the problem (refused). */
  readonly detail?: string;
  /** JSON of what became of a sent message that was taken back. */
  readonly takenBack?: string;
}

type Body = Pick<Delivery, 'kind' | 'number' | 'alert' | 'botAlert'>;

const NEWEST_VERSION = 1;

export function encodeBody({ kind, number, alert, botAlert }: Body): string {
  // JSON leaves out undefined fields.
  return JSON.stringify({ kind, number, alert, botAlert });
}

export interface PlacedDelivery {
  readonly place: number;
  readonly delivery: Delivery;
}

/** @throws if a newer version of this program wrote the record, or if the record is incomplete. */
export function decodeDelivery(id: DeliveryId, outlet: OutletId, text: string): PlacedDelivery {
  const record = parsed<DeliveryRecord>(text);
  if (record.v > NEWEST_VERSION) {
    throw new Unreadable(
      `Delivery ${id} to ${outlet} was stored by a newer version of Cliffhanger (record version ${record.v}). ` +
        'Run that version or a later one',
    );
  }
  const { kind, number, alert, botAlert } = parsed<Body>(record.body);
  return {
    place: record.place,
    delivery: {
      id,
      outlet,
      kind,
      number,
      order: record.order,
      owedAt: record.owedAt,
      expiresAt: record.expiresAt,
      ...(alert !== undefined && { alert }),
      ...(botAlert !== undefined && { botAlert }),
      attempts: record.attempts,
      ...(record.firstTriedAt !== undefined && { firstTriedAt: record.firstTriedAt }),
      ...(record.doubt !== undefined && { doubt: record.doubt }),
      status: decodeStatus(record),
    },
  };
}

function parsed<Value>(text: string): Value {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Value;
  } catch {
    // Thrown below.
  }
  throw new Unreadable('a stored delivery is not JSON of an object');
}

/** The same delivery, as one that may be on its platform already, unless it is settled. */
export function mayHaveBeenSent(text: string, { since, why }: Doubt): string {
  const record = JSON.parse(text) as DeliveryRecord;
  if (record.status !== 'owed' && record.status !== 'sending') return text;
  const firstTriedAt = record.firstTriedAt ?? since;
  return JSON.stringify({ ...record, firstTriedAt, doubt: why } satisfies DeliveryRecord);
}

function decodeStatus(record: DeliveryRecord): DeliveryStatus {
  const whole = <Value>(value: Value | undefined): Value => {
    if (value === undefined)
      throw new Unreadable(
        `a stored delivery is ${record.status} but its fields for that status are missing`,
      );
    return value;
  };
  switch (record.status) {
    case 'owed': {
      const notBefore = whole(record.notBefore);
      return record.why === undefined
        ? { kind: 'owed', notBefore }
        : { kind: 'owed', notBefore, why: record.why };
    }
    case 'sending':
      return { kind: 'sending', lease: whole(record.lease), until: whole(record.leaseUntil) };
    case 'sent':
      return {
        kind: 'sent',
        at: whole(record.at),
        message: parsed<MessageRef>(whole(record.detail)),
        ...(record.takenBack !== undefined && { takenBack: parsed<TakenBack>(record.takenBack) }),
      };
    case 'refused':
      return {
        kind: 'refused',
        at: whole(record.at),
        problem: parsed<OutletProblem>(whole(record.detail)),
      };
    case 'unknown':
      return { kind: 'unknown', at: whole(record.at), why: whole(record.why) };
  }
}
