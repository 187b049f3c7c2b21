import {
  type DeliveryKind,
  episodeId,
  type OptionId,
  optionId,
  outletId,
  type PlatformName,
  roundNumber,
  type SeasonId,
  seasonId,
  showId,
} from '../../../src/core/ids.ts';
import type { ReceiptReport, ReportedOutletCount, StatusReport } from '../../../src/core/report.ts';
import type { Refusal } from '../../../src/core/season/commands.ts';
import type { NextEpisode } from '../../../src/core/season/next-episode.ts';
import type { EpisodeChange } from '../../../src/core/story/episode-changes.ts';
import type { Episode } from '../../../src/core/story/story.ts';
import type { PublicCount } from '../../../src/core/vote/public-receipt.ts';
import type { Desk, DeskShow } from '../../../src/ports/commands/desk.ts';
import type { OutletProblem } from '../../../src/ports/platform/outlet.ts';
import { someRules } from '../stories.ts';

/** Addresses as story files and platforms may contain them. */
export const ADDRESSES = [
  'https://watch.example/1',
  'https://watch.example/a)b](https://watch.example/x)<y>*_~`|"&\'',
  'https://watch.example/?q=@everyone#here',
] as const;

export const SHOW = showId('night-shift');
export const OUTLET = outletId('discord:1100000000000000001');
const WHEN = '2026-12-01T19:00:00.000Z';
const NOW = Date.parse(WHEN);
/** Ids may contain only letters, digits, "-" and "_". */
const OPTIONS = ['a_b_', 'x--y', '1'].map(optionId);

