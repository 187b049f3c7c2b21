import { randomBytes } from 'node:crypto';
import type { Milliseconds } from '../../../core/ids.ts';
import type { CommandRequest, Parameter } from '../../../ports/command.ts';

/** A command that waits for its caller to confirm it or to complete it. */
export interface PendingRequest {
  readonly request: CommandRequest;
  /** What is asked for; absent where only the confirmation is. */
  readonly missing?: Parameter;
}

/**
 * Commands on their way through a question to their caller. They are kept in this process alone: their reasons do
 * not fit into a button, and an old button must not do today what it was meant to do last week.
 */
export interface PendingRequests {
  /** @returns 22 characters of `[A-Za-z0-9_-]` that nobody can guess. */
  keep(pending: PendingRequest): string;
  /** Only for who asked; undefined where it is unknown, used or too old. */
  look(token: string, account: string | undefined): PendingRequest | undefined;
  /** As `look`, and forgets it: what a button does is done once. */
  take(token: string, account: string | undefined): PendingRequest | undefined;
}

/** As long as Discord lets an answer be edited. */
const LIFE: Milliseconds = 15 * 60_000;
/** Beyond these the oldest are forgotten. */
const MOST = 5_000;

/** @param now milliseconds, of a clock that never goes back. */
export function createPendingRequests(now: () => Milliseconds, life: Milliseconds = LIFE): PendingRequests {
  // In the order in which they came, so the oldest is always the first.
  const kept = new Map<string, PendingRequest & { readonly until: Milliseconds }>();

  function look(token: string, account: string | undefined): PendingRequest | undefined {
    const found = kept.get(token);
    return found !== undefined && found.until > now() && found.request.account === account
      ? found
      : undefined;
  }

  return {
    keep(pending) {
      for (const [token, { until }] of kept) {
        if (until > now() && kept.size < MOST) break;
        kept.delete(token);
      }
      const token = randomBytes(16).toString('base64url');
      kept.set(token, { ...pending, until: now() + life });
      return token;
    },
    look,
    take(token, account) {
      const found = look(token, account);
      if (found !== undefined) kept.delete(token);
      return found;
    },
  };
}
