import { type DiscordStandIn, startDiscord } from '../discord/server.ts';
import { Chance } from '../random.ts';
import { startTelegram, type TelegramStandIn } from '../telegram/server.ts';
import { discordPosts, type Post, telegramPosts } from './town-posts.ts';

/** An account that no fan has. */
export const DISCORD_SHOWRUNNER = '190000000000000001';
export const TELEGRAM_SHOWRUNNER = 900_000_001;

/** The account of a fan; they are older than everything that the stand-in makes ids for. */
export const discordAccount = (fan: number): string => String(200_000_000_000_000_000n + BigInt(fan));
export const telegramAccount = (fan: number): number => 1_000_000_000 + fan;

/** The ballot box of one native poll, as its platform has it at this moment. */
export interface BallotBox {
  readonly id: string;
  readonly question: string;
  readonly labels: readonly string[];
  /** Ballots, in the order of the labels. */
  readonly counts: readonly number[];
  /** Unix milliseconds. */
  readonly openedAt: number;
  readonly closedAt: number | undefined;
  /** When the platform itself will close it. */
  readonly expiresAt: number | undefined;
  /** When the vote ends according to the text with the poll, on platforms that show times to the second. */
  readonly announcedEnd: number | undefined;
  /** Address of its message. */
  readonly link: string;
}

/** A place where a show may play: a Discord channel, a Telegram channel or a Telegram group. */
export interface Community {
  readonly key: string;
  readonly platform: 'discord' | 'telegram';
  /** The name that people see. */
  readonly name: string;
  readonly kind: string;
  /** The outlet's address in an operator's file. */
  readonly address: string;
  /** Id of the channel or chat. */
  readonly place: string;
  /** Every poll of the bot, oldest first. */
  polls(): readonly BallotBox[];
  /** What the bot wrote, oldest first, without polls and the platform's own notices. */
  posts(): readonly Post[];
  /**
   * @returns whether the platform accepted it. `fan` is a whole number from 0, `option` an index of the
   * labels.
   */
  vote(poll: string, fan: number, option: number): boolean;
  retract(poll: string, fan: number): boolean;
}

/** Both platforms with two Discord servers, a Telegram channel and a Telegram group. */
export interface Town {
  readonly discord: DiscordStandIn;
  readonly telegram: TelegramStandIn;
  readonly communities: readonly Community[];
  /** The environment variables that a bot needs to run here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the bot tells and asks showrunners: a channel of the first server. */
  readonly alerts: string;
  onPollOpened(listener: (community: Community, poll: BallotBox) => void): void;
  close(): Promise<void>;
}

export interface TownPlan {
  /** Ids of servers, channels and chats are derived from it. */
  readonly seed: number;
  /** By default 0, any free port. */
  readonly discordPort?: number;
  readonly telegramPort?: number;
}

/** These mean nothing outside this machine. They are the same at every start, so that they can be pasted again. */
const DISCORD_TOKEN = 'c2FuZGJveC1jbGlmZmhhbmdlcg.c2FuZA.loopback-only-not-a-real-token-1';
const TELEGRAM_TOKEN = '7000000001:AAF-stand_in_token_of_the_sandbox_00';

/** Starts both platforms on loopback. Rejects if a port is taken. */
export async function openTown(plan: TownPlan): Promise<Town> {
  const discord = await startDiscord({ token: DISCORD_TOKEN, port: plan.discordPort ?? 0 });
  discord.world.addUser('Showrunner', DISCORD_SHOWRUNNER);
  const telegram = await startTelegram({ token: TELEGRAM_TOKEN, port: plan.telegramPort ?? 0 }).catch(
    async (error: unknown) => {
      await discord.close();
      throw error;
    },
  );
  const ids = new Chance(plan.seed, 'ids');
  const communities = [
    discordCommunity(discord, ids, { key: 'club', server: 'Cliffhanger Club', channel: 'premieres' }),
    discordCommunity(discord, ids, { key: 'late', server: 'Late Watchers', channel: 'episodes' }),
    telegramCommunity(telegram, ids, { key: 'channel', title: 'Cliffhanger', username: 'cliffhanger_news' }),
    telegramCommunity(telegram, ids, { key: 'group', title: 'Couch Talk' }),
  ];
  return {
    discord,
    telegram,
    communities,
    alerts: discord.addChannel(guildOf(discord, communities), { name: 'showrunners' }),
    environment: {
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.url,
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.url,
    },
    onPollOpened(listener) {
      const tell = (id: string) => {
        for (const community of communities) {
          const poll = community.polls().find((one) => one.id === id);
          if (poll !== undefined) listener(community, poll);
        }
      };
      // Deferred: the platforms announce a poll before it is in their lists.
      discord.onPollOpened(({ messageId }) => setImmediate(tell, messageId));
      telegram.onPollOpened(({ pollId }) => setImmediate(tell, pollId));
    },
    async close() {
      await Promise.all([discord.close(), telegram.close()]);
    },
  };
}

