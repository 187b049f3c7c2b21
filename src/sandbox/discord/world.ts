import { POLL_BOT_PERMISSIONS } from './permissions.ts';
import { SnowflakeSource } from './snowflake.ts';
import type {
  Behaviour,
  ChannelState,
  Dispatch,
  GuildState,
  MessageState,
  Overwrite,
  RoleState,
  ThreadState,
  UserState,
  WireObject,
} from './types.ts';
import { ChannelType } from './types.ts';
import { channelWire, guildCreateWire, roleWire } from './wire-objects.ts';

/** A guild to create: its name, and its channels in order. Permissions are bits; by default the bot has a poll bot's. */
export interface GuildPlan {
  readonly name: string;
  readonly id?: string;
  readonly locale?: string;
  readonly ownerId?: string;
  readonly channels?: readonly ChannelPlan[];
  readonly botPermissions?: bigint;
  readonly everyonePermissions?: bigint;
}

export interface ChannelPlan {
  readonly name: string;
  readonly id?: string;
  /** A Discord channel type; 0, a text channel, by default. */
  readonly type?: number;
  readonly parentId?: string;
}

/** Guilds, channels, roles and accounts. All gateway events leave from here. */
export class World {
  readonly ids = new SnowflakeSource();
  readonly guilds = new Map<string, GuildState>();
  readonly users = new Map<string, UserState>();
  readonly messages = new Map<string, MessageState>();
  readonly bot: UserState;
  readonly applicationId: string;
  /** The owner of the bot's application. */
  readonly owner: UserState;
  readonly behaviour: Behaviour;
  /** Whether the application was granted the message content intent. */
  readonly messageContent: boolean;
  /** Base of the addresses of uploaded files; known once the stand-in listens. */
  filesUrl = '';
  readonly #channels = new Map<string, ChannelState>();
  readonly #listeners = new Set<(dispatch: Dispatch) => void>();

  constructor(botName: string, behaviour: Behaviour, messageContent: boolean) {
    this.behaviour = behaviour;
    this.messageContent = messageContent;
    // If a bot account is created together with its application, both share one id, as most do.
    this.applicationId = this.ids.next();
    this.bot = { id: this.applicationId, username: botName, globalName: null, bot: true };
    this.users.set(this.bot.id, this.bot);
    this.owner = this.addUser('Showrunner');
  }

  onDispatch(listener: (dispatch: Dispatch) => void): void {
    this.#listeners.add(listener);
  }

