import type { Milliseconds } from '../../core/ids.ts';
import type { CommandDesk } from '../../ports/commands/command.ts';
import type { Log } from '../../ports/log.ts';
import type { Inspection, Introduction, Listening, Platform } from '../../ports/platform/platform.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { SentPictures } from '../../ports/stores/sent-pictures.ts';
import type { WrittenMenus } from '../../ports/stores/written-menus.ts';
import { within } from '../../time-limit.ts';
import { telegramAddress } from './address.ts';
import { answerCommands, type CommandIntake } from './commands/commands.ts';
import { findEarlierRun } from './earlier-run.ts';
import { telegramFacts } from './facts.ts';
import { countMembers, inspectChat } from './inspect.ts';
import { createCardPhotos } from './posts/card-photos.ts';
import { editDrop, editNotice } from './posts/edit.ts';
import { findPosted } from './posts/find-posted.ts';
import { clearTraces, closePoll, isPollDeleted, readPoll } from './posts/polls.ts';
import { withReaderTimes } from './posts/reader-times.ts';
import { retractPost } from './posts/retract.ts';
import { sendPost } from './posts/send.ts';
import { type BotApi, createBotApi } from './requests/client.ts';
import { createClockWatch } from './requests/clock.ts';
import { saysTokenRefused } from './requests/errors.ts';
import { checkShowrunners } from './showrunners.ts';
import { type Listener, startPolling, TOKEN_REFUSED } from './updates/polling.ts';
import type { RivalTimes } from './updates/rivals.ts';
import { isStranger } from './updates/stranger.ts';
import type { OtherUpdate } from './updates/updates.ts';
import {
  receiveWebhook,
  setWebhook,
  type WebhookReceiver,
  type WebhookSettings,
  webhookRoute,
} from './updates/webhook.ts';
import { type WebhookWatch, watchWebhook } from './updates/webhook-watch.ts';
import { User } from './wire/objects.ts';

export interface TelegramSettings {
  readonly token: string;
  /** Base of the Bot API: `https://api.telegram.org`. */
  readonly apiUrl: string;
  readonly limiter: RateLimiter;
  /** Default: what Telegram allows every bot. */
  readonly requestsASecond?: number;
  readonly log: Log;
  /** Present: Telegram posts updates to us. Absent: long polling. */
  readonly webhook?: WebhookSettings;
  /**
   * Account ids from the operator's file whose private chat offers every command. Does not decide who may use
   * them.
   */
  readonly showrunners?: readonly string[];
  readonly written?: WrittenMenus;
  readonly sentPictures: SentPictures;
  /** For tests: when another process that takes updates counts as a rival, and how often the webhook is checked. */
  readonly rivals?: Partial<RivalTimes>;
  readonly lookAtWebhookEvery?: Milliseconds;
}

export interface TelegramPlatform extends Platform {
  /**
   * One update from the webhook, its secret already checked. Resolves when it is durable. Rejects if it is
   * not, or if nothing listens here: Telegram should then post it again.
   */
  handleUpdate(body: unknown): Promise<void>;
}

const HEARTBEAT: Milliseconds = 30_000;

/** Of the ten seconds that a SIGTERM leaves. */
const ANSWERS_END_WITHIN: Milliseconds = 2_000;

