import type { Milliseconds } from '../core/ids.ts';
import type { Health } from '../ports/health.ts';
import type { Log } from '../ports/log.ts';
import { within } from '../time-limit.ts';

export type Checks = Readonly<Record<string, () => Health | Promise<Health>>>;

/** What anybody may read: without `inside`. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, Omit<Health, 'inside'>>>;
}

/**
 * Runs all checks at once, each with a time limit. A caller that comes while an answer is being made gets the same answer, so
 * that many requests put no load on what is checked. Changes since the last answer go to the log, in full.
 */
export function createReadiness(checks: Checks, timeLimit: Milliseconds, log: Log): () => Promise<Readiness> {
  let underWay: Promise<Readiness> | undefined;
  const tell = onceAChange(log);
  const askAll = async (): Promise<Readiness> => {
    const answers = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const answer = await ask(check, timeLimit);
        tell(name, answer);
        const { inside: _, ...open } = { inside: undefined, ...answer };
        return [name, open] as const;
      }),
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

async function ask(check: Checks[string], timeLimit: Milliseconds): Promise<Health> {
  const answer = (async () => check())().catch(
    (error: unknown): Health => ({
      ok: false,
      why: 'the check itself failed; the log says why',
      inside: { error },
    }),
  );
  return (await within(timeLimit, answer)) ?? { ok: false, why: `no answer within ${timeLimit} ms` };
}

/** A prober asks every few seconds. One line per request would bury the changes. */
function onceAChange(log: Log): (name: string, answer: Health) => void {
  const told = new Map<string, string>();
  return (name, answer) => {
    const state = answer.ok ? '' : JSON.stringify([answer.why, answer.inside], errorsByMessage);
    if (state === (told.get(name) ?? '')) return;
    told.set(name, state);
    if (answer.ok) log.info({ check: name }, 'ready again');
    else log.warn({ check: name, why: answer.why, ...answer.inside }, 'not ready');
  };
}

const errorsByMessage = (_: string, value: unknown): unknown =>
  value instanceof Error ? value.message : value;
