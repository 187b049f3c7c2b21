import { z } from 'zod';
import type { PlatformName } from '../../core/ids.ts';
import { COUNT_REMARKS, COUNT_TROUBLES } from '../../core/vote/count-trouble.ts';
import type { PlatformDefinition } from '../../ports/platform/platform-definition.ts';
import type { DeliveryStatus } from '../../ports/stores/delivery-ledger.ts';
import {
  alert,
  count,
  counts,
  deliveryKind,
  id,
  instant,
  logShapes,
  oneOf,
  ordinal,
  words,
} from './log-shapes.ts';

/**
 * The shapes of a season's records, as far as code relies on them. There may be more keys: a later version of the same
 * shape may add some. A kind that is added to the types is missing here until it has its shape.
 */

/** A platform, as far as a season's records name it. */
export type RecordedPlatform = Pick<PlatformDefinition, 'name' | 'address'>;

/** An address on one of the platforms, as its adapter reads it. */
function addressOn(platforms: readonly RecordedPlatform[]) {
  const shapes = platforms.map(({ name, address }) => address.extend({ platform: z.literal(name) }));
  return z.discriminatedUnion('platform', shapes as unknown as [z.ZodObject, ...z.ZodObject[]]);
}

function outletOn(address: z.ZodType) {
  return z.object({
    address,
    name: words,
    community: words,
    namedVotes: z.boolean(),
    traits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  });
}

const problem = z.object({
  code: words,
  what: words,
  fix: words,
  said: words.optional(),
  from: words.optional(),
});
const countTrouble = z.enum(Object.keys(COUNT_TROUBLES));
const outletCountOn = (names: readonly PlatformName[]) => {
  const identity = { outlet: id, platform: z.enum(names), name: words };
  return z.discriminatedUnion('status', [
    z.object({
      ...identity,
      status: z.enum(['final', 'provisional']),
      counts,
      closedAt: instant,
      link: words.optional(),
      note: words.optional(),
      because: countTrouble.optional(),
      remark: z.enum(COUNT_REMARKS).optional(),
    }),
    z.looseObject({
      ...identity,
      status: z.literal('missing'),
      reason: words,
      because: countTrouble.optional(),
    }),
  ]);
};
const nativePoll = z.object({
  id,
  message: z.looseObject({ id: id.optional(), in: id }),
  answers: z.record(z.string(), id),
});
const message = z.object({ id, in: id, link: words.optional() });

const takenBack = z.object({
  at: instant,
  how: z.enum(['deleted', 'blanked', 'left']),
  why: words.optional(),
});

/** Fields of a delivery's record by its status; the rest is common. */
const STATUSES: Readonly<Record<DeliveryStatus['kind'], z.ZodRawShape>> = {
  owed: { notBefore: instant, why: words.optional() },
  sending: { lease: words, leaseUntil: instant },
  sent: { at: instant, detail: json(message), takenBack: json(takenBack).optional() },
  refused: { at: instant, detail: json(problem) },
  unknown: { at: instant, why: words },
};

/** A text that is JSON with this shape. */
function json(shape: z.ZodType) {
  return z.string().refine((text) => {
    try {
      return shape.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }, 'holds something else than it should');
}

/** Shapes of records that name no platform. */
const SHAPES = {
  ...logShapes,
  openPoll: z.object({
    season: id,
    round: ordinal,
    outlet: id,
    poll: nativePoll,
    namedVotes: z.boolean(),
    openedAt: instant,
  }),
  pollState: z.union([
    z.object({ kind: z.literal('open'), askedAt: instant.optional() }),
    z.object({
      kind: z.enum(['final', 'provisional']),
      counts,
      closedAt: instant,
      note: words.optional(),
      because: countTrouble.optional(),
    }),
    z.object({ kind: z.literal('lost'), why: words, because: countTrouble.optional(), at: instant }),
  ]),
  feedState: z.object({
    feed: words,
    readAt: instant.optional(),
    nextAt: instant,
    etag: words.optional(),
    lastModified: words.optional(),
    movedTo: words.optional(),
    trouble: z.object({ since: instant, failures: ordinal, what: words, told: z.boolean() }).optional(),
  }),
  closing: z.object({
    began: instant,
    next: instant,
    lease: words.optional(),
    closed: z.boolean().optional(),
  }),
  snapshot: z.object({
    sequence: z.number(),
    counts: z.record(z.string(), count),
    closed: z.boolean(),
    question: words,
    labels: z.array(words),
  }),
  delivery: oneOf('status', STATUSES, {
    v: z.literal(1),
    place: count,
    order: count,
    body: json(
      z.object({
        kind: deliveryKind,
        number: ordinal,
        alert: alert.optional(),
        botAlert: alert.optional(),
      }),
    ),
    owedAt: instant,
    expiresAt: instant,
    attempts: count,
    firstTriedAt: instant.optional(),
    doubt: words.optional(),
    claimedAt: instant.optional(),
  }),
} as const;

export type SeasonShapes = ReturnType<typeof seasonShapesOn>;

/** The shapes of what is stored of seasons that play on these platforms, and of nothing else. */
export function seasonShapesOn(platforms: readonly RecordedPlatform[]) {
  const names = platforms.map(({ name }) => name);
  const address = addressOn(platforms);
  /** Entries of a platform that is off, or that an earlier version had, are skipped. */
  const elsewhere = z.looseObject({ platform: id.refine((one) => !names.includes(one)) });
  const anywhere = outletOn(z.union([address, elsewhere]));
  const outletCount = outletCountOn(names);
  return {
    ...SHAPES,
    seasonOutlet: z.object({
      id,
      outlet: outletOn(address),
      mention: words.optional(),
      alertsOnly: z.literal(true).optional(),
      joinedAt: instant,
      leftAt: instant.optional(),
    }),
    connection: z.object({
      id,
      outlet: anywhere,
      mention: words.optional(),
      state: z.enum(['waiting', 'connected']),
      askedAt: instant,
      by: words,
    }),
    place: z.object({
      owner: id,
      literal: words,
      outlet: anywhere.optional(),
      trouble: z
        .object({ kind: z.enum(['refused', 'silent']), since: instant, problems: z.array(problem) })
        .optional(),
      lookedAt: instant,
    }),
    counts: z.array(outletCount),
    sample: z.object({ at: instant, counts }),
    amendment: z.object({ at: instant, count: outletCount }),
  };
}
