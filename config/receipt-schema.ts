import { z } from 'zod';
import type * as report from '../src/core/report.ts';
import { RECEIPT_VERSION } from '../src/core/report.ts';
import { COUNT_REMARKS, COUNT_TROUBLES, type CountTrouble } from '../src/core/vote/count-trouble.ts';
import type * as redaction from '../src/core/vote/redacted-receipt.ts';
import type { PlatformFacts } from '../src/ports/platform/platform-facts.ts';
import {
  absentOn,
  count,
  counts,
  decision,
  instant,
  named,
  ordinal,
  type PlatformSchema,
  platformOf,
  roundKind,
} from './report-schema.ts';

/** The receipts' shapes for readers outside: config/schema/receipt.schema.json and redacted-receipt.schema.json. */

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

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const remark = z
  .enum(COUNT_REMARKS)
  .exactOptional()
  .meta({ description: 'What is worth knowing of a count that is in the result in full.' });

/** @param more what a later version has beside. */
function outletCountOn<More extends z.ZodRawShape>(platform: PlatformSchema, more: More) {
  const outlet = { outlet: z.string(), platform, name: z.string(), ...more };
  return z.discriminatedUnion('status', [
    z.strictObject({
      ...outlet,
      status: z.enum(['final', 'provisional']),
      counts,
      closedAt: instant,
      link: z.string().exactOptional().meta({ description: "Address of the native poll's message." }),
      note: z.string().exactOptional(),
      because,
      remark,
    }),
    z.strictObject({ ...outlet, status: z.literal('missing'), reason: z.string(), because }),
  ]);
}

const what = z.enum(['closed', 'extended', 'voided', 'decided', 'let-stand']);
const person = z.string().meta({ description: '`clock`, or the pseudonym of a person.' });

/** What is the same in all versions and forms. */
const commonOn = (platform: PlatformSchema) => ({
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
  absent: absentOn(platform).exactOptional(),
  late: late.exactOptional(),
  notes: z.array(z.string()).meta({ description: 'Sentences about how to read the counts.' }),
});

const AMENDMENTS = 'What was found out after the decision; the winner never changes.';
const hashAtDecision = digest.meta({
  description: 'The hash of the same receipt without its amendments: it stays the same after the decision.',
});

/** A full receipt of each version, and the redacted form; see docs/receipts.md. */
export function receiptShapesOf(platforms: readonly PlatformFacts[]) {
  const platform = platformOf(platforms);
  const common = commonOn(platform);
  const counted = outletCountOn(platform, {});
  const salts = z
    .strictObject({ link: digest, private: digest })
    .meta({ description: 'They hide what is hashed of the link, and of id, name, note and reason.' });
  const salted = outletCountOn(platform, { salts });
  const first = z
    .strictObject({
      version: z.literal(1),
      ...common,
      outlets: z.array(counted),
      interventions: z.array(z.strictObject({ what, by: person, reason: z.string(), at: instant })),
      amendments: z.array(z.strictObject({ at: instant, outlet: counted })).meta({ description: AMENDMENTS }),
      hash: digest.meta({
        description: 'SHA-256 over the canonical form of the receipt without this field.',
      }),
    })
    .meta({
      description: 'Of seasons that began before version 2.',
    }) satisfies z.ZodType<report.ReceiptReport>;
  const full = z.strictObject({
    version: z.literal(RECEIPT_VERSION),
    form: z.literal('full'),
    ...common,
    outlets: z.array(salted),
    interventions: z.array(
      z.strictObject({ what, by: person, reason: z.string(), at: instant, salt: digest.exactOptional() }),
    ),
    amendments: z.array(z.strictObject({ at: instant, outlet: salted })).meta({ description: AMENDMENTS }),
    hashAtDecision,
    hash: digest.meta({ description: 'SHA-256 as docs/receipts.md says; the redacted form has the same.' }),
  }) satisfies z.ZodType<report.ReceiptReport>;
  return { first, full, redacted: redactedOn(platform, common) };
}

function redactedOn(platform: PlatformSchema, common: ReturnType<typeof commonOn>) {
  const seen = {
    platform,
    because,
    sealed: z
      .strictObject({ link: digest, private: digest })
      .meta({ description: 'Hashes of the salted link, and of the salted id, name, note and reason.' }),
    link: z.strictObject({ salt: digest, link: z.string() }).exactOptional().meta({
      description: "Address of the native poll's message where it is public; `sealed.link` is of it.",
    }),
    called: z.string().exactOptional().meta({
      description: "The community's public name when this was served. Not hashed, because it may change.",
    }),
  };
  const row = z.union([
    z.discriminatedUnion('status', [
      z.strictObject({
        ...seen,
        status: z.enum(['final', 'provisional']),
        counts,
        closedAt: instant,
        remark,
      }),
      z.strictObject({ ...seen, status: z.literal('missing') }),
    ]),
    z.strictObject({ row: digest }).meta({ description: 'A row that is left out: its hash.' }),
  ]);
  return z
    .strictObject({
      version: z.literal(RECEIPT_VERSION),
      form: z.literal('redacted'),
      ...common,
      outlets: z.array(row),
      folded: z
        .strictObject({ rows: ordinal, counts, provisional: count })
        .exactOptional()
        .meta({ description: 'Sums over the rows that are left out.' }),
      interventions: z.array(
        z.strictObject({
          what,
          by: z.enum(['clock', 'team']),
          reason: z.string(),
          at: instant,
          sealed: digest.exactOptional(),
        }),
      ),
      amendments: z.array(
        z.strictObject({
          at: instant,
          of: ordinal.meta({ description: 'Position of its row among the outlets, from 1.' }),
          outlet: row,
        }),
      ),
      hashAtDecision,
      hash: digest.meta({ description: 'The same as that of the full receipt.' }),
    })
    .meta({
      title: 'Cliffhanger receipt, redacted',
      description:
        'What pages serve and /receipt attaches for everybody: no ids, no private names, no row of fewer than five votes.',
    }) satisfies z.ZodType<redaction.RedactedReceipt>;
}

export function receiptSchemaOf(platforms: readonly PlatformFacts[]) {
  const { first, full } = receiptShapesOf(platforms);
  return z
    .union([full, first])
    .meta({ title: 'Cliffhanger receipt', description: 'What `cliffhanger receipt SHOW --json` prints.' });
}
