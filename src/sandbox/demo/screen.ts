import type { WriteStream } from 'node:tty';

/** Text wider than this is hard to read, however wide the terminal is. */
const WIDEST = 100;
const NARROWEST = 40;

type Output = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };
type Paint = (text: string) => string;

/** Colours if the output supports them; plain text otherwise. */
export interface Paints {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly accent: Paint;
  readonly good: Paint;
  readonly bad: Paint;
}

const ESCAPE = '\u001b[';

function paints(coloured: boolean): Paints {
  const paint = (open: number, close: number): Paint =>
    coloured ? (text) => `${ESCAPE}${open}m${text}${ESCAPE}${close}m` : (text) => text;
  return {
    strong: paint(1, 22),
    faint: paint(2, 22),
    accent: paint(36, 39),
    good: paint(32, 39),
    bad: paint(31, 39),
  };
}

/**
 * Lines that stay, and below them a few lines that are redrawn again and again. Without a terminal nothing is drawn twice.
 */
export class Screen {
  readonly paint: Paints;
  /** Whether `draw` shows anything. */
  readonly animated: boolean;
  readonly #out: Output;
  #drawn: readonly string[] = [];
  #cursorHidden = false;

  constructor(out: Output, environment: Readonly<Record<string, string | undefined>>) {
    this.#out = out;
    const terminal = out.isTTY === true && environment.TERM !== 'dumb';
    this.animated = terminal;
    // https://no-color.org: set and not empty, whatever its value.
    this.paint = paints(terminal && !environment.NO_COLOR);
  }

  /** In columns, as the terminal is now. Its last column stays empty, because some terminals wrap there. */
  get width(): number {
    return Math.max(NARROWEST, Math.min(WIDEST, (this.#out.columns ?? WIDEST) - 1));
  }

  print(...lines: readonly string[]): void {
    this.#out.write(`${this.#erased()}${lines.map((line) => `${line}\n`).join('')}${this.#shown()}`);
  }

  /** Replaces what was drawn last. */
  draw(lines: readonly string[]): void {
    if (!this.animated) return;
    const erased = this.#erased();
    if (this.#drawn.length === 0 && lines.length === 0) return;
    this.#drawn = lines;
    this.#out.write(`${erased}${this.#shown()}`);
  }

  /** Restores the terminal. */
  close(): void {
    this.draw([]);
  }

  #erased(): string {
    return this.#drawn.length === 0 ? '' : `${ESCAPE}${this.#drawn.length}A\r${ESCAPE}J`;
  }

  #shown(): string {
    const hide = this.#drawn.length > 0;
    const cursor = hide === this.#cursorHidden ? '' : `${ESCAPE}?25${hide ? 'l' : 'h'}`;
    this.#cursorHidden = hide;
    return `${cursor}${this.#drawn.map((line) => `${line}\n`).join('')}`;
  }
}
