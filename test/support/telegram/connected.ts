import { setTimeout as pause } from 'node:timers/promises';
import { optionId } from '../../../src/core/ids.ts';
import { type Drop, type Notice, type PollPost, type Post, text } from '../../../src/core/posts/content.ts';
import {
  createTelegramPlatform,
  type TelegramPlatform,
  type TelegramSettings,
} from '../../../src/platforms/telegram/platform.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { AccessLoss, PlaceMove, PlatformSink, VoteFact } from '../../../src/ports/platform/listening.ts';
import type { ResolvedOutlet } from '../../../src/ports/platform/outlet.ts';
import type { NativePoll, SendOutcome } from '../../../src/ports/platform/sending.ts';
import type { RateLimiter, RateRule } from '../../../src/ports/rate-limiter.ts';
import {
  startTelegram,
  type TelegramOptions,
  type TelegramStandIn,
} from '../../../src/sandbox/telegram/server.ts';
import { memorySentPictures } from '../memory/sent-pictures.ts';
import { checkTelegramRequest, telegramSpecAvailable } from './spec.ts';

/** The adapter with the real client, connected to its own Telegram. Limits are recorded and never reached. */
export class ConnectedTelegram {
  readonly telegram: TelegramStandIn;
  readonly lines: string[] = [];
  readonly taken: { keys: readonly string[]; urgent: boolean }[] = [];
  readonly pauses: { key: string; duration: number }[] = [];
  readonly platform: TelegramPlatform;
  readonly limiter: RateLimiter = {
    take: async (rules: readonly RateRule[], options) => {
      this.taken.push({ keys: rules.map((rule) => rule.key), urgent: options?.urgent ?? false });
    },
    pause: async (key, duration) => {
      this.pauses.push({ key, duration });
    },
  };
  private readonly made: TelegramPlatform[] = [];

  private readonly violations: string[] = [];

  private constructor(telegram: TelegramStandIn) {
    this.telegram = telegram;
    if (telegramSpecAvailable) {
      telegram.onExchange(({ method, params }) =>
        this.violations.push(...checkTelegramRequest(method, params)),
      );
    }
    this.platform = this.connect();
  }

  static async start(options: TelegramOptions = {}): Promise<ConnectedTelegram> {
    const connected = new ConnectedTelegram(await startTelegram({ snapshotEveryMs: 0, ...options }));
    await connected.platform.prepare();
    return connected;
  }

  /** One more process at the same Telegram; not prepared. */
  connect(more: Partial<TelegramSettings> = {}): TelegramPlatform {
    const note = (fields: object, message: string) => this.lines.push(`${message} ${JSON.stringify(fields)}`);
    const log: Log = { debug: note, info: note, warn: note, error: note };
    const { token, url: apiUrl } = this.telegram;
    const platform = createTelegramPlatform({
      token,
      apiUrl,
      limiter: this.limiter,
      log,
      sentPictures: memorySentPictures(),
      ...more,
    });
    this.made.push(platform);
    return platform;
  }

  /** @throws if a request did not match the Bot API's list. */
  async stop(): Promise<void> {
    await Promise.all(this.made.map((each) => each.stop()));
    await this.telegram.close();
    if (this.violations.length > 0) throw new Error(this.violations.join('\n'));
  }

  async outletOf(chat: number | string, topic?: number): Promise<ResolvedOutlet> {
    const address = {
      platform: 'telegram',
      chat: String(chat),
      ...(topic !== undefined && { topic }),
    } as const;
    const inspection = await this.platform.inspect(address);
    if (inspection.ok !== true) throw new Error(JSON.stringify(inspection.problems));
    return inspection.outlet;
  }

  post(outlet: ResolvedOutlet, post: Post): Promise<SendOutcome> {
    return this.platform.send({ outlet, post, nonce: 'n', now: Date.now() });
  }

  async openPoll(outlet: ResolvedOutlet): Promise<NativePoll> {
    const { poll } = sent(await this.post(outlet, question));
    if (!poll) throw new Error('a poll without a poll');
    return poll;
  }

  /** In every forum number 1 is the general topic, which requests must not name. */
  forumWithTopic(title: string): { forum: { id: number }; topic: number } {
    const forum = this.telegram.world.addSupergroup({ title, forum: true });
    this.telegram.world.addTopic(forum, 'First');
    return { forum, topic: this.telegram.world.addTopic(forum, 'Votes') };
  }
}

/** What a sink was told; `refuse` makes the next calls fail, as when Redis is away. */
export class Notebook implements PlatformSink {
  /** How often another bot was reported. */
  rivals = 0;
  readonly facts: VoteFact[] = [];
  readonly losses: AccessLoss[] = [];
  readonly moves: PlaceMove[] = [];
  refuse = 0;

  async votes(facts: readonly VoteFact[]): Promise<void> {
    if (this.refuse > 0) {
      this.refuse -= 1;
      throw new Error('nothing can be stored now');
    }
    this.facts.push(...facts);
  }
  async eventsLost(): Promise<void> {}
  async accessLost(loss: AccessLoss): Promise<void> {
    this.losses.push(loss);
  }
  async rival(): Promise<void> {
    this.rivals += 1;
  }
  async shutOut(): Promise<void> {
    throw new Error('Telegram was not to shut the bot out');
  }
  async moved(move: PlaceMove): Promise<void> {
    this.moves.push(move);
  }
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

export function sent(outcome: SendOutcome): Extract<SendOutcome, { status: 'sent' }> {
  if (outcome.status !== 'sent') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** Counts by the story's option ids. */
export function byOption(poll: NativePoll, counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(poll.answers).map(([id, option]) => [option, counts[id] ?? 0]));
}

export const question: PollPost = {
  kind: 'poll',
  mark: 'm',
  language: 'en',
  question: 'Who does Mara call?',
  options: [
    { id: optionId('brother'), label: 'Her <brother>' },
    { id: optionId('stranger'), label: '@stranger & co' },
  ],
  rule: [[text('Most votes <win>.')]],
  closesAt: Date.now() + 60_000,
  extendableTo: Date.now() + 7_200_000,
  backstopAt: Date.now() + 86_400_000,
  sealed: false,
};

export const result: Notice = {
  kind: 'result',
  mark: 'm',
  language: 'en',
  title: 'Over',
  lines: [[text('<b>@all</b> & /start https://evil.example')]],
};

export const drop: Drop = {
  kind: 'drop',
  mark: 'm',
  language: 'en',
  show: 'Night Shift',
  title: [text('Clocking In')],
  synopsis: 'One line.',
  url: 'https://watch.example/1',
  image: 'https://watch.example/1.jpg',
  watch: 'Watch',
  notes: [],
  thread: [text('Clocking In')],
};
