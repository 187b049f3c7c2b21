import { nativeAnswerId, nativePollId, type PlatformName } from '../../src/core/ids.ts';
import type { Capabilities } from '../../src/core/posts/capabilities.ts';
import type { Drop, Notice, Post } from '../../src/core/posts/content.ts';
import type { Shortfall } from '../../src/core/vote/shortfall.ts';
import { discordFacts } from '../../src/platforms/discord/facts.ts';
import { telegramFacts } from '../../src/platforms/telegram/facts.ts';
import type { PollReading } from '../../src/ports/platform/listening.ts';
import type { OutletAddress, OutletProblem, ResolvedOutlet } from '../../src/ports/platform/outlet.ts';
import type {
  EarlierRun,
  EditOutcome,
  FoundPost,
  Inspection,
  Introduction,
  Listening,
  Platform,
  RetractedPost,
  RetractOutcome,
  WantedPost,
} from '../../src/ports/platform/platform.ts';
import type { AccountFacts, PlatformFacts } from '../../src/ports/platform/platform-facts.ts';
import type {
  MessageRef,
  NativePoll,
  PostedPoll,
  SendOrder,
  SendOutcome,
} from '../../src/ports/platform/sending.ts';

export interface Posted {
  readonly outlet: ResolvedOutlet;
  post: Post;
  readonly message: MessageRef;
  readonly poll?: PostedPoll;
}

const forbidden: OutletProblem = {
  code: 'missing-permission:SEND_POLLS',
  what: 'The bot may not send polls.',
  fix: 'Allow it in the channel’s settings.',
};

/**
 * A paper platform that satisfies the port's contract: it knows its places, keeps what is posted, and counts votes.
 */
export class PaperPlatform implements Platform {
  readonly name: PlatformName;
  readonly capabilities: Capabilities;
  readonly accounts: AccountFacts;
  readonly communities: PlatformFacts['communities'];
  readonly links: RegExp;
  readonly deaf: string;
  listening: Listening = { up: true };
  readonly posted: Posted[] = [];
  /** As if an earlier run had registered its commands. */
  commandsThere = false;
  readonly edited: { readonly message: MessageRef; readonly drop: Drop }[] = [];
  /** Votes by native poll, in the order of its options. */
  readonly votes = new Map<string, readonly number[]>();
  /** Places where the bot may not play. */
  readonly closed = new Set<string>();
  /** How the next sends end; then they succeed again. */
  readonly fates: Exclude<SendOutcome, { status: 'sent' }>[] = [];
  /** The parts that are left out of the next messages. */
  readonly shortfalls: (readonly Shortfall[])[] = [];
  /** Posted, though the answer was lost. */
  lost: Posted | undefined;
  readonly #places = new Map<string, ResolvedOutlet>();
  #sent = 0;

  constructor(name: PlatformName) {
    this.name = name;
    const facts = name === 'discord' ? discordFacts : telegramFacts;
    this.capabilities = facts.capabilities;
    this.accounts = facts.accounts;
    this.communities = facts.communities;
    this.links = facts.links;
    this.deaf = facts.deaf;
  }

  addPlace(address: OutletAddress, name: string, community: string): ResolvedOutlet {
    const outlet = { address, name, community, namedVotes: false, traits: {} };
    this.#places.set(JSON.stringify(address), outlet);
    return outlet;
  }

  async findEarlierRun(): Promise<EarlierRun> {
    return { status: 'read', commands: this.commandsThere, marks: [] };
  }

  async prepare(): Promise<Introduction> {
    return { status: 'known', account: '1' };
  }
  async listen(): Promise<void> {}
  async stop(): Promise<void> {}

  async inspect(address: OutletAddress): Promise<Inspection> {
    const outlet = this.#places.get(JSON.stringify(address));
    if (outlet === undefined) {
      const problem = { code: 'unknown-channel', what: 'There is no such place.', fix: 'Check its id.' };
      return { ok: false, problems: [problem] };
    }
    if (this.closed.has(outlet.name))
      return { ok: false, problems: [forbidden], community: outlet.community };
    return { ok: true, outlet, warnings: [] };
  }

