import type { Town } from '../audience/town.ts';
import type { BotProcess } from '../bot/bot-process.ts';
import type { Action, Reply } from './actions/action.ts';
import type { PlugsPart } from './state.ts';

/** Requests that post or change something; a lost answer to reading would not be noticed. */
const CHANGING = [
  'sendMessage',
  'sendPhoto',
  'sendPoll',
  'stopPoll',
  'editMessageText',
  'editMessageCaption',
];
/** A poll that waits for its next request is gone after this; a bot without a connection has left. */
const TELEGRAM_SILENCE_MS = 75_000;

type Plug = Extract<Action, { do: 'bot' | 'redis' | 'gateway' | 'lose-answer' }>;
interface Script {
  readonly platform: 'discord' | 'telegram';
  readonly hits: () => number;
}

/** What can be cut and put back while the bot works. */
export class Plugs {
  readonly #town: Town;
  readonly #bot: BotProcess;
  readonly #scripts: Script[] = [];
  readonly #start: () => Promise<void>;
  #isDown = false;
  #heardAt = Number.NEGATIVE_INFINITY;

  /** @param start starts the bot again, and resolves once it is ready */
  constructor(town: Town, bot: BotProcess, start: () => Promise<void>) {
    this.#town = town;
    this.#bot = bot;
    this.#start = start;
    town.telegram.onExchange(() => {
      this.#heardAt = Date.now();
    });
  }

  get part(): PlugsPart {
    const { state, starts, trouble, redis } = this.#bot;
    const { gateway } = this.#town.discord;
    const elsewhere = state === 'stopped' && (gateway.connected || this.#heardLately);
    const left = (platform: Script['platform']) =>
      this.#scripts.filter((one) => one.platform === platform && one.hits() === 0).length;
    return {
      bot: {
        state: elsewhere && starts === 0 ? 'elsewhere' : state,
        starts,
        trouble: trouble ?? null,
        ours: !(elsewhere && starts === 0),
      },
      redis: redis === undefined ? 'stopped' : redis.frozen ? 'frozen' : 'running',
      gateway: this.#isDown ? 'down' : gateway.connected ? 'connected' : 'disconnected',
      losing: {
        discord: left('discord'),
        telegram: left('telegram'),
        lost: this.#scripts.filter(({ hits }) => hits() > 0).length,
      },
    };
  }

  get #heardLately(): boolean {
    return Date.now() - this.#heardAt < TELEGRAM_SILENCE_MS;
  }

  /** Whether something is cut, so that nobody can expect progress. */
  get isCut(): boolean {
    return this.#bot.state !== 'running' || this.#bot.redis?.frozen === true || this.#isDown;
  }

  async pull(plug: Plug): Promise<Reply> {
    switch (plug.do) {
      case 'bot':
        if (plug.what === 'kill') this.#bot.kill();
        else if (this.#bot.state === 'stopped') await this.#start();
        break;
      case 'redis':
        if (plug.what === 'freeze') this.#bot.freezeRedis();
        else this.#bot.thawRedis();
        break;
      case 'gateway':
        this.#pullGateway(plug.what);
        break;
      case 'lose-answer':
        this.#scripts.push(this.#losing(plug.platform));
        break;
    }
    return {};
  }

  #pullGateway(what: 'drop' | 'down' | 'up'): void {
    const { gateway } = this.#town.discord;
    if (what === 'drop') gateway.disconnect();
    else if (what === 'down') gateway.goDown();
    else gateway.comeUp();
    if (what !== 'drop') this.#isDown = what === 'down';
  }

  #losing(platform: Script['platform']): Script {
    const { discord, telegram } = this.#town;
    if (platform === 'telegram') {
      const script = telegram.fault({ method: CHANGING, fault: { kind: 'answer-lost' } });
      return { platform, hits: () => script.hits() };
    }
    const match = { method: 'POST', route: /^\/channels\/\d+\/(messages|polls)/ };
    const rule = discord.faults.rest(match, { kind: 'answer-lost' });
    return { platform, hits: () => rule.struck() };
  }
}
