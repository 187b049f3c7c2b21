import type { Milliseconds } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';

/** `why` is a sentence that may be seen by anybody who can reach the port. */
export type Check = { readonly ok: true } | { readonly ok: false; readonly why: string };
export type Checks = Readonly<Record<string, () => Check | Promise<Check>>>;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Check>>;
}

/**
 * Asks all checks at once, each with a time limit. Who asks while an answer is being made gets the same answer, so
 * that many requests put no load on what is checked.
 */
export function createReadiness(checks: Checks, timeLimit: Milliseconds, log: Log): () => Promise<Readiness> {
  let underWay: Promise<Readiness> | undefined;
  const askAll = async (): Promise<Readiness> => {
    const answers = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await ask(name, check, timeLimit, log)] as const,
      ),
    );
    return { ready: answers.every(([, answer]) => answer.ok), checks: Object.fromEntries(answers) };
  };
  return () => {
    underWay ??= askAll().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

async function ask(name: string, check: Checks[string], timeLimit: Milliseconds, log: Log): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, why: `no answer within ${timeLimit} ms` }), timeLimit);
  });
  const answer = (async () => check())().catch((error: Error): Check => {
    log.warn({ check: name, why: error.message }, 'A readiness check failed');
    return { ok: false, why: 'the check itself failed; the log says why' };
  });
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}
