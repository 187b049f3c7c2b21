import type { EpisodeId, SeasonId } from '../../core/ids.ts';
import { fitItem, linkMisfit } from '../../core/posts/fit-item.ts';
import type { Refusal } from '../../core/season/commands.ts';
import type { SeasonEvent } from '../../core/season/events.ts';
import type { Season } from '../../core/season/state.ts';
import type { Item } from '../../core/story/item.ts';
import { isSerial } from '../../core/story/story.ts';
import type { Advancing, Context } from '../context.ts';
import { showrunnersOf } from '../votes/settle-round.ts';
import { advanceSeason } from './advance-season.ts';

/** What came of an item. */
export interface Brought {
  readonly key: Item['key'];
  /** What it is, if that is known. */
  readonly episode?: EpisodeId;
  /**
   * It became an episode, gave an episode its link, or changed nothing. `asked`: a showrunner says what it is, or whether it
   * may be posted. `left-out`: it cannot be posted, or is too old, and there is nobody to ask.
   */
  readonly action: 'queued' | 'linked' | 'unchanged' | 'asked' | 'left-out';
  /** Why it was left out, as a clause. */
  readonly why?: string;
}

export type Bringing =
  | { readonly ok: true; readonly brought: readonly Brought[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Brings items of a source to a season, in one step with the season's log: items that it knows change nothing, so that a
 * source may show them again, and a crash in between loses and doubles nothing.
 */
export async function bringItems(
  context: Advancing & Pick<Context, 'outlets' | 'platforms'>,
  id: SeasonId,
  items: readonly Item[],
  { from, confirm }: { readonly from: 'feed' | 'webhook'; readonly confirm: boolean },
): Promise<Bringing> {
  const { season } = await context.states.load(id);
  if (season === undefined) return { ok: false, refusal: { code: 'not-started' } };
  const capabilities = [...context.platforms.values()].map((platform) => platform.capabilities);
  const unfit = items.flatMap((item): readonly Brought[] => {
    const why = linkMisfit(item, season.story, capabilities);
    return why === undefined ? [] : [{ key: item.key, action: 'left-out', why }];
  });
  const fitted = items
    .filter(({ key }) => unfit.every((one) => one.key !== key))
    .map((item) => fitItem(item, season.story, capabilities));
  const unasked = (await showrunnersOf(context, id)).length === 0;
  const advanced = await advanceSeason(context, id, (at) => ({
    type: 'bring',
    at,
    from,
    items: fitted,
    confirm,
    ...(unasked && { unasked: true }),
  }));
  if (!advanced.ok) return advanced;
  const { season: after, events } = advanced;
  const brought = [...unfit, ...fitted.map((item) => whatCame(after ?? season, events, item))];
  for (const { key, action, why } of brought) {
    if (action === 'left-out') context.log.warn({ season: id, item: key, why }, 'an item was left out');
  }
  return { ok: true, brought };
}

function whatCame(season: Season, events: readonly SeasonEvent[], { key, url }: Item): Brought {
  const known = season.items.find((one) => one.key === key) ?? season.items.find((one) => one.url === url);
  const episode = known?.episode === undefined ? {} : { episode: known.episode };
  const changed = (type: SeasonEvent['type']): boolean =>
    events.some((event) => event.type === type && 'item' in event && event.item?.key === key);
  if (changed('episode-added')) return { key, ...episode, action: 'queued' };
  if (changed('link-given') || changed('episode-edited')) return { key, ...episode, action: 'linked' };
  const isOpen = season.questions.some(
    ({ answer, items }) => answer === undefined && items.some((one) => one.key === key),
  );
  if (isOpen) return { key, ...episode, action: 'asked' };
  const isLeft =
    isSerial(season.story) &&
    episode.episode === undefined &&
    events.some((event) => event.type === 'items-noted' && event.items.some((one) => one.key === key));
  if (isLeft) return { key, action: 'left-out', why: 'it is dated long ago, and no showrunner can be asked' };
  return { key, ...episode, action: 'unchanged' };
}
