import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../../ports/startup-error.ts';
import type { BotNotice, ClockNotice } from './notices.ts';

export type BotState = 'stopped' | 'starting' | 'running' | 'stopping';

export interface BotPlan {
  /** The bot's settings. Nothing else of this process's environment but PATH reaches the bot. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets the log of every process, one after the other. */
  readonly logPath: string;
  /** The built `run-bot.js`, where it does not lie beside this file. */
  readonly program?: string;
}

/** What is known of the Redis that the bot brings with it. */
export interface OwnRedis {
  readonly pid: number;
  /** By `freezeRedis`: it answers nothing until it is thawed. */
  readonly frozen: boolean;
}

const GONE_WITHIN_MS = 8_000;
const LOOK_EVERY_MS = 20;
const REDIS_LINES = ['embedded Redis started', 'embedded Redis found running and taken over'];

/** The bot as a child process that can be killed and started again, and its Redis, which can be frozen. */
export class BotProcess {
  readonly #plan: BotPlan;
  readonly #listeners = new Set<() => void>();
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #state: BotState = 'stopped';
  #redis: OwnRedis | undefined;
  #address: string | undefined;
  /** How often a process was started. */
  #starts = 0;
  #trouble: string | undefined;
  #ahead = 0;

  constructor(plan: BotPlan) {
    this.#plan = plan;
    this.#log = createWriteStream(plan.logPath, { flags: 'a' });
  }

  get state(): BotState {
    return this.#state;
  }

  get redis(): OwnRedis | undefined {
    return this.#redis;
  }

  /** Of health and pages, while it runs. */
  get address(): string | undefined {
    return this.#address;
  }

  get starts(): number {
    return this.#starts;
  }

  /** Why the last process ended by itself. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Called after every change of what is readable here. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Resolves once it is ready.
   * @throws StartupError if it ended before; Error if it is not stopped.
   */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#child !== undefined) throw new Error('The bot is already running');
    const program = this.#plan.program ?? join(import.meta.dirname, 'run-bot.js');
    const child = spawn(process.execPath, [program], {
      env: {
        PATH: process.env.PATH ?? '',
        ...this.#plan.environment,
        SANDBOX_CLOCK_AHEAD: String(this.#ahead),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      ...(signal && { signal, killSignal: 'SIGTERM' }),
    });
    this.#child = child;
    this.#starts += 1;
    this.#trouble = undefined;
    this.#become('starting');
    await this.#ready(child);
  }

  /** @param ahead how far the bot's clock is ahead of the machine's, in milliseconds; never less than before */
  setAhead(ahead: number): void {
    this.#ahead = ahead;
    const notice: ClockNotice = { ahead };
    if (this.#child?.connected === true) this.#child.send(notice);
  }

  /** As a crash: no chance to finish anything. Its Redis lives on, and the next start takes it over. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Ends the bot in peace, and its Redis with it, even if the bot was killed before. */
  async stop(): Promise<void> {
    this.thawRedis();
    const child = this.#child;
    if (child !== undefined) {
      this.#become('stopping');
      const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
      child.kill('SIGTERM');
      await Promise.race([gone, sleep(GONE_WITHIN_MS, undefined, { ref: false })]);
    }
    await this.#endRedis();
    this.#log.end();
  }

  /** From now on its Redis answers nothing, as behind a network that is down. Undone by `thawRedis`. */
  freezeRedis(): void {
    this.#signalRedis('SIGSTOP', true);
  }

  thawRedis(): void {
    this.#signalRedis('SIGCONT', false);
  }

  #signalRedis(signal: NodeJS.Signals, frozen: boolean): void {
    if (this.#redis === undefined || this.#redis.frozen === frozen) return;
    if (!sent(this.#redis.pid, signal)) return;
    this.#redis = { ...this.#redis, frozen };
    this.#changed();
  }

  #ready(child: ChildProcess): Promise<void> {
    const errors: string[] = [];
    child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).on('line', (line) => this.#logged(line));
    return new Promise((resolve, reject) => {
      let failure: BotNotice | undefined;
      child.on('message', (notice: BotNotice) => {
        if (notice.kind === 'failed') failure = notice;
        else {
          this.#address = notice.address;
          this.#become('running');
          resolve();
        }
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#child = undefined;
        this.#address = undefined;
        const what =
          failure?.kind === 'failed' ? failure.what : `The bot ended (${signal ?? code}) ${errors.join('')}`;
        const hint = failure?.kind === 'failed' ? (failure.fix ?? '') : `Its log: ${this.#plan.logPath}`;
        if (this.#state !== 'stopping' && signal !== 'SIGKILL') this.#trouble = `${what} ${hint}`.trim();
        this.#become('stopped');
        reject(new StartupError(what.trim(), hint));
      });
    });
  }

  #logged(line: string): void {
    this.#log.write(`${line}\n`);
    if (!REDIS_LINES.some((message) => line.includes(message))) return;
    const { pid } = JSON.parse(line) as { pid?: unknown };
    if (typeof pid !== 'number') return;
    this.#redis = { pid, frozen: false };
    this.#changed();
  }

  /** A killed bot's server waits for the next bot; here none may follow. */
  async #endRedis(): Promise<void> {
    const pid = this.#redis?.pid;
    if (pid === undefined) return;
    for (let waited = 0; waited < GONE_WITHIN_MS && sent(pid, 'SIGTERM'); waited += LOOK_EVERY_MS) {
      await sleep(LOOK_EVERY_MS);
    }
    this.#redis = undefined;
  }

  #become(state: BotState): void {
    this.#state = state;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** @returns whether there is such a process. */
function sent(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
