import type { PageReceipt, PageSnapshot, PageStep, PageVote } from '../../../src/core/page/snapshot.ts';

/** Pages in the states that a season can be in, as data: each show's id says which. */

const NOW = Date.now();
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(NOW + minutes * MINUTE).toISOString();

const base: PageSnapshot = {
  version: 1,
  show: 'night-shift',
  title: 'Night Shift',
  language: 'en',
  timezone: 'America/New_York',
  colour: '#e5484d',
  hasLogo: false,
  state: 'voting',
  paused: false,
  votes: [],
  path: [],
  receipts: [],
  changedAt: at(0),
};

const episode = (number: number, title: string, ending = false) => ({
  number,
  title,
  url: `https://watch.example/night-shift/${number}`,
  at: at(-1_440 * (6 - number)),
  ending,
});

const step = (number: number, title: string, choice?: PageStep['choice']): PageStep => ({
  ...episode(number, title),
  ...(choice !== undefined && { choice }),
});

const chosen = (
  round: number,
  question: string,
  labels: readonly string[],
  taken: number,
  votes: number,
  total: number,
): NonNullable<PageStep['choice']> => ({
  round,
  question,
  options: labels.map((label, place) => ({ label, taken: place === taken })),
  votes,
  total,
  decision: { rule: 'plurality', because: null },
});

const path: readonly PageStep[] = [
  step(
    1,
    'Clocking In',
    chosen(1, 'Who does Mara call?', ['Her brother', 'The number on the card'], 0, 1_015, 1_604),
  ),
  step(
    2,
    'Blood',
    chosen(2, 'Open the locker?', ['Open it', 'Walk away', 'Call security first'], 1, 780, 1_911),
  ),
  step(3, 'The Long Corridor'),
  step(4, 'Six West'),
];

const vote: PageVote = {
  round: 3,
  kind: 'first',
  binding: true,
  phase: 'voting',
  question: 'Does Mara go up to the roof?',
  options: [
    { label: 'She takes the stairs', votes: 1_243 },
    { label: 'She waits for the lift', votes: 802 },
    { label: 'She leaves the building', votes: 437 },
  ],
  sealed: false,
  opensAt: at(-300),
  closesAt: at(134),
  tally: {
    total: 2_482,
    platforms: [
      { platform: 'discord', votes: 1_590 },
      { platform: 'telegram', votes: 892 },
    ],
    communities: [
      {
        name: 'Night Owls',
        platform: 'discord',
        communities: 1,
        votes: 1_320,
        counts: [700, 400, 220],
        rest: false,
      },
      {
        name: '@nightshift',
        link: 'https://t.me/nightshift/12',
        platform: 'telegram',
        communities: 1,
        votes: 892,
        counts: [420, 300, 172],
        rest: false,
      },
      {
        unnamed: 'a Discord server',
        platform: 'discord',
        communities: 1,
        votes: 240,
        counts: [110, 90, 40],
        rest: false,
      },
      { communities: 7, votes: 30, counts: [13, 12, 5], rest: true },
    ],
  },
  platforms: ['discord', 'telegram'],
  places: [{ name: '@nightshift', link: 'https://t.me/nightshift/12' }],
};

const receipt = (
  round: number,
  question: string,
  counts: readonly (readonly [string, number])[],
  won: number,
): PageReceipt => ({
  round,
  kind: 'first',
  binding: true,
  episode: round,
  question,
  options: counts.map(([label, votes], place) => ({ label, votes, won: place === won })),
  total: counts.reduce((sum, [, votes]) => sum + votes, 0),
  provisional: false,
  decision: { rule: 'plurality', because: null },
  decidedAt: at(-2_000),
  notes: [
    "Counts are the platforms' own final counts, one native poll per outlet.",
    'An account that votes in two outlets counts in each.',
  ],
  hash: '9f2c1e7ab04d55c3d1a9e0b7f61c2d8394e5a6b7c8d9e0f1a2b3c4d5e6f70819',
  hasFile: true,
  communities: [
    {
      name: 'Night Owls',
      platform: 'discord',
      communities: 1,
      votes: 900,
      counts: counts.map(([, votes]) => Math.round(votes / 2)),
      rest: false,
    },
    { communities: 3, votes: 41, counts: counts.map(() => 20), rest: true },
  ],
});

const receipts = [
  receipt(
    2,
    'Open the locker?',
    [
      ['Open it', 640],
      ['Walk away', 780],
      ['Call security first', 491],
    ],
    1,
  ),
  receipt(
    1,
    'Who does Mara call?',
    [
      ['Her brother', 1_015],
      ['The number on the card', 589],
    ],
    0,
  ),
];

const playing = {
  ...base,
  episode: {
    ...episode(4, 'Six West'),
    synopsis: 'The sixth floor was closed years ago. Tonight its lights are on.',
  },
  votes: [vote],
  next: { kind: 'vote', at: at(1_440) },
  path,
  receipts,
} satisfies PageSnapshot;

const { tally: _hidden, ...withoutTally } = vote;

