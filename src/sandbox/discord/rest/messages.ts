import { type Access, openChannel, pageLimit, pathId, sendingPermission } from '../access.ts';
import { FormErrors } from '../forms/errors.ts';
import { type MessageForm, readEditForm, readMessageForm } from '../forms/message.ts';
import { resolvePings } from '../mentions.ts';
import type { Messages } from '../messages.ts';
import { Permission, requirePermissions } from '../permissions.ts';
import type { Polls } from '../polls.ts';
import { refusals } from '../refusal.ts';
import type { ChannelState, MessageState } from '../types.ts';
import { ChannelType, MessageFlag, MessageType } from '../types.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './rest.ts';

/** Places without messages of their own. */
const SILENT: readonly number[] = [ChannelType.category, ChannelType.forum];
const EDITABLE: readonly number[] = [MessageType.default, MessageType.reply, MessageType.chatInputCommand];

/** Posting, reading, editing, deleting and crossposting messages. */
export function messageRoutes(world: World, messages: Messages, polls: Polls): Route[] {
  return [
    {
      method: 'POST',
      path: '/channels/:channel/messages',
      answer: (call) => ({ status: 200, body: messages.wire(create(world, messages, polls, call), true) }),
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages',
      answer: ({ params, query }) => {
        const { channel, permissions } = openChannel(world, params.channel);
        const limit = pageLimit(query.limit, 50, 1, 100);
        for (const key of ['before', 'after', 'around'] as const) if (query[key]) pathId(key, query[key]);
        // Without the right to read history, the list is empty rather than refused.
        if ((permissions & Permission.readMessageHistory) === 0n) return { status: 200, body: [] };
        const { before, after, around } = query;
        const found = messages.list(channel, { before, after, around, limit });
        return { status: 200, body: found.map((message) => messages.wire(message)) };
      },
    },
    {
      method: 'GET',
      path: '/channels/:channel/messages/:message',
      answer: ({ params }) => {
        const { channel } = openChannel(world, params.channel, Permission.readMessageHistory);
        const message = messages.find(channel.id, pathId('message_id', params.message));
        return { status: 200, body: messages.wire(message) };
      },
    },
    {
      method: 'PATCH',
      path: '/channels/:channel/messages/:message',
      answer: (call) => ({ status: 200, body: messages.wire(edit(world, messages, call)) }),
    },
    {
      method: 'DELETE',
      path: '/channels/:channel/messages/:message',
      answer: ({ params }) => {
        const { channel, permissions } = openChannel(world, params.channel);
        const message = messages.find(channel.id, pathId('message_id', params.message));
        if (message.author.id !== world.bot.id) requirePermissions(permissions, Permission.manageMessages);
        requireOpen(channel);
        messages.remove(message);
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/messages/:message/crosspost',
      answer: ({ params }) => {
        const { channel } = openChannel(world, params.channel, Permission.sendMessages);
        const message = messages.find(channel.id, pathId('message_id', params.message));
        if (channel.type !== ChannelType.announcement) throw refusals.invalidChannelType();
        if (message.poll || message.type !== MessageType.default) throw refusals.invalidMessageType();
        message.flags |= MessageFlag.crossposted;
        messages.announceUpdate(message);
        return { status: 200, body: messages.wire(message) };
      },
    },
  ];
}

function create(world: World, messages: Messages, polls: Polls, call: Call): MessageState {
  const access = openChannel(world, call.params.channel);
  const { guild, channel, permissions } = access;
  if (SILENT.includes(channel.type)) throw refusals.notATextChannel();
  const form = readMessageForm(call.body, { files: call.files, nextId: () => world.ids.next() });
  requireSending(access, form);
  wake(world, channel);
  if (form.nonce !== null && form.enforceNonce) {
    const earlier = messages.findByNonce(world.bot.id, form.nonce);
    if (earlier) return earlier;
  }
  const reference = resolveReference(channel, form);
  return messages.post({
    channel,
    author: world.bot,
    form: { ...form, flags: form.flags & ~MessageFlag.ephemeral },
    poll: form.poll ? polls.create(form.poll) : null,
    pings: resolvePings(guild, form.content, form.allowedMentions, permissions),
    ...(reference ? { type: MessageType.reply, reference } : {}),
  });
}

function requireSending({ channel, permissions }: Access, form: MessageForm): void {
  const needed: bigint[] = [sendingPermission(channel)];
  if (form.embeds.length > 0) needed.push(Permission.embedLinks);
  if (form.attachments.length > 0) needed.push(Permission.attachFiles);
  if (form.poll) needed.push(Permission.sendPolls);
  requirePermissions(permissions, ...needed);
}

/** Messages of an archived thread can neither be changed nor deleted. */
function requireOpen({ thread }: ChannelState): void {
  if (thread?.archived === true) throw refusals.threadArchived();
}

/** A message wakes an archived thread, but not a locked one. */
function wake(world: World, channel: ChannelState): void {
  if (!channel.thread?.archived) return;
  if (channel.thread.locked) throw refusals.threadArchived();
  channel.thread.archived = false;
  world.announceThread(channel);
}

function resolveReference(channel: ChannelState, form: MessageForm): MessageState['reference'] {
  const { reference } = form;
  if (!reference) return null;
  if (channel.messages.some(({ id }) => id === reference.messageId)) {
    return { channelId: channel.id, messageId: reference.messageId };
  }
  if (!reference.failIfNotExists) return null;
  const errors = new FormErrors();
  errors.add(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  throw errors.refusal();
}

function edit(world: World, messages: Messages, { params, body, files }: Call): MessageState {
  const { channel, guild, permissions } = openChannel(world, params.channel);
  const message = messages.find(channel.id, pathId('message_id', params.message));
  if (message.author.id !== world.bot.id) throw refusals.notOwnMessage();
  if (message.poll) throw refusals.pollMessageEdit();
  if (!EDITABLE.includes(message.type)) throw refusals.systemMessage();
  requireOpen(channel);
  const form = readEditForm(body, message, { files, nextId: () => world.ids.next() });
  if (files.length > 0) requirePermissions(permissions, Permission.attachFiles);
  if ((form.embeds?.length ?? 0) > 0) requirePermissions(permissions, Permission.embedLinks);
  const next = { ...message, ...form };
  const shows = [next.embeds, next.components, next.attachments].some((part) => part.length > 0);
  if (next.content.trim() === '' && !shows) throw refusals.emptyMessage();
  const pings =
    form.content === undefined
      ? null
      : resolvePings(guild, form.content, form.allowedMentions ?? null, permissions);
  messages.edit(message, form, pings);
  return message;
}
