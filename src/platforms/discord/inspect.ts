import { ChannelType, Routes } from 'discord.js';
import type { OutletProblem, ResolvedOutlet } from '../../ports/platform/outlet.ts';
import type { Inspection } from '../../ports/platform/platform.ts';
import type { DiscordAddress } from './address.ts';
import { allows, missing, needed, type OutletKind, permissionsIn, wished } from './permissions.ts';
import { classify, type Failure } from './requests/errors.ts';
import type { Requests } from './requests/requests.ts';
import { EVERYONE } from './wire/messages.ts';
import {
  channelShape,
  guildCountShape,
  guildShape,
  memberShape,
  type WireChannel,
  type WireGuild,
} from './wire/objects.ts';
import { cleanLine } from './wire/text.ts';

/** Who the bot is, as `prepare` found out. */
export interface Self {
  readonly id: string;
  readonly name: string;
  readonly application: string;
}

const KINDS: Readonly<Record<number, OutletKind>> = {
  [ChannelType.GuildText]: 'text',
  [ChannelType.GuildAnnouncement]: 'announcement',
  [ChannelType.PublicThread]: 'thread',
  [ChannelType.PrivateThread]: 'thread',
  [ChannelType.AnnouncementThread]: 'thread',
};

/** Guild, channel and permissions, all freshly read. */
export interface Surroundings {
  /** Of the channel, as it was requested. */
  readonly id: string;
  readonly channel: WireChannel;
  readonly guild: WireGuild & { readonly id: string };
  readonly permissions: ReturnType<typeof permissionsIn>;
}

/** Three or four requests: the channel, a thread's parent, the server with its roles, the bot's own membership. */
export async function surroundings(
  requests: Requests,
  self: Self,
  channelId: string,
  signal?: AbortSignal,
): Promise<Surroundings | 'outside-servers'> {
  const options = signal === undefined ? {} : { signal };
  const channel = await requests.get(Routes.channel(channelId), channelShape, options);
  if (!channel.guild_id) return 'outside-servers';
  const isThread = KINDS[channel.type] === 'thread';
  const [guild, member, ruling] = await Promise.all([
    requests.get(Routes.guild(channel.guild_id), guildShape, options),
    requests.get(Routes.guildMember(channel.guild_id, self.id), memberShape, options),
    isThread && channel.parent_id
      ? requests.get(Routes.channel(channel.parent_id), channelShape, options)
      : channel,
  ]);
  const known = { ...guild, id: channel.guild_id };
  const permissions = permissionsIn(known, ruling, member, self.id, Date.now());
  return { id: channelId, channel, guild: known, permissions };
}

/** @param mention role that drops will ping; if given, also checks whether the bot can ping it. */
export async function inspectOutlet(
  requests: Requests,
  self: Self,
  address: DiscordAddress,
  mention?: string,
  signal?: AbortSignal,
): Promise<Inspection> {
  const where = `channel ${cleanLine(address.channel)}`;
  if (!/^\d{15,20}$/.test(address.channel)) {
    return { ok: false, problems: [unknownChannel(where, 'is not a channel id')] };
  }
  let around: Surroundings | 'outside-servers';
  try {
    around = await surroundings(requests, self, address.channel, signal);
  } catch (error) {
    const failure = classify(error);
    const other = isUnknown(failure) ? await nameOfServer(requests, address.channel, signal) : undefined;
    return other === undefined
      ? unreachable(failure, where, self)
      : { ok: false, problems: [ofAServer(where, other)] };
  }
  if (around === 'outside-servers') {
    return { ok: false, problems: [unknownChannel(where, 'is not in a server')] };
  }
  const kind = KINDS[around.channel.type];
  if (kind === undefined) return { ok: false, problems: [unsuitable(around)], community: around.guild.id };
  return judge(around, kind, self, mention);
}

function judge(around: Surroundings, kind: OutletKind, self: Self, mention?: string): Inspection {
  const { channel, guild, permissions } = around;
  const name = nameOf(around);
  const problems: OutletProblem[] = needed(kind)
    .filter((permission) => !allows(permissions, permission))
    .map((permission) => missing(permission, name, self.name));
  if (channel.thread_metadata?.locked === true) {
    problems.push({
      code: 'thread-locked',
      what: `The thread ${name} is locked.`,
      fix: 'Unlock the thread, or choose another outlet.',
    });
  }
  if (mention === guild.id) problems.push(everyoneAsRole(guild));
  if (problems.length > 0) return { ok: false, problems, community: guild.id };

  const lacking = wished(kind).filter(({ permission }) => !allows(permissions, permission));
  const warnings = lacking.map(({ permission, without }) => missing(permission, name, self.name, without));
  const unheard = mention === undefined ? undefined : muteMention(around, mention, name, self);
  const outlet: ResolvedOutlet = {
    address: { platform: 'discord', channel: around.id },
    name,
    community: guild.id,
    namedVotes: true,
    traits: { kind },
  };
  return { ok: true, outlet, warnings: unheard === undefined ? warnings : [...warnings, unheard] };
}

