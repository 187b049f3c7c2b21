import { z } from 'zod';
import { DAY } from '../src/core/durations.ts';
import { platformTitle } from '../src/core/platform-name.ts';
import { LONGEST_ADDRESS } from '../src/core/story/web-address.ts';
import type { OperatorKeys, Platforms } from '../src/ports/platform/platform-definition.ts';
import { block, duration } from './schema-parts.ts';
import { serialSchema } from './serial-schema.ts';
import { sourceSchema } from './source-schema.ts';

/**
 * The operator's file: the single source for its reader's checks and for config/schema/operator.schema.json.
 */

/** A time with its offset, so that it means one instant. */
export const START_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;
const COLOUR_RIGHT = 'a colour such as "#e5484d", in quotes';
const LOGO_RIGHT = 'the address of a picture, or its path relative to this file';
const STARTS_RIGHT = 'now, on-command, or a time with its offset such as 2026-12-01T19:00:00-05:00';

/** An outlet's keys, of all platforms; `oneOf` says which belong together. */
function outletSchemaOf(platforms: Platforms) {
  const shape: Record<string, z.ZodType<string | number | undefined>> = {};
  for (const { name, keys } of platforms) {
    shape[name] = keys.outlet.place.schema;
    for (const [option, { schema }] of Object.entries(keys.outlet.options ?? {})) shape[option] = schema;
  }
  const examples = platforms.map(({ name, keys }) => `{ ${name}: ${keys.outlet.place.example} }`);
  return block(shape, examples.join(' or ')).meta({
    description: 'One place where the show plays.',
    oneOf: platforms.map((platform) => ({
      required: [platform.name],
      not: {
        anyOf: platforms
          .filter((other) => other !== platform)
          .flatMap(({ name, keys }) => [name, ...Object.keys(keys.outlet.options ?? {})])
          .map((key) => ({ required: [key] })),
      },
    })),
  });
}

const showSchemaOf = (platforms: Platforms) =>
  block(
    {
      story: z
        .string({ error: 'the path of a story file' })
        .min(1, { error: 'the path of a story file' })
        .max(1_000, { error: 'the path of a story file' })
        .meta({
          description: 'Path of the story file, relative to this file.',
          examples: ['stories/night-shift.yaml'],
        })
        .optional(),
      serial: serialSchema.optional(),
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
            'How long a season stays in Redis after its end, such as 90d; then it goes to the archive. Absent: forever.',
        }),
      colour: z
        .string({ error: COLOUR_RIGHT })
        .regex(/^#[0-9a-fA-F]{6}$/, { error: COLOUR_RIGHT })
        .optional()
        .meta({ description: 'Colour of embeds, cards and pages.', examples: ['#e5484d'] }),
      logo: z
        .string({ error: LOGO_RIGHT })
        .min(1, { error: LOGO_RIGHT })
        .max(LONGEST_ADDRESS, { error: LOGO_RIGHT })
        .optional()
        .meta({
          description: 'A square picture: its address, or its path relative to this file.',
          examples: ['https://watch.example/logo.png', 'logo.png'],
        }),
      source: sourceSchema.optional(),
      outlets: z
        .array(outletSchemaOf(platforms), { error: 'a list of outlets, each beginning with "-"' })
        .prefault([])
        .meta({ description: 'Where the show plays. Communities may also connect themselves later.' }),
    },
    '{ story: stories/…, outlets: […] }',
  ).meta({
    description: 'A story, or a serial show, and where it plays.',
    oneOf: [{ required: ['story'] }, { required: ['serial'] }],
  });

/** What to do if a platform can't tell whether a message has arrived. */
const lostSendSchema = (title: string) =>
  block(
    {
      unknown: z
        .enum(['ask', 'resend', 'leave'], { error: 'ask, resend or leave' })
        .default('ask')
        .meta({
          description: `A ${title} post without an answer: a showrunner is asked; it is sent again, perhaps twice; or it counts as missing.`,
        }),
    },
    '{ unknown: ask }',
  )
    .prefault({})
    .meta({ description: `Rules that only ${title} needs.` });

/** Sections, by platform name. */
export const sectionsOf = (platforms: Platforms) =>
  Object.fromEntries(
    platforms
      .filter(({ capabilities }) => capabilities.lostSend === 'cannot-look')
      .map(({ name }) => [name, lostSendSchema(platformTitle(name))]),
  );

/** A block with a key for each platform. */
function byPlatform<Value>(
  platforms: Platforms,
  key: (keys: OperatorKeys) => { readonly schema: z.ZodType<Value>; readonly example: string },
) {
  const shape: Record<string, z.ZodType<Value>> = {};
  for (const { name, keys } of platforms) shape[name] = key(keys).schema;
  const examples = platforms.map(({ name, keys }) => `${name}: ${key(keys).example}`);
  return block(shape, `{ ${examples.join(', ')} }`).prefault({});
}

/** Requests a second, by platform. More than a few hundred is a mistake: no bot is allowed that. */
function limitsSchemaOf(platforms: Platforms) {
  const shape: Record<string, z.ZodType<number>> = {};
  for (const { name, keys } of platforms) {
    const right = `requests a second that ${platformTitle(name)} allows this bot, 1 to ${MOST_REQUESTS}`;
    shape[name] = z
      .int({ error: right })
      .min(1, { error: right })
      .max(MOST_REQUESTS, { error: right })
      .default(keys.requestsASecond)
      .meta({ description: `Requests a second that ${platformTitle(name)} allows this bot.` });
  }
  const examples = platforms.map(({ name, keys }) => `${name}: ${keys.requestsASecond}`);
  return block(shape, `{ ${examples.join(', ')} }`).prefault({});
}
const MOST_REQUESTS = 1_000;

/** The operator's file, as a bot with these platforms reads it. `sectionsOf` reads what the sections say. */
export function operatorSchemaOf(platforms: Platforms) {
  const sections = sectionsOf(platforms);
  const shape = {
    showrunners: byPlatform(platforms, ({ showrunners }) => showrunners).meta({
      description: 'Who may steer every show.',
    }),
    alerts: byPlatform(platforms, ({ alerts }) => alerts).meta({
      description: 'Where showrunners are told what went wrong, and asked what the bot cannot decide.',
    }),
    limits: limitsSchemaOf(platforms).meta({
      description: 'What the platforms allow this bot, if they have raised its limits.',
    }),
    ...(sections as object),
    shows: z
      .array(showSchemaOf(platforms), { error: 'a list of shows, each beginning with "-"' })
      .min(1, { error: 'at least one show' })
      .meta({ description: 'What this bot plays.' }),
  };
  return block(
    shape,
    ['showrunners', 'alerts', 'limits', ...Object.keys(sections)].join(', ').concat(' and shows'),
  ).meta({
    title: 'Cliffhanger operator',
    description: 'What this bot plays, where, and who may steer it.',
  });
}

export type OperatorData = z.output<ReturnType<typeof operatorSchemaOf>>;
export type OutletData = OperatorData['shows'][number]['outlets'][number];
