import { openChannel, openGuild, pathId } from '../access.ts';
import { refusals } from '../refusal.ts';
import { channelWire, guildWire, memberWire, roleWire, userWire } from '../wire-objects.ts';
import type { World } from '../world.ts';
import type { Route } from './rest.ts';

/** Reading guilds, their channels, roles and members, and accounts. */
export function guildRoutes(world: World): Route[] {
  return [
    {
      method: 'GET',
      path: '/guilds/:guild',
      answer: ({ params, query }) => {
        const guild = openGuild(world, params.guild);
        const counts = { approximate_member_count: world.users.size, approximate_presence_count: 1 };
        const wire = guildWire(guild, world.bot.id);
        return { status: 200, body: query.with_counts === 'true' ? { ...wire, ...counts } : wire };
      },
    },
    {
      method: 'GET',
      path: '/guilds/:guild/channels',
      answer: ({ params }) => {
        const channels = [...openGuild(world, params.guild).channels.values()];
        return { status: 200, body: channels.filter((channel) => !channel.thread).map(channelWire) };
      },
    },
    {
      method: 'GET',
      path: '/guilds/:guild/threads/active',
      answer: ({ params }) => {
        const channels = [...openGuild(world, params.guild).channels.values()];
        const threads = channels.filter((channel) => channel.thread && !channel.thread.archived);
        return { status: 200, body: { threads: threads.map(channelWire), members: [], has_more: false } };
      },
    },
    {
      method: 'GET',
      path: '/guilds/:guild/roles',
      answer: ({ params }) => {
        const roles = [...openGuild(world, params.guild).roles.values()];
        return { status: 200, body: roles.map((role) => roleWire(role, world.bot.id)) };
      },
    },
    {
      method: 'GET',
      path: '/guilds/:guild/roles/:role',
      answer: ({ params }) => {
        const role = openGuild(world, params.guild).roles.get(pathId('role_id', params.role));
        if (!role) throw refusals.unknownRole();
        return { status: 200, body: roleWire(role, world.bot.id) };
      },
    },
    {
      method: 'GET',
      path: '/guilds/:guild/members/:user',
      answer: ({ params }) => {
        const guild = openGuild(world, params.guild);
        const user = world.users.get(pathId('user_id', params.user));
        if (!user) throw refusals.unknownMember();
        const roles = user.id === world.bot.id ? [guild.botRoleId] : [];
        return { status: 200, body: memberWire(user, roles, guild.botJoinedAt) };
      },
    },
    {
      method: 'GET',
      path: '/users/:user',
      answer: ({ params }) => {
        const user = world.users.get(pathId('user_id', params.user));
        if (!user) throw refusals.unknownUser();
        return { status: 200, body: userWire(user) };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel',
      answer: ({ params }) => {
        const { channel } = openChannel(world, params.channel);
        return { status: 200, body: channelWire(channel) };
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/typing',
      answer: ({ params }) => {
        openChannel(world, params.channel);
        return { status: 204 };
      },
    },
  ];
}
