import type { DiscordStandIn } from '../discord/server.ts';
import type { TelegramStandIn } from '../telegram/server.ts';
import { discordPosts, telegramPosts } from '../town-posts.ts';

/** One native poll as its platform counts it. */
export interface TruePoll {
  readonly id: string;
  readonly question: string;
  /** Ballots by label. */
  readonly counts: ReadonlyMap<string, number>;
  readonly closed: boolean;
}

/** One channel or chat that a show plays in, as its platform has it. */
export interface Outlet {
  readonly key: string;
  readonly platform: 'discord' | 'telegram';
  readonly kind: 'channel' | 'group';
  /** As the operator's file has it. */
  readonly address: string;
  /** As a request of the bot names it; a group that became a supergroup has two. */
  readonly ids: readonly string[];
  polls(): readonly TruePoll[];
  /** All words of every message of the bot but its polls. */
  posts(): readonly string[];
  /** Does nothing where nobody votes any more. @param fan from 0. @param option index of the labels. */
  vote(poll: string, fan: number, option: number): void;
  retract(poll: string, fan: number): void;
  /** Takes the bot out of the chat or of the server. Nobody votes there any more: the bot could not hear of it. */
  kick(): void;
  /** Groups only: makes it a supergroup, under another id. Nobody votes in the old group's polls any more. */
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
  let kicked = false;
  return {
    key,
    platform: 'discord',
    kind: 'channel',
    address: `discord: "${channel}"`,
    ids: [channel],
    polls: () =>
      discord
        .polls()
        .filter((poll) => poll.channelId === channel)
        .map(({ messageId, question, answers, counts, closedAt }) => ({
          id: messageId,
          question,
          counts: new Map(answers.map(({ id, text }) => [text, counts[id] ?? 0])),
          closed: closedAt !== null,
        })),
    posts: () =>
      discordPosts(discord.messages(channel)).map(({ text, links }) => [text, ...links].join('\n')),
    vote(poll, fan, option) {
      if (!kicked) discord.vote(poll, discordAccount(fan), discord.poll(poll).answers[option]?.id ?? -1);
    },
    retract(poll, fan) {
      if (!kicked) discord.retract(poll, discordAccount(fan));
    },
    kick() {
      kicked = true;
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
  let kicked = false;
  const closed = new Set<string>();
  const takesVotes = (poll: string): boolean => !kicked && !closed.has(poll);
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
        closed: closedAt !== undefined,
      })),
    posts: () =>
      ids
        .flatMap((id) => telegramPosts(telegram.messages(Number(id))))
        .map(({ text, links }) => [text, ...links].join('\n')),
    vote(poll, fan, option) {
      if (takesVotes(poll)) telegram.vote(poll, telegramAccount(fan), [option]);
    },
    retract(poll, fan) {
      if (takesVotes(poll)) telegram.retract(poll, telegramAccount(fan));
    },
    kick() {
      kicked = true;
      telegram.world.kickBot(place.id);
    },
    migrate() {
      for (const { pollId } of polls()) closed.add(pollId);
      ids.push(String(telegram.world.migrate(place.id).id));
    },
  };
}
