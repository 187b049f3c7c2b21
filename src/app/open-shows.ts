import { isOver } from '../core/season/state.ts';
import type { OutletAddress, ResolvedOutlet } from '../ports/outlet.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import type { OutletEntry } from '../ports/source-files.ts';
import { StartupError } from '../ports/startup-error.ts';
import { loadSeason } from './advance-season.ts';
import { type Context, platformOf } from './context.ts';
import { joinOutlets, type PlacedOutlet } from './join-outlets.ts';
import type { Show } from './show.ts';

/** A show with its outlets as the platforms know them. */
export interface OpenShow extends Show {
  readonly placed: readonly PlacedOutlet[];
  /** False where an outlet of the file could not be placed. */
  readonly complete: boolean;
}

/**
 * Asks the platforms about every outlet of the operator's file and brings running seasons in step with the file.
 *
 * @throws StartupError naming every outlet where the bot cannot play; nothing has been posted or changed then. A
 * season that runs already goes on without the outlets that have a problem: one outlet never holds up the others.
 */
export async function openShows(
  context: Context,
  shows: readonly Show[],
  alerts: readonly OutletAddress[],
): Promise<readonly OpenShow[]> {
  const problems: string[] = [];
  const running = new Set<Show>();
  for (const show of shows) if (await isRunning(context, show)) running.add(show);
  const report = (goesOn: boolean, found: readonly string[]): void => {
    if (!goesOn) problems.push(...found);
    else for (const problem of found) context.log.error({ problem }, 'the season goes on without an outlet');
  };

  const ofAlerts: string[] = [];
  const alertOutlets = await placeAlerts(context, alerts, ofAlerts);
  report(running.size > 0, ofAlerts);
  const open: OpenShow[] = [];
  for (const show of shows) {
    const found: string[] = [];
    const placed = await placeShow(context, show, found);
    report(running.has(show), found);
    const complete = found.length === 0 && ofAlerts.length === 0;
    open.push({ ...show, placed: [...placed, ...alertOutlets], complete });
  }
  if (problems.length > 0) {
    throw new StartupError(
      `The bot cannot play in every outlet of the operator's file:\n${problems.map((one) => `  - ${one}`).join('\n')}`,
      'Mend these in the platform or remove the outlets from the file, then start again. Nothing has been posted.',
    );
  }
  for (const show of open) await bringInStep(context, show);
  return open;
}

/** The show's outlets of the operator's file; `problems` gets a line for each where the bot cannot play. */
export async function placeShow(
  context: Context,
  show: Show,
  problems: string[],
): Promise<readonly PlacedOutlet[]> {
  const season = await context.seasons.current(show.story.id);
  const playing = season === undefined ? [] : await context.seasons.outlets(season);
  const placed = await place(context, show.outlets, playing, problems);
  problems.push(...twice(show, placed));
  return placed;
}

/** Where showrunners are told and asked. */
export async function placeAlerts(
  context: Context,
  alerts: readonly OutletAddress[],
  problems: string[],
): Promise<readonly PlacedOutlet[]> {
  const entries = alerts.map((address) => ({ address }));
  const placed = await place(context, entries, [], problems);
  return placed.map((one) => ({ ...one, alertsOnly: true as const }));
}

async function place(
  context: Context,
  outlets: readonly OutletEntry[],
  playing: readonly SeasonOutlet[],
  problems: string[],
): Promise<readonly PlacedOutlet[]> {
  const asked = await Promise.all(
    outlets.map(async (one): Promise<PlacedOutlet | undefined> => {
      const inspection = await platformOf(context, one.address.platform).inspect(one.address, one.mention);
      if (inspection.ok === true) {
        for (const { what, fix } of inspection.warnings) {
          context.log.warn({ outlet: inspection.outlet.name, fix }, what);
        }
        return { outlet: inspection.outlet, ...(one.mention !== undefined && { mention: one.mention }) };
      }
      const known = playing.find(({ outlet }) => isAt(outlet, one.address));
      const told = inspection.problems.map(({ what, fix }) => `${what} ${fix}`);
      if (known === undefined) {
        problems.push(`${describe(one.address)}: ${told.join(' ')}`);
        return undefined;
      }
      context.log.warn({ outlet: known.id, problems: told }, 'an outlet of the running season has a problem');
      return { outlet: known.outlet, ...(one.mention !== undefined && { mention: one.mention }) };
    }),
  );
  return asked.filter((one) => one !== undefined);
}

function twice(show: Show, placed: readonly PlacedOutlet[]): readonly string[] {
  const seen = new Set<string>();
  return placed.flatMap(({ outlet }) => {
    const key = JSON.stringify(outlet.address);
    const again = seen.has(key);
    seen.add(key);
    return again ? [`${outlet.name} stands twice in the show ${show.story.id}. Remove one of the two.`] : [];
  });
}

async function isRunning(context: Context, show: Show): Promise<boolean> {
  const current = await context.seasons.current(show.story.id);
  if (current === undefined) return false;
  const { season } = await loadSeason(context.seasons, current);
  return season !== undefined && !isOver(season);
}

/** What a season began with stays; only its outlets follow the file. */
async function bringInStep(context: Context, show: OpenShow): Promise<void> {
  const current = await context.seasons.current(show.story.id);
  if (current === undefined) return;
  const { season } = await loadSeason(context.seasons, current);
  if (season === undefined || isOver(season)) return;
  if (season.storyHash !== show.storyHash) {
    context.log.warn(
      { season: current, show: show.story.id },
      'the story file was edited after the season began: the season keeps the story it began with (/season reload adopts episodes not yet released)',
    );
  }
  await joinOutlets(context, show.story.id, current, show.placed, show.complete);
}

const isAt = (outlet: ResolvedOutlet, address: OutletAddress): boolean =>
  describe(outlet.address) === describe(address) || outlet.name === describe(address);

/** As the operator's file has it. */
export function describe(address: OutletAddress): string {
  return address.platform === 'discord'
    ? `discord ${address.channel}`
    : `telegram ${address.chat}${address.topic === undefined ? '' : ` topic ${address.topic}`}`;
}