  /** Members of every community. */
  members: number | undefined;
  readonly countMembers = async (): Promise<number | undefined> => this.members;

  async send({ outlet, post }: SendOrder): Promise<SendOutcome> {
    const fate = this.fates.shift();
    if (fate !== undefined && fate.status !== 'unknown') return fate;
    this.#sent += 1;
    const id = `${this.name}-${this.#sent}`;
    const message: MessageRef = { id, in: outlet.name, link: `https://${this.name}.example/${id}` };
    const poll = post.kind === 'poll' ? pollOf(id, message, post) : undefined;
    const posted = { outlet, post, message, ...(poll !== undefined && { poll }) };
    if (fate !== undefined) {
      this.lost = posted;
      return fate;
    }
    this.posted.push(posted);
    const shortfalls = this.shortfalls.shift();
    return {
      status: 'sent',
      message,
      ...(poll !== undefined && { poll }),
      ...(shortfalls !== undefined && { shortfalls }),
    };
  }

  async closePoll(poll: NativePoll): Promise<PollReading> {
    return { status: 'final', counts: this.#counts(poll) };
  }

  async readPoll(poll: NativePoll): Promise<PollReading> {
    return { status: 'open', counts: this.#counts(poll) };
  }

  readonly editDrop = async (
    _outlet: ResolvedOutlet,
    message: MessageRef,
    drop: Drop,
  ): Promise<EditOutcome> => {
    if (this.closed.has(message.in)) return { status: 'refused', problem: forbidden };
    this.edited.push({ message, drop });
    return { status: 'edited' };
  };

  readonly editNotice = async (
    _outlet: ResolvedOutlet,
    message: MessageRef,
    notice: Notice,
  ): Promise<EditOutcome> => {
    const there = this.posted.find((one) => one.message.id === message.id);
    if (there !== undefined) there.post = notice;
    return { status: 'edited' };
  };

  /** Messages that were taken back, and what became of each. */
  readonly retracted: { readonly id: string; readonly kind: string; readonly blank: Notice }[] = [];
  /** How the next attempts to take something back end; then they succeed again. */
  readonly retractions: RetractOutcome[] = [];

  readonly retract = async (
    _outlet: ResolvedOutlet,
    { id }: MessageRef,
    { kind, blank }: RetractedPost,
  ): Promise<RetractOutcome> => {
    const outcome = this.retractions.shift() ?? { status: 'deleted' };
    if (outcome.status === 'retry' || outcome.status === 'refused') return outcome;
    this.retracted.push({ id, kind, blank });
    return outcome;
  };

  readonly findPosted = async (
    _outlet: ResolvedOutlet,
    link: string,
    { post, isTaken }: WantedPost,
  ): Promise<FoundPost> => {
    const { lost } = this;
    const there = [lost, ...this.posted].find((one) => one?.message.link === link);
    if (there === undefined || there.post.kind !== post.kind || isTaken(there.message.id)) {
      const problem = {
        code: 'not-there',
        what: 'That is none of the bot’s messages.',
        fix: 'Check the link.',
      };
      return { status: 'refused', problem };
    }
    if (there === lost) this.posted.push(there);
    return { status: 'found', message: there.message, ...(there.poll !== undefined && { poll: there.poll }) };
  };

  #counts({ id, answers }: NativePoll): Record<string, number> {
    const votes = this.votes.get(id) ?? [];
    return Object.fromEntries(Object.keys(answers).map((answer, index) => [answer, votes[index] ?? 0]));
  }
}

function pollOf(id: string, message: MessageRef, post: Extract<Post, { kind: 'poll' }>): PostedPoll {
  const answers = Object.fromEntries(
    post.options.map((option, index) => [nativeAnswerId(`${index + 1}`), option.id]),
  );
  return { id: nativePollId(`poll-${id}`), message, answers };
}
