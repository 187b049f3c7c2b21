import type { CommandButton } from './content.ts';

/** The strictest platform's limit (Bot API, InlineKeyboardButton, `callback_data`). */
export const BUTTON_CODE_BYTES = 64;

/** Initials of the parameters that a button may set. Never reuse one: a button may be pressed weeks later. */
const INITIALS: Readonly<Record<string, string>> = {
  show: 's',
  round: 'r',
  option: 'o',
  outlet: 'u',
  delivery: 'd',
  episode: 'e',
  by: 'b',
  question: 'q',
  answer: 'a',
  everyone: 'p',
  version: 'v',
};
/**
 * In addition to a command's parameters: show its answer to everybody in the channel. Used on buttons only.
 */
export const FOR_EVERYONE = 'everyone';
/** In addition to a command's parameters: what the caller was shown when the button was made. Used on buttons only. */
export const VERSION = 'version';
const NAMES = new Map(Object.entries(INITIALS).map(([name, initial]) => [initial, name]));

export type ButtonPress = Pick<CommandButton, 'command' | 'given'>;

/**
 * What a press does, in at most 64 bytes: `vote decide|s#1f3c22ab|r3|o#2`. It is the same in every process, so a button still
 * works after a restart.
 * @throws if the values are too long or can't be put on a button: buttons are made of short codes.
 */
export function encodeButton({ command, given }: ButtonPress): string {
  const parts = Object.entries(given).map(([name, value]) => {
    const initial = INITIALS[name];
    if (initial === undefined || value.includes('|')) throw new Error(`No button carries ${name}=${value}`);
    return `${initial}${value}`;
  });
  const code = [command, ...parts].join('|');
  if (utf8Length(code) > BUTTON_CODE_BYTES) throw new Error(`The button code ${code} is too long`);
  return code;
}

/** @returns undefined if this is not a code of ours: a client may send anything. */
export function decodeButton(code: string): ButtonPress | undefined {
  if (utf8Length(code) > BUTTON_CODE_BYTES) return undefined;
  const [command = '', ...parts] = code.split('|');
  if (!/^[a-z]{1,32}( [a-z]{1,32})?$/.test(command)) return undefined;
  const given: Record<string, string> = {};
  for (const part of parts) {
    const name = NAMES.get(part.slice(0, 1));
    if (name === undefined || part.length < 2 || name in given) return undefined;
    given[name] = part.slice(1);
  }
  return { command, given };
}

/** Commands that a fan may press for: they only show something. */
const LOOKS: readonly string[] = ['receipt', 'path'];

/** The same using only letters, digits, `_` and `-`, at most 64, so that it fits into an address: `receipt-s_1f3c22ab-r3`. */
export const encodeLook = (press: ButtonPress): string =>
  encodeButton(press).replaceAll('|', '-').replaceAll('#', '_');

/** @returns undefined also for every other command: anybody can write such an address and get a showrunner to follow it. */
export function decodeLook(code: string): ButtonPress | undefined {
  if (!/^[\w-]{1,64}$/.test(code)) return undefined;
  const press = decodeButton(code.replaceAll('-', '|').replaceAll('_', '#'));
  return press !== undefined && LOOKS.includes(press.command) ? press : undefined;
}

/**
 * Eight hexadecimal digits that replace a longer id in a button, written there as `#1f3c22ab` (FNV-1a, 32 bits). Only looked
 * up among the few possible ids; if two collide, the person is asked.
 */
export function shortCode(id: string): string {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Whether `text` names `id`, in full or by its short code. */
export const isNamed = (id: string, text: string): boolean => text === id || text === `#${shortCode(id)}`;

function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
