import { z } from 'zod';
import { snowflake } from './shapes.ts';

/** INTERACTION_CREATE, as far as the bot reads it. The values in it were typed by anybody. */

/** Part of an address that we ask for: nothing in it may lead elsewhere. */
const token = z.string().regex(/^[\w.~=+-]{1,4000}$/);
const person = z.object({ id: snowflake });

/** What is needed to answer at all. */
export const interactionShape = z.object({
  id: snowflake,
  application_id: snowflake,
  type: z.int(),
  token,
  guild_id: snowflake.nullish(),
  channel_id: snowflake.nullish(),
  /** In a server. */
  member: z
    .object({
      user: person,
      /** All that the person may do in the channel, overwrites included. */
      permissions: z.string().regex(/^\d{1,30}$/),
    })
    .nullish(),
  /** In a private chat. */
  user: person.nullish(),
  /** The message with the button that was pressed. */
  message: z.object({ id: snowflake, flags: z.int().nullish() }).nullish(),
  data: z.unknown(),
});
export type WireInteraction = z.infer<typeof interactionShape>;

const value = z.union([z.string().max(6_000), z.number(), z.boolean()]);
const leaf = z.object({
  name: z.string().max(32),
  type: z.int(),
  value: value.nullish(),
  focused: z.boolean().nullish(),
});
export type WireOption = z.infer<typeof leaf>;

/** Of a slash command, and of one that is being typed. */
export const commandDataShape = z.object({
  name: z.string().max(32),
  type: z.int(),
  options: z
    .array(leaf.extend({ options: z.array(leaf).max(25).nullish() }))
    .max(25)
    .nullish(),
});

export const pressDataShape = z.object({ custom_id: z.string().min(1).max(100) });

const input = z.object({ custom_id: z.string().min(1).max(100), value: z.string().max(4_000).nullish() });
/** Fields stand in rows in older forms, below labels in newer ones. */
export const submitDataShape = z.object({
  custom_id: z.string().min(1).max(100),
  components: z
    .array(
      z.union([
        z.object({ component: input }).transform(({ component }) => [component]),
        z.object({ components: z.array(input).max(5) }).transform(({ components }) => components),
        z.unknown().transform(() => []),
      ]),
    )
    .max(40),
});
