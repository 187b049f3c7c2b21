import type { MessageState, Pings, WireObject } from './types.ts';

/** The truth about one poll, as tests and the demo compare it with what the bot says. */
export interface PollRecord {
  readonly guildId: string;
  readonly channelId: string;
  readonly messageId: string;
  readonly authorId: string;
  readonly question: string;
  readonly answers: readonly { readonly id: number; readonly text: string }[];
  /** Exact votes by answer id, zeros included, whatever the API reports. */
  readonly counts: Readonly<Record<number, number>>;
  readonly total: number;
  /** Account id to the answers held; the live map, not a copy. */
  readonly voters: ReadonlyMap<string, readonly number[]>;
  /** Unix milliseconds. */
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly closedAt: number | null;
  readonly finalised: boolean;
  readonly deleted: boolean;
}

export interface AttachmentRecord {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly description?: string;
  /** An embed shows it; people see it only there. */
  readonly isInEmbed: boolean;
}

export interface MessageRecord {
  readonly id: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly type: number;
  readonly authorId: string;
  readonly authorName: string;
  readonly byBot: boolean;
  readonly content: string;
  readonly embeds: readonly WireObject[];
  readonly components: readonly WireObject[];
  readonly attachments: readonly AttachmentRecord[];
  readonly flags: number;
  readonly nonce: string | number | null;
  readonly pings: Pings;
  readonly reference: { readonly channelId: string; readonly messageId: string } | null;
  readonly poll: PollRecord | null;
  readonly createdAt: number;
  readonly editedAt: number | null;
}

export function messageRecord(message: MessageState): MessageRecord {
  return {
    id: message.id,
    guildId: message.guildId,
    channelId: message.channelId,
    type: message.type,
    authorId: message.author.id,
    authorName: message.author.globalName ?? message.author.username,
    byBot: message.author.bot,
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments.map(({ id, filename, contentType, bytes, description }) => ({
      filename,
      contentType,
      bytes,
      ...(description !== undefined && { description }),
      isInEmbed: message.embedded.includes(id),
    })),
    flags: message.flags,
    nonce: message.nonce,
    pings: message.pings,
    reference: message.reference,
    poll: message.poll ? pollRecord(message) : null,
    createdAt: message.createdAt,
    editedAt: message.editedAt,
  };
}

/** Throws for a message without a poll. */
export function pollRecord(message: MessageState): PollRecord {
  const { poll } = message;
  if (!poll) throw new Error(`message ${message.id} carries no poll`);
  const counts = Object.fromEntries(poll.answers.map(({ id }) => [id, poll.counts.get(id) ?? 0]));
  return {
    guildId: message.guildId,
    channelId: message.channelId,
    messageId: message.id,
    authorId: message.author.id,
    question: poll.question,
    answers: poll.answers.map(({ id, text }) => ({ id, text })),
    counts,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    voters: poll.votes,
    openedAt: poll.openedAt,
    expiresAt: poll.expiresAt,
    closedAt: poll.closedAt,
    finalised: poll.finalised,
    deleted: message.deleted,
  };
}
