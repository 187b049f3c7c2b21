import type { Instant, SeasonId } from '../../core/ids.ts';
import type { Refusal, SeasonCommand } from '../../core/season/commands.ts';
import { decide } from '../../core/season/decide.ts';
import type { SeasonEvent } from '../../core/season/events.ts';
import { evolve } from '../../core/season/evolve.ts';
import { owedBy } from '../../core/season/owe.ts';
import type { Season } from '../../core/season/state.ts';
import type { Advancing, Context } from '../context.ts';
import { lookAtAlerts } from '../deliveries/look-at-alerts.ts';

/** Attempts before we give up for now on a season that others keep changing; the job is retried. */
const MOST_CONFLICTS = 20;

export type Advanced =
  | { readonly ok: true; readonly season: Season | undefined; readonly events: readonly SeasonEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Applies a command to a season: loads its state, decides, appends the events together with the effects they owe, and
 * wakes up the workers for these. If another process appends in between, it starts over; no event is lost.
 *
 * @param command is given the time of the shared clock.
 * @throws when Redis is away (nothing is changed then), or when too many others change the season at once.
 */
export async function advanceSeason(
  context: Advancing,
  id: SeasonId,
  command: (at: Instant) => SeasonCommand,
): Promise<Advanced> {
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
    const { season, version } = await context.states.load(id);
    const asked = command(await context.clock.now());
    const decided = decide(season, asked);
    if (!decided.ok) return decided;
    if (decided.events.length === 0) return { ok: true, season, events: [] };

    const { after, effects } = consequences(season, decided.events);
    const owed = await context.seasons.append(id, version, decided.events, effects, countsOf(asked));
    if (owed === undefined) continue;
    for (const event of decided.events) {
      logEvent(context, id, event);
      if (event.type === 'round-decided') context.metrics.decision(event.decision.rule.kind);
    }
    await Promise.all(
      owed.map(({ id: effect, effect: { dueAt } }) => context.jobs.effect(id, effect, dueAt)),
    );
    await lookAtAlerts(context, id);
    return { ok: true, season: after, events: decided.events };
  }
  throw new Error(`Season ${id} was changed by others ${MOST_CONFLICTS} times in a row`);
}

function consequences(season: Season | undefined, events: readonly SeasonEvent[]) {
  let after = season;
  const effects = events.flatMap((event) => {
    const next = evolve(after, event);
    after = next;
    return owedBy(event, next);
  });
  return { after, effects };
}

function countsOf(command: SeasonCommand) {
  return command.type === 'settle' ? { round: command.round, outlets: command.outlets } : undefined;
}

function logEvent(context: Pick<Context, 'log'>, season: SeasonId, event: SeasonEvent): void {
  const round =
    'round' in event ? (typeof event.round === 'object' ? event.round.number : event.round) : undefined;
  context.log.info(
    {
      season,
      event: event.type,
      ...(round !== undefined && { round }),
      ...('episode' in event && { episode: event.episode }),
      ...('decision' in event && {
        winner: event.decision.option,
        rule: event.decision.rule,
        total: event.tally.total,
      }),
    },
    event.type.replaceAll('-', ' '),
  );
}