  dispatch(event: string, guildId: string, data: WireObject): void {
    const dispatch = { event, guildId, data };
    for (const listener of this.#listeners) listener(dispatch);
  }

  addUser(name: string, id: string = this.ids.next()): UserState {
    const user = {
      id,
      username: name.toLowerCase().replace(/[^a-z0-9_.]/g, '_'),
      globalName: name,
      bot: false,
    };
    this.users.set(id, user);
    return user;
  }

  /** The account with this id. An id that was never added is a fan without a name. */
  user(id: string): UserState {
    return this.users.get(id) ?? { id, username: `fan_${id}`, globalName: null, bot: false };
  }

  addGuild(plan: GuildPlan): GuildState {
    const id = plan.id ?? this.ids.next();
    if (this.guilds.has(id)) throw new Error(`there is already a guild ${id}`);
    const everyone: RoleState = {
      id,
      name: '@everyone',
      position: 0,
      managed: false,
      mentionable: false,
      permissions: plan.everyonePermissions ?? 0n,
    };
    const botRole: RoleState = {
      id: this.ids.next(),
      name: this.bot.username,
      position: 1,
      managed: true,
      mentionable: false,
      permissions: plan.botPermissions ?? POLL_BOT_PERMISSIONS,
    };
    const guild: GuildState = {
      id,
      name: plan.name,
      ownerId: plan.ownerId ?? this.addUser(`${plan.name} owner`).id,
      locale: plan.locale ?? 'en-US',
      botRoleId: botRole.id,
      botJoinedAt: Date.now(),
      roles: new Map([everyone, botRole].map((role) => [role.id, role])),
      channels: new Map(),
      botIsMember: true,
    };
    this.guilds.set(id, guild);
    for (const channel of plan.channels ?? []) this.#placeChannel(guild, channel, null);
    this.dispatch('GUILD_CREATE', id, guildCreateWire(guild, this.bot));
    return guild;
  }

  guild(id: string): GuildState {
    const guild = this.guilds.get(id);
    if (!guild) throw new Error(`the stand-in has no guild ${id}`);
    return guild;
  }

  findChannel(id: string): ChannelState | undefined {
    return this.#channels.get(id);
  }

  channel(id: string): ChannelState {
    const channel = this.#channels.get(id);
    if (!channel) throw new Error(`the stand-in has no channel ${id}`);
    return channel;
  }

  addChannel(guildId: string, plan: ChannelPlan): ChannelState {
    const channel = this.#placeChannel(this.guild(guildId), plan, null);
    this.dispatch('CHANNEL_CREATE', guildId, channelWire(channel));
    return channel;
  }

  /** Adds a thread. The caller tells the gateway, since a thread's event has its own fields. */
  placeThread(parent: ChannelState, plan: ChannelPlan, thread: ThreadState): ChannelState {
    return this.#placeChannel(this.guild(parent.guildId), { ...plan, parentId: parent.id }, thread);
  }

  /** Tells the gateway about a thread that changed. */
  announceThread(channel: ChannelState): void {
    this.dispatch('THREAD_UPDATE', channel.guildId, channelWire(channel));
  }

  removeChannel(id: string): void {
    const channel = this.channel(id);
    const guild = this.guild(channel.guildId);
    for (const thread of [...guild.channels.values()]) {
      if (thread.thread && thread.parentId === id) this.removeChannel(thread.id);
    }
    guild.channels.delete(id);
    this.#channels.delete(id);
    for (const message of channel.messages) {
      message.deleted = true;
      this.messages.delete(message.id);
    }
    this.dispatch(channel.thread ? 'THREAD_DELETE' : 'CHANNEL_DELETE', guild.id, channelWire(channel));
  }

  addRole(guildId: string, plan: { name: string; mentionable?: boolean; permissions?: bigint }): RoleState {
    const guild = this.guild(guildId);
    const role: RoleState = {
      id: this.ids.next(),
      name: plan.name,
      position: guild.roles.size,
      managed: false,
      mentionable: plan.mentionable ?? false,
      permissions: plan.permissions ?? 0n,
    };
    guild.roles.set(role.id, role);
    this.dispatch('GUILD_ROLE_CREATE', guildId, { guild_id: guildId, role: roleWire(role, this.bot.id) });
    return role;
  }

  /** Gives the bot exactly these bits in a guild, or in a channel through an overwrite for its account. */
  setBotPermissions(guildOrChannelId: string, bits: bigint): void {
    const guild = this.guilds.get(guildOrChannelId);
    if (guild) {
      const role = guild.roles.get(guild.botRoleId);
      if (role) role.permissions = bits;
      const wire = role ? roleWire(role, this.bot.id) : {};
      this.dispatch('GUILD_ROLE_UPDATE', guild.id, { guild_id: guild.id, role: wire });
      return;
    }
    const mask = (1n << 53n) - 1n;
    this.setOverwrite(guildOrChannelId, { id: this.bot.id, type: 1, allow: bits, deny: mask & ~bits });
  }

  /** Sets one permission overwrite of a channel, replacing that subject's earlier one. */
  setOverwrite(channelId: string, overwrite: Overwrite): void {
    const channel = this.channel(channelId);
    channel.overwrites = [...channel.overwrites.filter((kept) => kept.id !== overwrite.id), overwrite];
    this.dispatch('CHANNEL_UPDATE', channel.guildId, channelWire(channel));
  }

  kickBot(guildId: string): void {
    const guild = this.guild(guildId);
    // Send the event first: a session hears of its own removal, and of nothing after it.
    this.dispatch('GUILD_DELETE', guildId, { id: guildId });
    guild.botIsMember = false;
  }

  inviteBot(guildId: string): void {
    const guild = this.guild(guildId);
    guild.botIsMember = true;
    this.dispatch('GUILD_CREATE', guildId, guildCreateWire(guild, this.bot));
  }

  /** An outage of one guild, as Discord has them: it becomes unavailable, then returns. */
  setGuildAvailable(guildId: string, available: boolean): void {
    const guild = this.guild(guildId);
    if (available) this.dispatch('GUILD_CREATE', guildId, guildCreateWire(guild, this.bot));
    else this.dispatch('GUILD_DELETE', guildId, { id: guildId, unavailable: true });
  }

  #placeChannel(guild: GuildState, plan: ChannelPlan, thread: ThreadState | null): ChannelState {
    const channel: ChannelState = {
      id: plan.id ?? this.ids.next(),
      guildId: guild.id,
      type: plan.type ?? ChannelType.text,
      parentId: plan.parentId ?? null,
      position: guild.channels.size,
      name: plan.name,
      overwrites: [],
      messages: [],
      pins: [],
      thread,
    };
    if (this.#channels.has(channel.id)) throw new Error(`there is already a channel ${channel.id}`);
    guild.channels.set(channel.id, channel);
    this.#channels.set(channel.id, channel);
    return channel;
  }
}
