import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { MessageRecord } from '../../src/sandbox/discord/records.ts';
import type { DiscordStandIn } from '../../src/sandbox/discord/server.ts';
import type { TelegramStandIn } from '../../src/sandbox/telegram/server.ts';
import type { Message } from '../../src/sandbox/telegram/types.ts';
import type { Place } from './stage/places.ts';

/** One message as a fan of the place sees it at the end. */
export interface Seen {
  /** The platform's own. */
  readonly id: string;
  readonly kind: 'drop' | 'poll' | 'text' | 'platform';
  /**
   * Everything that people read, line by line; for a poll its question, its options with their counts, and its rule.
   */
  readonly lines: readonly string[];
  readonly buttons: readonly string[];
  readonly edited: boolean;
  /** Position of the message that this one answers. */
  readonly answers?: number;
}

type StandIns = { readonly discord: DiscordStandIn; readonly telegram: TelegramStandIn };

/** Everything that members of a place see, oldest first, without what people wrote. */
export function seenIn(
  place: Pick<Place, 'platform' | 'id'>,
  { discord, telegram }: StandIns,
): readonly Seen[] {
  if (place.platform === 'discord') {
    const messages = discord.messages(place.id).filter(({ byBot }) => byBot);
    const at = (id: string | undefined) => messages.findIndex((one) => one.id === id);
    return messages.map((message) => onDiscord(message, at(message.reference?.messageId)));
  }
  const messages = telegram
    .messages(Number(place.id))
    .filter(({ from, sender_chat }) => from?.id === telegram.bot.id || sender_chat !== undefined);
  return messages.map((message) =>
    onTelegram(
      message,
      messages.findIndex(({ message_id: id }) => id === message.reply_to_message?.message_id),
    ),
  );
}

const POLL_RESULT = 46;

function onDiscord(message: MessageRecord, answers: number): Seen {
  const rest = { id: message.id, edited: message.editedAt !== null, ...(answers >= 0 && { answers }) };
  if (message.type === POLL_RESULT)
    return { kind: 'platform', lines: ['(Discord: the poll has ended)'], buttons: [], ...rest };
  const { poll } = message;
  const text = [message.content, ...message.embeds.flatMap(embedLines)].map(fromMarkdown);
  const buttons = message.components.flatMap(buttonsIn);
  if (poll !== null) {
    const options = poll.answers.map(({ id, text: label }) => `${label} [${poll.counts[id] ?? 0}]`);
    return {
      kind: 'poll',
      lines: linesOf([poll.question, options.join(' · '), ...text]),
      buttons,
      ...rest,
    };
  }
  return {
    kind: isDrop(JSON.stringify(message.embeds), buttons) ? 'drop' : 'text',
    lines: linesOf(text),
    buttons,
    ...rest,
  };
}

function embedLines(embed: Readonly<Record<string, unknown>>): readonly string[] {
  const { author, title, description, footer } = embed as Readonly<
    Record<string, string & { name?: string; text?: string }>
  >;
  return [author?.name, title, description, footer?.text].filter((one) => one !== undefined);
}

function buttonsIn(row: Readonly<Record<string, unknown>>): readonly string[] {
  const inner = (row.components ?? []) as readonly { readonly label?: string }[];
  return inner.map(({ label = '?' }) => label);
}

function onTelegram(message: Message, answers: number): Seen {
  const { poll } = message;
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text);
  const rest = {
    id: String(message.message_id),
    buttons,
    edited: message.edit_date !== undefined,
    ...(answers >= 0 && { answers }),
  };
  if (poll !== undefined) {
    const options = poll.options.map(({ text, voter_count: count }) => `${text} [${count}]`);
    return {
      kind: 'poll',
      lines: linesOf([poll.question, options.join(' · '), poll.description ?? '']),
      ...rest,
    };
  }
  const text = message.text ?? message.caption ?? '';
  return {
    kind: isDrop(JSON.stringify(message), buttons) ? 'drop' : 'text',
    lines: linesOf([text]),
    ...rest,
  };
}

/** A drop's only button leads to its episode; a result has several, of which one leads to the next. */
const isDrop = (whole: string, buttons: readonly string[]): boolean =>
  buttons.length < 2 && whole.includes('https://watch.example/');

const linesOf = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => text.split('\n')).filter((text) => text.trim() !== '');

/** As Discord shows it; a time as a time. */
const fromMarkdown = (text: string): string =>
  text
    .replaceAll('**', '')
    .replace(/<t:(\d+):(\w)>/g, (_, seconds: string, style: string) =>
      style === 'R' ? '«in a while»' : `«${new Date(Number(seconds) * 1_000).toISOString().slice(0, 16)}»`,
    )
    .replace(/\\([^\sa-zA-Z0-9])/g, '$1');

/** One line per message, for reading. */
export const written = (seen: readonly Seen[]): readonly string[] =>
  seen.map(({ kind, lines, buttons, edited, answers }, at) =>
    [
      `${String(at + 1).padStart(2)} ${kind}`,
      ...(answers === undefined ? [] : [`(answers ${answers + 1})`]),
      ...(edited ? ['(edited)'] : []),
      '|',
      lines.join(' / '),
      ...buttons.map((label) => `[${label}]`),
    ].join(' '),
  );

/** Writes a transcript if `CLIFFHANGER_TRANSCRIPTS` names a folder for them. */
export async function keepTranscript(name: string, text: string): Promise<void> {
  const folder = process.env.CLIFFHANGER_TRANSCRIPTS;
  if (folder === undefined || folder === '') return;
  const file = `${folder}/transcript-${name}.md`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
