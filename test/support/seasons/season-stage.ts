import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Advanced, advanceSeason } from '../../../src/app/season/advance-season.ts';
import {
  type EpisodeId,
  episodeId,
  type OptionId,
  optionId,
  type RoundNumber,
  roundNumber,
  type SeasonId,
  type ShowId,
  seasonId,
  showId,
} from '../../../src/core/ids.ts';
import type { ReceiptReport, StatusReport } from '../../../src/core/report.ts';
import type { SteeringCommand } from '../../../src/core/season/commands.ts';
import type { Counts } from '../../../src/core/vote/tally.ts';
import type { Platforms } from '../../../src/ports/platform/platform-definition.ts';
import {
  type DiscordOptions,
  type DiscordStandIn,
  startDiscord,
} from '../../../src/sandbox/discord/server.ts';
import {
  startTelegram,
  type TelegramOptions,
  type TelegramStandIn,
} from '../../../src/sandbox/telegram/server.ts';
import {
  type Environment,
  endLeftoverRedis,
  type InnerBot,
  type OuterProcess,
  startInnerBot,
  startProcess,
} from '../stage/bots.ts';
import type { Build } from '../stage/build.ts';
import { type Printed, runCommandLine } from '../stage/command-line.ts';
import { LogBook } from '../stage/log.ts';
import { createPlace, type Place, type PlaceKind, type TruePoll } from '../stage/places.ts';
import { differences, readReceipt, readStatus } from '../stage/reports.ts';
import type { SerialShow, StoryFile } from '../stage/stories.ts';
import { type WireWatch, watchWire } from '../stage/wire.ts';

const SETTLES_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

export interface StagePlan<Key extends string> {
  /** What its one show plays: a story, or what a serial show says in the operator's file. */
  readonly story: StoryFile | SerialShow;
  /** More of the show, such as its source. */
  readonly show?: Readonly<Record<string, unknown>>;
  /** In the order of the operator's file. */
  readonly places: Readonly<Record<Key, PlaceKind>>;
  /** More of the operator's file, besides its one show. */
  readonly operator?: Readonly<Record<string, unknown>>;
  readonly discord?: DiscordOptions;
  readonly telegram?: TelegramOptions;
  readonly environment?: Environment;
  /** The list of platforms, if it is not the bot's own; and items of the operator's file for places on them. */
  readonly platforms?: { readonly list: Platforms; readonly outlets: readonly object[] };
  /** Log lines of level error that the journey causes itself. */
  readonly expectedErrors?: RegExp;
}

/** Votes by place: the option that each fan chooses, in the order of the poll. */
export type Votes<Key extends string> = Readonly<Partial<Record<Key, readonly number[]>>>;

/** Vitest's `onTestFinished`: called when the journey is over, even if it failed. */
export type Finished = (stop: () => Promise<void>) => void;

const BY = { kind: 'person', pseudonym: 'a showrunner' } as const;

/**
 * Both platforms, a story, an operator's file, and the unchanged bot on them. Everything sent over the wire is checked
 * against the platforms' own specifications if these are there.
 */
export class SeasonStage<Key extends string> {
  readonly discord: DiscordStandIn;
  readonly telegram: TelegramStandIn;
  readonly places: Readonly<Record<Key, Place>>;
  readonly book = new LogBook();
  readonly folder: string;
  readonly environment: Environment;
  readonly #plan: StagePlan<Key>;
  /** What is checked against the platforms' specifications. */
  readonly wire: WireWatch;
  readonly #running: (() => Promise<unknown>)[] = [];
  #bot: InnerBot | undefined;

  private constructor(
    plan: StagePlan<Key>,
    folder: string,
    discord: DiscordStandIn,
    telegram: TelegramStandIn,
  ) {
    this.#plan = plan;
    this.folder = folder;
    this.discord = discord;
    this.telegram = telegram;
    const kinds = Object.entries(plan.places) as [Key, PlaceKind][];
    this.places = Object.fromEntries(
      kinds.map(([key, kind]) => [key, createPlace(key, kind, discord, telegram)]),
    ) as Record<Key, Place>;
    this.environment = {
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.url,
      TELEGRAM_TOKEN: telegram.token,
      TELEGRAM_API_URL: telegram.url,
      CLIFFHANGER_CONFIG: join(folder, 'cliffhanger.yaml'),
      CLIFFHANGER_DATA: join(folder, 'data'),
      HTTP_PORT: '0',
      LOG_LEVEL: 'info',
      ...plan.environment,
    };
    this.wire = watchWire(discord, telegram);
    this.#watch();
  }

