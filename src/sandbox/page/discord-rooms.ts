import type { Cast } from '../audience/cast.ts';
import type { Town } from '../audience/town.ts';
import type { MessageState } from '../discord/types.ts';
import type { CommandOption, CommandPart, DiscordMessage, FilePart, PlacesPart, PollPart } from './state.ts';

/** Older messages than these are not shown. */
const MOST_MESSAGES = 60;
/** Threads and channels of a server that are shown. */
const MOST_ROOMS = 30;
const PINGS_FLAG = 1 << 12;
const EPHEMERAL = 1 << 6;
const PICTURES = /^image\/(png|jpeg|gif|webp)$/;
const SUB_COMMANDS = 2;

/** What is drawn of Discord, by the keys of the page's parts. */
export function discordParts({ discord }: Town, { people }: Cast): ReadonlyMap<string, unknown> {
  const parts = new Map<string, unknown>();
  const pollsShown = new Set<string>();
  for (const { channels } of serversOf(discord)) {
    for (const { id } of channels) {
      const channel = discord.world.channel(id);
      const pinned = new Set(channel.pins.map(({ messageId }) => messageId));
      const messages = channel.messages.slice(-MOST_MESSAGES);
      for (const { id: message, poll } of messages) if (poll !== null) pollsShown.add(message);
      parts.set(
        `discord:${id}`,
        messages.map((message) => discordMessage(discord, message, pinned.has(message.id))),
      );
    }
  }
  for (const id of pollsShown) parts.set(`poll:${id}`, discordPoll(discord, people, id));
  return parts;
}

type Discord = Town['discord'];

export function serversOf({ world }: Discord): PlacesPart['servers'] {
  return [...world.guilds.values()].map(({ id, name, channels }) => ({
    id,
    name,
    channels: [...channels.values()]
      .slice(-MOST_ROOMS)
      .map(({ id: channel, name: title, thread }) => ({ id: channel, name: title, thread: thread !== null })),
  }));
}

function discordMessage({ world }: Discord, message: MessageState, pinned: boolean): DiscordMessage {
  const target = message.reference === null ? undefined : world.messages.get(message.reference.messageId);
  return {
    id: message.id,
    type: message.type,
    author: {
      id: message.author.id,
      name: message.author.globalName ?? message.author.username,
      bot: message.author.bot,
    },
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    files: message.attachments.map((file, index) => fileOf(message, file, index)),
    at: message.createdAt,
    edited: message.editedAt !== null,
    pings: message.pings.everyone || message.pings.roles.length > 0 || (message.flags & PINGS_FLAG) !== 0,
    pinned,
    reply: target === undefined ? null : { name: nameOf(target), text: gistOf(target) },
    poll: message.poll === null ? null : message.id,
    ephemeral: (message.flags & EPHEMERAL) !== 0,
    thread: world.findChannel(message.id)?.thread ? message.id : null,
  };
}

const nameOf = ({ author }: MessageState): string => author.globalName ?? author.username;

const gistOf = ({ content, poll, embeds }: MessageState): string =>
  (poll?.question ?? (content || String(embeds[0]?.title ?? embeds[0]?.description ?? ''))).slice(0, 120);

function fileOf(message: MessageState, file: MessageState['attachments'][number], index: number): FilePart {
  return {
    id: file.id,
    name: file.filename,
    address: `/files/discord/${message.id}/${index}`,
    picture: PICTURES.test(file.contentType),
    alt: file.description ?? file.filename,
  };
}

function discordPoll({ world }: Discord, people: Cast['people'], id: string): PollPart {
  const poll = world.messages.get(id)?.poll;
  if (poll === null || poll === undefined) throw new Error(`message ${id} carries no poll`);
  const options = poll.answers.map(({ id: answer, text }) => ({
    id: answer,
    text,
    votes: poll.counts.get(answer) ?? 0,
  }));
  return {
    id,
    question: poll.question,
    options,
    total: options.reduce((sum, { votes }) => sum + votes, 0),
    closed: poll.closedAt !== null,
    final: poll.finalised,
    anonymous: false,
    endsAt: poll.expiresAt,
    held: heldBy(people, ({ discord }) => poll.votes.get(discord)),
  };
}

/** What each person holds, without those who hold nothing. */
export const heldBy = (
  people: Cast['people'],
  votesOf: (person: Cast['people'][number]) => readonly number[] | undefined,
): PollPart['held'] =>
  Object.fromEntries(
    people.flatMap((person) => {
      const held = votesOf(person);
      return held === undefined || held.length === 0 ? [] : [[person.id, held]];
    }),
  );

type Wire = Readonly<Record<string, unknown>>;

/** Every command that the bot registered, one entry for each name that a person can type. */
export function commandsIn(registered: readonly Wire[]): readonly CommandPart[] {
  return registered.flatMap((command) => {
    const everyone =
      command.default_member_permissions === null || command.default_member_permissions === undefined;
    return leaves(command, String(command.name), everyone);
  });
}

function leaves(node: Wire, name: string, everyone: boolean): readonly CommandPart[] {
  const options = listIn(node.options);
  const below = options.filter(({ type }) => Number(type) <= SUB_COMMANDS);
  if (below.length > 0) return below.flatMap((one) => leaves(one, `${name} ${String(one.name)}`, everyone));
  return [{ name, description: String(node.description ?? ''), everyone, options: options.map(optionOf) }];
}

const optionOf = (option: Wire): CommandOption => ({
  name: String(option.name),
  description: String(option.description ?? ''),
  type: Number(option.type),
  required: option.required === true,
  autocomplete: option.autocomplete === true,
  choices: listIn(option.choices).map(({ name, value }) => ({
    name: String(name),
    value: typeof value === 'number' ? value : String(value),
  })),
});

const listIn = (value: unknown): readonly Wire[] =>
  Array.isArray(value) ? value.filter((one): one is Wire => typeof one === 'object' && one !== null) : [];
