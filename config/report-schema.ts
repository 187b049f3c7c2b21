import { z } from 'zod';
import type { PlatformName } from '../src/core/ids.ts';
import type * as report from '../src/core/report.ts';
import { REPORT_VERSION } from '../src/core/report.ts';
import type { Absence } from '../src/core/vote/absence.ts';
import { COUNT_REMARKS, COUNT_TROUBLES, type CountTrouble } from '../src/core/vote/count-trouble.ts';
import type { PlatformFacts } from '../src/ports/platform/platform-facts.ts';

/** The reports' shapes for readers outside: config/schema/status.schema.json and receipt.schema.json. */

const instant = z.iso.datetime();
const count = z.int().min(0);
const ordinal = z.int().min(1);
const counts = z.record(z.string(), count);
type PlatformSchema = z.ZodType<PlatformName>;
const platformOf = (platforms: readonly PlatformFacts[]): PlatformSchema =>
  z.enum(platforms.map(({ name }) => name));
const roundKind = z.enum(['first', 'runoff', 'rerun']);
const version = z.literal(REPORT_VERSION);
const named = { id: z.string(), title: z.string() };

const decision = z.strictObject({
  option: z.string().meta({ description: 'Id of the option that won.' }),
  label: z.string(),
  rule: z.enum(['plurality', 'first-listed', 'showrunner']),
  because: z
    .enum(['tie', 'runoff-tie', 'nobody-voted', 'nobody-could', 'quorum'])
    .nullable()
    .meta({ description: 'Why the rule was needed; null for a plurality.' }),
}) satisfies z.ZodType<report.ReportedDecision>;

const absentOn = (platform: PlatformSchema) =>
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
        for: z.enum(['tie', 'quorum', 'nobody-voted', 'missing', 'nobody-could', 'late']),
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
      state: z
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
        }),
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

const because = z
  .enum(Object.keys(COUNT_TROUBLES) as [CountTrouble, ...CountTrouble[]])
  .exactOptional()
  .meta({
    description: "Why there is no final count of the platform's own; absent in what older versions wrote.",
  });

const late = z
  .strictObject({
    lost: z.string().meta({ description: 'How long the bot was away of the promised time, such as 14s.' }),
    outlets: z.strictObject({ late: ordinal, of: ordinal }).exactOptional(),
    outcome: z.enum(['extended', 'asked', 'went-on']),
  })
  .meta({
    description:
      'Present where more than a third of the outlets had less than half of the promised time because the bot was away.',
  }) satisfies z.ZodType<report.ReportedLateness>;

function outletCountOn(platform: PlatformSchema) {
  const outlet = { outlet: z.string(), platform, name: z.string() };
  return z.discriminatedUnion('status', [
    z.strictObject({
      ...outlet,
      status: z.enum(['final', 'provisional']),
      counts,
      closedAt: instant,
      link: z.string().exactOptional().meta({ description: "Address of the native poll's message." }),
      note: z.string().exactOptional(),
      because,
      remark: z
        .enum(COUNT_REMARKS)
        .exactOptional()
        .meta({ description: 'What is worth knowing of a count that is in the result in full.' }),
    }),
    z.strictObject({ ...outlet, status: z.literal('missing'), reason: z.string(), because }),
  ]) satisfies z.ZodType<report.ReportedOutletCount>;
}

export function receiptSchemaOf(platforms: readonly PlatformFacts[]) {
  const platform = platformOf(platforms);
  const outletCount = outletCountOn(platform);
  return z
    .strictObject({
      version,
      show: z.string(),
      season: z.string(),
      round: ordinal,
      kind: roundKind,
      binding: z.boolean(),
      episode: z.strictObject(named),
      question: z.string(),
      options: z
        .array(z.strictObject({ id: z.string(), label: z.string(), count }))
        .meta({ description: "In the poll's order; `count` is the sum over the outlets." }),
      total: count,
      decision: decision
        .nullable()
        .meta({ description: 'Null while nothing is decided, and for a round that was tied or voided.' }),
      decidedAt: instant.nullable(),
      provisional: z.boolean(),
      rule: z
        .strictObject({
          sentence: z.string(),
          opens: instant,
          closes: instant,
          tie: z.enum(['runoff', 'showrunner', 'first-listed']),
          quorum: count,
          sealed: z.boolean(),
        })
        .meta({ description: 'As published before the first vote.' }),
      outlets: z.array(outletCount),
      absent: absentOn(platform).exactOptional(),
      late: late.exactOptional(),
      notes: z.array(z.string()).meta({ description: 'Sentences about how to read the counts.' }),
      interventions: z.array(
        z.strictObject({
          what: z.enum(['closed', 'extended', 'voided', 'decided', 'let-stand']),
          by: z.string().meta({ description: '`clock`, or the pseudonym of a person.' }),
          reason: z.string(),
          at: instant,
        }),
      ),
      amendments: z
        .array(z.strictObject({ at: instant, outlet: outletCount }))
        .meta({ description: 'What was found out after the decision; the winner never changes.' }),
      hash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .meta({ description: 'SHA-256 over the canonical form of the receipt without this field.' }),
    })
    .meta({
      title: 'Cliffhanger receipt',
      description: 'What `cliffhanger receipt SHOW --json` prints.',
    }) satisfies z.ZodType<report.ReceiptReport>;
}
