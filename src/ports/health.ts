import type { LogFields } from './log.ts';

/**
 * What a part of the bot says of itself.
 * - `why`: a sentence that anybody who can reach the port may read: what is wrong in kind, without ids, addresses, or the
 *   words of Redis or of a platform.
 * - `inside`: the rest, for the log. Nothing in it may change while the state is the same, or each look writes a line.
 * - `standby`: another process does this work, and this one takes over when that stops. It is as ready as it can be, so
 *   that nobody restarts it for it.
 * - `degraded`: a part of its work stands still, and a person is needed; the rest goes on.
 */
export type Health =
  | { readonly ok: true; readonly state?: 'standby' }
  | { readonly ok: true; readonly state: 'degraded'; readonly why: string }
  | { readonly ok: false; readonly why: string; readonly inside?: LogFields };
