import { z } from 'zod';

/** Longer texts are refused by both platforms as well. */
const text = z.string().max(4_096);
const id = z.string().min(1).max(120);
const person = z.string().min(1).max(40);
const options = z.record(z.string().max(40), z.union([z.string().max(6_000), z.number(), z.boolean()]));

/** Everything that a visitor of the page can do, as the page posts it. */
export const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('vote'), person, poll: id, option: z.number().int().nullable() }),
  z.object({ do: z.literal('be'), fan: z.number().int().min(0).max(199_999) }),
  z.object({ do: z.literal('discord-say'), person, channel: id, text }),
  z.object({ do: z.literal('discord-command'), person, channel: id, command: id, options }),
  z.object({
    do: z.literal('discord-complete'),
    person,
    channel: id,
    command: id,
    options,
    focused: z.string().max(40),
  }),
  z.object({
    do: z.literal('discord-press'),
    person,
    channel: id,
    message: id,
    button: z.string().max(200),
    values: z.array(z.string().max(200)).max(25).optional(),
  }),
  z.object({
    do: z.literal('discord-submit'),
    person,
    channel: id,
    form: z.string().max(200),
    fields: z.record(z.string().max(200), z.string().max(6_000)),
  }),
  z.object({ do: z.literal('dismiss'), answer: id }),
  z.object({ do: z.literal('telegram-say'), person, chat: id, text, replyTo: z.number().int().optional() }),
  z.object({
    do: z.literal('telegram-press'),
    person,
    chat: id,
    message: z.number().int(),
    data: z.string().max(200),
  }),
  z.object({ do: z.literal('bot'), what: z.enum(['start', 'kill']) }),
  z.object({ do: z.literal('redis'), what: z.enum(['freeze', 'thaw']) }),
  z.object({ do: z.literal('gateway'), what: z.enum(['drop', 'down', 'up']) }),
  z.object({ do: z.literal('lose-answer'), platform: z.enum(['discord', 'telegram']) }),
  z.object({
    do: z.literal('time'),
    by: z.union([
      z.literal('next'),
      z
        .number()
        .min(0)
        .max(7 * 86_400_000),
    ]),
  }),
  z.object({
    do: z.literal('publish'),
    title: z.string().trim().min(1).max(200),
    description: z.string().trim().max(2_000),
  }),
  z.object({
    do: z.literal('audience'),
    paused: z.boolean().optional(),
    speed: z.number().min(0.1).max(100).optional(),
    join: z.number().int().min(1).max(10_000).optional(),
  }),
]);

export type Action = z.infer<typeof actionSchema>;
export type ActionOf<Name extends Action['do']> = Extract<Action, { do: Name }>;

/** What the visitor is told at once; everything else is seen in the worlds. */
export interface Reply {
  /** Why nothing happened, as the platform would say it. */
  readonly error?: string;
  /** Shown for a moment, as Telegram shows the answer to a button; `alert`: until it is confirmed. */
  readonly toast?: string;
  readonly alert?: boolean;
  /** An address that the answer to a button opens. */
  readonly open?: string;
  /** What may be chosen for the option that is typed. */
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  /** A form to fill in, as Discord's modal. */
  readonly form?: Readonly<Record<string, unknown>>;
  /** Whom the visitor is from now on. */
  readonly person?: string;
}