/** Everything that a desk may answer to a command, with every text from outside drawn from `words`. */
export function hostileDesk(words: () => string, pick: <One>(...of: readonly [One, ...One[]]) => One): Desk {
  const many = <One>(make: () => One): readonly One[] =>
    Array.from({ length: pick(1, 2, 0, 20) }, () => make());
  const problem = (): OutletProblem => ({ code: words(), what: words(), fix: words() });
  const platform = (): PlatformName => pick('discord', 'telegram');
  const address = (): string => pick(...ADDRESSES);
  const options = () => OPTIONS.map((id) => ({ id, label: words(), votes: pick(0, 3), count: pick(0, 7) }));
  const season: SeasonId = seasonId(SHOW, 1);
  const show: DeskShow = {
    id: SHOW,
    title: words(),
    language: 'en',
    communities: 'approved',
    timezone: 'America/New_York',
  };
  const refusal = (): Refusal =>
    pick<Refusal>(
      { code: 'not-started' },
      { code: 'link-missing', episode: episodeId('e_1_') },
      { code: 'unknown-option', option: optionId('_'), among: OPTIONS as readonly OptionId[] },
      { code: 'past-backstop', latest: NOW },
      { code: 'not-longer', closesAt: NOW },
    );
  const differences = () => {
    const episode: Episode = {
      id: episodeId('e_1_'),
      title: words(),
      synopsis: words(),
      revisited: false,
      continuation: {
        kind: 'next',
        next: episodeId('_b'),
        prediction: {
          question: words(),
          kind: 'prediction',
          options: OPTIONS.map((id) => ({ id, label: words() })),
          voting: someRules,
        },
      },
    };
    const changes: readonly EpisodeChange[] = [
      { what: 'title', from: words(), to: words() },
      { what: 'link', to: address() },
      { what: 'date', to: NOW },
      { what: 'follows', from: words(), to: words() },
      { what: 'question', from: words() },
    ];
    return {
      episodes: many(() => ({
        episode,
        isNew: pick(true, false),
        part: pick<'whole' | 'sequel'>('whole', 'sequel'),
        changes,
      })),
      kept: [episodeId('_b')],
      gone: [episodeId('a_')],
      version: '0123456789ab',
    };
  };
  const steered = async () => pick({ ok: true } as const, { ok: false, refusal: refusal() } as const);

  return {
    shows: [show],
    now: async () => NOW,
    isLost: async () => pick(true, false),
    start: async () =>
      pick(
        { ok: true, season, leftOut: many(words) } as const,
        { ok: false, refusal: refusal() } as const,
        { ok: false, faults: many(words) } as const,
      ),
    steer: steered,
    trySteering: async () => ({ ok: true }),
    reload: async () =>
      pick(
        { kind: 'differences', ...differences(), others: pick(true, false) } as const,
        { kind: 'applied', episodes: [episodeId('a_')] } as const,
        { kind: 'refused', refusal: refusal() } as const,
        { kind: 'faulty', faults: many(words) } as const,
      ),
    status: async () => status(),
    standings: async () =>
      pick(undefined, {
        question: words(),
        round: roundNumber(1),
        closesAt: NOW,
        closing: pick(true, false),
        sealed: pick(false, true),
        options: options(),
        total: 9,
        byPlatform: [{ platform: platform(), votes: 9 }],
        here: { label: words(), votes: 1, total: 2 },
      }),
    receipt: async () => pick({ report: receipt(), counts: many(publicCount) }, undefined),
    path: async () =>
      many(() => ({
        number: 1,
        id: 'e_1_',
        at: new Date(NOW).toISOString(),
        title: words(),
        ...pick({}, { url: address() }),
        ...pick({}, { via: { round: 1, option: 'o', label: words(), votes: 2, total: 3, margin: 1 } }),
        ending: pick(true, false),
      })),
    growth: async () =>
      pick(undefined, {
        serial: pick(true, false),
        queued: many(() => ({
          id: episodeId('e_1_'),
          title: words(),
          ...pick({}, { at: NOW }),
          ...pick({}, { url: address() }),
          ...pick({}, { question: words() }),
        })),
        drafts: many(() => ({ id: episodeId('e_2_'), title: words(), synopsis: words() })),
        lasts: 7_200_000,
        questions: many(() => ({
          number: 1,
          why: pick('confirm', 'old', 'many', 'unmatched', 'ambiguous'),
          titles: many(words),
          ...pick({}, { until: NOW }),
        })),
        openVotes: pick(0, 1, 2),
      }),
    checkItem: async () => pick(undefined, { part: 'title', problem: words() }),
    checkVote: async () => pick(undefined, { part: 'options', problem: words() }),
    askedItems: async () =>
      pick(undefined, {
        serial: pick(true, false),
        items: many(() => ({
          title: words(),
          taken: pick(true, false),
          ...pick({}, { episode: { id: episodeId('e_1_'), title: words(), isLinked: pick(true, false) } }),
        })),
      }),
    preview: async () =>
      pick(undefined, {
        episode: episodeId('e_1_'),
        title: words(),
        ...pick({}, { url: address() }),
        question: words(),
        outlets: many(() => ({ name: words(), problems: many(problem), warnings: many(problem) })),
      }),
    next: async () =>
      pick(undefined, {
        next: pick<NextEpisode>(
          { kind: 'dated', at: NOW },
          { kind: 'undated', late: true },
          { kind: 'vote', phase: 'voting', opensAt: NOW, closesAt: NOW, at: NOW },
          { kind: 'vote', phase: 'undecided', opensAt: NOW, closesAt: NOW },
          { kind: 'ended' },
          { kind: 'cancelled' },
        ),
        paused: pick(false, true),
      }),
    updateDrops: async () =>
      many(() => ({ outlet: words(), ...pick<{ problem?: OutletProblem }>({ problem: problem() }, {}) })),
    resolve: async () =>
      pick(
        { status: 'settled', outlet: words() } as const,
        { status: 'not-unknown' } as const,
        { status: 'problem', problem: problem() } as const,
      ),
    posted: async () =>
      pick(undefined, { serial: pick(true, false), messages: 3, outlets: 2, ...pick({}, { votes: 7 }) }),
    currentRound: async () =>
      pick(undefined, {
        number: roundNumber(1),
        phase: 'voting',
        question: words(),
        closesAt: NOW,
        options: options(),
      }),
    outlets: {
      connect: async () =>
        pick(
          { status: pick('joined', 'waits-for-approval', 'already-connected'), name: words() } as const,
          { status: 'elsewhere' } as const,
          { status: 'problems', problems: many(problem) } as const,
        ),
      approve: async () => pick(true, false),
      disconnect: async () => pick(true, false),
      name: async () => ({ unnamed: words(), hasPublicNames: pick(true, false) }),
      check: async () => ({
        ...pick({}, { name: words() }),
        problems: many(problem),
        warnings: many(problem),
      }),
      list: async () =>
        many(() => ({
          id: OUTLET,
          name: words(),
          ...pick({}, { givenName: words() }),
          community: '1',
          address: { platform: 'discord', channel: '1100000000000000001' } as const,
          state: pick('playing', 'waits-for-approval', 'left'),
          listed: pick(true, false),
        })),
    },
  };

  function publicCount(): PublicCount {
    return {
      ...pick({}, { name: words() }),
      ...pick({}, { platform: platform() }),
      communities: pick(1, 2),
      counts: {},
      votes: 0,
      status: pick('final', 'missing'),
      ...pick<{ rest?: true }>({}, { rest: true }),
      ...pick({}, { link: address() }),
    };
  }

  function status(): StatusReport {
    return {
      version: 1,
      show: SHOW,
      title: words(),
      season,
      state: pick('voting', 'undecided', 'ended'),
      paused: pick(false, true),
      episode: { id: 'e_1_', title: words(), number: 1 },
      next: { id: 'e_2_', title: words(), ...pick({}, { at: WHEN }) },
      rounds: (['voting', 'waiting', 'closing', 'undecided'] as const).map((phase, index) => ({
        number: index + 1,
        episode: 'e_1_',
        kind: 'first',
        binding: true,
        question: words(),
        options: options(),
        phase,
        opensAt: WHEN,
        closesAt: WHEN,
      })),
      deliveries: many(() => ({
        outlet: OUTLET,
        platform: platform(),
        name: words(),
        deliveries: (['drop', 'poll', 'alert'] as const).map((kind: DeliveryKind) => ({
          kind,
          number: 1,
          status: pick('sent', 'refused', 'unknown', 'owed'),
          reason: words(),
        })),
      })),
      path: [],
    };
  }

  function receipt(): ReceiptReport {
    const count = (): ReportedOutletCount => {
      const place = { outlet: OUTLET, platform: platform(), name: words() };
      return pick<ReportedOutletCount>(
        {
          ...place,
          status: 'final',
          counts: { a_b_: 3 },
          closedAt: WHEN,
          note: words(),
          ...pick({}, { link: address() }),
        },
        { ...place, status: 'missing', reason: words() },
      );
    };
    return {
      version: 1,
      show: SHOW,
      season,
      round: 1,
      kind: 'rerun',
      binding: true,
      episode: { id: 'e_1_', title: words() },
      question: words(),
      options: options(),
      total: 9,
      decision: pick(null, { option: 'a_b_', label: words(), rule: 'showrunner', because: 'nobody-voted' }),
      decidedAt: WHEN,
      provisional: pick(true, false),
      // A repeated vote says why, in words that a showrunner typed.
      rule: { sentence: words(), opens: WHEN, closes: WHEN, tie: 'runoff', quorum: 0, sealed: false },
      outlets: [count(), ...many(count)],
      notes: many(words),
      interventions: many(() => ({ what: 'voided', by: 'showrunner-00112233', reason: words(), at: WHEN })),
      amendments: many(() => ({ at: WHEN, outlet: count() })),
      hash: 'f'.repeat(64),
    };
  }
}
