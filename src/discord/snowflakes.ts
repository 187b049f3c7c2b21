/** The greatest, that is youngest, of some ids; 0 for none. Ids have up to 64 bits, too many for a number. */
export function youngest(ids: readonly string[]): bigint {
  let found = 0n;
  for (const id of ids) {
    const value = BigInt(id);
    if (value > found) found = value;
  }
  return found;
}
