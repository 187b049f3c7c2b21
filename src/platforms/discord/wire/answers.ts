import { type Line, plain, strong, text } from '../../../core/posts/content.ts';
import { codePoints } from '../../../core/text/graphemes.ts';
import type { CommandAnswer, CommandRequest, FormField, Reply } from '../../../ports/commands/command.ts';
import { wireLimits } from '../capabilities.ts';
import { writeComponentId } from '../commands/component-ids.ts';
import { type ButtonRow, buttonRows, commandButtons } from './buttons.ts';
import { cleanLine, escapedWithin, lineToMarkdown } from './text.ts';

/** An answer as messages: the first one answers the interaction, the others follow it. */
export interface View {
  readonly pages: readonly Page[];
  readonly visibility: Reply['visibility'];
  readonly file?: NonNullable<Reply['file']>;
}

export interface Page {
  readonly content: string;
  /** Always present: an answer that replaces another must remove its buttons. */
  readonly components: ButtonRow[];
  readonly allowed_mentions: { readonly parse: [] };
}

/** The adapter's own sentences, beside the desk's answers. */
export const sentences = {
  expired: 'This button has expired. Use the command again.',
  dismissed: 'Nothing was changed.',
  unreadable: 'The bot could not read what Discord sent. Use the command again.',
  failed: 'Something went wrong; the bot’s log says what. Check /season status before you try again.',
  late: 'No answer came in time. Check /season status to see what was done.',
  unshowable: 'The command worked, but Discord refused to show the answer. The bot’s log says why.',
  cancel: 'Cancel',
  giveReason: 'Give the reason',
  fillIn: 'Fill in the form',
} as const;

/** What a button that asks for something continues with, in addition to the command as it was given. */
export interface Waiting {
  /** What it asks for. */
  readonly form?: readonly FormField[];
  /** Replaces what was given. */
  readonly given?: CommandRequest['given'];
}

/** @param keep stores the command for the button that continues it; returns the button's token. */
export function viewOf(answer: CommandAnswer, keep: (waiting: Waiting) => string): View {
  switch (answer.kind) {
    case 'reply': {
      const { lines, buttons = [], share, visibility, file } = answer.reply;
      const pages = pagesOf(lines, commandButtons([...buttons, ...(share === undefined ? [] : [share])]));
      return { pages, visibility, ...(file === undefined ? {} : { file }) };
    }
    case 'confirm': {
      const confirm = writeComponentId({
        kind: 'confirm',
        token: keep(answer.given === undefined ? {} : { given: answer.given }),
      });
      return forCaller(
        [answer.question],
        buttonRows([
          { label: answer.button, style: 'danger', customId: confirm },
          { label: sentences.cancel, style: 'plain', customId: writeComponentId({ kind: 'dismiss' }) },
        ]),
      );
    }
    case 'usage': {
      const { parameter, problem, expected, form: fields } = answer;
      const choices: Line[] =
        expected.length === 0 ? [] : [[strong(parameter.name), text(`: ${expected.join(', ')}`)]];
      if (fields === undefined) return forCaller([[text(problem)], ...choices]);
      const form = writeComponentId({ kind: 'form', token: keep({ form: fields }) });
      const label = parameter.kind === 'reason' ? sentences.giveReason : sentences.fillIn;
      return forCaller([[text(problem)], ...choices], buttonRows([{ label, style: 'main', customId: form }]));
    }
    case 'refused':
      return forCaller([answer.line]);
  }
}

/** One of the adapter's own sentences. */
export const saying = (sentence: keyof typeof sentences): View => forCaller([[text(sentences[sentence])]]);

const forCaller = (lines: readonly Line[], rows: ButtonRow[] = []): View => ({
  pages: pagesOf(lines, rows),
  visibility: 'caller',
});

/** Longer answers end here: people don't read more, and each page is a request. */
const MOST_PAGES = 5;

/** Leaves room for a line that says there is more. */
const PAGE = wireLimits.content - 2;

/** A line longer than a page loses our formatting, because a cut could leave it half open. */
function fitting(line: Line): string {
  const formatted = lineToMarkdown(line);
  return codePoints(formatted) <= PAGE ? formatted : escapedWithin(cleanLine(plain(line)), PAGE);
}

/** Lines as messages that Discord accepts. Buttons are below the last one. */
function pagesOf(lines: readonly Line[], rows: ButtonRow[]): readonly Page[] {
  const contents: string[] = [];
  let content = '';
  for (const line of lines.map(fitting)) {
    const longer = content === '' ? line : `${content}\n${line}`;
    if (codePoints(longer) > PAGE) {
      contents.push(content);
      content = line;
    } else {
      content = longer;
    }
  }
  contents.push(content);
  const filled = contents.filter((one) => one.trim() !== '');
  const shown = filled.slice(0, MOST_PAGES);
  const last = shown.pop() ?? '\u2026';
  const ending = filled.length > MOST_PAGES ? `${last}\n\u2026` : last;
  return [...shown, ending].map((one, index) => ({
    content: one,
    components: index === shown.length ? rows : [],
    allowed_mentions: { parse: [] },
  }));
}
