import type { AddressInfo } from 'node:net';
import { Faults } from './faults.ts';
import { Gateway } from './gateway/gateway.ts';
import { Intent } from './intents.ts';
import { Commands } from './interactions/commands.ts';
import { type InteractionOutcome, Interactions } from './interactions/interactions.ts';
import type { InteractionSpec } from './interactions/payload.ts';
import { Messages } from './messages.ts';
import { Polls, type VoteOutcome } from './polls.ts';
import { type RateLimitSettings, RateLimits, rateLimitPresets } from './rate-limits.ts';
import { type MessageRecord, messageRecord, type PollRecord, pollRecord } from './records.ts';
import { guildRoutes } from './rest/guilds.ts';
import { identityRoutes } from './rest/identity.ts';
import { interactionRoutes } from './rest/interactions.ts';
import { messageRoutes } from './rest/messages.ts';
import { pinRoutes } from './rest/pins.ts';
import { pollRoutes } from './rest/polls.ts';
import { createRest, type Exchange } from './rest/rest.ts';
import { threadRoutes } from './rest/threads.ts';
import type { Behaviour, MessageState, WireObject } from './types.ts';
import { discordBehaviour } from './types.ts';
import { type ChannelPlan, type GuildPlan, World } from './world.ts';

export interface DiscordOptions {
  /** 0, a free port, by default. */
  readonly port?: number;
  readonly token?: string;
  readonly botName?: string;
  readonly behaviour?: Partial<Behaviour>;
  /**
   * `lenient` (default) enforces only the global limit; `discord-like` also has buckets of the usual sizes.
   */
  readonly rateLimits?: keyof typeof rateLimitPresets | RateLimitSettings;
  /** How many shards `GET /gateway/bot` recommends. */
  readonly recommendedShards?: number;
  /** Privileged intents that the application was granted, as bits; none by default. */
  readonly grantedIntents?: number;
}

type Unsubscribe = () => void;

/** A local Discord on loopback: its world, its audience, its truth, and its faults. */
export interface DiscordStandIn {
  /** The value for `DISCORD_API_URL`. */
  readonly url: string;
  readonly gatewayUrl: string;
  readonly port: number;
  readonly token: string;
  readonly applicationId: string;
  readonly botUserId: string;
  readonly world: World;
  /** May be changed while the stand-in runs. */
  readonly behaviour: Behaviour;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly gateway: Gateway;
  /** Answers of 401, 403 and 429 so far; Discord bans at 10,000 in ten minutes. */
  readonly invalidRequests: () => number;
  /** From now on `GET /gateway/bot` recommends this many shards. */
  readonly recommend: (shards: number) => void;

  addGuild(plan: GuildPlan): { id: string; channels: Record<string, string> };
  addChannel(guildId: string, plan: ChannelPlan): string;
  addRole(guildId: string, plan: { name: string; mentionable?: boolean; permissions?: bigint }): string;
  addUser(name: string): string;
  setBotPermissions(guildOrChannelId: string, bits: bigint): void;
  kickBot(guildId: string): void;
  inviteBot(guildId: string): void;
  removeChannel(channelId: string): void;
  /** A person writes something. */
  say(channelId: string, userId: string, content: string): MessageRecord;
  /** Somebody with the permission deletes a message. */
  deleteMessage(messageId: string): void;

  vote(messageId: string, userId: string, answerId: number): VoteOutcome;
  retract(messageId: string, userId: string): VoteOutcome;
  /** Ends a poll as if its time were over. */
  runOut(messageId: string): void;
  /** For a clock that was set forward: closes polls that are due at once. */
  closeDuePolls(): void;
  /** Makes a closed poll's counts final now. */
  finalise(messageId: string): void;
  interact(spec: InteractionSpec, patienceMs?: number): Promise<InteractionOutcome>;

  /** The slash commands that a member of a guild sees, as the bot registered them. */
  commands(guildId: string): readonly WireObject[];
  polls(): PollRecord[];
  poll(messageId: string): PollRecord;
  messages(channelId: string): MessageRecord[];

  onMessage(listener: (message: MessageRecord) => void): Unsubscribe;
  onPollOpened(listener: (poll: PollRecord) => void): Unsubscribe;
  onPollClosed(listener: (poll: PollRecord) => void): Unsubscribe;
  onPollFinalised(listener: (poll: PollRecord) => void): Unsubscribe;
  onExchange(listener: (exchange: Exchange) => void): Unsubscribe;

  close(): Promise<void>;
}

