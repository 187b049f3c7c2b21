import { episodeId, type SeasonId, type ShowId } from '../../core/ids.ts';
import { misfits } from '../../core/posts/fit.ts';
import type { Refusal } from '../../core/season/commands.ts';
import { isOver, type Season } from '../../core/season/state.ts';
import { readDescription } from '../../core/story/announced-vote.ts';
import type { Item } from '../../core/story/item.ts';
import { findEpisode, isSerial } from '../../core/story/story.ts';
import { nearest } from '../../core/text/nearest.ts';
import type { EpisodeIntake, Intake, IntakeRefusal, PostedEpisode } from '../../ports/episode-intake.ts';
import type { PostedAnswer, PostedRequests } from '../../ports/stores/posted-requests.ts';
import type { Advancing, Context, SettingAside } from '../context.ts';
import { unlessUnreadable } from '../keeping/set-aside.ts';
import { type Brought, bringItems } from '../season/bring-items.ts';
import type { Show } from '../shows/show.ts';
import { answerOnce } from './answer-once.ts';

type Taking = Advancing & SettingAside & Pick<Context, 'outlets' | 'platforms'>;

/** Brings the episodes that programs post to the running seasons of these shows. */
export function createEpisodeIntake(
  context: Taking,
  shows: readonly Show[],
  requests: PostedRequests,
): EpisodeIntake {
  return {
    take: (request, episode) =>
      answerOnce(requests, request, async () => {
        const show = shows.find(({ story }) => story.id === request.show);
        return show === undefined ? unknownShow(request.show, shows) : bringTo(context, show, episode);
      }),
  };
}

const refuse = (code: IntakeRefusal, message: string): Intake => ({ ok: false, code, message });

function unknownShow(id: ShowId, shows: readonly Show[]): Intake {
  const ids = shows.map(({ story }) => story.id);
  const close = nearest(id, ids);
  const instead = close === undefined ? `This bot plays ${ids.join(', ')}.` : `Did you mean "${close}"?`;
  return refuse('unknown-show', `There is no show "${id}". ${instead}`);
}

async function bringTo(context: Taking, show: Show, posted: PostedEpisode): Promise<Intake> {
  const id = await context.seasons.current(show.story.id);
  if (id === undefined) return notStarted;
  const intake = await unlessUnreadable(context, id, () => bringToSeason(context, show, id, posted));
  return (
    intake ??
    refuse(
      'season-unreadable',
      'The stored data of this season cannot be read, so nothing was changed. The bot’s log says why.',
    )
  );
}

const notStarted = refuse(
  'season-not-started',
  'No season of this show is running. Start it with /season start, then send the episode again.',
);

const over = refuse(
  'season-over',
  'The season of this show is over, so it takes no episodes. Start the next one with /season start.',
);

const ending = refuse('season-over', 'The season of this show is ending, so it takes no more episodes.');

async function bringToSeason(
  context: Taking,
  show: Show,
  id: SeasonId,
  posted: PostedEpisode,
): Promise<Intake> {
  const { season } = await context.states.load(id);
  if (season === undefined) return notStarted;
  if (isOver(season)) return over;
  if (season.position.kind === 'concluding') return ending;
  const fault = faultIn(context, season, posted);
  if (fault !== undefined) return fault;
  const item = itemOf(posted);
  const from = { from: 'webhook', confirm: show.source?.confirm ?? false } as const;
  const brought = await bringItems(context, id, [item], from);
  if (!brought.ok) return refusedBy(brought.refusal);
  const [one] = brought.brought;
  if (one === undefined) throw new Error(`Season ${id} did not say what became of an item`);
  return one.action === 'left-out'
    ? refuse('invalid-episode', `The episode cannot be posted: ${one.why ?? 'it does not fit'}.`)
    : { ok: true, answer: answerOf(one) };
}

/** Who posts it can still correct it. What a feed brings is cut to fit instead. */
function faultIn({ platforms }: Taking, { story }: Season, posted: PostedEpisode): Intake | undefined {
  if (posted.id !== undefined && !isSerial(story) && findEpisode(story, posted.id) === undefined) {
    const ids = story.episodes.map((episode) => episode.id);
    const close = nearest(posted.id, ids);
    const instead =
      close === undefined ? 'Leave "id" out to be asked which it is.' : `Did you mean "${close}"?`;
    return refuse('unknown-episode', `The story has no episode "${posted.id}". ${instead}`);
  }
  const { title, url, image } = posted;
  const episode = {
    id: episodeId(''),
    title,
    url,
    ...(image !== undefined && { image }),
    synopsis: '',
    revisited: false,
    continuation: { kind: 'open' },
  } as const;
  const limits = [...platforms.values()].map(({ capabilities }) => capabilities);
  const faults = misfits({ ...story, episodes: [episode] }, limits).filter(
    ({ path }) => path[0] === 'episodes',
  );
  if (faults.length === 0) return undefined;
  const told = faults.map(({ what, right }) => `${what} — ${right}`).join('; ');
  return refuse('invalid-episode', `The episode does not fit into a post: ${told}.`);
}

function itemOf({ id, title, url, image, synopsis = '', guid }: PostedEpisode): Item {
  return {
    ...(id !== undefined && { id }),
    key: guid ?? url,
    title,
    url,
    ...readDescription(synopsis),
    ...(image !== undefined && { image }),
  };
}

function refusedBy(refusal: Refusal): Intake {
  switch (refusal.code) {
    case 'not-started':
      return notStarted;
    case 'season-over':
      return over;
    case 'id-taken':
      return refuse(
        'id-taken',
        `Another item is the episode "${refusal.episode}" already. Give this one another "id", or none.`,
      );
    default:
      return refuse('refused', `The season does not take this episode now (${refusal.code}).`);
  }
}

const answerOf = ({ episode, action }: Brought): PostedAnswer => ({
  episode: episode ?? null,
  action: action === 'asked' ? 'queued' : action === 'left-out' ? 'unchanged' : action,
  ...(action === 'asked' && { awaits: 'showrunner' }),
});
