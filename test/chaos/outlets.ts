import { discordPosts, telegramPosts } from '../../src/sandbox/audience/town-posts.ts';
import type { DiscordStandIn } from '../../src/sandbox/discord/server.ts';
import type { TelegramStandIn } from '../../src/sandbox/telegram/server.ts';

/** One native poll as its platform counts it. */
export interface TruePoll {
  readonly id: string;
  readonly question: string;
  /** Ballots by label. */
  readonly counts: ReadonlyMap<string, number>;
  /** In Unix milliseconds; undefined while it is open. */
  readonly closedAt: number | undefined;
}

/** One channel or chat that a show plays in, as its platform has it. */
export interface Outlet {
  readonly key: string;
  readonly platform: 'discord' | 'telegram';
  readonly kind: 'channel' | 'group';
  /** As written in the operator's file. */
  readonly address: string;
  /** As a request of the bot names it; a group that became a supergroup has two names. */
  readonly ids: readonly string[];
  polls(): readonly TruePoll[];
  /** All words of every message of the bot except its polls. */
  posts(): readonly string[];
  /** Does nothing after voting has stopped. @param fan from 0. @param option index of the labels. */
  vote(poll: string, fan: number, option: number): void;
  retract(poll: string, fan: number): void;
  /** From now on nobody votes in the existing polls. */
  fallSilent(): void;
  /** Removes the bot from the chat or the server. */
  kick(): void;
  /** Groups only: makes it a supergroup, with another id. */
  migrate(): void;
}

/** Accounts older than everything that the stand-in makes ids for. */
const discordAccount = (fan: number): string => String(200_000_000_000_000_000n + BigInt(fan));
const telegramAccount = (fan: number): number => 1_000_000_000 + fan;

export function discordOutlet(
  discord: DiscordStandIn,
  key: string,
  place: { readonly guild: string; readonly channel: string },
): Outlet {
  const { guild, channel } = place;
  const polls = () => discord.polls().filter((poll) => poll.channelId === channel);
  const silent = new Set<string>();
  return {
    key,
    platform: 'discord',
    kind: 'channel',
    address: `discord: "${channel}"`,
    ids: [channel],
    polls: () =>
      polls().map(({ messageId, question, answers, counts, closedAt }) => ({
        id: messageId,
        question,
        counts: new Map(answers.map(({ id, text }) => [text, counts[id] ?? 0])),
        closedAt: closedAt ?? undefined,
      })),
    posts: () =>
      discordPosts(discord.messages(channel)).map(({ text, links }) => [text, ...links].join('\n')),
    vote(poll, fan, option) {
      if (!silent.has(poll))
        discord.vote(poll, discordAccount(fan), discord.poll(poll).answers[option]?.id ?? -1);
    },
    retract(poll, fan) {
      if (!silent.has(poll)) discord.retract(poll, discordAccount(fan));
    },
    fallSilent() {
      for (const { messageId } of polls()) silent.add(messageId);
    },
    kick() {
      if (discord.world.guild(guild).botIsMember) discord.kickBot(guild);
    },
    migrate() {
      throw new Error('Only groups of Telegram migrate');
    },
  };
}

export function telegramOutlet(
  telegram: TelegramStandIn,
  key: string,
  place: { readonly kind: 'channel' | 'group'; readonly id: number },
): Outlet {
  const ids = [String(place.id)];
  const polls = () => telegram.polls().filter((poll) => ids.includes(String(poll.chatId)));
  const silent = new Set<string>();
  return {
    key,
    platform: 'telegram',
    kind: place.kind,
    address: `telegram: ${place.id}`,
    ids,
    polls: () =>
      polls().map(({ pollId, question, options, counts, closedAt }) => ({
        id: pollId,
        question,
        counts: new Map(options.map((label, index) => [label, counts[index] ?? 0])),
        closedAt,
      })),
    posts: () =>
      ids
        .flatMap((id) => telegramPosts(telegram.messages(Number(id))))
        .map(({ text, links }) => [text, ...links].join('\n')),
    vote(poll, fan, option) {
      if (!silent.has(poll)) telegram.vote(poll, telegramAccount(fan), [option]);
    },
    retract(poll, fan) {
      if (!silent.has(poll)) telegram.retract(poll, telegramAccount(fan));
    },
    fallSilent() {
      for (const { pollId } of polls()) silent.add(pollId);
    },
    kick() {
      telegram.world.kickBot(place.id);
    },
    migrate() {
      ids.push(String(telegram.world.migrate(place.id).id));
    },
  };
}
