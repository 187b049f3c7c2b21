import type { MessageForm } from './forms/message.ts';
import { messageWire } from './message-wire.ts';
import { refusals } from './refusal.ts';
import { fileUrl, shownIn } from './shown-files.ts';
import { compareSnowflakes } from './snowflake.ts';
import type {
  Attachment,
  ChannelState,
  MessageState,
  Pings,
  PollState,
  UserState,
  WireObject,
} from './types.ts';
import { MessageFlag, MessageType } from './types.ts';
import { isoTime, memberWire } from './wire-objects.ts';
import type { World } from './world.ts';

/** A channel holds at most this many pins. */
const MAX_PINS = 250;

const NO_PINGS: Pings = { everyone: false, roles: [], users: [] };

export interface NewMessage {
  readonly channel: ChannelState;
  readonly author: UserState;
  readonly type?: number;
  readonly form?: Partial<MessageForm>;
  readonly poll?: PollState | null;
  readonly pings?: Pings;
  readonly reference?: MessageState['reference'];
  readonly webhookId?: string;
}

/** Every message of every channel, and what the gateway is told about them. */
export class Messages {
  readonly #world: World;
  readonly #byNonce = new Map<string, MessageState>();
  readonly #listeners = new Set<(message: MessageState) => void>();

  constructor(world: World) {
    this.#world = world;
  }