  static async set<Key extends string>(
    plan: StagePlan<Key>,
    onFinished: Finished,
  ): Promise<SeasonStage<Key>> {
    const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-stage-'));
    const discord = await startDiscord({
      ...plan.discord,
      behaviour: { finaliseAfterMs: 50, ...plan.discord?.behaviour },
    });
    const telegram = await startTelegram({ snapshotEveryMs: 20, ...plan.telegram });
    const stage = new SeasonStage(plan, folder, discord, telegram);
    onFinished(() => stage.stop());
    const isWritten = 'episodes' in plan.story;
    if (isWritten) await stage.write('story.yaml', plan.story);
    const outlets = [...stage.all.map(({ entry }) => entry), ...(plan.platforms?.outlets ?? [])];
    await stage.write('cliffhanger.yaml', {
      ...plan.operator,
      shows: [
        {
          ...(isWritten ? { story: 'story.yaml' } : { serial: plan.story }),
          starts: 'now',
          ...plan.show,
          outlets,
        },
      ],
    });
    return stage;
  }

  /** The show's first season, and the only one in a journey. */
  get season(): SeasonId {
    return seasonId(this.#show, 1);
  }

  get #show(): ShowId {
    return showId(this.#plan.story.id);
  }

  get all(): readonly Place[] {
    return Object.values(this.places);
  }

  /** YAML takes JSON as it is. */
  async write(file: string, content: unknown): Promise<void> {
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 1);
    await writeFile(join(this.folder, file), text);
  }

  read(file: string): Promise<string> {
    return readFile(join(this.folder, file), 'utf8');
  }

  /** In this process. Can be called again after `stopBot`. With a `build` it can read feeds. */
  async startBot(more: Environment = {}, build?: Build): Promise<void> {
    const environment = { ...this.environment, ...more };
    this.#bot = await startInnerBot(environment, this.book, this.#plan.platforms?.list, build);
  }

  async stopBot(): Promise<void> {
    const bot = this.#bot;
    this.#bot = undefined;
    await bot?.stop();
  }

  /** One more bot in this process, as if it ran on another machine. Stopped with the stage at the latest. */
  async startAnother(more: Environment = {}): Promise<InnerBot> {
    const bot = await startInnerBot({ ...this.environment, ...more }, this.book, this.#plan.platforms?.list);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      stopping ??= bot.stop();
      return stopping;
    };
    this.#running.push(stop);
    return { ...bot, stop };
  }

