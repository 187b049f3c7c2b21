import { encodeButton } from '../../../core/posts/button-code.ts';
import { type CommandButton, type Line, plain, type Title } from '../../../core/posts/content.ts';
import { isolatedRuns } from '../../../core/text/bidi.ts';
import { cut, piecesOf } from '../../../core/text/graphemes.ts';
import type { Command, CommandAnswer, Parameter, Reply } from '../../../ports/commands/command.ts';
import { type Choice, isMarked, isShortCode, writtenOrder } from '../commands/arguments.ts';
import { phrases } from '../commands/phrases.ts';
import { clean, escapeHtml, inertHtml, lineHtml, parsedLength, titleToText } from './text.ts';

/** After entities were parsed (sendMessage, `text`). */
export const TEXT_MAX = 4096;
/** Longest notification that answers a press (answerCallbackQuery, `text`). */
const NOTIFICATION_MAX = 200;
/** Not documented; longer labels are cut on phones long before. */
export const BUTTON_TEXT_MAX = 64;
/** More than these are told in words: a wall of buttons is read by nobody. */
export const MOST_CHOICES = 8;

export interface InlineButton {
  readonly text: string;
  /** Exactly one of the two. */
  readonly callback_data?: string;
  readonly url?: string;
  readonly style?: 'danger';
}

/** One message of an answer: HTML and the buttons below it. */
export interface AnswerMessage {
  readonly html: string;
  readonly buttons?: readonly InlineButton[];
  /** The person is asked to reply to this message. */
  readonly asksForReply?: true;
}

/** Commands answer in the bot's own language; this one only formats times. */
const TIMES = 'en';

export function replyMessages(reply: Reply): readonly AnswerMessage[] {
  const pages = pagesOf(reply.lines);
  const buttons = (reply.buttons ?? []).map(commandButton);
  return pages.map((html, index) => ({
    html,
    ...(index === pages.length - 1 && buttons.length > 0 && { buttons }),
  }));
}

export function commandButton({ label, danger, command, given }: CommandButton): InlineButton {
  return button(label, encodeButton({ command, given }), danger);
}

export function button(label: Title, data: string, danger = false): InlineButton {
  const text = titleToText(label, BUTTON_TEXT_MAX) || '…';
  return { text, callback_data: data, ...(danger && { style: 'danger' as const }) };
}

/** Buttons one below the other, because their labels are sentences. */
export function keyboardOf<Button extends object = InlineButton>(
  buttons: readonly Button[],
): { readonly inline_keyboard: readonly (readonly Button[])[] } {
  return { inline_keyboard: buttons.map((each) => [each]) };
}

/** @param tokens `callback_data` of the two buttons. */
export function confirmMessage(
  answer: Extract<CommandAnswer, { kind: 'confirm' }>,
  tokens: { readonly go: string; readonly cancel: string },
): AnswerMessage {
  return {
    html: lineHtml(answer.question, TIMES),
    buttons: [button(answer.button, tokens.go, true), button(phrases.cancel, tokens.cancel)],
  };
}

/**
 * Says what to write if something is missing or wrong.
 * @param given what is known so far; appears in the example.
 * @param choices with their `callback_data`, if there are few enough to press.
 */
