import { fileUrl } from './shown-files.ts';
import type { MessageState, PollState, WireObject } from './types.ts';
import { channelWire, isoTime, userWire } from './wire-objects.ts';
import type { World } from './world.ts';

/** A poll as its readers see it: an answer without votes is not listed, and counts may lag until they are final. */
function pollWire(poll: PollState, runningCounts: 'exact' | 'wrong' | 'absent'): WireObject {
  const shown = poll.finalised ? 'exact' : runningCounts;
  const counts = poll.answers
    .map(({ id }) => ({ id, count: poll.counts.get(id) ?? 0 }))
    .map(({ id, count }) => ({ id, count: shown === 'exact' ? count : count > 0 ? count - 1 : 1 }))
    .filter(({ count }) => count > 0)
    .map((entry) => ({ ...entry, me_voted: false }));
  return {
    question: { text: poll.question },
    answers: poll.answers.map(({ id, text, emoji }) => ({
      answer_id: id,
      poll_media: { text, ...(emoji ? { emoji } : {}) },
    })),
    expiry: isoTime(poll.expiresAt),
    allow_multiselect: poll.allowMultiselect,
    layout_type: 1,
    ...(shown === 'absent' ? {} : { results: { answer_counts: counts, is_finalized: poll.finalised } }),
  };
}

/**
 * A message as the bot reads it. Without the message content intent, what others wrote is blank.
 * `withNonce` only for the answer to the request that made it, and its event.
 */
export function messageWire(world: World, message: MessageState, withNonce = false): WireObject {
  const readable =
    world.messageContent || message.author.id === world.bot.id || message.pings.users.includes(world.bot.id);
  const channel = world.findChannel(message.channelId);
  const thread = (message.flags & 32) !== 0 ? world.findChannel(message.id) : undefined;
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channelId,
    author: userWire(message.author),
    content: readable ? message.content : '',
    embeds: readable ? message.embeds : [],
    components: readable ? message.components : [],
    attachments: message.attachments
      .filter(({ id }) => !message.embedded.includes(id))
      .map((file) => ({
        id: file.id,
        filename: file.filename,
        content_type: file.contentType,
        size: file.bytes.length,
        url: fileUrl(world.filesUrl, message.channelId, file),
        proxy_url: fileUrl(world.filesUrl, message.channelId, file),
        ...(file.description !== undefined && { description: file.description }),
      })),
    mentions: message.pings.users.map((id) => userWire(world.user(id))),
    mention_roles: message.pings.roles,
    mention_everyone: message.pings.everyone,
    timestamp: isoTime(message.createdAt),
    edited_timestamp: message.editedAt === null ? null : isoTime(message.editedAt),
    flags: message.flags,
    pinned: channel?.pins.some((pin) => pin.messageId === message.id) ?? false,
    tts: false,
    ...(withNonce && message.nonce !== null ? { nonce: message.nonce } : {}),
    ...(message.reference ? { message_reference: referenceWire(message) } : {}),
    ...(message.poll && readable ? { poll: pollWire(message.poll, world.behaviour.runningCounts) } : {}),
    ...(message.webhookId ? { webhook_id: message.webhookId, application_id: world.applicationId } : {}),
    ...(thread ? { thread: channelWire(thread) } : {}),
  };
}

function referenceWire(message: MessageState): WireObject {
  return {
    type: 0,
    channel_id: message.reference?.channelId,
    message_id: message.reference?.messageId,
    guild_id: message.guildId,
  };
}
