import type { AddressInfo } from 'node:net';
import { Calls } from './calls.ts';
import { Chats } from './chats/chats.ts';
import { CommandLists } from './chats/command-lists.ts';
import { Membership } from './chats/membership.ts';
import { type FaultRule, FaultScript, type ScriptedFault } from './faults.ts';
import { httpServer } from './http.ts';
import { type Peaks, type RateLimits, RateMeter } from './limits.ts';
import { Callbacks } from './messages/callbacks.ts';
import { type MessageListener, Messages } from './messages/messages.ts';
import type { Platform } from './method.ts';
import { fileIdIn } from './methods/files.ts';
import { type Press, type Pressed, press, type Say, say } from './people.ts';
import { type ForeignPoll, postForeignPoll, stopForeignPoll } from './polls/foreign-polls.ts';
import type { PollTruth } from './polls/poll-objects.ts';
import { PollBox, type VoteOutcome, type Voter } from './polls/polls.ts';
import type { BotCommand, Exchange, Message, Update, User } from './types.ts';
import { UpdateQueue } from './updates.ts';
import { Webhook } from './webhook.ts';
import { World } from './world.ts';

export interface TelegramOptions {
  /** Default 0: any free port of 127.0.0.1. */
  port?: number;
  token?: string;
  bot?: { id?: number; first_name?: string; username?: string };
  /** The shortest time between two `poll` updates of one poll. Default 100 ms; 0 sends one for each vote. */
  snapshotEveryMs?: number;
  /** Whether `poll` updates and messages show counts while results are hidden. Default false. */
  hiddenCountsVisible?: boolean;
  /** Whether stopPoll brings a `poll` update with is_closed too. Default true. */
  snapshotOnStop?: boolean;
  /** Default: nothing is limited, but everything is measured (see `peaks`). */
  limits?: RateLimits;
  /** First wait after a webhook's failure, doubled each time. Default 1,000 ms. */
  webhookRetryMs?: number;
  /** Milliseconds since 1970. Default Date.now; timers run on the real clock, see `closeDuePolls`. */
  now?: () => number;
}

type Unsubscribe = () => void;

/** Faults of the updates themselves. */
export interface UpdateFaults {
  /** The next `count` updates are sent twice each, with the same update_id. */
  duplicate(count: number): void;
  /** The next `count` updates are sent in reverse order, after `withinMs` at the latest (default 1,000). */
  reorder(count: number, withinMs?: number): void;
  /** Drops all undelivered updates, as after 24 hours. Returns how many. */
  forget(): number;
}

export interface TelegramStandIn {
  /** Base address: clients call `${url}/bot${token}/method`. */
  readonly url: string;
  readonly token: string;
  readonly bot: User;
  readonly world: World;
  readonly updates: UpdateFaults;
  vote(pollId: string, voter: Voter, options: readonly number[]): VoteOutcome;
  retract(pollId: string, voter: Voter): VoteOutcome;
  /** For scripts that set `now` forward: closes polls that are due at once. */
  closeDuePolls(): void;
  polls(): PollTruth[];
  messages(chat: number | { id: number }): Message[];
  /** A photo that was uploaded, by the id of one of its sizes; undefined if there is none. */
  photo(fileId: string): Buffer | undefined;
  /** The command menu of a scope such as "default " (scope, space, language). */
  commands(scope?: string): BotCommand[];
  say(message: Say): Message;
  /** Somebody else posts a poll. The bot is told about it only at `stopForeignPoll`. */
  postForeignPoll(poll: ForeignPoll): Message;
  stopForeignPoll(pollId: string): void;
  press(button: Press): Promise<Pressed>;
  fault(rule: FaultRule): ScriptedFault;
  clearFaults(): void;
  /** From now on no file id is known that was handed out so far. */
  forgetFiles(): void;
  /** The highest rates that were seen. */
  peaks(): Peaks;
  pendingUpdates(): number;
  onMessage(listener: MessageListener): Unsubscribe;
  onEdit(listener: MessageListener): Unsubscribe;
  onPollOpened(listener: (poll: PollTruth) => void): Unsubscribe;
  onPollClosed(listener: (poll: PollTruth) => void): Unsubscribe;
  onExchange(listener: (exchange: Exchange) => void): Unsubscribe;
  onUpdate(listener: (update: Update) => void): Unsubscribe;
  close(): Promise<void>;
}

class Listeners<Event> {
  private readonly all = new Set<(event: Event) => void>();

  add(listener: (event: Event) => void): Unsubscribe {
    this.all.add(listener);
    return () => this.all.delete(listener);
  }

