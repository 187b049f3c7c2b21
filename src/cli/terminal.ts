import type { Settings } from '../../config/settings.ts';

/** What a terminal command works with. */
export interface Terminal {
  readonly say: (line: string) => void;
  /** Prints a line apart from the output, which a program may parse. */
  readonly note: (line: string) => void;
  /** @throws StartupError if a variable of the environment is wrong. */
  readonly settings: () => Settings;
  /** Sets the exit code of a command that ends without an error; 0 if it is never called. */
  readonly endWith: (code: number) => void;
}