function guildOf({ world }: DiscordStandIn, [first]: readonly Community[]): string {
  return world.channel(first?.place ?? '').guildId;
}

function discordCommunity(
  discord: DiscordStandIn,
  ids: Chance,
  { key, server, channel }: { key: string; server: string; channel: string },
): Community {
  const [guildId, channelId] = [snowflake(ids), snowflake(ids)];
  discord.addGuild({ name: server, id: guildId, channels: [{ name: channel, id: channelId }] });
  const answerOf = (poll: string, option: number) => discord.poll(poll).answers[option]?.id ?? -1;
  return {
    key,
    platform: 'discord',
    name: `#${channel} in ${server}`,
    kind: 'server',
    address: `discord: "${channelId}"`,
    place: channelId,
    polls: () =>
      discord
        .polls()
        .filter((poll) => poll.channelId === channelId)
        .map((poll) => ({
          id: poll.messageId,
          question: poll.question,
          labels: poll.answers.map(({ text }) => text),
          counts: poll.answers.map(({ id }) => poll.counts[id] ?? 0),
          openedAt: poll.openedAt,
          closedAt: poll.closedAt ?? undefined,
          expiresAt: poll.expiresAt,
          announcedEnd: firstTimeIn(discord.world.messages.get(poll.messageId)?.content ?? ''),
          link: `https://discord.com/channels/${guildId}/${channelId}/${poll.messageId}`,
        })),
    posts: () => discordPosts(discord.messages(channelId)),
    vote: (poll, fan, option) =>
      discord.vote(poll, discordAccount(fan), answerOf(poll, option)) === 'accepted',
    retract: (poll, fan) => discord.retract(poll, discordAccount(fan)) === 'accepted',
  };
}

function telegramCommunity(
  telegram: TelegramStandIn,
  ids: Chance,
  { key, title, username }: { key: string; title: string; username?: string },
): Community {
  const bare = 1_000_000_000 + ids.below(2_000_000_000);
  const id = -1_000_000_000_000 - bare;
  const isChannel = username !== undefined;
  if (isChannel) telegram.world.addChannel({ id, title, username });
  else telegram.world.addSupergroup({ id, title });
  const path = isChannel ? username : `c/${bare}`;
  return {
    key,
    platform: 'telegram',
    name: isChannel ? `@${username}` : title,
    kind: isChannel ? 'channel' : 'group',
    address: `telegram: ${isChannel ? `"@${username}"` : id}`,
    place: String(id),
    polls: () =>
      telegram
        .polls()
        .filter((poll) => poll.chatId === id)
        .map((poll) => ({
          id: poll.pollId,
          question: poll.question,
          labels: poll.options,
          counts: poll.counts,
          openedAt: poll.openedAt,
          closedAt: poll.closedAt,
          expiresAt: undefined,
          announcedEnd: undefined,
          link: `https://t.me/${path}/${poll.messageId}`,
        })),
    posts: () => telegramPosts(telegram.messages(id)),
    vote: (poll, fan, option) =>
      ['cast', 'changed'].includes(telegram.vote(poll, telegramAccount(fan), [option])),
    retract: (poll, fan) => telegram.retract(poll, telegramAccount(fan)) === 'retracted',
  };
}

/** Reads a time as Discord writes it in text, `<t:seconds:style>`, in Unix milliseconds. */
function firstTimeIn(text: string): number | undefined {
  const seconds = /<t:(\d{1,12})(?::[a-zA-Z])?>/.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

/** Looks like an id of the year 2023: newer than the fans, older than what is posted. */
function snowflake(ids: Chance): string {
  return String(1_100_000_000_000_000_000n + (BigInt(ids.below(2 ** 30)) << 22n));
}
