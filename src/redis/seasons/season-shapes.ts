import { z } from 'zod';
import type { DeliveryKind } from '../../core/ids.ts';
import type { Effect } from '../../core/season/effects.ts';
import type { SeasonEvent } from '../../core/season/events.ts';
import { COUNT_TROUBLES } from '../../core/vote/count-trouble.ts';
import { languages } from '../../core/wording/catalogues.ts';
import type { DeliveryStatus } from '../../ports/delivery-ledger.ts';

/**
 * What the records of a season look like, as far as somebody relies on it. More keys than these may be there: a later
 * version of the same shape adds some. A kind that is added to the types is missing here until it has its shape.
 */

/** Anything later is no date to JavaScript. */
const instant = z.number().min(0).max(8.64e15);
const length = z.number().min(0).max(8.64e15);
const ordinal = z.int().min(1);
const count = z.int().min(0);
const id = z.string().min(1).max(300);
const words = z.string().max(100_000);

const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('clock') }),
  z.object({ kind: z.literal('person'), pseudonym: words }),
]);
const intervention = z.object({ what: words, by: actor, reason: words, at: instant });
const option = z.object({ id, label: words, next: id.optional() });
const rules = z.object({
  opens: length,
  lasts: length.min(1),
  tie: z.enum(['runoff', 'showrunner', 'first-listed']),
  runoff: length.min(1),
  quorum: count,
  reminder: length.optional(),
  closing: length,
  sealed: z.boolean(),
  missing: z.enum(['ask', 'announce']).optional(),
  late: z.enum(['extend', 'ask', 'go-on']).optional(),
  patience: length.optional(),
});
const choice = z.object({
  question: words,
  kind: z.enum(['binding', 'prediction']),
  options: z.array(option).min(2).max(50),
  voting: rules,
});
const episode = z.object({
  id,
  title: words,
  url: words.optional(),
  synopsis: words,
  image: words.optional(),
  revisited: z.boolean(),
  continuation: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('choice'), choice }),
    z.object({ kind: z.literal('next'), next: id, prediction: choice.optional() }),
    z.object({ kind: z.literal('ending') }),
  ]),
});
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const story = z.object({
  id,
  title: words,
  language: z.enum(languages),
  opening: id,
  release: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('after'), after: length }),
    z.object({
      kind: z.literal('daily'),
      days: ordinal.max(366),
      at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      timezone: words.refine(isTimeZone),
    }),
  ]),
  voting: rules,
  episodes: z.array(episode).min(1),
});
const counts = z.record(z.string(), count);
const tally = z.object({ counts, total: count, provisional: z.boolean(), missing: z.array(id) });
const undecided = z.object({
  cause: z.enum(['tie', 'quorum', 'nobody-voted', 'missing', 'late', 'nobody-could']),
  among: z.array(id),
});
const decision = z.object({
  option: id,
  rule: z.object({ kind: z.enum(['plurality', 'first-listed', 'showrunner']), because: words.optional() }),
});
const planned = z.object({
  number: ordinal,
  release: ordinal,
  episode: id,
  kind: z.enum(['first', 'runoff', 'rerun']),
  of: ordinal.optional(),
  binding: z.boolean(),
  question: words,
  options: z.array(option).min(2).max(50),
  rules,
  opensAt: instant,
  closesAt: instant,
  backstopAt: instant,
  reminderAt: instant.optional(),
});

const EVENTS: Readonly<Record<SeasonEvent['type'], z.ZodRawShape>> = {
  'season-started': { season: id, story, storyHash: words },
  'episode-scheduled': { episode: id, releaseAt: instant, via: ordinal.optional() },
  'link-awaited': { episode: id },
  'link-given': { episode: id, url: words, by: actor },
  'episode-released': { number: ordinal, episode: id, via: ordinal.optional() },
  'round-planned': { round: planned },
  'round-opened': { round: ordinal },
  'reminder-due': { round: ordinal },
  'round-extended': {
    round: ordinal,
    closesAt: instant,
    reminderAt: instant.optional(),
    by: actor,
    reason: words,
  },
  'round-closed': { round: ordinal, early: intervention.optional() },
  'round-undecided': { round: ordinal, why: undecided, tally, until: instant.optional() },
  'round-late': {
    round: ordinal,
    lost: length,
    outlets: z.object({ late: count, of: count }).optional(),
    outcome: z.enum(['extended', 'asked', 'went-on']),
    until: instant.optional(),
  },
  'round-let-stand': { round: ordinal, by: actor, reason: words },
  'round-tied': { round: ordinal, tally, runoff: ordinal },
  'round-decided': { round: ordinal, decision, tally, intervention: intervention.optional() },
  'round-voided': { round: ordinal, rerun: ordinal, by: actor, reason: words },
  'episodes-reloaded': { episodes: z.array(episode).min(1), by: actor },
  'season-paused': { by: actor, reason: words },
  'season-resumed': { by: actor },
  'season-cancelled': { by: actor, reason: words },
  'season-concluding': { release: ordinal },
  'season-ended': { episode: id },
};

