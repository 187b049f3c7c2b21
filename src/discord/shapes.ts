import { z } from 'zod';

/**
 * The parts of Discord's answers and events that the bot uses. Everything from outside is checked; what the bot
 * does not read may be anything.
 */

export const snowflake = z.string().regex(/^\d{1,20}$/);
const bits = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform((text) => BigInt(text));

export const pollShape = z.object({
  answers: z.array(
    z.object({
      answer_id: z.int().nonnegative(),
      poll_media: z.object({ text: z.string().nullish() }),
    }),
  ),
  expiry: z.iso.datetime({ offset: true }).nullish(),
  /** Missing means that the counts are not known, not that there are none. */
  results: z
    .object({
      is_finalized: z.boolean(),
      answer_counts: z.array(z.object({ id: z.int().nonnegative(), count: z.int().nonnegative() })),
    })
    .nullish(),
});
export type WirePoll = z.infer<typeof pollShape>;

export const messageShape = z.object({
  id: snowflake,
  channel_id: snowflake,
  author: z.object({ id: snowflake }),
  /** 0 is an ordinary message. */
  type: z.int().nullish(),
  /** Present on what a webhook posted, and on answers to commands. */
  webhook_id: snowflake.nullish(),
  /** Present on replies, forwards and the like. */
  message_reference: z.object({}).nullish(),
  content: z.string().default(''),
  embeds: z.array(z.object({ footer: z.object({ text: z.string() }).nullish() })).default([]),
  mention_roles: z.array(snowflake).default([]),
  poll: pollShape.nullish(),
  /** Present once a thread was started from the message. */
  thread: z.object({ id: snowflake }).nullish(),
});
export type WireMessage = z.infer<typeof messageShape>;

export const channelShape = z.object({
  id: snowflake,
  type: z.int(),
  guild_id: snowflake.nullish(),
  parent_id: snowflake.nullish(),
  name: z.string().nullish(),
  permission_overwrites: z
    .array(z.object({ id: snowflake, type: z.int(), allow: bits, deny: bits }))
    .nullish(),
  thread_metadata: z.object({ archived: z.boolean(), locked: z.boolean().nullish() }).nullish(),
});
export type WireChannel = z.infer<typeof channelShape>;

export const guildShape = z.object({
  id: snowflake,
  name: z.string(),
  owner_id: snowflake,
  roles: z.array(
    z.object({ id: snowflake, name: z.string(), permissions: bits, mentionable: z.boolean().nullish() }),
  ),
});
export type WireGuild = z.infer<typeof guildShape>;

export const memberShape = z.object({
  roles: z.array(snowflake),
  communication_disabled_until: z.iso.datetime({ offset: true }).nullish(),
});
export type WireMember = z.infer<typeof memberShape>;

export const userShape = z.object({ id: snowflake, username: z.string() });
export const applicationShape = z.object({ id: snowflake, name: z.string() });
export const votersShape = z.object({ users: z.array(z.object({ id: snowflake })) });
/** Answers that are not read. */
export const anyShape = z.unknown();

/** MESSAGE_POLL_VOTE_ADD and MESSAGE_POLL_VOTE_REMOVE. */
export const voteShape = z.object({
  user_id: snowflake,
  message_id: snowflake,
  answer_id: z.int().nonnegative(),
});
export const guildDeleteShape = z.object({ id: snowflake, unavailable: z.boolean().nullish() });
