/**
 * Stored data can't be read: it is damaged, or a newer version wrote it. Waiting does not change that, and other
 * stored data is not affected. The message is a clause for people.
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/**
 * What Redis and its scripts say if a key has another kind of value, or a text that is not what they expect. A server
 * that is full, read-only, loading or out of reach says something else, and is waited for.
 */
const SCRIPT_FAULT =
  /WRONGTYPE Operation|is not an integer|is not a valid float|Expected .* but found|attempt to (index|perform|compare|call|concatenate|get)|bad argument #/;

export const isUnreadable = (error: unknown): boolean =>
  error instanceof Unreadable || (error instanceof Error && SCRIPT_FAULT.test(error.message));