/** Showrunners are told by its code, and each code has its own facts. */
const alert = z.looseObject({ code: words });
const deliveryKind = z.enum([
  'drop',
  'poll',
  'reminder',
  'extension',
  'notice',
  'result',
  'alert',
] satisfies readonly DeliveryKind[]);

const EFFECTS: Readonly<Record<Effect['kind'], z.ZodRawShape>> = {
  wake: {},
  deliver: { delivery: deliveryKind, number: ordinal, expiresAt: instant },
  'close-polls': { round: ordinal },
  settle: { round: ordinal },
  alert: { alert },
  ask: { round: ordinal },
  'check-window': { round: ordinal },
  'check-delivery': { outlet: id, delivery: id },
  'follow-alert': { number: ordinal, alert },
  'bot-alert': { raisedAt: instant, number: ordinal, alert },
};

function oneOf(key: string, shapes: Readonly<Record<string, z.ZodRawShape>>, common: z.ZodRawShape) {
  const kinds = Object.entries(shapes).map(([kind, shape]) =>
    z.object({ [key]: z.literal(kind), ...common, ...shape }),
  );
  return z.discriminatedUnion(key, kinds as [z.ZodObject, ...z.ZodObject[]]);
}

const address = z.discriminatedUnion('platform', [
  z.object({ platform: z.literal('discord'), channel: id }),
  z.object({ platform: z.literal('telegram'), chat: id, topic: z.int().optional() }),
]);
const resolved = z.object({
  address,
  name: words,
  community: words,
  namedVotes: z.boolean(),
  traits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
const problem = z.object({ code: words, what: words, fix: words });
/** On any platform: what is on one that is off is passed over. */
const anywhere = resolved.extend({
  address: z.union([
    address,
    z.looseObject({ platform: id.refine((one) => one !== 'discord' && one !== 'telegram') }),
  ]),
});
const identity = { outlet: id, platform: z.enum(['discord', 'telegram']), name: words };
const countTrouble = z.enum(Object.keys(COUNT_TROUBLES));
const outletCount = z.discriminatedUnion('status', [
  z.object({
    ...identity,
    status: z.enum(['final', 'provisional']),
    counts,
    closedAt: instant,
    link: words.optional(),
    note: words.optional(),
    because: countTrouble.optional(),
  }),
  z.looseObject({
    ...identity,
    status: z.literal('missing'),
    reason: words,
    because: countTrouble.optional(),
  }),
]);
const nativePoll = z.object({
  id,
  message: z.looseObject({ id: id.optional(), in: id }),
  answers: z.record(z.string(), id),
});
const message = z.object({ id, in: id, link: words.optional() });

/** Of a delivery's record, by its status; the rest is common. */
const STATUSES: Readonly<Record<DeliveryStatus['kind'], z.ZodRawShape>> = {
  owed: { notBefore: instant, why: words.optional() },
  sending: { lease: words, leaseUntil: instant },
  sent: { at: instant, detail: json(message) },
  refused: { at: instant, detail: json(problem) },
  unknown: { at: instant, why: words },
};

/** A text that is JSON of a shape. */
function json(shape: z.ZodType) {
  return z.string().refine((text) => {
    try {
      return shape.safeParse(JSON.parse(text)).success;
    } catch {
      return false;
    }
  }, 'holds something else than it should');
}

export const shapes = {
  event: oneOf('type', EVENTS, { at: instant }),
  effect: oneOf('kind', EFFECTS, { dueAt: instant }),
  seasonOutlet: z.object({
    id,
    outlet: resolved,
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
  amendment: z.object({ at: instant, count: outletCount }),
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