  onPost(listener: (message: MessageState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Makes a message without showing it: an ephemeral answer. */
  compose(draft: NewMessage): MessageState {
    const { channel, form = {} } = draft;
    const attachments = form.attachments ?? [];
    const shown = shownIn(form.embeds ?? [], attachments, this.#urlIn(channel.id));
    return {
      id: this.#world.ids.next(),
      guildId: channel.guildId,
      channelId: channel.id,
      type: draft.type ?? MessageType.default,
      author: draft.author,
      createdAt: Date.now(),
      nonce: form.nonce ?? null,
      reference: draft.reference ?? null,
      poll: draft.poll ?? null,
      webhookId: draft.webhookId ?? null,
      content: form.content ?? '',
      ...shown,
      components: form.components ?? [],
      attachments,
      flags: (form.flags ?? 0) & (MessageFlag.ephemeral | MessageFlag.componentsV2 | 4 | (1 << 12)),
      editedAt: null,
      pings: draft.pings ?? NO_PINGS,
      deleted: false,
    };
  }

  /** Posts a message into its channel and tells the gateway. */
  post(draft: NewMessage): MessageState {
    const message = this.compose(draft);
    draft.channel.messages.push(message);
    this.#world.messages.set(message.id, message);
    if (draft.channel.thread) draft.channel.thread.messageCount += 1;
    if (message.nonce !== null) this.#byNonce.set(nonceKey(message.author.id, message.nonce), message);
    const guild = this.#world.guild(message.guildId);
    const roles = message.author.id === this.#world.bot.id ? [guild.botRoleId] : [];
    const { user: _user, ...member } = memberWire(message.author, roles, guild.botJoinedAt);
    this.#world.dispatch('MESSAGE_CREATE', message.guildId, {
      ...messageWire(this.#world, message, true),
      guild_id: message.guildId,
      member,
    });
    for (const listener of this.#listeners) listener(message);
    return message;
  }

  /**
   * The message that the same author posted with the same nonce in the past few minutes, in any channel. The
   * reference promises uniqueness per author, so a nonce shared by two channels loses the second message.
   */
  findByNonce(authorId: string, nonce: string | number): MessageState | undefined {
    const message = this.#byNonce.get(nonceKey(authorId, nonce));
    if (!message || Date.now() - message.createdAt > this.#world.behaviour.nonceWindowMs) return undefined;
    return message.deleted ? undefined : message;
  }

  find(channelId: string, messageId: string): MessageState {
    const message = this.#world.messages.get(messageId);
    if (!message || message.channelId !== channelId || message.deleted) throw refusals.unknownMessage();
    return message;
  }

  announceUpdate(message: MessageState): void {
    this.#world.dispatch('MESSAGE_UPDATE', message.guildId, {
      ...messageWire(this.#world, message),
      guild_id: message.guildId,
    });
  }

  edit(message: MessageState, form: Partial<MessageForm>, pings: Pings | null): void {
    if (form.content !== undefined) message.content = form.content;
    if (form.attachments !== undefined) message.attachments = form.attachments;
    if (form.embeds !== undefined)
      Object.assign(message, shownIn(form.embeds, message.attachments, this.#urlIn(message.channelId)));
    if (form.components !== undefined) message.components = form.components;
    if (pings) message.pings = pings;
    message.editedAt = Date.now();
    this.announceUpdate(message);
  }

  remove(message: MessageState): void {
    const channel = this.#world.channel(message.channelId);
    const index = channel.messages.indexOf(message);
    if (index >= 0) channel.messages.splice(index, 1);
    const pin = channel.pins.findIndex((candidate) => candidate.messageId === message.id);
    if (pin >= 0) channel.pins.splice(pin, 1);
    message.deleted = true;
    this.#world.messages.delete(message.id);
    this.#world.dispatch('MESSAGE_DELETE', message.guildId, {
      id: message.id,
      channel_id: message.channelId,
      guild_id: message.guildId,
    });
  }

  /** Up to `limit` messages, newest first, by one of the three cursors of the API. */
  list(channel: ChannelState, cursor: ListCursor): MessageState[] {
    const newestFirst = [...channel.messages].reverse();
    const { before, after, around, limit } = cursor;
    if (before) return newestFirst.filter(({ id }) => compareSnowflakes(id, before) < 0).slice(0, limit);
    if (after) return newestFirst.filter(({ id }) => compareSnowflakes(id, after) > 0).slice(-limit);
    if (around) {
      const older = newestFirst.filter(({ id }) => compareSnowflakes(id, around) < 0);
      const rest = newestFirst.filter(({ id }) => compareSnowflakes(id, around) >= 0);
      return [...rest.slice(-Math.ceil(limit / 2)), ...older.slice(0, Math.floor(limit / 2))];
    }
    return newestFirst.slice(0, limit);
  }

  pin(message: MessageState): void {
    const channel = this.#world.channel(message.channelId);
    if (channel.pins.some((pin) => pin.messageId === message.id)) return;
    if (channel.pins.length >= MAX_PINS) throw refusals.tooManyPins();
    channel.pins.push({ messageId: message.id, at: Date.now() });
    this.#announcePins(channel);
    const reference = { channelId: channel.id, messageId: message.id };
    this.post({ channel, author: this.#world.bot, type: MessageType.pinned, reference });
  }

  unpin(message: MessageState): void {
    const channel = this.#world.channel(message.channelId);
    const index = channel.pins.findIndex((pin) => pin.messageId === message.id);
    if (index < 0) return;
    channel.pins.splice(index, 1);
    this.#announcePins(channel);
  }

  /** A file of a message that is still there. */
  file(channelId: string, fileId: string): Attachment | undefined {
    const messages = this.#world.findChannel(channelId)?.messages ?? [];
    return messages.flatMap(({ attachments }) => attachments).find(({ id }) => id === fileId);
  }

  #urlIn(channelId: string): (file: Attachment) => string {
    return (file) => fileUrl(this.#world.filesUrl, channelId, file);
  }

  wire(message: MessageState, withNonce = false): WireObject {
    return messageWire(this.#world, message, withNonce);
  }

  #announcePins(channel: ChannelState): void {
    this.#world.dispatch('CHANNEL_PINS_UPDATE', channel.guildId, {
      guild_id: channel.guildId,
      channel_id: channel.id,
      last_pin_timestamp: isoTime(channel.pins.at(-1)?.at ?? Date.now()),
    });
  }
}

export interface ListCursor {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly around?: string | undefined;
  readonly limit: number;
}

function nonceKey(authorId: string, nonce: string | number): string {
  return `${authorId}:${nonce}`;
}
