import { z } from 'zod';
import type { DeliveryKind } from '../../core/ids.ts';
import type { Effect } from '../../core/season/effects.ts';
import type { SeasonEvent } from '../../core/season/events.ts';
import { WEEKDAYS } from '../../core/story/story.ts';
import { LONGEST_ADDRESS } from '../../core/story/web-address.ts';
import { languages } from '../../core/wording/catalogues.ts';

/**
 * Shapes of the records in a season's log and outbox, and what the season's other records share with them.
 */

/** JavaScript has no later date. */
export const instant = z.number().min(0).max(8.64e15);
const length = z.number().min(0).max(8.64e15);
export const ordinal = z.int().min(1);
export const count = z.int().min(0);
export const id = z.string().min(1).max(300);
export const words = z.string().max(100_000);

const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('clock') }),
  z.object({ kind: z.literal('person'), pseudonym: words }),
]);
const intervention = z.object({ what: words, by: actor, reason: words, at: instant });
const option = z.object({ id, label: words, emoji: words.optional(), next: id.optional() });
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
  intended: z.record(z.string(), z.number().min(0).max(1)).optional(),
});
const continuation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('choice'), choice }),
  z.object({ kind: z.literal('next'), next: id, prediction: choice.optional() }),
  z.object({ kind: z.literal('ending') }),
  z.object({ kind: z.literal('open') }),
]);
const episode = z.object({
  id,
  title: words,
  url: words.optional(),
  synopsis: words,
  image: words.optional(),
  at: instant.optional(),
  match: words.optional(),
  revisited: z.boolean(),
  draft: z.literal(true).optional(),
  continuation,
});
const key = z.string().min(1).max(LONGEST_ADDRESS);
const knownItem = z.object({ key, url: words, episode: id.optional() });
const item = z.object({
  id: id.optional(),
  key,
  title: words,
  url: words,
  synopsis: words,
  image: words.optional(),
  publishedAt: instant.optional(),
  vote: z
    .discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), question: words, options: z.array(words) }),
      z.object({ ok: z.literal(false), what: words }),
    ])
    .optional(),
});
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const story = z.object({
  id,
  title: words,
  language: z.enum(languages),
  opening: id.optional(),
  release: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('after'), after: length }),
    z.object({
      kind: z.literal('daily'),
      days: ordinal.max(366),
      at: timeOfDay,
      timezone: words.refine(isTimeZone),
    }),
    z.object({
      kind: z.literal('weekly'),
      weekdays: z.array(z.enum(WEEKDAYS)).min(1),
      at: timeOfDay,
      timezone: words.refine(isTimeZone),
    }),
    z.object({ kind: z.literal('on-link') }),
  ]),
  voting: rules,
  gap: length.optional(),
  episodes: z.array(episode),
});
export const counts = z.record(z.string(), count);
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
  title: words.optional(),
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
  'season-started': {
    season: id,
    story,
    storyHash: words,
    salt: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  },
  'episode-scheduled': { episode: id, releaseAt: instant, via: ordinal.optional() },
  'link-awaited': { episode: id },
  'link-given': { episode: id, url: words, by: actor, item: knownItem.optional() },
  'episode-added': { added: episode, by: actor, item: knownItem.optional(), doubt: words.optional() },
  'episode-edited': { episode: id, title: words, url: words, item: knownItem },
  'items-asked': {
    number: ordinal,
    why: z.enum(['confirm', 'old', 'many', 'unmatched', 'ambiguous']),
    items: z.array(item).min(1),
    among: z.array(id).optional(),
    until: instant.optional(),
  },
  'items-answered': { question: ordinal, taken: z.array(key), by: actor },
  'items-noted': { items: z.array(knownItem).min(1) },
  'continuation-given': { episode: id, continuation, by: actor },
  'episode-awaited': { via: ordinal.optional() },
  'release-retracted': { release: ordinal, by: actor, reason: words },
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
  'episode-dated': { episode: id, releaseAt: instant, by: actor },
  'episodes-reloaded': { episodes: z.array(episode).min(1), by: actor },
  'season-paused': { by: actor, reason: words },
  'season-resumed': { by: actor },
  'season-cancelled': { by: actor, reason: words },
  'season-concluding': { release: ordinal },
  'season-ended': { episode: id },
};

/** Its code decides what showrunners are told, and each code has different facts. */
export const alert = z.looseObject({ code: words });
export const deliveryKind = z.enum([
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
  'update-drops': { episode: id },
  'update-results': { round: ordinal, outlets: z.array(id).optional() },
  retract: { release: ordinal },
  'close-polls': { round: ordinal },
  settle: { round: ordinal },
  alert: { alert },
  ask: { round: ordinal },
  'check-window': { round: ordinal },
  'check-delivery': { outlet: id, delivery: id },
  'follow-alert': { number: ordinal, alert },
  'bot-alert': { raisedAt: instant, number: ordinal, alert },
};

/** For records of several kinds: the shape of each kind by its name. */
export function oneOf(key: string, shapes: Readonly<Record<string, z.ZodRawShape>>, common: z.ZodRawShape) {
  const kinds = Object.entries(shapes).map(([kind, shape]) =>
    z.object({ [key]: z.literal(kind), ...common, ...shape }),
  );
  return z.discriminatedUnion(key, kinds as [z.ZodObject, ...z.ZodObject[]]);
}

export const logShapes = {
  event: oneOf('type', EVENTS, { at: instant }),
  effect: oneOf('kind', EFFECTS, { dueAt: instant }),
} as const;