const many = (count: number): PageSnapshot => ({
  ...playing,
  path: Array.from({ length: count }, (_, place) =>
    step(
      place + 1,
      `Episode title number ${place + 1} of a long show`,
      chosen(
        place + 1,
        `What does Mara do in night ${place + 1}?`,
        [`She stays ${place}`, `She runs ${place}`, `She calls ${place}`],
        place % 3,
        100 + place,
        300 + place,
      ),
    ),
  ),
  receipts: Array.from({ length: count }, (_, place) => {
    const { communities, ...short } = receipt(
      count - place,
      `What does Mara do in night ${count - place}?`,
      [
        [`She stays ${place}`, 300 + place],
        [`She runs ${place}`, 200],
      ],
      0,
    );
    return {
      ...short,
      hash: `${place}${short.hash}`.slice(0, 64),
      ...(place < 8 && {
        communities: Array.from({ length: 16 }, (_, line) => ({
          ...(line < 15 ? { name: `Community number ${line} of ${place}`, platform: 'discord' } : {}),
          communities: line < 15 ? 1 : 985,
          votes: 40 + line,
          counts: [20 + line, 20],
          rest: line === 15,
        })),
      }),
    };
  }),
});

const WIDE_LABEL = '👩‍👩‍👧‍👦'.repeat(8) + '🏳️‍🌈'.repeat(10);
export const MARKUP = '<script>alert("1")</script> & <b>bold</b>';

export const SNAPSHOTS = {
  'not-started': { ...base, state: 'not-started', next: { kind: 'dated', at: at(2_000) } },
  'no-vote': {
    ...playing,
    state: 'scheduled',
    votes: [],
    receipts: [],
    path: [step(1, 'Clocking In')],
    episode: { ...playing.episode, number: 1, title: 'Clocking In' },
    next: { kind: 'dated', at: at(900), title: 'Blood' },
  },
  voting: playing,
  waiting: {
    ...playing,
    state: 'waiting',
    votes: [
      {
        ...withoutTally,
        phase: 'waiting',
        options: vote.options.map(({ label }) => ({ label, votes: 0 })),
        places: [],
        platforms: [],
        opensAt: at(15),
      },
    ],
  },
  sealed: {
    ...playing,
    votes: [{ ...withoutTally, sealed: true, options: vote.options.map(({ label }) => ({ label })) }],
  },
  closing: {
    ...playing,
    state: 'closing',
    votes: [{ ...vote, phase: 'closing', closesAt: at(-1), places: [] }],
  },
  undecided: {
    ...playing,
    state: 'undecided',
    votes: [
      {
        ...vote,
        phase: 'undecided',
        closesAt: at(-20),
        places: [],
        waits: { for: 'quorum', until: at(340) },
      },
    ],
  },
  decided: {
    ...playing,
    state: 'scheduled',
    votes: [],
    next: { kind: 'dated', at: at(600) },
    path: [
      ...path.slice(0, 3),
      step(
        4,
        'Six West',
        chosen(
          3,
          vote.question,
          vote.options.map(({ label }) => label),
          0,
          1_243,
          2_482,
        ),
      ),
    ],
    receipts: [
      receipt(
        3,
        vote.question,
        vote.options.map(({ label, votes = 0 }) => [label, votes] as const),
        0,
      ),
      ...receipts,
    ],
  },
  paused: { ...playing, paused: true },
  runoff: {
    ...playing,
    votes: [
      {
        ...vote,
        kind: 'runoff',
        options: [
          { label: 'She takes the stairs', votes: 100 },
          { label: 'She waits for the lift', votes: 100 },
        ],
        tally: { ...vote.tally, total: 200, communities: [] },
      } as PageVote,
      { ...vote, round: 4, binding: false, question: 'Who is behind the door?' },
    ],
  },
  ended: {
    ...playing,
    state: 'ended',
    votes: [],
    next: { kind: 'ended' },
    episode: { ...playing.episode, number: 5, title: 'The Roof', ending: true },
    path: [...path, { ...episode(5, 'The Roof', true) }],
  },
  cancelled: { ...playing, state: 'cancelled', votes: [], next: { kind: 'cancelled' } },
  late: { ...playing, state: 'awaiting-link', votes: [], next: { kind: 'undated', late: true } },
  many: many(120),
  hebrew: {
    ...playing,
    votes: [
      {
        ...vote,
        options: [
          { label: 'היא עולה במדרגות (11:22)', votes: 1_243 },
          { label: 'She waits for the lift', votes: 802 },
          { label: 'She leaves, 5 min later', votes: 437 },
        ],
      },
    ],
  },
  arabic: {
    ...playing,
    title: 'وردية الليل',
    episode: { ...playing.episode, title: 'الممر الطويل', synopsis: 'الساعة 11:22 والأنوار مضاءة.' },
    votes: [
      {
        ...vote,
        question: 'هل تصعد مارا إلى السطح؟',
        options: [
          { label: 'تصعد الدرج', votes: 1_243 },
          { label: 'تنتظر المصعد', votes: 802 },
          { label: 'تغادر المبنى', votes: 437 },
        ],
      },
    ],
  },
  german: {
    ...playing,
    language: 'de',
    timezone: 'Europe/Berlin',
    votes: [{ ...vote, phase: 'undecided', waits: { for: 'tie' } }],
  },
  hostile: {
    ...playing,
    title: MARKUP,
    episode: { ...playing.episode, title: MARKUP, synopsis: MARKUP },
    votes: [
      {
        ...vote,
        question: MARKUP,
        options: [
          { label: WIDE_LABEL, votes: 3 },
          { label: MARKUP, votes: 1 },
          { label: 'x'.repeat(100), votes: 0 },
        ],
      },
    ],
  },
} satisfies Record<string, PageSnapshot>;
