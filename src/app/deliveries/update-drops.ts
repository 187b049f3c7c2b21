import {
  deliveryId,
  type EpisodeId,
  type Instant,
  type Milliseconds,
  type SeasonId,
} from '../../core/ids.ts';
import { postFor } from '../../core/posts/post.ts';
import type { Season } from '../../core/season/state.ts';
import type { Shortfall } from '../../core/vote/shortfall.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { atMost } from '../at-most.ts';
import type { Alerting, Context } from '../context.ts';
import { editPatiently } from './edit-patiently.ts';
import { occasionOf } from './occasion-of.ts';
import { shownMessage } from './shown-message.ts';
import { tellShortfalls } from './tell-shortfalls.ts';

/** Edits that run at once; the platforms' clients enforce their limits. */
const AT_ONCE = 8;
/** If a platform asks for a longer pause, we stop and tell the person. */
const PATIENCE = { attempts: 3, longestPause: 10_000 };
const TRY_AGAIN_AFTER: Milliseconds = 60_000;

export interface Updated {
  /** The name that people see. */
  readonly outlet: string;
  readonly problem?: OutletProblem;
}

/**
 * Updates an episode's drops in every outlet that has one, after its link changed. Idempotent; failures are reported
 * per outlet.
 */
export async function updateDrops(
  context: Alerting &
    Pick<Context, 'states' | 'counts' | 'platforms' | 'communityNames' | 'appearances' | 'pages'>,
  id: SeasonId,
  episode: EpisodeId,
): Promise<readonly Updated[]> {
  const { season } = await context.states.load(id);
  if (season === undefined) return [];
  const drops = new Set(
    season.releases
      .filter((release) => release.episode === episode && release.retracted === undefined)
      .map(({ number }) => deliveryId('drop', number)),
  );
  if (drops.size === 0) return [];
  const outlets = new Map((await context.outlets.all(id)).map((one) => [one.id, one]));
  const posted = (await context.ledger.list(id)).filter(
    (one) => drops.has(one.id) && shownMessage(one) !== undefined,
  );
  const updated: Updated[] = [];
  await atMost(AT_ONCE, posted, async (delivery) => {
    const outlet = outlets.get(delivery.outlet);
    if (outlet === undefined || outlet.leftAt !== undefined) return;
    const { problem, shortfalls = [] } = await updateDrop(context, season, delivery, outlet);
    await tellShortfalls(context, id, delivery, outlet, shortfalls);
    const fields = { season: id, outlet: outlet.id, delivery: delivery.id };
    if (problem === undefined) context.log.info(fields, 'drop updated');
    else context.log.warn({ ...fields, problem }, 'could not update a drop');
    updated.push({ outlet: outlet.outlet.name, ...(problem !== undefined && { problem }) });
  });
  return updated;
}

/**
 * The same where no person waits for the answer.
 * @returns when to try again, if a platform did not answer.
 */
export async function updateDropsLater(
  context: Parameters<typeof updateDrops>[0],
  id: SeasonId,
  episode: EpisodeId,
  now: Instant,
): Promise<Instant | undefined> {
  const updated = await updateDrops(context, id, episode);
  return updated.some(({ problem }) => problem?.code === 'no-answer') ? now + TRY_AGAIN_AFTER : undefined;
}

async function updateDrop(
  context: Pick<
    Context,
    'counts' | 'outlets' | 'ledger' | 'clock' | 'platforms' | 'communityNames' | 'appearances' | 'pages'
  >,
  season: Season,
  delivery: Delivery,
  outlet: SeasonOutlet,
): Promise<{ readonly problem?: OutletProblem; readonly shortfalls?: readonly Shortfall[] }> {
  const platform = context.platforms.get(outlet.outlet.address.platform);
  const drop = postFor(season, await occasionOf(context, season, delivery, outlet, platform));
  const message = shownMessage(delivery);
  if (platform?.editDrop === undefined || drop?.kind !== 'drop' || message === undefined) {
    const what = 'Posts cannot be edited there.';
    return { problem: { code: 'cannot-edit', what, fix: 'Post the link there by hand.' } };
  }
  const { editDrop } = platform;
  const outcome = await editPatiently(PATIENCE, async () =>
    editDrop(outlet.outlet, message, drop, await context.clock.now()),
  );
  if (outcome.status !== 'retry') return outcome;
  return {
    problem: { code: 'no-answer', what: `${outcome.why}.`, fix: 'Use the command again later.' },
  };
}
