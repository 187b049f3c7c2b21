/** What the stand-in knows, in its own terms; the wire forms are made from it in wire-objects.ts. */

export type WireObject = Record<string, unknown>;

/** The channel types that the stand-in plays (Discord reference, "Channel Types"). */
export const ChannelType = {
  text: 0,
  voice: 2,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

export const MessageType = {
  default: 0,
  pinned: 6,
  threadCreated: 18,
  reply: 19,
  chatInputCommand: 20,
  pollResult: 46,
} as const;

export const MessageFlag = {
  crossposted: 1,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  componentsV2: 1 << 15,
} as const;

export interface UserState {
  readonly id: string;
  readonly username: string;
  readonly globalName: string | null;
  readonly bot: boolean;
}

export interface RoleState {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly managed: boolean;
  mentionable: boolean;
  permissions: bigint;
}

export interface Overwrite {
  readonly id: string;
  /** 0 is a role, 1 a member. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface ThreadState {
  readonly ownerId: string;
  readonly createdAt: number;
  autoArchiveMinutes: number;
  archived: boolean;
  locked: boolean;
  messageCount: number;
}

export interface ChannelState {
  readonly id: string;
  readonly guildId: string;
  readonly type: number;
  readonly parentId: string | null;
  readonly position: number;
  name: string;
  overwrites: Overwrite[];
  /** Oldest first. */
  readonly messages: MessageState[];
  readonly pins: { readonly messageId: string; readonly at: number }[];
  /** Only for threads. */
  readonly thread: ThreadState | null;
}

export interface GuildState {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly botRoleId: string;
  readonly botJoinedAt: number;
  readonly roles: Map<string, RoleState>;
  readonly channels: Map<string, ChannelState>;
  /** False once the bot was kicked out. */
  botIsMember: boolean;
}

/** Whom a message really notified, given allowed_mentions and permissions. */
export interface Pings {
  readonly everyone: boolean;
  readonly roles: readonly string[];
  readonly users: readonly string[];
}

/** A file of a message. */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Read out to people who do not see it. */
  readonly description?: string;
}

export interface MessageState {
  readonly id: string;
  readonly guildId: string;
  readonly channelId: string;
  readonly type: number;
  readonly author: UserState;
  readonly createdAt: number;
  readonly nonce: string | number | null;
  readonly reference: { readonly channelId: string; readonly messageId: string } | null;
  readonly poll: PollState | null;
  attachments: readonly Attachment[];
  /** Ids of files that are shown inside an embed; people and `attachments` see them nowhere else. */
  embedded: readonly string[];
  /** Set on messages that answer an interaction. */
  readonly webhookId: string | null;
  content: string;
  embeds: WireObject[];
  components: WireObject[];
  flags: number;
  editedAt: number | null;
  pings: Pings;
  deleted: boolean;
}

export interface PollState {
  readonly question: string;
  readonly answers: readonly {
    readonly id: number;
    readonly text: string;
    readonly emoji: WireObject | null;
  }[];
  readonly allowMultiselect: boolean;
  readonly openedAt: number;
  /** Account id to the answers that it holds now; accounts without a vote are absent. */
  readonly votes: Map<string, readonly number[]>;
  readonly counts: Map<number, number>;
  /** Unix milliseconds; moved to the moment of closing by an early end. */
  expiresAt: number;
  closedAt: number | null;
  finalised: boolean;
}

/** How the stand-in behaves when Discord leaves a choice. Every field may be changed while it runs. */
export interface Behaviour {
  /** Milliseconds from a poll's end to `is_finalized`; Infinity waits for `finalise()`. */
  finaliseAfterMs: number;
  /** What is reported before counts are final; `wrong` is off by one in every answer, `absent` leaves `results` out. */
  runningCounts: 'exact' | 'wrong' | 'absent';
  /** Gives answers ids that do not follow their order. */
  shuffleAnswerIds: boolean;
  /**
   * Length of the hour in which a poll's duration is counted; shorter in tests, to see polls end by
   * themselves.
   */
  pollHourMs: number;
  /** How long a repeated nonce returns the first message: "the past few minutes". */
  nonceWindowMs: number;
  heartbeatIntervalMs: number;
  /** How long a session without a connection can be resumed. */
  resumeWindowMs: number;
  /** How long a bot may take for its first answer to an interaction; Discord's is 3 s. */
  interactionDeadlineMs: number;
}

export const discordBehaviour: Behaviour = {
  finaliseAfterMs: 1000,
  runningCounts: 'exact',
  shuffleAnswerIds: false,
  pollHourMs: 3_600_000,
  nonceWindowMs: 300_000,
  heartbeatIntervalMs: 41_250,
  resumeWindowMs: 180_000,
  interactionDeadlineMs: 3000,
};

/** One gateway event on its way to the sessions. */
export interface Dispatch {
  readonly event: string;
  readonly guildId: string;
  readonly data: WireObject;
}