/** Starts the stand-in on 127.0.0.1. Rejects if the port is taken. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordStandIn> {
  const behaviour: Behaviour = { ...discordBehaviour, ...options.behaviour };
  const grantedIntents = options.grantedIntents ?? 0;
  const messageContent = (grantedIntents & Intent.messageContent) !== 0;
  const world = new World(options.botName ?? 'cliffhanger', behaviour, messageContent);
  const token = options.token ?? madeUpToken(world.applicationId);
  const messages = new Messages(world);
  const polls = new Polls(world, messages);
  const commands = new Commands(world);
  const interactions = new Interactions(world, commands, messages);
  const faults = new Faults();
  const wanted = options.rateLimits ?? 'lenient';
  const limits = new RateLimits(typeof wanted === 'string' ? rateLimitPresets[wanted] : wanted);
  const exchanges = new Set<(exchange: Exchange) => void>();
  let invalidRequests = 0;
  let recommendedShards = options.recommendedShards ?? 1;
  let port = 0;
  const gatewayUrl = () => `ws://127.0.0.1:${port}/gateway`;
  const gateway = new Gateway(world, { token: () => token, url: gatewayUrl, grantedIntents, faults });
  const app = createRest(
    [
      ...identityRoutes(world, { url: gatewayUrl, shards: () => recommendedShards }),
      ...guildRoutes(world),
      ...messageRoutes(world, messages, polls),
      ...pinRoutes(world, messages),
      ...threadRoutes(world, messages),
      ...pollRoutes(world, messages, polls),
      ...commands.routes(),
      ...interactionRoutes(world, messages, polls, interactions),
    ],
    {
      token: () => token,
      limits,
      faults,
      onExchange: (exchange) => {
        if ([401, 403, 429].includes(exchange.status)) invalidRequests += 1;
        for (const listener of exchanges) listener(exchange);
      },
    },
  );
  app.get('/attachments/:channel/:file/:name', (request, reply) => {
    const { channel, file } = request.params as { readonly channel: string; readonly file: string };
    const found = messages.file(channel, file);
    if (found === undefined) return reply.code(404).send('This content is no longer available.');
    return reply.type(found.contentType).send(found.bytes);
  });
  gateway.attach(app.server);
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const address: AddressInfo | string | null = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no TCP port');
  port = address.port;
  world.filesUrl = `http://127.0.0.1:${port}`;

  const known = (messageId: string): MessageState => {
    const message = world.messages.get(messageId) ?? polls.all().find(({ id }) => id === messageId);
    if (!message) throw new Error(`the stand-in has no message ${messageId}`);
    return message;
  };
  const listenTo = (moment: 'opened' | 'closed' | 'finalised') => (listener: (poll: PollRecord) => void) =>
    polls.on(moment, (message) => listener(pollRecord(message)));

  return {
    url: `http://127.0.0.1:${port}/api`,
    gatewayUrl: gatewayUrl(),
    port,
    token,
    applicationId: world.applicationId,
    botUserId: world.bot.id,
    world,
    behaviour,
    limits,
    faults,
    gateway,
    invalidRequests: () => invalidRequests,
    recommend: (shards) => {
      recommendedShards = shards;
    },

    addGuild: (plan) => {
      const guild = world.addGuild(plan);
      const channels = [...guild.channels.values()].map(({ name, id }) => [name, id] as const);
      return { id: guild.id, channels: Object.fromEntries(channels) };
    },
    addChannel: (guildId, plan) => world.addChannel(guildId, plan).id,
    addRole: (guildId, plan) => world.addRole(guildId, plan).id,
    addUser: (name) => world.addUser(name).id,
    setBotPermissions: (id, bits) => world.setBotPermissions(id, bits),
    kickBot: (guildId) => world.kickBot(guildId),
    inviteBot: (guildId) => world.inviteBot(guildId),
    removeChannel: (id) => world.removeChannel(id),
    say: (channelId, userId, content) => {
      const channel = world.channel(channelId);
      return messageRecord(messages.post({ channel, author: world.user(userId), form: { content } }));
    },
    deleteMessage: (id) => messages.remove(known(id)),

    vote: (messageId, userId, answerId) => polls.vote(messageId, userId, answerId),
    retract: (messageId, userId) => polls.retract(messageId, userId),
    runOut: (messageId) => polls.close(known(messageId)),
    closeDuePolls: () => polls.closeDue(),
    finalise: (messageId) => polls.finalise(messageId),
    interact: (spec, patienceMs) => interactions.send(spec, patienceMs),

    commands: (guildId) => commands.visibleIn(guildId),
    polls: () => polls.all().map(pollRecord),
    poll: (messageId) => pollRecord(known(messageId)),
    messages: (channelId) => world.channel(channelId).messages.map(messageRecord),

    onMessage: (listener) => messages.onPost((message) => listener(messageRecord(message))),
    onPollOpened: listenTo('opened'),
    onPollClosed: listenTo('closed'),
    onPollFinalised: listenTo('finalised'),
    onExchange: (listener) => {
      exchanges.add(listener);
      return () => exchanges.delete(listener);
    },

    close: async () => {
      polls.stop();
      interactions.stop();
      await gateway.close();
      await app.close();
    },
  };
}

/** Looks like a real token: the bot's id in base64, then two parts that are valid nowhere. */
function madeUpToken(botId: string): string {
  return `${Buffer.from(botId).toString('base64url')}.c3RhbmQ.loopback-only-not-a-real-token-0`;
}
