import type { EpisodeId } from '../../core/ids.ts';
import { misfits } from '../../core/posts/fit.ts';
import type { Season } from '../../core/season/state.ts';
import { choiceOf, type Episode, findEpisode, type Story } from '../../core/story/story.ts';
import type { Preview } from '../../ports/commands/answers.ts';
import type { OutletAddress, OutletProblem } from '../../ports/platform/outlet.ts';
import { atMost } from '../at-most.ts';
import { type Context, platformOf, type SettingAside } from '../context.ts';
import { literalOf } from '../shows/address.ts';
import { knownEntries } from '../shows/look-at-place.ts';
import type { Show } from '../shows/show.ts';

/** Platforms are asked about this many outlets at once; their clients enforce their limits. */
const AT_ONCE = 16;

interface Previewed {
  readonly name: string;
  readonly address: OutletAddress;
}

/**
 * What would be posted next, or `id`, and what prevents it in each outlet, asked from the platforms now.
 * @returns undefined if nothing is scheduled and no episode is named, or if there is no such episode.
 */
export async function previewOf(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'connections' | 'places'>,
  show: Show,
  id?: EpisodeId,
): Promise<Preview | undefined> {
  const current = await context.seasons.current(show.story.id);
  const season = current === undefined ? undefined : (await context.states.load(current)).season;
  const story = season?.story ?? show.story;
  const next = season === undefined ? { episode: story.opening } : nextIn(season);
  const wanted = id ?? next?.episode;
  const episode = wanted === undefined ? undefined : findEpisode(story, wanted);
  if (episode === undefined) return undefined;
  const outlets = await playingOutlets(context, show, season);
  const question = choiceOf(episode)?.question;
  const releaseAt = next !== undefined && next.episode === episode.id && 'at' in next ? next.at : undefined;
  return {
    episode: episode.id,
    title: episode.title,
    ...(episode.url !== undefined && { url: episode.url }),
    ...(releaseAt !== undefined && { releaseAt }),
    ...(question !== undefined && { question }),
    ...(episode.draft === true && { draft: true }),
    outlets: await inspectAll(context, outlets, story, episode),
  };
}

function nextIn({ position }: Season) {
  switch (position.kind) {
    case 'scheduled':
      return { episode: position.episode, at: position.at };
    case 'awaiting-link':
      return { episode: position.episode };
    default:
      return undefined;
  }
}

async function playingOutlets(
  context: SettingAside & Pick<Context, 'outlets' | 'connections' | 'places'>,
  show: Show,
  season: Season | undefined,
): Promise<readonly Previewed[]> {
  if (season !== undefined) {
    return (await context.outlets.all(season.id))
      .filter(({ leftAt, alertsOnly }) => leftAt === undefined && alertsOnly !== true)
      .map(({ outlet: { name, address } }) => ({ name, address }));
  }
  const known = await knownEntries(context, show.story.id, show.outlets, await context.places.all());
  const connected = (await context.connections.of(show.story.id)).readable.filter(
    ({ state }) => state === 'connected',
  );
  return [
    ...known.map(({ entry: { address }, place }) => ({
      name: place?.outlet?.name ?? literalOf(address),
      address: place?.outlet?.address ?? address,
    })),
    ...connected.map(({ outlet: { name, address } }) => ({ name, address })),
  ];
}

async function inspectAll(
  context: Pick<Context, 'platforms'>,
  outlets: readonly Previewed[],
  story: Story,
  episode: Episode,
): Promise<Preview['outlets']> {
  const found = new Map<Previewed, Preview['outlets'][number]>();
  await atMost(AT_ONCE, outlets, async (one) => {
    found.set(one, await inspect(context, one, story, episode));
  });
  return outlets.flatMap((one) => found.get(one) ?? []);
}

async function inspect(
  context: Pick<Context, 'platforms'>,
  { name, address }: Previewed,
  story: Story,
  episode: Episode,
): Promise<Preview['outlets'][number]> {
  const platform = platformOf(context, address.platform);
  const inspection = await platform.inspect(address);
  const unfit = misfits({ ...story, episodes: [episode] }, [platform.capabilities]).map(
    ({ what, right }): OutletProblem => ({ code: 'too-long', what: `${what}.`, fix: `Make it ${right}.` }),
  );
  return inspection.ok === true
    ? { name: inspection.outlet.name, problems: unfit, warnings: inspection.warnings }
    : { name, problems: [...inspection.problems, ...unfit], warnings: [] };
}
