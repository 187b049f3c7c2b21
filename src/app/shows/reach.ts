import type { PlatformName } from '../../core/ids.ts';

/**
 * How far this process is with each platform since its start. A platform that has not answered yet delays only itself:
 * messages for it stay owed.
 */
export class Reach {
  readonly #silent = new Map<PlatformName, string>();
  readonly #closed = new Set<PlatformName>();

  /** The process has only just started with the platform. Without this call it counts as open. */
  begin(name: PlatformName): void {
    this.#silent.set(name, 'it has not been asked yet');
    this.#closed.add(name);
  }

  notYet(name: PlatformName, why: string): void {
    this.#silent.set(name, why);
  }

  answered(name: PlatformName): void {
    this.#silent.delete(name);
  }

  /** Why the platform can't be used yet; undefined once it has said who the bot is. */
  silence(name: PlatformName): string | undefined {
    return this.#silent.get(name);
  }

  open(name: PlatformName): void {
    this.#closed.delete(name);
  }

  /** Whether messages may be sent: listening comes before posting, so that the first votes are received. */
  isOpen(name: PlatformName): boolean {
    return !this.#closed.has(name);
  }
}
