import { randomBytes } from 'node:crypto';
import { type SeasonId, seasonId } from '../../core/ids.ts';
import type { Refusal } from '../../core/season/commands.ts';
import { isOver } from '../../core/season/state.ts';
import type { Advancing, Context } from '../context.ts';
import { mayStart } from '../past/ask-past.ts';
import { joinOutlets, type PlacedOutlet } from '../shows/join-outlets.ts';
import type { Show } from '../shows/show.ts';
import { advanceSeason } from './advance-season.ts';

/** As many as SHA-256 gives. */
const SALT_BYTES = 32;

type StartableShow = Show & { readonly placed: readonly PlacedOutlet[] };

export type Started =
  | { readonly ok: true; readonly season: SeasonId }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Starts a show that should start by itself, has never been started, and is due: in every outlet where the bot can
 * play.
 * @param readiness see `OutletWatch`.
 */
export async function startDueShow(
  context: Advancing & Pick<Context, 'outlets' | 'connections' | 'platforms' | 'past'>,
  show: Show,
  readiness: () => readonly PlacedOutlet[] | 'wait' | 'nowhere',
): Promise<void> {
  if (show.starts.kind === 'on-command') return;
  if (show.starts.kind === 'at' && (await context.clock.now()) < show.starts.at) return;
  const { id } = show.story;
  const current = await context.seasons.current(id);
  if (current !== undefined && (await context.states.load(current)).season !== undefined) return;
  const played = current === undefined && (await context.seasons.nextOrdinal(id)) > 1;
  // Its seasons were archived, unless a person gave up a lost one.
  if (played && !(await context.past.look()).fresh.has(id)) return;
  const placed = readiness();
  if (placed === 'wait') return;
  const inFile = placed === 'nowhere' ? [] : placed;
  if (placed === 'nowhere' && !(await isConnectedAnywhere(context, show))) return;
  await startSeason(context, { ...show, placed: inFile });
}

async function isConnectedAnywhere(
  { connections, platforms }: Pick<Context, 'connections' | 'platforms'>,
  show: Show,
): Promise<boolean> {
  return (await connections.of(show.story.id)).readable.some(
    ({ state, outlet }) => state === 'connected' && platforms.has(outlet.address.platform),
  );
}

/**
 * Starts a season of the show, if we know that none is lost. One at a time: the next begins when the previous one is
 * over. Two processes that start it at once start one season.
 */
export async function startSeason(
  context: Advancing & Pick<Context, 'outlets' | 'connections' | 'platforms' | 'past'>,
  show: StartableShow,
): Promise<Started> {
  const current = await context.seasons.current(show.story.id);
  const before = current === undefined ? undefined : (await context.states.load(current)).season;
  if (before !== undefined && !isOver(before)) return { ok: false, refusal: { code: 'already-started' } };

  const may = await mayStart(context, show);
  if (!may.ok) return { ok: false, refusal: { code: may.why } };

  // A season that was claimed but not begun (a crash in between) is begun now.
  const resumed = current !== undefined && before === undefined;
  const season = resumed
    ? current
    : seasonId(show.story.id, await context.seasons.nextOrdinal(show.story.id));
  if (!resumed && !(await context.seasons.claim(show.story.id, season, current))) {
    return { ok: false, refusal: { code: 'already-started' } };
  }
  await joinOutlets(context, show.story.id, season, show.placed);
  const { story, storyHash } = show;
  const salt = randomBytes(SALT_BYTES).toString('hex');
  const advanced = await advanceSeason(context, season, (at) => ({
    type: 'start',
    at,
    season,
    story,
    storyHash,
    salt,
  }));
  return advanced.ok ? { ok: true, season } : { ok: false, refusal: advanced.refusal };
}
