/** Episodes and options are called so, in files, commands and addresses. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;
export const NAME_RIGHT = '1 to 40 letters, digits, "-" and "_"';

/** Names of properties that every JavaScript object has could be mistaken for a count. */
export const isReservedName = (name: string): boolean => name in {};
