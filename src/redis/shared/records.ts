import { Unreadable } from '../../ports/stores/unreadable.ts';

/** Version of all stored records except events, which carry their own. */
const RECORD_VERSION = 1;

/** A stored record: JSON with the version of its shape. */
export const encodeRecord = (data: unknown, version = RECORD_VERSION): string =>
  JSON.stringify({ v: version, data });

/**
 * Reads what `encodeRecord` wrote. The caller guarantees the type: only this program writes these keys.
 * @throws Unreadable if the text is not a record, or if a newer version of this program wrote it.
 */
export function decodeRecord<Data>(text: string, newest = RECORD_VERSION): Data {
  const record = parsed(text);
  if (record.v > newest) {
    throw new Unreadable(
      `a record has version ${record.v}, but this program reads versions up to ${newest}: ` +
        'a newer version of Cliffhanger wrote it. Run that version or a later one',
    );
  }
  return record.data as Data;
}

function parsed(text: string): { readonly v: number; readonly data: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unreadable('a record is not JSON');
  }
  const { v, data } = (value ?? {}) as { readonly v?: unknown; readonly data?: unknown };
  if (typeof v !== 'number' || data === null || data === undefined)
    throw new Unreadable('a record is incomplete');
  return { v, data };
}

/**
 * The same entries without a prototype, so that an id such as `constructor` is found only if it was put
 * there. For records whose keys come from a story or a platform.
 */
export function bare<Key extends string, Value>(record: Readonly<Record<Key, Value>>): Record<Key, Value> {
  return Object.assign(Object.create(null) as Record<Key, Value>, record);
}
