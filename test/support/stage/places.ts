import { discordPosts, type Post, telegramPosts } from '../../../src/sandbox/audience/town-posts.ts';
import type { DiscordStandIn } from '../../../src/sandbox/discord/server.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import type { Message } from '../../../src/sandbox/telegram/types.ts';

export type PlaceKind = 'server' | 'channel' | 'group' | 'basic-group' | 'topic';

/** A native poll as its platform has it now. */
export interface TruePoll {
  readonly id: string;
  /** Id of its message. */
  readonly message: string;
  readonly question: string;
  readonly labels: readonly string[];
  /** Ballots in the order of the labels. */
  readonly counts: readonly number[];
  readonly closed: boolean;
}

/** An outlet as its members see it. */
export interface Place {
  readonly key: string;
  readonly platform: 'discord' | 'telegram';
  /** Of the Discord channel, or of the Telegram chat as it was at first. */
  readonly id: string;
  /** Of the Discord server; undefined on Telegram. */
  readonly guild?: string;
  /** The name on the receipt. */
  readonly outlet: string;
  /** As one item of the operator's file. */
  readonly entry: Readonly<Record<string, string | number>>;
  /** Every poll of the bot, oldest first. */
  polls(): readonly TruePoll[];
  /** Everything that the bot wrote, oldest first, without polls and the platform's own notices. */
  posts(): readonly Post[];
  /** @throws if the platform does not accept the vote. */
  vote(poll: TruePoll, fan: number, option: number): void;
  retract(poll: TruePoll, fan: number): void;
}

export function createPlace(
  key: string,
  kind: PlaceKind,
  discord: DiscordStandIn,
  telegram: TelegramStandIn,
): Place {
  switch (kind) {
    case 'server':
      return server(key, discord);
    case 'channel': {
      const username = `lighthouse_${key}`;
      return chat(key, telegram, telegram.world.addChannel({ title: key, username }).id, `@${username}`);
    }
    case 'group':
      return chat(key, telegram, telegram.world.addSupergroup({ title: key }).id);
    case 'basic-group':
      return chat(key, telegram, telegram.world.addGroup({ title: key }).id);
    case 'topic': {
      const forum = telegram.world.addSupergroup({ title: key, forum: true });
      telegram.world.addTopic(forum, 'Chatter');
      return chat(key, telegram, forum.id, undefined, telegram.world.addTopic(forum, 'Votes'));
    }
  }
}

function server(key: string, discord: DiscordStandIn): Place {
  const { id: guild, channels } = discord.addGuild({ name: key, channels: [{ name: 'show' }] });
  const channel = channels.show ?? '';
  // Accounts older than everything that the stand-in makes ids for.
  const account = (fan: number): string => String(200_000_000_000_000_000n + BigInt(fan));
  return {
    key,
    platform: 'discord',
    id: channel,
    guild,
    outlet: `discord:${channel}`,
    entry: { discord: channel },
    polls: () =>
      discord
        .polls()
        .filter(({ channelId }) => channelId === channel)
        .map(({ messageId, question, answers, counts, closedAt }) => ({
          id: messageId,
          message: messageId,
          question,
          labels: answers.map(({ text }) => text),
          counts: answers.map(({ id }) => counts[id] ?? 0),
          closed: closedAt !== null,
        })),
    posts: () => discordPosts(discord.messages(channel)),
    vote(poll, fan, option) {
      const answer = discord.poll(poll.id).answers[option]?.id ?? -1;
      must(discord.vote(poll.id, account(fan), answer), 'accepted', 'unchanged');
    },
    retract: (poll, fan) => must(discord.retract(poll.id, account(fan)), 'accepted'),
  };
}

function chat(key: string, telegram: TelegramStandIn, id: number, name?: string, topic?: number): Place {
  const account = (fan: number): number => 1_000_000_000 + fan;
  /** A group continues with another id once it is a supergroup. */
  const chats = (): readonly number[] => {
    const successors = telegram.messages(id).flatMap(({ migrate_to_chat_id: to }) => to ?? []);
    return [id, ...successors];
  };
  const messages = (): readonly Message[] =>
    chats()
      .flatMap((one) => telegram.messages(one))
      .filter(({ message_thread_id: thread }) => topic === undefined || thread === topic);
  return {
    key,
    platform: 'telegram',
    id: String(id),
    outlet: `telegram:${id}${topic === undefined ? '' : `/${topic}`}`,
    entry: { telegram: name ?? id, ...(topic !== undefined && { topic }) },
    polls: () => {
      const here = new Set(chats());
      return telegram
        .polls()
        .filter(({ chatId }) => here.has(chatId))
        .map(({ pollId, messageId, question, options, counts, closedAt }) => ({
          id: pollId,
          message: String(messageId),
          question,
          labels: options,
          counts,
          closed: closedAt !== undefined,
        }));
    },
    posts: () => telegramPosts(messages()),
    vote: (poll, fan, option) =>
      must(telegram.vote(poll.id, account(fan), [option]), 'cast', 'changed', 'unchanged'),
    retract: (poll, fan) => must(telegram.retract(poll.id, account(fan)), 'retracted'),
  };
}

function must(outcome: string, ...wanted: readonly string[]): void {
  if (!wanted.includes(outcome)) throw new Error(`the platform did not take the vote: ${outcome}`);
}
