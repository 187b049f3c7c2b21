import type { OutletProblem, ResolvedOutlet } from '../../ports/platform/outlet.ts';
import type { Inspection } from '../../ports/platform/platform.ts';
import { serviceAccount } from './accounts.ts';
import type { TelegramAddress } from './address.ts';
import type { BotApi } from './requests/client.ts';
import { type Failure, judgeAsk } from './requests/errors.ts';
import { isBot } from './showrunners.ts';
import { chatParameter, GENERAL_TOPIC } from './wire/messages.ts';
import { ChatFullInfo, ChatMember } from './wire/objects.ts';
import { clean } from './wire/text.ts';

/** The bot that asks. */
export interface Bot {
  readonly id: number;
  readonly username?: string | undefined;
  /** Chats that were inspected and can be played in, by number. */
  readonly playable?: Set<number>;
}

/**
 * Asks what a chat is and what the bot may do there. The Bot API doesn't say whether a topic exists and is
 * open; we only find out when a message is refused.
 */
export async function inspectChat(
  api: BotApi,
  bot: Bot,
  address: TelegramAddress,
  signal?: AbortSignal,
): Promise<Inspection> {
  const nowhere = noPlace(bot, address);
  if (nowhere !== undefined) return { ok: false, problems: [nowhere] };
  const options = signal === undefined ? {} : { signal };
  const found = await api.call(
    { method: 'getChat', params: { chat_id: chatParameter(address.chat) } },
    options,
  );
  if (!found.ok) return failed(api, bot, address, found.failure);
  const chat = ChatFullInfo.safeParse(found.result);
  if (!chat.success)
    return unanswered('Telegram described the chat in a way that the bot does not understand.');

  const params = { chat_id: chat.data.id, user_id: bot.id };
  const asked = await api.call({ method: 'getChatMember', params }, options);
  if (!asked.ok) return failed(api, bot, address, asked.failure);
  const member = ChatMember.safeParse(asked.result);
  if (!member.success)
    return unanswered('Telegram described the bot’s rights in a way that it does not understand.');

  const problems = [
    ...meantOtherwise(chat.data, address),
    ...problemsOf(chat.data, member.data),
    ...topicProblems(chat.data, address),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const warnings = [...warningsOf(chat.data, member.data), ...linkedWarnings(chat.data, bot)];
  bot.playable?.add(chat.data.id);
  return { ok: true, outlet: outletOf(chat.data, address), warnings };
}

/** Valid ids and names with a special meaning: people would not read what is posted there. */
function noPlace(bot: Bot, { chat }: TelegramAddress): OutletProblem | undefined {
  const fix = 'Name a channel, a group, or for alerts a person’s account.';
  const service = serviceAccount(chat);
  if (service !== undefined) return { code: 'service-account', what: `${chat} is ${service}.`, fix };
  const name = bot.username === undefined ? undefined : `@${bot.username.toLowerCase()}`;
  if (chat !== String(bot.id) && chat.toLowerCase() !== name) return undefined;
  return { code: 'the-bot-itself', what: `${chat} is this bot itself, which cannot write to itself.`, fix };
}

/** A channel's posts appear in its discussion group automatically. */
function linkedWarnings(
  { linked_chat_id: linked }: ChatFullInfo,
  { playable }: Bot,
): readonly OutletProblem[] {
  if (linked === undefined || playable?.has(linked) !== true) return [];
  return [
    {
      code: 'linked-chats',
      what: `This chat and ${linked} are a channel and its discussion group: posts of the channel appear in the group as well, beside those for the group.`,
      fix: 'Keep only one of the two as an outlet.',
    },
  ];
}

/** Kinds of chats that the address names but can't mean. */
function meantOtherwise(chat: ChatFullInfo, address: TelegramAddress): readonly OutletProblem[] {
  if (isBot(chat)) {
    return [
      {
        code: 'a-bot',
        what: `${address.chat} is a bot (@${chat.username}): it would not pass on what is sent to it.`,
        fix: 'Name a channel, a group, or for alerts a person’s account.',
      },
    ];
  }
  if (chat.type === 'private' && address.chat.startsWith('@')) {
    return [
      {
        code: 'a-person',
        what: `${address.chat} is a person’s account, not a channel or group.`,
        fix: 'Take the name or number of the channel or group. For alerts, give the account’s number.',
      },
    ];
  }
  if (chat.is_direct_messages !== true) return [];
  return [
    {
      code: 'direct-messages',
      what: 'This chat holds the direct messages of a channel, where Telegram allows no polls.',
      fix: 'Take the channel itself, or a group.',
    },
  ];
}

/** The operator's file may name a group by the id that it had before it became a supergroup. */
async function inspectSuccessor(
  api: BotApi,
  bot: Bot,
  address: TelegramAddress,
  chat: string,
): Promise<Inspection> {
  const inspection = await inspectChat(api, bot, { ...address, chat });
  if (inspection.ok !== true) return inspection;
  const warning: OutletProblem = {
    code: 'migrated',
    what: `The group ${address.chat} became a supergroup and is ${chat} now.`,
    fix: `Write ${chat} in place of ${address.chat}.`,
  };
  return { ...inspection, warnings: [warning, ...inspection.warnings] };
}

/** The general topic is the forum itself: messages there name no topic. */
function outletOf(chat: ChatFullInfo, address: TelegramAddress): ResolvedOutlet {
  const topic = address.topic === GENERAL_TOPIC ? undefined : address.topic;
  const id = String(chat.id);
  const known = chat.username === undefined ? clean(chat.title ?? id) : `@${chat.username}`;
  return {
    address: { platform: 'telegram', chat: id, ...(topic !== undefined && { topic }) },
    name: topic === undefined ? known : `${known}, topic ${topic}`,
    community: id,
    namedVotes: chat.type !== 'channel',
    traits: { kind: chat.type, forum: chat.is_forum ?? false },
  };
}

const NOT_A_MEMBER: OutletProblem = {
  code: 'not-a-member',
  what: 'The bot is not in this chat.',
  fix: 'Add the bot to the chat, in a channel as an administrator who may post messages.',
};

function problemsOf(chat: ChatFullInfo, member: ChatMember): readonly OutletProblem[] {
  const { status } = member;
  if (status === 'left' || status === 'kicked' || (status === 'restricted' && member.is_member === false)) {
    return [NOT_A_MEMBER];
  }
  if (status === 'creator' || chat.type === 'private') return [];
  if (chat.type === 'channel') return channelProblems(member);
  if (status === 'administrator') return [];
  const problems: OutletProblem[] = [];
  if (!may(chat, member, 'can_send_messages')) problems.push(missing('can_send_messages', 'send messages'));
  if (!may(chat, member, 'can_send_polls')) problems.push(missing('can_send_polls', 'send polls'));
  return problems;
}

/**
 * Posting permission is enough to stop the bot's own polls as well (TDLib,
 * MessagesManager::can_edit_message).
 */
function channelProblems(member: ChatMember): readonly OutletProblem[] {
  if (member.status !== 'administrator') {
    return [
      {
        code: 'not-an-administrator',
        what: 'The bot is not an administrator of this channel.',
        fix: 'Make it an administrator with the right to post messages. Only administrators can post in a channel.',
      },
    ];
  }
  if (member.can_post_messages === true) return [];
  return [
    {
      code: 'missing-permission:can_post_messages',
      what: 'The bot is an administrator of this channel but may not post messages.',
      fix: 'Switch on “Post messages” in its administrator rights.',
    },
  ];
}

type Permission = 'can_send_messages' | 'can_send_polls' | 'can_send_photos';

/**
 * A member may do what the chat permits; a restricted member what both permit. Absent means not restricted.
 */
function may(chat: ChatFullInfo, member: ChatMember, permission: Permission): boolean {
  const here = chat.permissions?.[permission] ?? true;
  return member.status === 'restricted' ? here && member[permission] === true : here;
}

function missing(permission: Permission, doing: string): OutletProblem {
  return {
    code: `missing-permission:${permission}`,
    what: `The bot is not allowed to ${doing} in this group.`,
    fix: `Allow members to ${doing} in the group’s permissions, or make the bot an administrator.`,
  };
}

function topicProblems(chat: ChatFullInfo, { topic }: TelegramAddress): readonly OutletProblem[] {
  if (topic === undefined || chat.is_forum === true) return [];
  const isGroup = chat.type === 'group' || chat.type === 'supergroup';
  return [
    {
      code: 'not-a-forum',
      what: isGroup
        ? `The outlet names topic ${topic}, but topics are off in this chat.`
        : `The outlet names topic ${topic}, but only groups have topics.`,
      fix: `Remove \`topic\` from the outlet${isGroup ? ', or switch topics on in the group’s settings' : ''}.`,
    },
  ];
}

function warningsOf(chat: ChatFullInfo, member: ChatMember): readonly OutletProblem[] {
  const plainMember = member.status === 'member' || member.status === 'restricted';
  if (chat.type === 'channel' || !plainMember || may(chat, member, 'can_send_photos')) return [];
  return [missing('can_send_photos', 'send photos')];
}

function failed(
  api: BotApi,
  bot: Bot,
  address: TelegramAddress,
  failure: Failure,
): Inspection | Promise<Inspection> {
  if (
    failure.kind === 'answered' &&
    failure.migratedTo !== undefined &&
    failure.migratedTo !== address.chat
  ) {
    return inspectSuccessor(api, bot, address, failure.migratedTo);
  }
  const verdict = judgeAsk(failure);
  if (verdict.kind === 'retry') return unanswered(`Telegram did not answer: ${verdict.why}.`);
  if (verdict.kind === 'gone') return { ok: false, problems: [withHint(verdict.problem, address)] };
  if (/member list is inaccessible/i.test(verdict.description))
    return { ok: false, problems: [NOT_A_MEMBER] };
  const what = `Telegram refused to describe the chat: ${verdict.description}.`;
  return { ok: false, problems: [{ code: 'unknown-chat', what, fix: NOT_A_MEMBER.fix }] };
}

/** If nothing is there, the address itself may say why. */
function withHint(problem: OutletProblem, { chat }: TelegramAddress): OutletProblem {
  if (problem.code !== 'unknown-chat') return problem;
  if (/^\d+$/.test(chat)) {
    const fix =
      'That person has to open a chat with the bot and press Start. A bot may not write to a person first.';
    return { ...problem, what: `Telegram does not let the bot write to the account ${chat}.`, fix };
  }
  // Channels and supergroups; https://core.telegram.org/api/bots/ids
  if (!/^-[1-9]\d{9,12}$/.test(chat)) return problem;
  return { ...problem, fix: `Did you mean -100${chat.slice(1)}? ${problem.fix}` };
}

function unanswered(what: string): Inspection {
  return {
    ok: undefined,
    problems: [{ code: 'no-answer', what, fix: 'Check the connection to Telegram and try again.' }],
  };
}

/** For a channel its subscribers, including the bot itself. */
export async function countMembers(api: BotApi, { community }: ResolvedOutlet): Promise<number | undefined> {
  const params = { chat_id: chatParameter(community) };
  const answer = await api.call({ method: 'getChatMemberCount', params });
  return answer.ok && Number.isSafeInteger(answer.result) ? Number(answer.result) : undefined;
}
