import type { NativeAnswerId, RoundNumber, SeasonId } from '../../core/ids.ts';
import type { Platform } from '../../ports/platform/platform.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Context } from '../context.ts';
import { inOptions } from './native-counts.ts';

/**
 * The wait for a platform's own final count is over. If the platform lists the voters of a closed poll, it is counted
 * from that list. Nobody can vote there any more, so a complete list is final.
 */
export async function countVoters(
  context: Pick<Context, 'outlets' | 'ballots' | 'clock' | 'platforms' | 'log'>,
  season: SeasonId,
  round: RoundNumber,
): Promise<void> {
  const outlets = new Map((await context.outlets.all(season)).map((one) => [one.id, one]));
  for (const stored of await context.ballots.polls(season, round)) {
    const name = outlets.get(stored.outlet)?.outlet.address.platform;
    if (stored.state.kind !== 'open' || name === undefined) continue;
    const platform = context.platforms.get(name);
    if (platform === undefined) continue;
    try {
      await countList(context, platform, stored);
    } catch (error) {
      context.log.warn({ season, round, outlet: stored.outlet, error }, 'could not read the list of voters');
    }
  }
}

async function countList(
  context: Pick<Context, 'ballots' | 'clock'>,
  platform: Platform,
  { poll }: StoredPoll,
): Promise<void> {
  if (platform.readVoters === undefined) return;
  const reading = await platform.readPoll(poll);
  if (reading.status === 'final') {
    // Confirmed since it was last asked.
    const { closedAt = await context.clock.now(), note } = reading;
    const final = { counts: inOptions(poll, reading.counts), closedAt, ...(note !== undefined && { note }) };
    await context.ballots.close(poll.id, { kind: 'final', ...final });
    return;
  }
  if (reading.status !== 'counting') return;
  const counts = new Map<NativeAnswerId, number>();
  for await (const page of platform.readVoters(poll)) {
    for (const { answer } of page) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  await context.ballots.close(poll.id, {
    kind: 'final',
    counts: inOptions(poll, Object.fromEntries(counts)),
    closedAt: reading.closedAt ?? (await context.clock.now()),
    note: 'counted from the complete list of voters: the platform had not confirmed its own count in time',
  });
}
