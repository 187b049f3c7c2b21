import type { LogFields } from './log.ts';

/**
 * What a part of the bot reports about itself.
 * - `why`: a sentence that anybody who can reach the port may read: what kind of thing is wrong, without ids,
 * addresses, or the words of Redis or of a platform.
 * - `inside`: the rest, for the log. It must not change while the state is the same, or each check writes a line.
 * - `standby`: another process does this work, and this one takes over when that stops. It is as ready as it can be,
 * so that an orchestrator does not restart it.
 * - `degraded`: a part of its work has stopped and needs a person; the rest continues.
 */
export type Health =
  | { readonly ok: true; readonly state?: 'standby' }
  | { readonly ok: true; readonly state: 'degraded'; readonly why: string }
  | { readonly ok: false; readonly why: string; readonly inside?: LogFields };
