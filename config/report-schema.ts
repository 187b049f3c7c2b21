import { z } from 'zod';
import type { PlatformName } from '../src/core/ids.ts';
import type * as report from '../src/core/report.ts';
import { STATUS_VERSION } from '../src/core/report.ts';
import type { Absence } from '../src/core/vote/absence.ts';
import type { PlatformFacts } from '../src/ports/platform/platform-facts.ts';

/** The status' shape for readers outside: config/schema/status.schema.json. */

export const instant = z.iso.datetime();
export const count = z.int().min(0);
export const ordinal = z.int().min(1);
export const counts = z.record(z.string(), count);
export type PlatformSchema = z.ZodType<PlatformName>;
export const platformOf = (platforms: readonly PlatformFacts[]): PlatformSchema =>
  z.enum(platforms.map(({ name }) => name));
export const roundKind = z.enum(['first', 'runoff', 'rerun']);
const version = z.literal(STATUS_VERSION);
export const named = { id: z.string(), title: z.string() };

export const decision = z.strictObject({
  option: z.string().meta({ description: 'Id of the option that won.' }),
  label: z.string(),
  rule: z.enum(['plurality', 'first-listed', 'showrunner']),
  because: z
    .enum(['tie', 'runoff-tie', 'nobody-voted', 'nobody-could', 'quorum'])
    .nullable()
    .meta({ description: 'Why the rule was needed; null for a plurality.' }),
}) satisfies z.ZodType<report.ReportedDecision>;

export const waitCause = z.enum(['tie', 'quorum', 'nobody-voted', 'missing', 'nobody-could', 'late']);

export const showState = z
  .enum([
    'not-started',
    'scheduled',
    'awaiting-link',
    'awaiting-episode',
    'waiting',
    'voting',
    'closing',
    'undecided',
    'decided',
    'concluding',
    'ended',
    'cancelled',
  ])
  .meta({
    description: "Where the show stands; while a choice is put to the audience, its round's phase.",
  });

export const absentOn = (platform: PlatformSchema) =>
  z
    .strictObject({
      platforms: z.array(platform).meta({ description: 'Platforms on which no outlet had an open poll.' }),
      absent: ordinal,
      of: ordinal,
    })
    .meta({
      description:
        'Present where a whole platform, or more than a third of at least five outlets, never had an open poll.',
    }) satisfies z.ZodType<Absence>;

const tallyOn = (platform: PlatformSchema) =>
  z.strictObject({
    counts: counts.meta({ description: 'Ballots by option id; every option of the round.' }),
    total: count,
    provisional: z.boolean(),
    missing: z.array(z.string()).meta({ description: 'Outlets whose counts could not be read.' }),
    absent: absentOn(platform).exactOptional(),
  }) satisfies z.ZodType<report.ReportedTally>;

const roundOn = (platform: PlatformSchema) =>
  z.strictObject({
    number: ordinal,
    episode: z.string(),
    kind: roundKind,
    binding: z.boolean().meta({ description: 'False for a prediction.' }),
    question: z.string(),
    options: z.array(z.strictObject({ id: z.string(), label: z.string() })),
    phase: z.enum(['waiting', 'voting', 'closing', 'undecided', 'decided', 'tied', 'voided', 'abandoned']),
    opensAt: instant,
    closesAt: instant,
    decision: decision.exactOptional(),
    tally: tallyOn(platform).exactOptional(),
    waits: z
      .strictObject({
        for: waitCause,
        until: instant.exactOptional(),
      })
      .exactOptional()
      .meta({
        description: 'Of a round that waits for a showrunner; `until`: it is decided without an answer then.',
      }),
  }) satisfies z.ZodType<report.ReportedRound>;

const delivery = z.strictObject({
  kind: z.enum(['drop', 'poll', 'reminder', 'extension', 'notice', 'result', 'alert']),
  number: ordinal.meta({
    description:
      'Of the release (drop), the round (poll, reminder, result), the extension, the notice or the alert.',
  }),
  status: z.enum(['owed', 'sending', 'sent', 'refused', 'unknown']),
  at: instant.exactOptional(),
  reason: z.string().exactOptional(),
  cause: z.string().exactOptional().meta({ description: 'Why it was refused, by a stable name.' }),
  link: z.string().exactOptional(),
}) satisfies z.ZodType<report.ReportedDelivery>;

const step = z.strictObject({
  number: ordinal,
  ...named,
  url: z.string().exactOptional(),
  at: instant,
  via: z
    .strictObject({ round: ordinal, option: z.string(), label: z.string() })
    .exactOptional()
    .meta({ description: 'The vote that led here.' }),
}) satisfies z.ZodType<report.PathStep>;

export function statusSchemaOf(platforms: readonly PlatformFacts[]) {
  const platform = platformOf(platforms);
  return z
    .strictObject({
      version,
      show: z.string(),
      title: z.string(),
      season: z.string().nullable().meta({ description: 'Null before the first start.' }),
      state: showState,
      paused: z.boolean(),
      startedAt: instant.exactOptional(),
      episode: z
        .strictObject({ ...named, number: ordinal, url: z.string().exactOptional() })
        .exactOptional()
        .meta({ description: 'The episode released last.' }),
      next: z
        .strictObject({ ...named, at: instant.exactOptional() })
        .exactOptional()
        .meta({ description: 'What comes next; without a time where it waits for a link.' }),
      rounds: z.array(roundOn(platform)),
      deliveries: z.array(
        z.strictObject({ outlet: z.string(), platform, name: z.string(), deliveries: z.array(delivery) }),
      ),
      question: z
        .strictObject({
          found: z.enum(['folder', 'platform']).meta({
            description: 'Whether the data folder or a platform shows that the show has been played before.',
          }),
          season: z.string().exactOptional(),
          askedAt: instant,
          what: z.string().meta({ description: 'What is asked, and how it is answered.' }),
        })
        .exactOptional()
        .meta({
          description:
            "The data of the show's last season is missing. Nothing is posted for it until a person says how to go on.",
        }),
      unplayable: z
        .array(
          z.strictObject({
            outlet: z.string().meta({
              description:
                "As the operator's file has it, or would have it where its community came by command.",
            }),
            platform,
            name: z.string(),
            because: z
              .enum(['refused', 'no-answer'])
              .meta({ description: 'Whether the platform said no, or nothing yet.' }),
            reason: z.string(),
            since: instant,
          }),
        )
        .exactOptional()
        .meta({
          description:
            "Outlets that the bot cannot play in, of the operator's file and of communities that came by command. It goes on there once it can.",
        }),
      path: z.array(step).meta({ description: 'Every release so far, in order.' }),
    })
    .meta({
      title: 'Cliffhanger status',
      description: 'What `cliffhanger status SHOW --json` prints.',
    }) satisfies z.ZodType<report.StatusReport>;
}
