/** Longest time that one part may take to end: the bot finishes its requests and stops its Redis. */
const EACH_WITHIN_MS = 10_000;

/** Ends what was begun, last first, whatever happens; a part that hangs does not hold the others up. */
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
        setTimeout(() => reject(new Error('it takes too long')), EACH_WITHIN_MS).unref();
      });
      await Promise.race([end(), late]).catch((error: unknown) => {
        complete = false;
        const why = error instanceof Error ? error.message : String(error);
        process.stderr.write(`Ending ${name} failed: ${why}\n`);
      });
    }
    return complete;
  }
}