  emit(event: Event): void {
    for (const listener of this.all) listener(event);
  }
}

/**
 * Starts a local Telegram Bot API on 127.0.0.1.
 * @throws Error if the port is in use
 */
export async function startTelegram(options: TelegramOptions = {}): Promise<TelegramStandIn> {
  const token = options.token ?? '7000000001:AAF-stand_in_token_of_the_sandbox_00';
  const bot: User = {
    id: options.bot?.id ?? Number(token.split(':')[0]),
    is_bot: true,
    first_name: options.bot?.first_name ?? 'Cliffhanger',
    username: options.bot?.username ?? 'cliffhanger_sandbox_bot',
  };
  const opened = new Listeners<PollTruth>();
  const closed = new Listeners<PollTruth>();
  const exchanges = new Listeners<Exchange>();
  const sentUpdates = new Listeners<Update>();
  const faults = new FaultScript();
  const now = options.now ?? (() => Date.now());
  const meter = new RateMeter(options.limits ?? {}, now);
  const platform = buildPlatform(options, now, bot, {
    opened: (truth) => opened.emit(truth),
    closed: (truth) => closed.emit(truth),
    callMethod: (method, params) => {
      void calls.handle(token, method, params, new AbortController().signal);
    },
  });
  const { updates, webhook, messages, polls } = platform;
  updates.onQueued = () => webhook.pump();
  updates.onUpdate = (update) => sentUpdates.emit(update);
  const calls = new Calls(token, platform, faults, meter, (exchange) => exchanges.emit(exchange));
  const server = httpServer(
    (...call) => calls.handle(...call),
    now,
    (asked, file) => (asked === token ? platform.photos.get(fileIdIn(file))?.bytes : undefined),
  );
  await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const { port } = server.server.address() as AddressInfo;
  const world = new World(platform);

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    bot,
    world,
    updates: {
      duplicate: (count) => updates.duplicateNext(count),
      reorder: (count, withinMs = 1000) => updates.reorderNext(count, withinMs),
      forget: () => updates.forget(),
    },
    vote: (pollId, voter, choice) => polls.vote(pollId, voter, choice),
    retract: (pollId, voter) => polls.retract(pollId, voter),
    closeDuePolls: () => polls.closeDue(),
    polls: () => polls.truths(),
    messages: (chat) => world.messages(chat),
    photo: (fileId) => platform.photos.get(fileId)?.bytes,
    commands: (scope = 'default ') => platform.commands.get(scope),
    say: (message) => say(platform, message),
    postForeignPoll: (poll) => postForeignPoll(platform, poll),
    stopForeignPoll: (pollId) => stopForeignPoll(platform, pollId),
    press: (button) => press(platform, button),
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    forgetFiles: () => platform.photos.clear(),
    peaks: () => meter.peaks(),
    pendingUpdates: () => updates.pending(),
    onMessage: (listener) => {
      messages.onNew.add(listener);
      return () => messages.onNew.delete(listener);
    },
    onEdit: (listener) => {
      messages.onEdit.add(listener);
      return () => messages.onEdit.delete(listener);
    },
    onPollOpened: (listener) => opened.add(listener),
    onPollClosed: (listener) => closed.add(listener),
    onExchange: (listener) => exchanges.add(listener),
    onUpdate: (listener) => sentUpdates.add(listener),
    close: async () => {
      polls.shutDown();
      webhook.stop();
      platform.callbacks.close();
      updates.close();
      await server.close();
    },
  };
}

function buildPlatform(
  options: TelegramOptions,
  now: () => number,
  bot: User,
  events: {
    opened: (truth: PollTruth) => void;
    closed: (truth: PollTruth) => void;
    callMethod: (method: string, params: Record<string, unknown>) => void;
  },
): Platform {
  const chats = new Chats(bot);
  const updates = new UpdateQueue(now);
  const push = updates.push.bind(updates);
  const polls = new PollBox({
    now,
    snapshotEveryMs: options.snapshotEveryMs ?? 100,
    hiddenCountsVisible: options.hiddenCountsVisible ?? false,
    snapshotOnStop: options.snapshotOnStop ?? true,
    push,
    person: (ref) => chats.person(ref),
    opened: events.opened,
    closed: events.closed,
  });
  const messages = new Messages(chats, polls, now);
  return {
    now,
    chats,
    membership: new Membership(chats, messages, now, push),
    messages,
    polls,
    updates,
    webhook: new Webhook(updates, now, options.webhookRetryMs ?? 1000, events.callMethod),
    callbacks: new Callbacks(),
    commands: new CommandLists(),
    photos: new Map(),
    documents: new Map(),
  };
}
