import { ALL_PERMISSIONS, botPermissions } from './permissions.ts';
import type { ChannelState, GuildState, RoleState, UserState, WireObject } from './types.ts';
import { ChannelType } from './types.ts';

/** The API's forms of users, guilds, roles and channels, with every property that its OpenAPI file requires. */

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000+00:00');
}

export function userWire(user: UserState): WireObject {
  return {
    id: user.id,
    username: user.username,
    avatar: null,
    discriminator: user.bot ? '0001' : '0',
    public_flags: 0,
    flags: 0,
    ...(user.bot ? { bot: true } : {}),
    banner: null,
    accent_color: null,
    global_name: user.globalName,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}

export function roleWire(role: RoleState, applicationUserId: string): WireObject {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: null,
    flags: 0,
    ...(role.managed ? { tags: { bot_id: applicationUserId } } : {}),
  };
}

export function memberWire(user: UserState, roles: readonly string[], joinedAt: number): WireObject {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    flags: 0,
    joined_at: isoTime(joinedAt),
    nick: null,
    pending: false,
    premium_since: null,
    roles: [...roles],
    user: userWire(user),
    mute: false,
    deaf: false,
  };
}

function threadWire(channel: ChannelState): WireObject {
  const thread = channel.thread;
  if (!thread) throw new Error(`channel ${channel.id} is no thread`);
  return {
    id: channel.id,
    type: channel.type,
    last_message_id: channel.messages.at(-1)?.id ?? null,
    flags: 0,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: 0,
    owner_id: thread.ownerId,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: isoTime(thread.createdAt),
      auto_archive_duration: thread.autoArchiveMinutes,
      locked: thread.locked,
      create_timestamp: isoTime(thread.createdAt),
    },
    message_count: thread.messageCount,
    member_count: 1,
    total_message_sent: thread.messageCount,
  };
}

export function channelWire(channel: ChannelState): WireObject {
  if (channel.thread) return threadWire(channel);
  const speaks = channel.type !== ChannelType.category;
  const lastPin = channel.pins.at(-1);
  return {
    id: channel.id,
    type: channel.type,
    flags: 0,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: channel.parentId,
    permission_overwrites: channel.overwrites.map((overwrite) => ({
      id: overwrite.id,
      type: overwrite.type,
      allow: overwrite.allow.toString(),
      deny: overwrite.deny.toString(),
    })),
    nsfw: false,
    ...(speaks
      ? { last_message_id: channel.messages.at(-1)?.id ?? null, rate_limit_per_user: 0, topic: null }
      : {}),
    ...(lastPin ? { last_pin_timestamp: isoTime(lastPin.at) } : {}),
  };
}

/** The guild object of `GET /guilds/{id}`. */
export function guildWire(guild: GuildState, botUserId: string): WireObject {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: [],
    banner: null,
    owner_id: guild.ownerId,
    application_id: null,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    roles: [...guild.roles.values()].map((role) => roleWire(role, botUserId)),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: guild.locale,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/** The guild object of the GUILD_CREATE event: with channels, threads, and the bot as its only listed member. */
export function guildCreateWire(guild: GuildState, bot: UserState): WireObject {
  const channels = [...guild.channels.values()];
  return {
    ...guildWire(guild, bot.id),
    joined_at: isoTime(guild.botJoinedAt),
    large: false,
    unavailable: false,
    member_count: 2,
    voice_states: [],
    members: [memberWire(bot, [guild.botRoleId], guild.botJoinedAt)],
    channels: channels.filter((channel) => !channel.thread).map(channelWire),
    threads: channels.filter((channel) => channel.thread && !channel.thread.archived).map(channelWire),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** The guild object of `GET /users/@me/guilds`. */
export function ownGuildWire(guild: GuildState, botUserId: string): WireObject {
  const permissions = botPermissions(guild, null, botUserId) & ALL_PERMISSIONS;
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    banner: null,
    owner: false,
    permissions: permissions.toString(),
    features: [],
  };
}
