import type { Milliseconds, SeasonId } from '../../core/ids.ts';
import { isIn, type Round, type Season } from '../../core/season/state.ts';
import { windowLength } from '../../core/season/window.ts';
import { sumOf } from '../../core/vote/tally.ts';
import { livePolls } from '../commands/standings.ts';
import type { Context } from '../context.ts';

/** Of a vote's time; enough to draw it. */
const SLOTS = 60;
/** Of a vote that is extended: then nothing more is kept. */
const MOST_SLOTS = 2 * SLOTS;
/** Of a vote of a few minutes. */
const SHORTEST_SLOT: Milliseconds = 2_000;

type Sampling = Pick<Context, 'states' | 'outlets' | 'ballots' | 'counts' | 'clock'>;

/**
 * Keeps the sum of a season's open votes now and then, for the writers' report: at most once in a sixtieth of a vote's time,
 * whichever process comes first.
 */
export interface VoteSampler {
  sample(season: SeasonId): Promise<void>;
}

export function createVoteSampler(context: Sampling): VoteSampler {
  /** The last slot of each open round that is known to be kept: most calls end here. */
  const kept = new Map<string, number>();

  async function sampleRound(season: Season, round: Round): Promise<void> {
    const name = `${season.id}/${round.number}`;
    const now = await context.clock.now();
    const slot = slotAt(round, now);
    if (slot === undefined || (kept.get(name) ?? -1) >= slot) return;
    if (!(await context.counts.hasSample(season.id, round.number, slot))) {
      const polls = await livePolls(context, season, round);
      const options = round.options.map(({ id }) => id);
      const counts = sumOf(
        options,
        polls.map((poll) => poll.counts),
      );
      await context.counts.addSample(season.id, round.number, slot, { at: now, counts });
    }
    kept.set(name, slot);
  }

  return {
    async sample(id) {
      const { season } = await context.states.load(id);
      for (const round of season?.rounds ?? []) {
        // Counts of a sealed vote are known of some platforms only.
        if (season !== undefined && isIn(round, 'voting') && !round.rules.sealed)
          await sampleRound(season, round);
        else kept.delete(`${id}/${round.number}`);
      }
    },
  };
}

function slotAt({ opensAt, rules, kind }: Round, now: number): number | undefined {
  const length = Math.max(windowLength(rules, kind) / SLOTS, SHORTEST_SLOT);
  const slot = Math.floor((now - opensAt) / length);
  return slot < 0 || slot >= MOST_SLOTS ? undefined : slot;
}