export function usageMessage(
  command: Command,
  answer: Extract<CommandAnswer, { kind: 'usage' }>,
  given: Readonly<Record<string, string>>,
  choices: readonly (Choice & { readonly data: string })[],
): AnswerMessage {
  const [first] = answer.expected;
  const example = exampleOf(command, {
    ...given,
    ...(first !== undefined && { [answer.parameter.name]: first }),
  });
  if (answer.optional === true) {
    const value = answer.form?.find(({ parameter }) => parameter.name === answer.parameter.name)?.value;
    const how = phrases.skip(value === undefined ? undefined : clean(value));
    return {
      html: `${isolatedRuns(inertHtml(answer.problem))}\n${isolatedRuns(inertHtml(how))}`,
      asksForReply: true,
    };
  }
  const pressable = choices.length > 0;
  const listed = !pressable && answer.expected.length > 1 ? answer.expected.slice(0, 25) : [];
  // What a button has set has a name that people can't type.
  const written = Object.values(given).some(isShortCode)
    ? [pressable ? '' : phrases.reply]
    : [pressable ? phrases.example : phrases.replyOrWrite, `<code>${escapeHtml(example)}</code>`];
  const html = [
    isolatedRuns(inertHtml(answer.problem)),
    listed.map((each) => `• <code>${escapeHtml(clean(each))}</code>`).join('\n'),
    ...written,
  ];
  return {
    html: html.filter((part) => part !== '').join('\n'),
    ...(pressable
      ? { buttons: choices.map(({ label, data }) => button(label, data)) }
      : { asksForReply: true as const }),
  };
}

/** `/vote decide [show] <option> <reason…>`. */
export function formOf(command: Command): string {
  const parts = writtenOrder(command.parameters).map((parameter) => {
    const { name, required } = parameter;
    const shown =
      isLong(parameter) || isMarked(parameter) ? `${name}${isMarked(parameter) ? ':' : ''}…` : name;
    return required ? `<${shown}>` : `[${shown}]`;
  });
  return [`/${command.name}`, ...parts].join(' ');
}

const isLong = ({ kind }: Parameter): boolean => kind === 'reason' || kind === 'lines';

/** Code points of a value that is repeated: what was typed may fill a whole message. */
const LONGEST_EXAMPLE = 100;

function exampleOf(command: Command, given: Readonly<Record<string, string>>): string {
  const parts = writtenOrder(command.parameters).flatMap((parameter) => {
    const value = given[parameter.name];
    if (value !== undefined) return [quoted(parameter, cut(clean(value), LONGEST_EXAMPLE))];
    return parameter.required ? [`<${parameter.name}${isLong(parameter) ? '…' : ''}>`] : [];
  });
  return [`/${command.name}`, ...parts].join(' ');
}

function quoted(parameter: Parameter, value: string): string {
  const { kind, name } = parameter;
  if (kind === 'flag') return name;
  if (isMarked(parameter)) return `${name}:${value}`;
  return !isLong(parameter) && /\s/.test(value) && !value.includes('"') ? `"${value}"` : value;
}

/** Commands with their syntax and what they do. */
export function listHtml(heading: string, commands: readonly Command[]): readonly string[] {
  const entries = commands.map(
    (command) => `<code>${escapeHtml(formOf(command))}</code>\n${inertHtml(command.description)}`,
  );
  return paged([inertHtml(heading), ...entries], '\n\n');
}

/** For a notification, which shows no formatting. */
export const notificationOf = (title: Title): string => titleToText(title, NOTIFICATION_MAX);

function pagesOf(lines: readonly Line[]): readonly string[] {
  return paged(lines.flatMap(htmlOf), '\n');
}

/** A line longer than a message loses our formatting, but still can't ping or link. */
function htmlOf(line: Line): readonly string[] {
  const html = lineHtml(line, TIMES);
  if (parsedLength(html) <= TEXT_MAX) return [html];
  // A code point takes at most two code units, so half as many always fit.
  return piecesOf(clean(plain(line)), TEXT_MAX / 2).map(inertHtml);
}

/** Joined into as few messages as possible. Never empty: Telegram refuses a message without text. */
function paged(parts: readonly string[], glue: string): readonly string[] {
  const pages: string[] = [];
  let page = '';
  for (const part of parts) {
    const longer = page === '' ? part : page + glue + part;
    if (page !== '' && parsedLength(longer) > TEXT_MAX) {
      pages.push(page);
      page = part;
    } else page = longer;
  }
  if (parsedLength(page).toString() !== '0' && page.trim() !== '') pages.push(page);
  return pages.length > 0 ? pages : ['✓'];
}
