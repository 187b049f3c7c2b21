import { episodeId } from '../ids.ts';
import type { StoryFault } from '../story/fault.ts';
import type { Item } from '../story/item.ts';
import type { Choice, Continuation, Episode, Story } from '../story/story.ts';
import { badVote, optionsOf } from '../story/written-vote.ts';
import { codePoints, cutAtWord, trimClusters } from '../text/graphemes.ts';
import type { Capabilities } from './capabilities.ts';
import { misfits } from './fit.ts';

/** A source writes for its own readers. What it writes is cut to what every platform of the show can post. */
export function fitItem(item: Item, story: Story, capabilities: readonly Capabilities[]): Item {
  const { image, ...rest } = item;
  const text = {
    ...rest,
    title: trimClusters(item.title),
    synopsis: trimClusters(item.synopsis),
    ...(image !== undefined && { image }),
  };
  const shorter = shortened(text, (one) => faultsOf(story, episodeOf(one), capabilities));
  return withSoundVote(shorter, story, capabilities);
}

/** Why a link cannot be posted there, as a clause: nothing of a link can be left out. */
export const linkMisfit = (
  item: Item,
  story: Story,
  capabilities: readonly Capabilities[],
): string | undefined =>
  faultsOf(story, episodeOf({ ...item, title: 'x', synopsis: '' }), capabilities).find(
    ({ path }) => path.at(-1) === 'url',
  )?.what;

/** What some platform can't post of an item and of its vote; nothing is cut. */
export function itemMisfits(
  item: Item,
  story: Story,
  capabilities: readonly Capabilities[],
): readonly StoryFault[] {
  const { vote } = item;
  if (vote?.ok !== true) return faultsOf(story, episodeOf(item), capabilities);
  const options = optionsOf(vote.options);
  const choice = { kind: 'binding', question: vote.question, options, voting: story.voting } as const;
  return faultsOf(story, episodeOf(item, { kind: 'choice', choice }), capabilities);
}

/** The same for a vote that is attached to an episode. */
export const voteMisfits = (
  choice: Choice,
  story: Story,
  capabilities: readonly Capabilities[],
): readonly StoryFault[] =>
  faultsOf(story, episodeOf(NOTHING, { kind: 'choice', choice }), capabilities).filter(({ path }) =>
    path.includes('choice'),
  );

const NOTHING: Item = { key: '', title: '', url: '', synopsis: '' };

type Fault = ReturnType<typeof misfits>[number];

function shortened(item: Item, faultsIn: (item: Item) => readonly Fault[]): Item {
  let fitted = item;
  for (let faults = faultsIn(fitted); faults.length > 0; faults = faultsIn(fitted)) {
    const next = lessOf(fitted, String(faults[0]?.path.at(-1)));
    if (next === undefined) return fitted;
    fitted = next;
  }
  return fitted;
}

/** @param part what is too long; the whole post, if it is none of an item's parts. */
function lessOf(item: Item, part: string): Item | undefined {
  if (part === 'image') {
    const { image: _, ...rest } = item;
    return rest;
  }
  const key = part === 'title' || item.synopsis === '' ? 'title' : 'synopsis';
  const length = codePoints(item[key]);
  if (part === 'url' || length === 0) return undefined;
  const kept = Math.floor(length * 0.9);
  return { ...item, [key]: kept < 1 ? '' : cutAtWord(item[key], kept) };
}

function withSoundVote(item: Item, story: Story, capabilities: readonly Capabilities[]): Item {
  const { vote } = item;
  if (vote?.ok !== true) return item;
  const options = optionsOf(vote.options);
  const choice = { kind: 'binding', question: vote.question, options, voting: story.voting } as const;
  const misfit = faultsOf(story, episodeOf(item, { kind: 'choice', choice }), capabilities).find(({ path }) =>
    path.includes('choice'),
  );
  const what = badVote(options) ?? (misfit && `${misfit.what}, and it should be ${misfit.right}`);
  return what === undefined ? item : { ...item, vote: { ok: false, what } };
}

const faultsOf = (story: Story, episode: Episode, capabilities: readonly Capabilities[]): readonly Fault[] =>
  misfits({ ...story, episodes: [episode] }, capabilities).filter(({ path }) => path[0] === 'episodes');

const episodeOf = (
  { title, url, synopsis, image }: Item,
  continuation: Continuation = { kind: 'open' },
): Episode => ({
  id: episodeId('item'),
  title,
  url,
  synopsis,
  ...(image !== undefined && { image }),
  revisited: false,
  continuation,
});
