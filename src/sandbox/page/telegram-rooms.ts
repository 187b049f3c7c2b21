import type { Cast } from '../audience/cast.ts';
import type { Town } from '../audience/town.ts';
import type { Message } from '../telegram/types.ts';
import { heldBy } from './discord-rooms.ts';
import type { FilePart, MenusPart, PlacesPart, PollPart, TelegramMessage } from './state.ts';

const MOST_MESSAGES = 60;

/** What is drawn of Telegram, by the keys of the page's parts. */
export function telegramParts(town: Town, cast: Cast): ReadonlyMap<string, unknown> {
  const { telegram } = town;
  const parts = new Map<string, unknown>();
  /** Whether they are anonymous, by the poll's id. */
  const shown = new Map<string, boolean>();
  for (const { id } of chatsOf(town, cast)) {
    const pinned = new Set(telegram.world.pinned(Number(id)));
    const messages = telegram.messages(Number(id)).slice(-MOST_MESSAGES);
    for (const { poll } of messages) if (poll !== undefined) shown.set(poll.id, poll.is_anonymous);
    parts.set(
      `telegram:${id}`,
      messages.map((message) => telegramMessage(town, message, pinned.has(message.message_id))),
    );
  }
  for (const poll of telegram.polls()) {
    const anonymous = shown.get(poll.pollId);
    if (anonymous !== undefined) parts.set(`poll:${poll.pollId}`, telegramPoll(poll, cast.people, anonymous));
  }
  return parts;
}

export function chatsOf({ communities }: Town, { people }: Cast): PlacesPart['chats'] {
  const shared = communities
    .filter(({ platform }) => platform === 'telegram')
    .map(({ place, name, kind }) => ({
      id: place,
      title: name,
      kind: kind === 'channel' ? ('channel' as const) : ('group' as const),
    }));
  const own = people.map(({ id, telegram }) => ({
    id: String(telegram),
    title: 'Cliffhanger',
    kind: 'private' as const,
    person: id,
  }));
  return [...shared, ...own];
}

type PollTruth = ReturnType<Town['telegram']['polls']>[number];

function telegramPoll(poll: PollTruth, people: Cast['people'], anonymous: boolean): PollPart {
  return {
    id: poll.pollId,
    question: poll.question,
    options: poll.options.map((text, id) => ({ id, text, votes: poll.counts[id] ?? 0 })),
    total: poll.totalVoters,
    closed: poll.closedAt !== undefined,
    final: poll.closedAt !== undefined,
    anonymous,
    endsAt: null,
    held: heldBy(people, ({ telegram }) => poll.voters.get(telegram)),
  };
}

function telegramMessage({ telegram }: Town, message: Message, pinned: boolean): TelegramMessage {
  const { reply_to_message: target } = message;
  return {
    id: message.message_id,
    author: {
      id: message.from?.id ?? message.sender_chat?.id ?? 0,
      name: authorOf(message),
      ours:
        message.from?.id === telegram.bot.id ||
        (message.from === undefined && message.sender_chat !== undefined),
    },
    text: message.text ?? message.caption ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    keyboard: message.reply_markup?.inline_keyboard ?? [],
    file: fileOf(message),
    at: message.date * 1_000,
    edited: message.edit_date !== undefined,
    reply:
      target === undefined
        ? null
        : {
            name: authorOf(target),
            text: (target.text ?? target.caption ?? target.poll?.question ?? '').slice(0, 120),
          },
    poll: message.poll?.id ?? null,
    notice: noticeOf(message),
    pinned,
    preview: message.link_preview_options?.is_disabled !== true,
  };
}

const authorOf = ({ from, sender_chat: chat }: Message): string => chat?.title ?? from?.first_name ?? '';

function fileOf({ document, photo }: Message): FilePart | null {
  if (photo !== undefined) {
    const id = photo.at(-1)?.file_id ?? '';
    return {
      id,
      name: 'Photo',
      picture: true,
      alt: 'Photo',
      address: `/files/telegram/${id}`,
    };
  }
  if (document === undefined) return null;
  return {
    id: document.file_id,
    name: document.file_name ?? 'File',
    picture: false,
    alt: document.file_name ?? 'File',
    // The stand-in keeps no documents.
    address: null,
  };
}

function noticeOf({
  pinned_message: pin,
  new_chat_members: joined,
  left_chat_member: left,
}: Message): string | null {
  if (pin !== undefined) return 'pinned a message';
  if (joined !== undefined) return `${joined.map(({ first_name: name }) => name).join(', ')} joined`;
  return left === undefined ? null : `${left.first_name} left`;
}

/** The command menus that people see, in the order in which Telegram looks for them. */
export function menusOf(town: Town, cast: Cast): MenusPart {
  const { telegram } = town;
  const first = (keys: readonly string[]) =>
    keys.map((key) => telegram.commands(key)).find((commands) => commands.length > 0) ?? [];
  const menus: Record<string, MenusPart[string]> = {};
  for (const { id, kind } of chatsOf(town, cast)) {
    if (kind === 'private') menus[id] = first([`chat ${id} 0 `, 'all_private_chats ', 'default ']);
    if (kind !== 'group') continue;
    menus[id] = first([`chat ${id} 0 `, 'all_group_chats ', 'default ']);
    for (const { telegram: user, part } of cast.people) {
      if (part === 'fan') continue;
      const keys = [`chat_member ${id} ${user} `, `chat_administrators ${id} 0 `, `chat ${id} 0 `];
      menus[`${id} ${user}`] = first([...keys, 'all_chat_administrators ', 'all_group_chats ', 'default ']);
    }
  }
  return menus;
}