  get bot(): InnerBot {
    if (this.#bot === undefined) throw new Error('the bot does not run in this process');
    return this.#bot;
  }

  /** The bot in a child process; killed with the stage if it is still running. */
  startProcess({ folder }: Build, more: Environment = {}): OuterProcess {
    return this.#own(startProcess(join(folder, 'main.js'), [], { ...this.environment, ...more }, this.book));
  }

  /** Runs the command line to its end, in this process. */
  cli(...words: readonly string[]): Promise<Printed> {
    return runCommandLine(this.environment, ...words);
  }

  /** The same as a process of its own. */
  async cliProcess({ folder }: Build, ...args: readonly string[]): Promise<Printed> {
    const child = this.#own(startProcess(join(folder, 'cli.js'), args, this.environment, undefined));
    const { code } = await child.ended;
    return { code, stdout: child.stdout(), stderr: child.stderr() };
  }

  #own(child: OuterProcess): OuterProcess {
    this.#running.push(() => {
      child.kill('SIGKILL');
      return child.ended;
    });
    return child;
  }

  /** Sends a showrunner's request to the one season. */
  steer(command: SteeringCommand): Promise<Advanced> {
    return advanceSeason(this.bot.context, this.season, (at) => ({ ...command, at, by: BY }));
  }

  async closeEarly(round: number): Promise<void> {
    const closed = await this.steer({ type: 'close', round: roundNumber(round), reason: 'enough' });
    if (!closed.ok) throw new Error(`round ${round} was not closed: ${JSON.stringify(closed.refusal)}`);
  }

  /** Waits until the round's poll is recorded as sent in these places (all if none is named). */
  async polled(round: number, among: readonly Place[] = this.all): Promise<void> {
    for (const { outlet } of among) await this.delivered(`poll.${round}`, outlet);
  }

  async delivered(delivery: string, outlet: string): Promise<void> {
    await this.book.until({ message: 'delivered', fields: { delivery, outlet } });
  }

  /** Waits for an event of the season's log. */
  async happened(event: string, fields: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.book.until({ fields: { event, ...fields } });
  }

  /** Lets fans vote; fan N votes for the N-th choice of each place. */
  cast(round: number, votes: Votes<Key>): void {
    for (const [key, choices] of Object.entries(votes) as [Key, readonly number[]][]) {
      const poll = this.poll(key, round);
      choices.forEach((option, fan) => {
        this.places[key].vote(poll, fan, option);
      });
    }
  }

  /** The place's poll of a round, if it has one for every earlier round. */
  poll(key: Key, round: number): TruePoll {
    const poll = this.places[key].polls()[round - 1];
    if (poll === undefined) throw new Error(`${key} has no poll ${round}`);
    return poll;
  }

  /** The bot's own running counts of a place's poll, by option id. */
  async live(key: Key, round: number): Promise<Counts> {
    const { ballots } = this.bot.context;
    const stored = (await ballots.polls(this.season, roundNumber(round))).find(
      (one) => one.outlet === this.places[key].outlet,
    );
    if (stored === undefined) throw new Error(`the bot does not know the poll ${round} of ${key}`);
    return ballots.live(stored.poll.id);
  }

  /** Waits until the bot's running count of a place's poll equals the platform's. */
  async counted(key: Key, round: number): Promise<void> {
    for (;;) {
      const seen = this.book.lines.length;
      const truth = this.poll(key, round).counts;
      const live = await this.live(key, round);
      if (this.#optionIds.every((id, at) => (live[id] ?? 0) === (truth[at] ?? 0))) return;
      const what = `${key} is counted as ${truth.join(', ')} and not as ${JSON.stringify(live)}`;
      await this.book.untilTrue(what, () => this.book.lines.length > seen);
    }
  }

  /** Of the opening's choice. */
  get #optionIds(): readonly OptionId[] {
    const { story } = this.#plan;
    if (!('episodes' in story)) return [];
    return (story.episodes[story.opening]?.choice?.options ?? []).map(({ id }) => optionId(id));
  }

  /** One round from its polls to its outcome: decided, tied or undecided. */
  async playRound(round: number, votes: Votes<Key>, outcome = 'round-decided'): Promise<void> {
    await this.polled(round);
    this.cast(round, votes);
    await this.closeEarly(round);
    await this.happened(outcome, { round });
  }

  /** Until everything that is owed is sent or named as not sent, and the season is over. */
  async over(): Promise<StatusReport> {
    await this.happened('season-ended');
    return this.settled();
  }

  /** Until the bot in this process owes no message any more. */
  async settled(): Promise<StatusReport> {
    for (const until = Date.now() + SETTLES_WITHIN_MS; ; ) {
      const effects = await this.bot.context.outbox.overdue(this.season, Number.MAX_SAFE_INTEGER, 1_000);
      const status = await this.status();
      const unsent = status.deliveries
        .flatMap(({ deliveries }) => deliveries)
        .filter((one) => one.status === 'owed' || one.status === 'sending');
      // What can't be edited somewhere is tried again for days.
      const open = effects.filter(
        ({ effect }) =>
          effect.kind === 'deliver' || (effect.kind === 'update-results' && effect.outlets === undefined),
      );
      if (unsent.length === 0 && open.length === 0) return status;
      if (Date.now() > until)
        throw new Error(`not everything that is owed was sent or named:\n${this.book.tail()}`);
      // Not every step is a line in the log.
      await sleep(LOOK_EVERY_MS);
    }
  }

  status(): Promise<StatusReport> {
    return readStatus(this.environment, this.#show, this.#plan.platforms?.list);
  }

  /**
   * A receipt as the command line prints it.
   * @throws if it does not match the schema.
   */
  reported(round: number): Promise<ReceiptReport> {
    return readReceipt(this.environment, this.#show, roundNumber(round), this.#plan.platforms?.list);
  }

  /** @throws also if its sums or counts are not those of the platforms. */
  async receipt(round: number): Promise<ReceiptReport> {
    const receipt = await this.reported(round);
    const wrong = differences(receipt, this.all);
    if (wrong.length > 0) throw new Error(`The receipt of round ${round} is wrong:\n${wrong.join('\n')}`);
    return receipt;
  }

  /**
   * Stops everything.
   * @throws if something on the wire violated a specification, or a bot logged an error.
   */
  async stop(): Promise<void> {
    await this.stopBot();
    for (const end of this.#running.splice(0)) await end();
    await Promise.all([this.discord.close(), this.telegram.close()]);
    await endLeftoverRedis(this.book);
    await rm(this.folder, { recursive: true, force: true });
    const { expectedErrors } = this.#plan;
    const errors = this.book.lines.filter(
      ({ level, message }) => level === 'error' && expectedErrors?.test(message) !== true,
    );
    const complaints = [
      ...this.wire.violations,
      ...errors.map((line) => `logged: ${line.message} ${JSON.stringify(line.fields)}`),
    ];
    if (complaints.length > 0)
      throw new Error(`The stage was left with complaints:\n${complaints.join('\n')}`);
  }

  #watch(): void {
    const look = (): void => this.book.changed();
    const { discord, telegram } = this;
    for (const listen of [discord.onMessage, discord.onPollClosed, discord.onPollFinalised]) listen(look);
    for (const listen of [telegram.onMessage, telegram.onPollClosed]) listen(look);
  }
}

export const episode = (id: string): EpisodeId => episodeId(id);
export const option = (id: string): OptionId => optionId(id);
export const round = (number: number): RoundNumber => roundNumber(number);
