import { z } from 'zod';
import { DAY } from '../src/core/durations.ts';
import { block, duration } from './schema-parts.ts';

/** The operator's file: the one source of its reader's checks and of config/schema/operator.schema.json. */

/** Discord's ids are 64 bits, and numbers of YAML and JavaScript hold 53: only a text keeps every digit. */
const snowflake = (of: string) => {
  const right = `the id of ${of}, 15 to 20 digits in quotes, such as "175928847299117063"`;
  return z.string({ error: right }).regex(/^[1-9]\d{14,19}$/, { error: right });
};

const digits = (right: string) => z.string({ error: right }).regex(/^[1-9]\d{0,15}$/, { error: right });

/** Telegram's names have 4 to 32 characters; ids of channels and groups are negative. */
const chatName = (right: string) =>
  z.string({ error: right }).regex(/^(?:-[1-9]\d{0,15}|@[A-Za-z][A-Za-z0-9_]{3,31})$/, { error: right });

const account = (right: string) =>
  z
    .union([z.int({ error: right }).positive({ error: right }), digits(right)], { error: right })
    .transform(String);

const group = (right: string) =>
  z
    .union([z.int({ error: right }).negative({ error: right }), chatName(right)], { error: right })
    .transform(String);

const chatOrPerson = (right: string) =>
  z
    .union([z.int({ error: right }), chatName(right), digits(right)], { error: right })
    .transform(String)
    .refine((id) => id !== '0', { error: right });

const DISCORD_CHANNEL = 'a channel or thread';
const TELEGRAM_CHAT = 'a channel or group: "@name", or its number, which begins with "-"';

/** A time that says its offset, so that it means one instant. */
export const START_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;
const STARTS_RIGHT = 'now, on-command, or a time with its offset such as 2026-12-01T19:00:00-05:00';

const outletSchema = block(
  {
    discord: snowflake(DISCORD_CHANNEL)
      .optional()
      .meta({ description: 'Id of a Discord channel, thread or announcement channel, in quotes.' }),
    mention: z
      .union([z.literal('everyone'), snowflake('a role')], { error: "a role's id in quotes, or everyone" })
      .optional()
      .meta({
        description: 'Id of the Discord role to ping when an episode is out, in quotes; or everyone.',
      }),
    telegram: group(TELEGRAM_CHAT)
      .optional()
      .meta({ description: 'Telegram channel or group: "@name" or a number such as -1001234567890.' }),
    topic: z
      .int({ error: "the topic's number" })
      .positive({ error: "the topic's number" })
      .max(2_147_483_647, { error: "the topic's number" })
      .optional()
      .meta({ description: "Forum topic of a Telegram group: the number at the end of the topic's link." }),
  },
  '{ discord: "…" } or { telegram: "@…" }',
).meta({
  description: 'One place where the show plays.',
  oneOf: [
    { required: ['discord'], not: { anyOf: [{ required: ['telegram'] }, { required: ['topic'] }] } },
    { required: ['telegram'], not: { anyOf: [{ required: ['discord'] }, { required: ['mention'] }] } },
  ],
});

const showSchema = block(
  {
    story: z
      .string({ error: 'the path of a story file' })
      .min(1, { error: 'the path of a story file' })
      .max(1_000, { error: 'the path of a story file' })
      .meta({
        description: 'Path of the story file, relative to this file.',
        examples: ['stories/night-shift.yaml'],
      }),
    starts: z
      .union(
        [
          z.enum(['now', 'on-command'], { error: STARTS_RIGHT }),
          z.string({ error: STARTS_RIGHT }).regex(START_TIME, { error: STARTS_RIGHT }),
        ],
        { error: STARTS_RIGHT },
      )
      .default('on-command')
      .meta({
        description:
          'now: once, when this show has never been started; on-command: /season start; or a time.',
      }),
    communities: z.enum(['approved', 'open'], { error: 'approved or open' }).default('approved').meta({
      description: 'Who may connect their own community: with approval of a showrunner, or anybody.',
    }),
    retention: duration(0, 3_650 * DAY)
      .optional()
      .meta({
        description:
          'How long a season stays in Redis after its end, such as 90d; then it goes to the archive. Absent: for ever.',
      }),
    outlets: z
      .array(outletSchema, { error: 'a list of outlets, each beginning with "-"' })
      .prefault([])
      .meta({ description: 'Where the show plays. Communities may also connect themselves later.' }),
  },
  '{ story: stories/…, outlets: […] }',
).meta({ description: 'A story and where it plays.' });

export const operatorSchema = block(
  {
    showrunners: block(
      {
        discord: z
          .array(snowflake('an account'), { error: 'a list of ids in quotes' })
          .default([])
          .meta({ description: 'Discord account ids, in quotes.' }),
        telegram: z
          .array(account('the number of an account, such as 123456789'), { error: 'a list of numbers' })
          .prefault([])
          .meta({ description: 'Telegram account ids.' }),
      },
      '{ discord: ["…"], telegram: [123] }',
    )
      .prefault({})
      .meta({ description: 'Who may steer every show.' }),
    alerts: block(
      {
        discord: snowflake(DISCORD_CHANNEL)
          .optional()
          .meta({ description: 'Id of a private Discord channel.' }),
        telegram: chatOrPerson(`${TELEGRAM_CHAT}; or the number of an account`)
          .optional()
          .meta({ description: 'A private Telegram group, or the account of a showrunner.' }),
      },
      '{ discord: "…", telegram: -100… }',
    )
      .prefault({})
      .meta({
        description: 'Where showrunners are told what went wrong, and asked what the bot cannot decide.',
      }),
    telegram: block(
      {
        unknown: z.enum(['ask', 'resend', 'leave'], { error: 'ask, resend or leave' }).default('ask').meta({
          description:
            'A Telegram post without an answer: a showrunner is asked; it is sent again, perhaps twice; or it counts as missing.',
        }),
      },
      '{ unknown: ask }',
    )
      .prefault({})
      .meta({ description: 'Rules that only Telegram needs.' }),
    shows: z
      .array(showSchema, { error: 'a list of shows, each beginning with "-"' })
      .min(1, { error: 'at least one show' })
      .meta({ description: 'What this bot plays.' }),
  },
  'showrunners, alerts, telegram and shows',
).meta({ title: 'Cliffhanger operator', description: 'What this bot plays, where, and who may steer it.' });

export type OperatorData = z.output<typeof operatorSchema>;
export type OutletData = OperatorData['shows'][number]['outlets'][number];
