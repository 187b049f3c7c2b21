import { randomBytes } from 'node:crypto';
import type { Milliseconds } from '../../../core/ids.ts';
import type { CommandRequest, FormField } from '../../../ports/commands/command.ts';

/** A command that waits until its caller confirms or completes it. */
export interface PendingRequest {
  readonly request: CommandRequest;
  /** What the caller still has to enter; absent if only the confirmation is missing. */
  readonly form?: readonly FormField[];
}

/**
 * Commands that wait for an answer from their caller. They are kept in this process only: their reasons do not fit into a
 * button, and pressing an old button must not do today what it was meant to do last week.
 */
export interface PendingRequests {
  /** @returns 22 characters of `[A-Za-z0-9_-]` that can't be guessed. */
  keep(pending: PendingRequest): string;
  /** Only for the account that asked; undefined if the token is unknown, used or too old. */
  look(token: string, account: string | undefined): PendingRequest | undefined;
  /** Like `look`, and removes it: a button works once. */
  take(token: string, account: string | undefined): PendingRequest | undefined;
}

/** As long as Discord allows an answer to be edited. */
const LIFE: Milliseconds = 15 * 60_000;
/** Above this number the oldest are dropped. */
const MOST = 5_000;

/** @param now milliseconds, from a clock that never goes back. */
export function createPendingRequests(now: () => Milliseconds, life: Milliseconds = LIFE): PendingRequests {
  // A Map keeps the order of insertion, so the oldest is always first.
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
