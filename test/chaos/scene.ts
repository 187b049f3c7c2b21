import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../../src/sandbox/random.ts';
import type { BotProcess } from './bot-process.ts';
import { redisPid } from './redis-process.ts';
import type { Stage } from './stage.ts';
import type { Journal } from './verify/journal.ts';

/** A season ends within some 15 s; a fault must happen before that. */
const STRIKES_WITHIN_MS = 25_000;

/** What a fault can use: a season of eight shows in full swing. */
export class Scene {
  readonly stage: Stage;
  readonly journal: Journal;
  readonly bot: BotProcess;
  readonly chance: Chance;
  /** The folder of the bot's own Redis. */
  readonly redisFolder: string;
  /** When the bot was killed, in Unix milliseconds. */
  readonly kills: number[] = [];
  /** Milliseconds from the end of each disturbance until everything works again. */
  readonly recoveries: number[] = [];
  /** What went wrong with the bot as a whole, in sentences. */
  readonly complaints: string[] = [];

  constructor(parts: Pick<Scene, 'stage' | 'journal' | 'bot' | 'chance' | 'redisFolder'>) {
    this.stage = parts.stage;
    this.journal = parts.journal;
    this.bot = parts.bot;
    this.chance = parts.chance;
    this.redisFolder = parts.redisFolder;
  }

  /** Waits for a random moment of the next `withinMs`. */
  async moment(withinMs: number): Promise<void> {
    await sleep(this.chance.between(0, withinMs));
  }

  /** kill -9 of the bot, now. */
  kill(): void {
    if (!this.bot.lives) return;
    this.kills.push(Date.now());
    this.bot.killNow();
  }

  /** Restarts the killed or stopped bot, and measures how long it takes to be ready. */
  async startAgain(since: number): Promise<void> {
    await this.bot.ended;
    this.bot.start();
    await this.untilReady(since);
  }

  async untilReady(since: number): Promise<void> {
    await this.bot.untilReady();
    this.recoveries.push(Date.now() - since);
  }

  /** Acts at the n-th message of the bot that a platform accepts from now on, inside that platform's step. */
  atMessage(nth: number, act: () => void): Promise<void> {
    let left = nth;
    return inTime((struck) =>
      this.journal.onTaken(() => {
        left -= 1;
        if (left !== 0) return;
        act();
        struck();
      }),
    );
  }

  /** Acts at the n-th close of a poll. */
  atClose(nth: number, act: () => void): Promise<void> {
    let left = nth;
    return inTime((struck) =>
      this.journal.onClose(() => {
        left -= 1;
        if (left !== 0) return;
        act();
        struck();
      }),
    );
  }

  async redisPid(): Promise<number> {
    const socket = this.bot.redisSocket;
    for (let attempt = 0; socket !== undefined && attempt < 100; attempt += 1) {
      const pid = await redisPid(socket);
      if (pid !== undefined) return pid;
      await sleep(50);
    }
    throw new Error('The bot has no Redis that answers');
  }
}

/** Resolves even if the moment never comes: the season was too short for it. */
async function inTime(arm: (struck: () => void) => void): Promise<void> {
  const over = new AbortController();
  const struck = new Promise<void>((resolve) => {
    arm(resolve);
  });
  const late = sleep(STRIKES_WITHIN_MS, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([struck, late]);
  over.abort();
}
