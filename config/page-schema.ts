import { z } from 'zod';
import type * as page from '../src/core/page/snapshot.ts';
import { PAGE_VERSION } from '../src/core/page/snapshot.ts';
import type { PlatformFacts } from '../src/ports/platform/platform-facts.ts';
import {
  count,
  decision,
  instant,
  ordinal,
  platformOf,
  roundKind,
  showState,
  waitCause,
} from './report-schema.ts';

/** The shape of a show's page as data, for readers outside: config/schema/page.schema.json. */

const decided = decision.pick({ rule: true, because: true }) satisfies z.ZodType<page.PageDecision>;

const episode = {
  number: ordinal.meta({ description: 'As people count: from 1, without episodes that were taken back.' }),
  title: z.string(),
  url: z.string().exactOptional(),
  at: instant,
  ending: z.boolean(),
};

const step = z.strictObject({
  ...episode,
  choice: z
    .strictObject({
      round: ordinal,
      question: z.string(),
      options: z.array(z.strictObject({ label: z.string(), taken: z.boolean() })),
      votes: count.meta({ description: 'Of the option that was taken.' }),
      total: count,
      decision: decided,
    })
    .exactOptional()
    .meta({ description: 'What was decided after it. Nothing says where the other options led.' }),
}) satisfies z.ZodType<page.PageStep>;

const next = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('dated'),
    at: instant,
    title: z.string().exactOptional().meta({ description: 'Only if no vote decides which episode it is.' }),
  }),
  z.strictObject({ kind: z.literal('undated'), late: z.boolean() }),
  z.strictObject({ kind: z.literal('vote'), at: instant.exactOptional() }),
  z.strictObject({ kind: z.enum(['ended', 'cancelled']) }),
]) satisfies z.ZodType<page.PageNext>;

export function pageSchemaOf(platforms: readonly PlatformFacts[]) {
  const platform = platformOf(platforms);
  const community = z.strictObject({
    name: z.string().exactOptional().meta({ description: 'Its public name, if it has one.' }),
    unnamed: z.string().exactOptional().meta({ description: 'What it is called without one.' }),
    platform: platform.exactOptional(),
    link: z.string().exactOptional(),
    communities: ordinal,
    votes: count,
    counts: z.array(count).meta({ description: "In the order of the vote's options." }),
    rest: z.boolean().meta({ description: 'Several small communities, or too many, together.' }),
  }) satisfies z.ZodType<page.PageCommunity>;
  const vote = z.strictObject({
    round: ordinal,
    kind: roundKind,
    binding: z.boolean().meta({ description: 'False for a prediction.' }),
    phase: z.enum(['waiting', 'voting', 'closing', 'undecided']),
    question: z.string(),
    options: z.array(
      z.strictObject({
        label: z.string(),
        emoji: z.string().exactOptional(),
        votes: count.exactOptional().meta({ description: 'Absent while counts are hidden.' }),
      }),
    ),
    sealed: z.boolean(),
    opensAt: instant,
    closesAt: instant,
    tally: z
      .strictObject({
        total: count,
        platforms: z.array(z.strictObject({ platform, votes: count })),
        communities: z.array(community),
      })
      .exactOptional()
      .meta({ description: 'Absent while counts are hidden.' }),
    platforms: z.array(platform).meta({ description: 'Where there are polls.' }),
    places: z
      .array(z.strictObject({ name: z.string(), link: z.string() }))
      .meta({ description: 'Polls in chats with a public address.' }),
    waits: z
      .strictObject({ for: waitCause, until: instant.exactOptional() })
      .exactOptional()
      .meta({ description: "It waits for the show's team; `until`: it is decided without an answer then." }),
  }) satisfies z.ZodType<page.PageVote>;
  const receipt = z.strictObject({
    round: ordinal,
    kind: roundKind,
    binding: z.boolean(),
    episode: ordinal.exactOptional(),
    question: z.string(),
    options: z.array(z.strictObject({ label: z.string(), votes: count, won: z.boolean() })),
    total: count,
    provisional: z.boolean(),
    decision: decided.exactOptional().meta({ description: 'Absent for a tie that went to a runoff.' }),
    decidedAt: instant,
    notes: z.array(z.string()),
    hash: z.string(),
    hasFile: z.boolean().meta({ description: 'Whether its receipt is there as a file.' }),
    communities: z.array(community).exactOptional(),
  }) satisfies z.ZodType<page.PageReceipt>;
  return z
    .strictObject({
      version: z.literal(PAGE_VERSION),
      show: z.string(),
      title: z.string(),
      language: z.string(),
      timezone: z.string(),
      colour: z.string().exactOptional(),
      hasLogo: z.boolean(),
      state: showState,
      paused: z.boolean(),
      episode: z
        .strictObject({ ...episode, synopsis: z.string() })
        .exactOptional()
        .meta({ description: 'The episode released last.' }),
      votes: z.array(vote).meta({ description: 'The one that moves the story comes first.' }),
      next: next.exactOptional(),
      path: z.array(step),
      receipts: z.array(receipt).meta({ description: 'Of decided and tied votes, latest first.' }),
      changedAt: instant,
    })
    .meta({
      title: "A show's page",
      description: 'What anybody may read at /shows/<id>.json.',
    }) satisfies z.ZodType<page.PageSnapshot>;
}
