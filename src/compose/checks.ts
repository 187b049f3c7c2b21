import type { Context } from '../app/context.ts';
import { liveSeasons } from '../app/live-seasons.ts';
import { healthOfPast } from '../app/past/ask-past.ts';
import type { Bot } from '../app/run-bot.ts';
import { botAlerts, type Milliseconds } from '../core/ids.ts';
import { platformTitle } from '../core/platform-name.ts';
import type { Checks } from '../http/readiness.ts';
import type { Health } from '../ports/health.ts';
import type { Platform } from '../ports/platform/platform.ts';

/** If an effect is overdue by this much, nothing works any more, however good the rest looks. */
const OVERDUE_AFTER: Milliseconds = 60_000;

/** The checks for `/readyz`. */
export function checksOf(parts: {
  readonly context: Context;
  readonly started: () => Health;
  readonly redis: () => Promise<Health>;
  readonly work: () => Health;
  /** Undefined while it is being assembled. */
  readonly bot: () => Bot | undefined;
}): Checks {
  const { context, bot } = parts;
  return {
    started: parts.started,
    posting: () => posting(context),
    past: () => healthOfPast(context.past),
    redis: parts.redis,
    sweep: () => bot()?.health() ?? { ok: true },
    work: parts.work,
    effects: () => inTime(context),
    seasons: () => readable(context),
    ...Object.fromEntries(
      [...context.platforms].map(([name, platform]) => [name, () => listens(context, platform, bot())]),
    ),
  };
}

function posting({ halt }: Pick<Context, 'halt'>): Health {
  const why = halt.why();
  return why === undefined ? { ok: true } : { ok: false, why };
}

/**
 * Still ready: the other shows continue, and taking the process out of service would stop them, too. Showrunners are
 * alerted, and the log names the season. If nothing can be played at all, it is not ready.
 */
async function readable(context: Pick<Context, 'seasons' | 'aside'>): Promise<Health> {
  const { aside } = context;
  const many = aside.ofShows().length;
  if (many > 0 && (await liveSeasons(context)).length === 0)
    return { ok: false, why: 'no season can be read; the log says why' };
  const what = many === 1 ? 'one season cannot be read and is' : `${many} seasons cannot be read and are`;
  const all = [
    ...(many === 0 ? [] : [`${what} set aside; all others continue`]),
    ...(aside.has(botAlerts)
      ? ['the bot’s own alerts cannot be read: they are only in the log; everything else continues']
      : []),
    ...aside
      .showsWithConnections()
      .map((show) => `communities of ${show} cannot be read and are left out; the show continues`),
  ];
  return all.length === 0 ? { ok: true } : { ok: true, state: 'degraded', why: all.join('. ') };
}

async function inTime(context: Pick<Context, 'seasons' | 'outbox' | 'clock' | 'aside'>): Promise<Health> {
  const { outbox, clock } = context;
  const due = (await clock.now()) - OVERDUE_AFTER;
  for (const season of await liveSeasons(context)) {
    const [oldest] = await outbox.overdue(season, due, 1);
    if (oldest === undefined) continue;
    const { id, effect } = oldest;
    const inside = { season, effect: effect.kind, id, dueAt: new Date(effect.dueAt).toISOString() };
    return { ok: false, why: 'an effect is overdue by more than a minute', inside };
  }
  return { ok: true };
}

function listens(
  { reach }: Pick<Context, 'reach'>,
  { name, deaf, listening }: Platform,
  bot: Bot | undefined,
): Health {
  const cause = reach.silence(name);
  if (cause !== undefined)
    return {
      ok: false,
      why: `${platformTitle(name)} has not answered since the start: nothing is posted there yet`,
      inside: { cause },
    };
  if (bot?.standsBy(name)) return { ok: true, state: 'standby' };
  if (listening.up) return { ok: true };
  const { why, shutOut } = listening;
  const said = shutOut === undefined ? deaf : `${shutOut.what}. ${shutOut.fix}.`;
  return { ok: false, why: said, inside: { cause: why } };
}
