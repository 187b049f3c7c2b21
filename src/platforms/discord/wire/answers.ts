import { type Line, plain, strong, text } from '../../../core/posts/content.ts';
import { codePoints, cut } from '../../../core/text/graphemes.ts';
import type { CommandAnswer, CommandRequest, Parameter, Reply } from '../../../ports/command.ts';
import { wireLimits } from '../capabilities.ts';
import { writeComponentId } from '../commands/component-ids.ts';
import { type ButtonRow, buttonRows, commandButtons } from './buttons.ts';
import { lineToMarkdown } from './text.ts';

/** An answer as its messages: the first answers the interaction, the others follow it. */
export interface View {
  readonly pages: readonly Page[];
  readonly visibility: Reply['visibility'];
  readonly file?: NonNullable<Reply['file']>;
}

export interface Page {
  readonly content: string;
  /** Always there: an answer that replaces another must take its buttons away. */
  readonly components: ButtonRow[];
  readonly allowed_mentions: { readonly parse: [] };
}

/** What the adapter says of itself, beside what the desk answers. */
export const sentences = {
  expired: 'This button has expired. Give the command again.',
  dismissed: 'Nothing was changed.',
  unreadable: 'What Discord sent cannot be read. Give the command again.',
  failed: 'The bot failed at this, and its log says why. Look at /season status before you try again.',
  late: 'No answer came in time. Look at /season status to see what was done.',
  unshowable: 'The answer is there, but Discord would not show it. The log of the bot says why.',
  cancel: 'Cancel',
  giveReason: 'Give the reason',
} as const;

/** What a button that asks for something goes on with, beside the command as it was given. */
export interface Waiting {
  /** What is asked for. */
  readonly missing?: Parameter;
  /** In place of what was given. */
  readonly given?: CommandRequest['given'];
}

/** @param keep puts the command aside for the button that goes on with it; returns the button's token. */
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
      const { parameter, problem, expected } = answer;
      const choices: Line[] =
        expected.length === 0 ? [] : [[strong(parameter.name), text(`: ${expected.join(', ')}`)]];
      if (parameter.kind !== 'reason') return forCaller([[text(problem)], ...choices]);
      const form = writeComponentId({ kind: 'form', token: keep({ missing: parameter }) });
      return forCaller(
        [[text(problem)], ...choices],
        buttonRows([{ label: sentences.giveReason, style: 'main', customId: form }]),
      );
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

/** Longer answers are ended here: nobody reads more, and each page is a request. */
const MOST_PAGES = 5;

/** A line that fills more than a page loses our formatting, which a cut could leave half open. */
function fitting(line: Line): string {
  const formatted = lineToMarkdown(line);
  if (codePoints(formatted) <= wireLimits.content) return formatted;
  return cut(lineToMarkdown([text(plain(line))]), wireLimits.content);
}

/** Lines as messages of at most 2,000 characters each; buttons stand below the last one. */
function pagesOf(lines: readonly Line[], rows: ButtonRow[]): readonly Page[] {
  const contents: string[] = [];
  let content = '';
  for (const line of lines.map(fitting)) {
    const longer = content === '' ? line : `${content}\n${line}`;
    if (codePoints(longer) > wireLimits.content) {
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
  const ending = filled.length > MOST_PAGES ? `${cut(last, wireLimits.content - 2)}\n\u2026` : last;
  return [...shown, ending].map((one, index) => ({
    content: one,
    components: index === shown.length ? rows : [],
    allowed_mentions: { parse: [] },
  }));
}
