import { urlOf } from '../src/core/text/url.ts';
import type { Parsed, Variable } from '../src/ports/platform/variable.ts';

/** Building blocks of the environment's variables, the bot's own and those of its platforms. */

export const variable = <Value>(of: Variable<Value>): Variable<Value> => of;

/** @param what continues after the variable's name. Neither text may repeat a secret. */
export const wrong = (what: string, right: string) => ({ what, right });
export const quoted = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Only a shell or a .env file removes a comment; docker's env files and many control panels keep it. */
export const COMMENT = /\s#/;

/**
 * The address of a server: http or https, without user, password, query or fragment. Slashes at its end are removed.
 */
export function baseUrl(example: string): (text: string) => Parsed<string> {
  return (text) => {
    const right = `an address such as ${example}`;
    const url = urlOf(text);
    if (url === undefined || !/^https?:$/.test(url.protocol)) return wrong('is no http(s) address', right);
    if (url.username !== '' || url.password !== '') return wrong('holds a user or password', right);
    if (url.search !== '' || url.hash !== '') return wrong('ends in ?… or #…', right);
    return { value: text.replace(/\/+$/, '') };
  };
}

export function wholeNumber(min: number, max: number): (text: string) => Parsed<number> {
  return (text) =>
    /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max
      ? { value: Number(text) }
      : wrong(`is ${quoted(text)}`, `a whole number from ${min} to ${max}`);
}

/** A variable with a default has a value if nothing is wrong. */
export function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A variable with a default has no value');
  return value;
}
