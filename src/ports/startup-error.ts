/**
 * Why the bot can't start (or a command line can't run), for the person who started it. `main` prints `what`
 * and `hint` without a stack trace and exits with `exitCode`.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  /** What to do next, as a sentence. */
  readonly hint: string;
  /** 1: something is wrong with the environment or a file; 2: wrong usage. */
  readonly exitCode: 1 | 2;

  /** `what` says what happened and where, without a full stop being added. */
  constructor(what: string, hint: string, options: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(what, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = hint;
    this.exitCode = options.exitCode ?? 1;
  }
}
