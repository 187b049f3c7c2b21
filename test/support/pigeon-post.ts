import { z } from 'zod';
import { definePlatform } from '../../config/define-platform.ts';
import { Secret } from '../../config/secret.ts';
import { baseUrl, known, variable, wholeNumber } from '../../config/variable-parts.ts';
import { nativeAnswerId, nativePollId } from '../../src/core/ids.ts';
import type { Post } from '../../src/core/posts/content.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import type { PollReading } from '../../src/ports/platform/listening.ts';
import type { OutletAddress } from '../../src/ports/platform/outlet.ts';
import type { EarlierRun, Inspection, Introduction, Platform } from '../../src/ports/platform/platform.ts';
import type {
  OperatorKeys,
  PlatformDefinition,
  Surroundings,
} from '../../src/ports/platform/platform-definition.ts';
import type { PlatformFacts } from '../../src/ports/platform/platform-facts.ts';
import type { NativePoll, SendOrder, SendOutcome } from '../../src/ports/platform/sending.ts';
import type { ValuesOf } from '../../src/ports/platform/variable.ts';

const LONGEST_TEXT = 280;

const facts: PlatformFacts = {
  name: 'pigeon-post',
  capabilities: {
    platform: 'pigeon-post',
    lostSend: 'cannot-look',
    poll: {
      question: 120,
      options: { min: 2, max: 4 },
      label: 40,
      lasts: { min: 1_000, max: 86_400_000, step: 1_000 },
      rule: LONGEST_TEXT,
      sealed: false,
      toldOfUnasked: false,
    },
    drop: { title: 80, synopsis: 160, total: LONGEST_TEXT },
    notice: { total: LONGEST_TEXT },
    url: 120,
    image: 120,
  },
  accounts: { pattern: /^P\d+$/, right: 'Read the ring on the pigeon’s leg.' },
  communities: { unnamed: 'a pigeon loft' },
  links: /^pigeon:/,
  deaf: 'no pigeon has come home',
};

const variables = {
  PIGEON_POST_TOKEN: variable({
    unset: 'Pigeon Post is off',
    description: 'What the keeper whistles.',
    parse: (text) => ({ value: new Secret(text) }),
  }),
  PIGEON_POST_API_URL: variable({
    default: 'http://loft.example',
    description: 'Where the pigeons live.',
    parse: baseUrl('http://loft.example'),
  }),
  PIGEON_POST_FLOCK: variable({
    default: '1',
    description: 'How many pigeons there are.',
    parse: wholeNumber(1, 99),
  }),
} as const;

const settingsOf = (values: ValuesOf<typeof variables>) => ({
  token: known(values.PIGEON_POST_TOKEN),
  flock: known(values.PIGEON_POST_FLOCK),
});

const name = (right: string) => z.string({ error: right }).regex(/^[a-z]+$/, { error: right });

const keys: OperatorKeys = {
  requestsASecond: 100,
  showrunners: {
    example: '["P…"]',
    schema: z.array(z.string().regex(/^P\d+$/), { error: 'a list of rings' }).default([]),
  },
  alerts: { example: 'tower', schema: name('the name of a loft').optional() },
  outlet: {
    place: { part: 'loft', example: 'tower', schema: name('the name of a loft').optional() },
    options: {
      perch: {
        is: 'narrower',
        means: 'perches',
        schema: z.int({ error: 'the number of a perch' }).positive().optional(),
      },
    },
  },
};

export interface Letter {
  readonly to: OutletAddress;
  readonly post: Post;
  readonly text: string;
}

/**
 * A different kind of platform that only satisfies the port: texts of 280 characters, polls that can't be closed early
 * and don't name voters, no edits, no buttons, no private answers, and no way to look whether a letter has arrived.
 */
export class PigeonPost implements Platform {
  readonly name = facts.name;
  readonly capabilities = facts.capabilities;
  readonly accounts = facts.accounts;
  readonly communities = facts.communities;
  readonly links = facts.links;
  readonly deaf = facts.deaf;
  readonly listening = { up: true } as const;
  readonly letters: Letter[] = [];
  /** Votes by native poll, in the order of its options. */
  readonly votes = new Map<string, readonly number[]>();
  /** The arguments of `open`. */
  opened: (ReturnType<typeof settingsOf> & Pick<Surroundings, 'showrunners'>) | undefined;
  readonly #ends = new Map<string, number>();
  readonly #lofts: ReadonlyMap<string, string>;

  /** @param lofts their titles, by name. */
  constructor(lofts: Readonly<Record<string, string>>) {
    this.#lofts = new Map(Object.entries(lofts));
  }

  /** Everything that a list of platforms needs. */
  get definition(): PlatformDefinition {
    return definePlatform({
      ...facts,
      variables,
      secrets: /coo-[a-z]{20,}/g,
      settings: settingsOf,
      leases: () => ['pigeon-post'],
      keys,
      address: z.object({ loft: z.string(), perch: z.int().optional() }),
      open: async (settings, { showrunners }) => {
        this.opened = { ...settings, showrunners };
        return this;
      },
    });
  }

  async prepare(): Promise<Introduction> {
    return { status: 'known', account: 'P1' };
  }
  async listen(): Promise<void> {}
  async stop(): Promise<void> {}

  async findEarlierRun(): Promise<EarlierRun> {
    return { status: 'read', commands: false, marks: [] };
  }

  async inspect(address: OutletAddress): Promise<Inspection> {
    const loft = String(address.loft);
    const called = this.#lofts.get(loft);
    if (called !== undefined) {
      const outlet = { address, name: called, community: loft, namedVotes: false, traits: {} };
      return { ok: true, outlet, warnings: [] };
    }
    const problem = { code: 'unknown-loft', what: 'There is no such loft.', fix: 'Build it.' };
    return { ok: false, problems: [problem] };
  }

  async send({ outlet, post, beforeSending }: SendOrder): Promise<SendOutcome> {
    if ((await beforeSending?.()) === false) return { status: 'retry', after: 1_000, why: 'not now' };
    this.letters.push({ to: outlet.address, post, text: textOf(post) });
    const message = { id: `letter-${this.letters.length}`, in: String(outlet.address.loft) };
    if (post.kind !== 'poll') return { status: 'sent', message };
    const id = nativePollId(`pigeons-${this.letters.length}`);
    this.votes.set(id, []);
    this.#ends.set(id, post.closesAt);
    const answers = Object.fromEntries(
      post.options.map((option, index) => [nativeAnswerId(`${index}`), option.id]),
    );
    return { status: 'sent', message, poll: { id, message, answers, endsAt: post.closesAt } };
  }

  /** Polls only end by themselves. */
  closePoll(poll: NativePoll): Promise<PollReading> {
    return this.readPoll(poll);
  }

  async readPoll({ id, answers }: NativePoll): Promise<PollReading> {
    const votes = this.votes.get(id) ?? [];
    const counts = Object.fromEntries(
      Object.keys(answers).map((answer, index) => [answer, votes[index] ?? 0]),
    );
    const isOver = Date.now() >= (this.#ends.get(id) ?? 0);
    return isOver ? { status: 'final', counts } : { status: 'open', counts };
  }
}

/** As much of the words as a pigeon can carry. */
function textOf(post: Post): string {
  const lines =
    post.kind === 'drop'
      ? [plain(post.title), post.url]
      : post.kind === 'poll'
        ? [post.question, ...post.options.map(({ label }) => label)]
        : [plain(titleLine(post.title)), ...post.lines.map(plain)];
  return [...lines.join('\n')].slice(0, LONGEST_TEXT).join('');
}
