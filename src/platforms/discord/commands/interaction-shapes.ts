import { z } from 'zod';
import { snowflake } from '../wire/objects.ts';

/** INTERACTION_CREATE, as far as the bot reads it. Its values may have been typed by anybody. */

/** Becomes part of an address that we request, so it must not contain characters that lead elsewhere. */
const token = z.string().regex(/^[\w.~=+-]{1,4000}$/);
/** Missing, null and unreadable count as the same. */
const maybe = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(undefined);
const person = z.object({
  id: snowflake,
  username: maybe(z.string()),
  global_name: maybe(z.string()),
});

/** What is needed to answer at all, and what is known about the person. An unknown person has no rights. */
export const interactionShape = z.object({
  id: snowflake,
  application_id: snowflake,
  type: z.int(),
  token,
  guild_id: maybe(snowflake),
  channel_id: maybe(snowflake),
  /** In a server. */
  member: maybe(
    z.object({
      user: person,
      nick: maybe(z.string()),
      /**
       * Everything that the person may do in the channel, overwrites included. Only the form in which Discord writes
       * permissions is accepted.
       */
      permissions: maybe(z.string().regex(/^\d{1,30}$/)),
    }),
  ),
  /** In a private chat. */
  user: maybe(person),
  /** Of the person's app: `pt-BR`. */
  locale: maybe(z.string().regex(/^[a-z]{2}(-[A-Za-z0-9]{2,4})?$/)),
  /** The message with the button that was pressed. */
  message: maybe(z.object({ flags: maybe(z.int()) })),
  data: z.unknown(),
});
export type WireInteraction = z.infer<typeof interactionShape>;

const value = z.union([z.string().max(6_000), z.number(), z.boolean()]);
const leaf = z.object({
  name: z.string().max(32),
  type: z.int(),
  value: value.nullish(),
  focused: maybe(z.boolean()),
});
export type WireOption = z.infer<typeof leaf>;

/** For a slash command, also while it is being typed. */
export const commandDataShape = z.object({
  name: z.string().max(32),
  options: z
    .array(leaf.extend({ options: z.array(leaf).max(25).nullish() }))
    .max(25)
    .nullish(),
});

export const pressDataShape = z.object({ custom_id: z.string().min(1).max(100) });

const input = z.object({ custom_id: z.string().min(1).max(100), value: maybe(z.string().max(4_000)) });
/** Fields are in rows in older forms, and below labels in newer ones. */
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
