import { openChannel, pathId } from '../access.ts';
import { FormErrors, isRecord } from '../forms/errors.ts';
import type { Messages } from '../messages.ts';
import { Permission } from '../permissions.ts';
import { refusals } from '../refusal.ts';
import type { ChannelState, ThreadState } from '../types.ts';
import { ChannelType, MessageFlag, MessageType } from '../types.ts';
import { channelWire, isoTime } from '../wire-objects.ts';
import type { World } from '../world.ts';
import type { Call, Route } from './rest.ts';

const THREAD_PARENTS: readonly number[] = [ChannelType.text, ChannelType.announcement];

/** Opening threads under a message or beside all messages, and changing them. */
export function threadRoutes(world: World, messages: Messages): Route[] {
  return [
    {
      method: 'POST',
      path: '/channels/:channel/messages/:message/threads',
      answer: (call) => {
        const { channel } = openChannel(world, call.params.channel, Permission.createPublicThreads);
        const message = messages.find(channel.id, pathId('message_id', call.params.message));
        if (!THREAD_PARENTS.includes(channel.type)) throw refusals.invalidChannelType();
        if (world.findChannel(message.id)) throw refusals.threadExists();
        const thread = open(world, channel, call, message.id);
        message.flags |= MessageFlag.hasThread;
        messages.announceUpdate(message);
        return { status: 201, body: withMember(world, thread) };
      },
    },
    {
      method: 'POST',
      path: '/channels/:channel/threads',
      answer: (call) => {
        const { channel } = openChannel(world, call.params.channel, Permission.createPublicThreads);
        if (!THREAD_PARENTS.includes(channel.type)) throw refusals.invalidChannelType();
        const thread = open(world, channel, call, undefined);
        messages.post({
          channel,
          author: world.bot,
          type: MessageType.threadCreated,
          form: { content: thread.name },
        });
        return { status: 201, body: withMember(world, thread) };
      },
    },
    {
      method: 'PATCH',
      path: '/channels/:channel',
      answer: ({ params, body }) => {
        const { channel } = openChannel(world, params.channel);
        if (!channel.thread) throw refusals.missingPermissions();
        if (channel.thread.ownerId !== world.bot.id) {
          openChannel(world, params.channel, Permission.manageThreads);
        }
        change(channel, channel.thread, body);
        world.announceThread(channel);
        return { status: 200, body: channelWire(channel) };
      },
    },
  ];
}

function open(world: World, parent: ChannelState, call: Call, id: string | undefined): ChannelState {
  const errors = new FormErrors();
  const form = isRecord(call.body) ? call.body : {};
  const name = errors.requiredText(['name'], form.name, 1, 100);
  const minutes = archiveMinutes(errors, form.auto_archive_duration) ?? 4320;
  errors.throwIfAny();
  const type =
    parent.type === ChannelType.announcement ? ChannelType.announcementThread : ChannelType.publicThread;
  const state: ThreadState = {
    ownerId: world.bot.id,
    createdAt: Date.now(),
    autoArchiveMinutes: minutes,
    archived: false,
    locked: false,
    messageCount: 0,
  };
  const thread = world.placeThread(parent, { name, type, ...(id ? { id } : {}) }, state);
  world.dispatch('THREAD_CREATE', thread.guildId, { ...withMember(world, thread), newly_created: true });
  return thread;
}

function change(channel: ChannelState, thread: ThreadState, body: unknown): void {
  const errors = new FormErrors();
  const form = isRecord(body) ? body : {};
  // The request must open an archived thread again, or nothing about it can be changed.
  if (thread.archived && form.archived !== false) throw refusals.threadArchived();
  const name = errors.text(['name'], form.name, 1, 100);
  const minutes = archiveMinutes(errors, form.auto_archive_duration);
  errors.throwIfAny();
  if (name !== null) channel.name = name;
  if (minutes !== null) thread.autoArchiveMinutes = minutes;
  if (typeof form.archived === 'boolean') thread.archived = form.archived;
  if (typeof form.locked === 'boolean') thread.locked = form.locked;
}

function archiveMinutes(errors: FormErrors, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && [60, 1440, 4320, 10_080].includes(value)) return value;
  const message = 'Value must be one of {60, 1440, 4320, 10080}.';
  errors.add(['auto_archive_duration'], 'BASE_TYPE_CHOICES', message);
  return null;
}

function withMember(world: World, thread: ChannelState): Record<string, unknown> {
  const joined = isoTime(thread.thread?.createdAt ?? Date.now());
  const member = { id: thread.id, user_id: world.bot.id, join_timestamp: joined, flags: 0 };
  return { ...channelWire(thread), member };
}
