/** Version of all stored records but events, which carry their own. */
const RECORD_VERSION = 1;

/** A stored record: JSON with the version of its shape. */
export const encodeRecord = (data: unknown, version = RECORD_VERSION): string =>
  JSON.stringify({ v: version, data });

/**
 * Reads back what `encodeRecord` wrote. The caller vouches for the type: nothing but this program writes these keys.
 * @throws when the record was written by a newer version of this program.
 */
export function decodeRecord<Data>(text: string, newest = RECORD_VERSION): Data {
  const record = JSON.parse(text) as { readonly v: number; readonly data: Data };
  if (record.v > newest) {
    throw new Error(
      `A record in Redis has version ${record.v}, but this program reads versions up to ${newest}: ` +
        'a newer version of Cliffhanger wrote it. Run that version or a later one',
    );
  }
  return record.data;
}

/**
 * The same entries without a prototype, so that an id such as `constructor` is found only where it was put.
 * For records whose keys come from a story or a platform.
 */
export function bare<Key extends string, Value>(record: Readonly<Record<Key, Value>>): Record<Key, Value> {
  return Object.assign(Object.create(null) as Record<Key, Value>, record);
}