function muteMention(
  around: Surroundings,
  mention: string,
  name: string,
  self: Self,
): OutletProblem | undefined {
  if (mention === EVERYONE) {
    if (allows(around.permissions, 'MENTION_EVERYONE')) return undefined;
    return missing('MENTION_EVERYONE', name, self.name, 'drops do not ping @everyone');
  }
  const role = around.guild.roles.find((candidate) => candidate.id === mention);
  if (role === undefined) {
    return {
      code: 'unknown-role',
      what: `The role ${cleanLine(mention)} that drops should ping does not exist in ${cleanLine(around.guild.name)}.`,
      fix: 'Correct `mention` in the operator’s file: Server Settings > Roles, right-click the role, Copy Role ID.',
    };
  }
  if (role.tags?.bot_id != null) {
    return {
      code: 'role-of-a-bot',
      what: `The role ${nameOfRole(role)} that drops should ping belongs to a bot: no person has it.`,
      fix: 'Give the id of a role that people have: Server Settings > Roles, right-click the role, Copy Role ID.',
    };
  }
  if (role.mentionable === true || allows(around.permissions, 'MENTION_EVERYONE')) return undefined;
  const problem = missing('MENTION_EVERYONE', name, self.name, `drops do not ping ${nameOfRole(role)}`);
  return {
    ...problem,
    fix: `Allow anyone to @mention the role ${nameOfRole(role)} (Server Settings > Roles), or: ${problem.fix}`,
  };
}

const nameOfRole = (role: WireGuild['roles'][number]): string => cleanLine(role.name ?? role.id);

const nameOf = ({ id, channel, guild }: Surroundings): string =>
  `#${cleanLine(channel.name ?? id)} in ${cleanLine(guild.name)}`;

function unknownChannel(where: string, why: string): OutletProblem {
  return {
    code: 'unknown-channel',
    what: `Discord's ${where} ${why} that the bot could post to.`,
    fix: 'Turn on Developer Mode in Discord, right-click the channel, Copy Channel ID, and put that into the configuration.',
  };
}

/** Kinds of channels that no show can play in, by the names people use. */
const UNSUITABLE: Readonly<Record<number, string>> = {
  [ChannelType.GuildVoice]: 'a voice channel',
  [ChannelType.GuildStageVoice]: 'a stage channel',
  [ChannelType.GuildCategory]: 'a category',
  [ChannelType.GuildDirectory]: 'a directory',
  [ChannelType.GuildForum]: 'a forum',
  [ChannelType.GuildMedia]: 'a media channel',
};

function unsuitable(around: Surroundings): OutletProblem {
  const { type } = around.channel;
  const posts = type === ChannelType.GuildForum || type === ChannelType.GuildMedia;
  return {
    code: 'unsuitable-channel',
    what: `${nameOf(around)} is ${UNSUITABLE[type] ?? 'no text channel'}: the show cannot be posted into it.`,
    fix: posts
      ? 'Open a post in it and use the id of that post.'
      : 'Choose a text channel, an announcement channel or a thread.',
  };
}

function everyoneAsRole(guild: Surroundings['guild']): OutletProblem {
  return {
    code: 'everyone-as-role',
    what: `\`mention\` is the id of the server ${cleanLine(guild.name)} itself, which is also that of its role @everyone: mentioning it that way pings nobody.`,
    fix: 'To ping everybody, the operator writes `mention: everyone`; otherwise give the id of a role: Server Settings > Roles, right-click the role, Copy Role ID.',
  };
}

const isUnknown = (failure: Failure): boolean =>
  failure.kind === 'refused' && failure.problem.code === 'unknown-channel';

/** @returns undefined if it is not the id of a server that the bot is in. */
async function nameOfServer(
  requests: Requests,
  id: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  try {
    return cleanLine((await requests.get(Routes.guild(id), guildShape, signal ? { signal } : {})).name);
  } catch {
    return undefined;
  }
}

function ofAServer(where: string, server: string): OutletProblem {
  const { fix } = unknownChannel(where, '');
  return {
    code: 'unknown-channel',
    what: `Discord's ${where} is not a channel: that is the id of the server ${server} itself.`,
    fix,
  };
}

function unreachable(failure: Failure, where: string, self: Self): Inspection {
  if (failure.kind !== 'refused') {
    const problem = { code: 'no-answer', what: `${failure.why}.`, fix: 'Try again in a moment.' };
    return { ok: undefined, problems: [problem] };
  }
  switch (failure.problem.code) {
    case 'unknown-channel':
      return { ok: false, problems: [unknownChannel(where, 'does not exist, or is not a channel')] };
    case 'missing-permission:VIEW_CHANNEL':
      return {
        ok: false,
        problems: [
          {
            ...missing('VIEW_CHANNEL', where, self.name),
            fix: `Invite the bot to the server, then allow "View Channel" for it in the channel's permissions (for a private thread: mention @${self.name} in it).`,
          },
        ],
      };
    default:
      return { ok: false, problems: [failure.problem] };
  }
}

/** As Discord counts the server's members, bots included. Discord calls the number approximate. */
export async function countMembers(
  requests: Requests,
  { community }: ResolvedOutlet,
): Promise<number | undefined> {
  try {
    const query = { with_counts: 'true' };
    const guild = await requests.get(Routes.guild(community), guildCountShape, { query });
    return guild.approximate_member_count ?? undefined;
  } catch {
    return undefined;
  }
}
