import { z } from 'zod';

/**
 * The parts of Discord's answers and events that the bot uses, and only those. Everything from outside is checked. What the
 * bot does not read may be anything. An optional part that can't be read counts as missing.
 */

/** Text or number: a number that JavaScript would round arrives as text, see `wholeIds`. */
export const snowflake = z
  .union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()])
  .transform((id) => String(id));

/** A small number, also as text. */
const number = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,15}$/)])
  .transform((digits) => Number(digits));

/** Permissions: text, or a number in older versions of the API. */
const bits = z
  .union([z.string().regex(/^\d{1,30}$/), z.int().nonnegative()])
  .transform((digits) => BigInt(digits));

/** Missing, null and unreadable count as the same. */
const maybe = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(undefined);

/** Only the entries that can be read. */
const listOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.array(z.unknown()).transform((entries) =>
    entries.flatMap((entry) => {
      const read = shape.safeParse(entry);
      return read.success ? [read.data] : [];
    }),
  );
const anyList = <Shape extends z.ZodType>(shape: Shape) => listOf(shape).catch([]);

const resultsShape = z.object({
  is_finalized: z.boolean().catch(false),
  /** An entry that can't be read may belong to any answer, so then the counts are unknown. */
  answer_counts: z.array(z.object({ id: number, count: number })),
});

export const pollShape = z.object({
  answers: anyList(z.object({ answer_id: number, poll_media: maybe(z.object({ text: maybe(z.string()) })) })),
  expiry: maybe(z.string().refine((text) => !Number.isNaN(Date.parse(text)))),
  /** Missing means that the counts are unknown, not that there are none. */
  results: maybe(resultsShape),
});
export type WirePoll = z.infer<typeof pollShape>;

export const messageShape = z.object({
  id: snowflake,
  channel_id: maybe(snowflake),
  author: z.object({ id: maybe(snowflake) }).catch({ id: undefined }),
  /** 0 is an ordinary message. */
  type: maybe(number),
  /** Present on messages posted by a webhook, and on answers to commands. */
  webhook_id: maybe(z.unknown()),
  /** Present on replies (type 0) and forwards (1). One that can't be read counts as a forward. */
  message_reference: z
    .object({ type: maybe(number) })
    .nullish()
    .catch({ type: 1 }),
  content: z.string().catch(''),
  embeds: anyList(
    z.object({
      url: maybe(z.string()),
      author: maybe(z.object({ url: maybe(z.string()) })),
      footer: maybe(z.object({ text: maybe(z.string()) })),
      image: maybe(z.object({ url: maybe(z.string()) })),
    }),
  ),
  mention_roles: maybe(listOf(snowflake)),
  mention_everyone: maybe(z.boolean()),
  poll: maybe(pollShape),
  /** Present once a thread was started from the message. */
  thread: maybe(z.object({})),
});
export type WireMessage = z.infer<typeof messageShape>;

/** A channel's messages, each read separately, so that an unreadable one doesn't hide the others. */
export const historyShape = z.array(z.unknown());

const overwriteShape = z.object({
  id: snowflake,
  /** Discord once used names for them. */
  type: z.union([number, z.literal('role').transform(() => 0), z.literal('member').transform(() => 1)]),
  allow: bits.catch(0n),
  deny: bits.catch(0n),
});

/** The channel's server and type are required: without them nothing can be said about it. */
export const channelShape = z.object({
  type: number,
  guild_id: snowflake.nullish(),
  parent_id: snowflake.nullish(),
  name: maybe(z.string()),
  permission_overwrites: anyList(overwriteShape),
  thread_metadata: maybe(z.object({ archived: maybe(z.boolean()), locked: maybe(z.boolean()) })),
});
export type WireChannel = z.infer<typeof channelShape>;

const roleShape = z.object({
  id: snowflake,
  name: maybe(z.string()),
  permissions: bits.catch(0n),
  mentionable: maybe(z.boolean()),
  /** On the role that a bot got with its invitation: which bot. */
  tags: maybe(z.object({ bot_id: maybe(snowflake) })),
});

/** Without its roles, the bot's permissions are unknown. */
export const guildShape = z.object({
  name: z.string().catch('a server'),
  owner_id: maybe(snowflake),
  roles: listOf(roleShape),
});
export const guildCountShape = z.object({ approximate_member_count: maybe(z.int().positive()) });
export type WireGuild = z.infer<typeof guildShape>;

/** A list of roles that is not there is no empty one: it would be said that the bot may nothing. */
export const memberShape = z.object({
  roles: listOf(snowflake),
  communication_disabled_until: maybe(z.string()),
});
export type WireMember = z.infer<typeof memberShape>;

export const userShape = z.object({
  id: snowflake,
  username: z.string().catch('the bot'),
  bot: maybe(z.boolean()),
});
export const applicationShape = z.object({ id: snowflake });
/** Each entry is a vote; one that can't be read leaves the count unknown. */
export const votersShape = z.object({ users: z.array(z.object({ id: snowflake })) });
/** For answers that are not read. */
export const anyShape = z.unknown();

/** MESSAGE_POLL_VOTE_ADD and MESSAGE_POLL_VOTE_REMOVE. */
export const voteShape = z.object({
  user_id: snowflake,
  message_id: snowflake,
  channel_id: maybe(snowflake),
  answer_id: number,
});
export const guildDeleteShape = z.object({ id: snowflake, unavailable: maybe(z.boolean()) });
