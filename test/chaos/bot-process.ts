import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** Words of a command line. */
export type BotCommand = readonly [program: string, ...args: string[]];

export interface BotPlan {
  readonly command: BotCommand;
  readonly environment: Readonly<Record<string, string>>;
  readonly logPath: string;
}

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
/** The contract: ends within 10 s of SIGTERM. One second more for this machine to notice. */
const ENDS_WITHIN_MS = 11_000;

/** The bot as an operator runs it: a child process, known only by its log, its health page and its exit. */
export class BotProcess {
  readonly #plan: BotPlan;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #ended: Promise<number | NodeJS.Signals> = Promise.resolve(0);
  #address: string | undefined;
  #socket: string | undefined;
  #hasSpoken = false;
  #isClosed = false;

  constructor(plan: BotPlan) {
    this.#plan = plan;
    this.#log = createWriteStream(plan.logPath, { flags: 'a' });
  }

  /** Process id of the bot's own Redis, once the log names it. */
  get redisSocket(): string | undefined {
    return this.#socket;
  }

  get lives(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Does nothing once closed: a fault may still be active when a run is stopped. */
  start(): void {
    if (this.#isClosed) return;
    const [program, ...args] = this.#plan.command;
    this.#address = undefined;
    this.#hasSpoken = false;
    this.#log.write(`--- started ${new Date().toISOString()}\n`);
    const child = spawn(program, args, {
      // A developer's own .env must not affect it.
      cwd: tmpdir(),
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...this.#plan.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('error', () => resolve(127));
      child.once('exit', (code, signal) => {
        this.#log.write(`--- ended ${new Date().toISOString()} ${signal ?? code}\n`);
        resolve(signal ?? code ?? 1);
      });
    });
    child.stderr.pipe(this.#log, { end: false });
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
  }

  #hear(line: string): void {
    this.#hasSpoken = true;
    this.#log.write(`${line}\n`);
    const told = fieldsOf(line);
    if (typeof told.address === 'string') this.#address = told.address;
    if (typeof told.socket === 'string') this.#socket = told.socket;
  }

  /** Whether `/readyz` says ready; false also if nothing answers. */
  async isReady(): Promise<boolean> {
    if (this.#address === undefined || !this.lives) return false;
    const answer = await fetch(`${this.#address}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    return answer?.status === 200;
  }

  /** @throws if the bot ends by itself, or is not ready within a minute */
  async untilReady(): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await this.isReady())) {
      if (!this.lives) throw new Error(`The bot ended by itself (${await this.#ended})`);
      if (Date.now() > until) throw new Error(`The bot was not ready within ${READY_WITHIN_MS / 1_000} s`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** At once, even from inside a platform's step. */
  killNow(): void {
    this.#child?.kill('SIGKILL');
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal);
  }

  get ended(): Promise<number | NodeJS.Signals> {
    return this.#ended;
  }

  /** SIGTERM. @throws if it does not end in time, or not with 0 */
  async stop(): Promise<void> {
    if (!this.lives) return;
    this.#child?.kill('SIGTERM');
    const end = await Promise.race([this.#ended, sleep(ENDS_WITHIN_MS, 'late' as const, { ref: false })]);
    // Before its program is loaded a process handles no signals, and has not done anything either.
    if (end === 0 || (end === 'SIGTERM' && !this.#hasSpoken)) return;
    this.killNow();
    throw new Error(
      end === 'late' ? 'The bot did not end within 10 s of SIGTERM' : `SIGTERM ended the bot with ${end}`,
    );
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.killNow();
    await this.#ended;
    await new Promise((resolve) => this.#log.end(resolve));
  }
}

function fieldsOf(line: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(line);
    return typeof told === 'object' && told !== null ? { ...told } : {};
  } catch {
    return {};
  }
}
