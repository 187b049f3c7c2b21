import type { Log, LogFields } from '../../../src/ports/log.ts';

/** One line of a bot's log, of this process or of a child. */
export interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

interface DatedLine extends Line {
  /** Milliseconds since the book was opened. */
  readonly after: number;
}

export interface Wanted {
  readonly message?: string | RegExp;
  /** Only lines that have all of these fields. */
  readonly fields?: LogFields;
}

/** Far more than anything here takes: it only limits a hang. */
const PATIENCE_MS = 60_000;

/** What bots log, and a way to wait for it. */
export class LogBook {
  readonly lines: DatedLine[] = [];
  readonly #openedAt = performance.now();
  readonly #waiting = new Set<() => void>();

  readonly log: Log = {
    debug: (fields, message) => this.add({ level: 'debug', message, fields }),
    info: (fields, message) => this.add({ level: 'info', message, fields }),
    warn: (fields, message) => this.add({ level: 'warn', message, fields }),
    error: (fields, message) => this.add({ level: 'error', message, fields }),
  };

  add(line: Line): void {
    this.lines.push({ ...line, after: Math.round(performance.now() - this.#openedAt) });
    this.changed();
  }

  /** Makes waiting tests check again: something has happened that no line reports. */
  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  found(wanted: Wanted): readonly Line[] {
    return this.lines.filter((line) => fits(line, wanted));
  }

  /** Resolves with the `count`-th line that fits; lines already written count. */
  async until(wanted: Wanted, count = 1): Promise<Line> {
    await this.untilTrue(
      `${count} × ${JSON.stringify(wanted)} ${wanted.message ?? ''}`,
      () => this.found(wanted).length >= count,
    );
    const line = this.found(wanted)[count - 1];
    if (line === undefined) throw new Error('a line was there and is gone');
    return line;
  }

  /** Resolves once `holds`; checks whenever a line is written or `changed` is called. */
  untilTrue(what: string, holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        if (!holds()) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`never happened: ${what}\n${this.tail()}`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
    });
  }

  tail(count = 40): string {
    return this.lines
      .filter(({ level }) => level !== 'debug')
      .slice(-count)
      .map(
        ({ after, level, message, fields }) =>
          `  ${after} ${level} ${message} ${JSON.stringify(fields, errorsAsText)}`,
      )
      .join('\n');
  }
}

const errorsAsText = (_: string, value: unknown): unknown => (value instanceof Error ? value.stack : value);

function fits(line: Line, { message, fields }: Wanted): boolean {
  if (typeof message === 'string' && line.message !== message) return false;
  if (message instanceof RegExp && !message.test(line.message)) return false;
  return Object.entries(fields ?? {}).every(([name, value]) => line.fields[name] === value);
}

/** A pino line; undefined for other text. */
export function parsedLine(text: string): Line | undefined {
  if (!text.startsWith('{')) return undefined;
  const { level, msg, time: _, ...fields } = JSON.parse(text) as Record<string, unknown>;
  return { level: isLevel(level) ? level : 'error', message: String(msg), fields };
}

const isLevel = (word: unknown): word is Line['level'] =>
  word === 'debug' || word === 'info' || word === 'warn' || word === 'error';
