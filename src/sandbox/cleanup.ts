/** The longest that one part may take to end: the bot finishes its requests and stops its Redis. */
const EACH_WITHIN_MS = 10_000;

/** Ends what was started, last first, whatever happens. A part that hangs does not hold up the others. */
export class Cleanup {
  readonly #parts: { readonly name: string; readonly end: () => Promise<void> }[] = [];

  add(name: string, end: () => Promise<void>): void {
    this.#parts.push({ name, end });
  }

  /** @returns whether every part ended. */
  async run(): Promise<boolean> {
    let complete = true;
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      const { name, end } = part;
      const late = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error('it took too long')), EACH_WITHIN_MS).unref();
      });
      await Promise.race([end(), late]).catch((error: unknown) => {
        complete = false;
        const why = error instanceof Error ? error.message : String(error);
        process.stderr.write(`Could not stop ${name}: ${why}\n`);
      });
    }
    return complete;
  }
}