/** Telegram over telegraf's client. */
export function createTelegramPlatform(settings: TelegramSettings): TelegramPlatform {
  const { log, webhook, rivals } = settings;
  const api = withReaderTimes(createBotApi(settings), log);
  const photos = createCardPhotos(settings.sentPictures, log);
  const stopping = new AbortController();
  const clockWatch = createClockWatch(api, log);
  const playable = new Set<number>();
  let heartbeat: NodeJS.Timeout | undefined;
  let me: User | undefined;
  let intake: CommandIntake | undefined;
  let polling: Listener | undefined;
  let receiver: WebhookReceiver | undefined;
  let watch: WebhookWatch | undefined;
  let listening: Listening = { up: true };

  /**
   * A process that doesn't poll for updates learns of a revoked token and a wrong clock only through this.
   */
  async function beat(): Promise<void> {
    if (polling === undefined) {
      await api.call({ method: 'getMe', params: {} }, { unlimited: true, signal: stopping.signal });
    }
    clockWatch();
  }

  function bot(): User {
    if (me === undefined) throw new Error('prepare() has not been called');
    return me;
  }

  /** Menus are written while the bot listens: votes do not wait for them. */
  function offer(desk: CommandDesk | undefined): OtherUpdate | undefined {
    const botName = bot().username;
    if (desk === undefined) return undefined;
    const { showrunners = [], written } = settings;
    const offered = answerCommands({
      api,
      desk,
      log,
      botName,
      showrunners,
      ...(written && { written }),
    });
    intake = offered;
    void offered.menus();
    return offered.handle;
  }

  async function handleUpdate(body: unknown): Promise<void> {
    if (!receiver) throw new Error('This process does not take updates from the webhook.');
    await receiver.handle(body);
  }

  const route = webhook && webhookRoute(webhook, handleUpdate);
  return {
    ...telegramFacts,
    ...(route && { webhook: route }),
    get listening() {
      if (api.tokenRefused()) return { up: false, why: TOKEN_REFUSED.what, shutOut: TOKEN_REFUSED };
      const { state } = polling ?? watch ?? { state: listening };
      return listening.up ? state : listening;
    },

    async prepare(signal) {
      const answer = await whoAmI(api, settings, signal);
      if ('status' in answer) return answer;
      const { showrunners = [] } = settings;
      refuseOneself(answer, showrunners);
      if (me === undefined) {
        log.info({ bot: `@${answer.username}`, account: answer.id }, 'logged in to Telegram');
        // In parallel to the start, which does not depend on it.
        checkShowrunners(api, showrunners, log).catch((error: unknown) =>
          log.warn({ error }, 'could not check the showrunners'),
        );
      }
      me = answer;
      clockWatch();
      heartbeat ??= setInterval(() => void beat(), HEARTBEAT).unref();
      return { status: 'known', account: String(answer.id) };
    },

    async listen(sink, commands) {
      const other = offer(commands);
      if (webhook) {
        receiver = receiveWebhook(sink, log, other);
        await setWebhook(api, webhook, { log, signal: stopping.signal });
        if (stopping.signal.aborted) return;
        listening = { up: true };
        log.info({ url: webhook.url }, 'receiving updates from Telegram through the webhook');
        const { lookAtWebhookEvery: every } = settings;
        watch = watchWebhook({
          api,
          sink,
          log,
          again: () => setWebhook(api, webhook, { log, signal: stopping.signal }),
          signal: stopping.signal,
          ...(rivals && { rivals }),
          ...(every !== undefined && { every }),
        });
        return;
      }
      const more = { ...(other && { other }), ...(rivals && { rivals }) };
      polling = startPolling({ api, sink, log, ...more });
      await polling.ready;
    },

    async stop() {
      stopping.abort();
      clearInterval(heartbeat);
      const receiving = receiver;
      receiver = undefined;
      if (receiving) listening = { up: false, why: 'Listening was stopped.' };
      await Promise.all([polling?.stop(), receiving?.idle()]);
      await within(ANSWERS_END_WITHIN, intake?.idle());
      await api.idle();
    },

    handleUpdate,
    findEarlierRun: () => findEarlierRun(api),
    async inspect(address, _mention, signal) {
      if (me === undefined) return notKnownYet;
      return inspectChat(api, { ...me, playable }, telegramAddress(address), signal);
    },
    send: (order) => sendPost(api, photos, order, me?.username),
    closePoll: (poll, how) => closePoll(api, log, poll, how?.traces),
    readPoll: (poll, how) => readPoll(api, log, poll, how?.traces),
    isPollDeleted: (poll, signal) => isPollDeleted(api, poll, signal),
    clearTraces: (poll) => clearTraces(api, poll),
    editDrop: (outlet, message, drop, now) => editDrop(api, outlet, message, drop, now),
    editNotice: (outlet, message, notice) => editNotice(api, outlet, message, notice, me?.username),
    retract: (outlet, message, what) => retractPost(api, outlet, message, what),
    countMembers: (outlet) => countMembers(api, outlet),
    async findPosted(outlet, link, wanted) {
      if (me === undefined) return { status: 'retry', after: 1_000, why: 'Telegram has not answered yet' };
      return findPosted(api, me, outlet, link, wanted);
    },
  };
}

const notKnownYet: Inspection = {
  ok: undefined,
  problems: [
    {
      code: 'no-answer',
      what: 'Telegram has not answered since the bot was started.',
      fix: 'Try again in a moment.',
    },
  ],
};

/** The bot can't give itself commands, so the show would have no one to steer it. */
function refuseOneself({ id, username }: User, showrunners: readonly string[]): void {
  if (!showrunners.includes(String(id))) return;
  throw new StartupError(
    `The operator’s file names the bot itself (${id}${username === undefined ? '' : `, @${username}`}) as a showrunner on Telegram`,
    'Put your own account’s number under showrunners.telegram: write to @userinfobot to learn it.',
  );
}

const TOKEN_HINT = 'Copy the token from @BotFather (/mybots, API Token) into TELEGRAM_TOKEN.';

/** Asks once. Only the Bot API's own answer says anything about the token. */
async function whoAmI(
  api: BotApi,
  { token, apiUrl }: TelegramSettings,
  signal: AbortSignal | undefined,
): Promise<User | Extract<Introduction, { status: 'no-answer' }>> {
  // With other characters, it would end up in another part of the address.
  if (!/^[\w:-]+$/.test(token))
    throw new StartupError('TELEGRAM_TOKEN does not look like a bot’s token', TOKEN_HINT);
  const answer = await api.call({ method: 'getMe', params: {} }, { urgent: true, ...(signal && { signal }) });
  if (answer.ok) {
    const me = User.safeParse(answer.result);
    if (me.success) return me.data;
    return { status: 'no-answer', why: 'Telegram’s description of the bot cannot be read' };
  }
  const { failure } = answer;
  if (failure.kind !== 'answered') {
    const isOther = failure.kind !== 'unsent' && (await isStranger(apiUrl, token, signal));
    if (!isOther) return { status: 'no-answer', why: failure.why };
    return {
      status: 'no-answer',
      why: `the server at ${apiUrl} is not the Bot API`,
      stranger: true,
    };
  }
  if (saysTokenRefused(failure)) {
    throw new StartupError(
      `Telegram does not know the token in TELEGRAM_TOKEN (${failure.code} ${failure.description})`,
      TOKEN_HINT,
    );
  }
  return {
    status: 'no-answer',
    why: `Telegram answered ${failure.code} ${failure.description}`,
    ...(failure.retryAfter !== undefined && { after: failure.retryAfter }),
  };
}
