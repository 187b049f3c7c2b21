import { nativeAnswerId, nativePollId } from '../../src/core/ids.ts';
import type { Post } from '../../src/core/posts/content.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import type { OutletAddress, ResolvedOutlet } from '../../src/ports/outlet.ts';
import type {
  EarlierRun,
  Inspection,
  Introduction,
  NativePoll,
  Platform,
  PollReading,
  SendOrder,
  SendOutcome,
} from '../../src/ports/platform.ts';
import type { PlatformFacts } from '../../src/ports/platform-facts.ts';

const LONGEST_TEXT = 280;

const pigeonPostFacts: PlatformFacts = {
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
  accounts: { pattern: /^[A-Z]\d+$/, right: 'Read the ring on the pigeon’s leg.' },
  deaf: 'no pigeon has come home',
};

export interface Letter {
  readonly post: Post;
  readonly text: string;
}

/**
 * A platform of its own kind, by the port alone: texts of 280 characters, polls that nobody can end early and that tell
 * nobody's name, no edits, no buttons, no private answers, and no way to look whether a letter has arrived.
 */
export class PigeonPost implements Platform {
  readonly name = pigeonPostFacts.name;
  readonly capabilities = pigeonPostFacts.capabilities;
  readonly accounts = pigeonPostFacts.accounts;
  readonly deaf = pigeonPostFacts.deaf;
  readonly listening = { up: true } as const;
  readonly letters: Letter[] = [];
  /** Votes by native poll, in the order of its options. */
  readonly votes = new Map<string, readonly number[]>();
  readonly #ended = new Set<string>();
  readonly #lofts = new Map<string, ResolvedOutlet>();

  addLoft(loft: string, name: string): OutletAddress {
    const address: OutletAddress = { platform: this.name, loft };
    this.#lofts.set(loft, { address, name, community: loft, namedVotes: false, traits: {} });
    return address;
  }

  /** Polls end by themselves, and only so. */
  endPolls(): void {
    for (const id of this.votes.keys()) this.#ended.add(id);
  }

  async prepare(): Promise<Introduction> {
    return { status: 'known', account: 'P1' };
  }
  async listen(): Promise<void> {}
  async stop(): Promise<void> {}

  async findEarlierRun(): Promise<EarlierRun> {
    return { status: 'read', commands: false, marks: [] };
  }

  async inspect({ loft }: OutletAddress): Promise<Inspection> {
    const outlet = this.#lofts.get(String(loft));
    if (outlet !== undefined) return { ok: true, outlet, warnings: [] };
    const problem = { code: 'unknown-loft', what: 'There is no such loft.', fix: 'Build it.' };
    return { ok: false, problems: [problem] };
  }

  async send({ outlet, post, beforeSending }: SendOrder): Promise<SendOutcome> {
    if ((await beforeSending?.()) === false) return { status: 'retry', after: 1_000, why: 'not now' };
    this.letters.push({ post, text: textOf(post) });
    const message = { id: `letter-${this.letters.length}`, in: String(outlet.address.loft) };
    if (post.kind !== 'poll') return { status: 'sent', message };
    const id = nativePollId(`pigeons-${this.letters.length}`);
    this.votes.set(id, []);
    const answers = Object.fromEntries(
      post.options.map((option, index) => [nativeAnswerId(`${index}`), option.id]),
    );
    return { status: 'sent', message, poll: { id, message, answers, endsAt: post.closesAt } };
  }

  closePoll(poll: NativePoll): Promise<PollReading> {
    return this.readPoll(poll);
  }

  async readPoll({ id, answers }: NativePoll): Promise<PollReading> {
    const votes = this.votes.get(id) ?? [];
    const counts = Object.fromEntries(
      Object.keys(answers).map((answer, index) => [answer, votes[index] ?? 0]),
    );
    return { status: this.#ended.has(id) ? 'final' : 'open', counts };
  }
}

/** As much of the words as a pigeon carries. */
function textOf(post: Post): string {
  const lines =
    post.kind === 'drop'
      ? [plain(post.title), post.url]
      : post.kind === 'poll'
        ? [post.question, ...post.options.map(({ label }) => label)]
        : [plain(titleLine(post.title)), ...post.lines.map(plain)];
  return [...lines.join('\n')].slice(0, LONGEST_TEXT).join('');
}
