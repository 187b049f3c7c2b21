import type { Milliseconds, SeasonId } from '../../core/ids.ts';
import type { Platform, Traces } from '../../ports/platform/platform.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Closing } from '../../ports/stores/closings.ts';
import type { Context } from '../context.ts';

/** What could not be removed for a day stays. */
const GIVE_UP_AFTER: Milliseconds = 86_400_000;

/** Records what a platform does to a poll's message, so that it is undone even if this process ends in between. */
export const tracesOf = (
  context: Pick<Context, 'clock' | 'closings'>,
  season: SeasonId,
  { poll }: StoredPoll,
): Traces => ({
  leave: async () => context.closings.leaveTrace(season, poll.id, await context.clock.now()),
  removed: () => context.closings.forgetTrace(season, poll.id),
});

/**
 * Removes what an interrupted reading left under a closed poll; retries if the platform does not answer.
 * @returns whether there was anything to remove.
 */
export async function clearTraces(
  context: Pick<Context, 'clock' | 'log' | 'closings'>,
  season: SeasonId,
  stored: StoredPoll,
  platform: Platform | undefined,
  closing: Closing,
): Promise<boolean> {
  const { poll, outlet, round } = stored;
  const since = (await context.closings.traces(season)).get(poll.id);
  if (since === undefined) return false;
  const left = await platform?.clearTraces?.(poll);
  const now = await context.clock.now();
  if (left?.status === 'retry' && now - since < GIVE_UP_AFTER) {
    await closing.plan(now + left.after, true);
    return true;
  }
  if (left?.status !== 'cleared')
    context.log.warn(
      { season, round, outlet, link: poll.message.link },
      'could not remove a button under a closed poll',
    );
  await context.closings.forgetTrace(season, poll.id);
  await closing.end();
  return true;
}
