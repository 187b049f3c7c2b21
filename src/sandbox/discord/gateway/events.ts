import { Intent, intentOf } from '../intents.ts';
import { botPermissions, Permission } from '../permissions.ts';
import { shardOf } from '../snowflake.ts';
import type { Dispatch, GuildState } from '../types.ts';
import { guildCreateWire, userWire } from '../wire-objects.ts';
import type { World } from '../world.ts';
import type { GatewaySession } from './session.ts';

/** What a new session gets first: READY, then the servers of its shard. */
export function greet(session: GatewaySession, world: World, resumeUrl: string): void {
  const { bot, applicationId } = world;
  const guilds = [...world.guilds.values()].filter(
    (guild) => guild.botIsMember && concerns(session, guild.id),
  );
  const ready = {
    v: 10,
    user: { ...userWire(bot), mfa_enabled: true, verified: true, email: null },
    guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: resumeUrl,
    shard: session.shard,
    application: { id: applicationId, flags: 0 },
    private_channels: [],
    relationships: [],
    presences: [],
    user_settings: {},
    _trace: [],
  };
  session.dispatch('READY', JSON.stringify(ready));
  if ((session.intents & Intent.guilds) === 0) return;
  for (const guild of guilds) session.dispatch('GUILD_CREATE', JSON.stringify(guildCreateWire(guild, bot)));
}

/** Passes an event on to the sessions with its shard and intent. */
export function route(
  { event, guildId, data }: Dispatch,
  world: World,
  sessions: Iterable<GatewaySession>,
): void {
  const guild = world.guilds.get(guildId);
  if (!guild?.botIsMember || !mayHear(world, guild, event, data)) return;
  const intent = intentOf(event);
  let json: string | undefined;
  for (const session of sessions) {
    if ((session.intents & intent) !== intent || !concerns(session, guildId)) continue;
    json ??= JSON.stringify(data);
    session.dispatch(event, json);
  }
}

/** Messages and votes of a channel that the bot can't see never reach it. */
function mayHear(world: World, guild: GuildState, event: string, data: Dispatch['data']): boolean {
  if (!event.startsWith('MESSAGE_')) return true;
  const channel = world.findChannel(String(data.channel_id)) ?? null;
  return (botPermissions(guild, channel, world.bot.id) & Permission.viewChannel) !== 0n;
}

function concerns(session: GatewaySession, guildId: string): boolean {
  const [id, count] = session.shard;
  return shardOf(guildId, count) === id;
}
