import type { Instant, SeasonId, ShowId } from '../../core/ids.ts';
import type { Line } from '../../core/posts/content.ts';
import type { SeasonCommand, SteeringCommand } from '../../core/season/commands.ts';
import { type Decided, decide } from '../../core/season/decide.ts';
import { nextEpisode } from '../../core/season/next-episode.ts';
import type { Actor, Season } from '../../core/season/state.ts';
import { timezoneOf } from '../../core/story/story.ts';
import type { Caller } from '../../ports/commands/caller.ts';
import type { Desk, DeskShow } from '../../ports/commands/desk.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';
import type { Context } from '../context.ts';
import { itemsSettledBy, noteWhoSettled, roundSettledBy } from '../deliveries/follow-alert.ts';
import { resolveDelivery } from '../deliveries/resolve-delivery.ts';
import { updateDrops } from '../deliveries/update-drops.ts';
import { type Archives, storesOf } from '../keeping/archived-season.ts';
import { noteAnswer } from '../past/follow-question.ts';
import { receiptForFans } from '../reports/receipt-for-fans.ts';
import { withQuestion } from '../reports/report-question.ts';
import { reportStatus } from '../reports/report-status.ts';
import { withUnplayable } from '../reports/report-unplayable.ts';
import { type Advanced, advanceSeason } from '../season/advance-season.ts';
import { latestEndOf } from '../season/latest-end.ts';
import { readAgain, reloadStory, type StoryReader } from '../season/reload-story.ts';
import { startSeason } from '../season/start-season.ts';
import { placeShow } from '../shows/place-show.ts';
import type { Show } from '../shows/show.ts';
import { itemMisfit, voteMisfit } from './check-written.ts';
import { askedItems, growthOf } from './growth.ts';
import { createOutletDesk } from './outlets.ts';
import { pathOf } from './path.ts';
import { postedEpisode } from './posted-episode.ts';
import { previewOf } from './preview.ts';
import { currentRoundOf, roundInPlay, standingsOf } from './standings.ts';

export interface DeskParts {
  readonly context: Context;
  readonly shows: readonly Show[];
  /** Where showrunners are alerted and asked. */
  readonly alerts: readonly OutletAddress[];
  readonly files: StoryReader;
  readonly archives: Archives;
}

/** What commands work with: every answer comes from the stores, the files or the platforms at that moment. */
export function createDesk({ context, shows, alerts, files, archives }: DeskParts): Desk {
  const showOf = (id: ShowId): Show => {
    const show = shows.find((one) => one.story.id === id);
    if (show === undefined)
      throw new Error(`The desk was asked about the show ${id}, which it does not have`);
    return show;
  };
  /** A season can still be shown after it is over, and from the archive. */
  const keptOf = async (id: ShowId) => (await storesOf(context, archives, id)) ?? context;

  const capabilities = () => [...context.platforms.values()].map((platform) => platform.capabilities);

  async function playing(id: ShowId): Promise<Season | undefined> {
    const season = await context.seasons.current(id);
    return season === undefined ? undefined : (await context.states.load(season)).season;
  }

  async function settledBefore(season: SeasonId, command: SteeringCommand): Promise<Line | undefined> {
    if (command.type === 'answer-items') return itemsSettledBy(context, season, command.question);
    return 'round' in command ? roundSettledBy(context, season, command.round) : undefined;
  }

  async function steering(
    id: ShowId,
    command: SteeringCommand,
    by: Caller,
    put: (season: SeasonId, complete: (at: Instant) => SeasonCommand) => Promise<Decided | Advanced>,
  ): ReturnType<Desk['steer']> {
    const season = await context.seasons.current(id);
    if (season === undefined) return { ok: false, refusal: { code: 'not-started' } };
    const latest = command.type === 'extend' ? await latestEndOf(context, season, command.round) : undefined;
    const known = latest === undefined ? {} : { latest };
    const done = await put(season, (at) => ({ ...command, ...known, at, by: actor(by) }));
    if (done.ok) return { ok: true };
    const settled = await settledBefore(season, command);
    return { ok: false, refusal: done.refusal, ...(settled !== undefined && { settled }) };
  }

  return {
    shows: shows.map(deskShow),
    now: () => context.clock.now(),
    outlets: createOutletDesk(context, showOf),

    isLost: async (id) => (await context.past.check()).has(id),

    async start(id, by, giveUp) {
      const read = await readAgain(showOf(id), files);
      if (!read.ok) return read;
      const { placed, leftOut, nowhere } = await placeShow(context, read.show, alerts);
      if (nowhere) return { ok: false, faults: leftOut };
      const lost = giveUp ? (await context.past.check()).get(id) : undefined;
      if (lost !== undefined) {
        context.log.warn({ show: id, by: by.pseudonym }, 'giving up the lost season for a new run');
        await context.past.answer(id, 'fresh');
        await noteAnswer(context, showOf(id), lost, by.pseudonym);
      }
      const started = await startSeason(context, { ...read.show, placed });
      if (started.ok) context.log.info({ season: started.season, by: by.pseudonym }, 'started by command');
      if (started.ok) return { ...started, leftOut };
      // A show that starts by itself may do so as soon as its lost run is given up: that is the new run.
      const begun = lost === undefined ? undefined : await context.seasons.current(id);
      const isBegun = started.refusal.code === 'already-started' && begun !== undefined;
      return isBegun ? { ok: true, season: begun, leftOut } : started;
    },

    steer: (id, command, by) =>
      steering(id, command, by, (season, complete) => advanceSeason(context, season, complete)),
    trySteering: (id, command, by) =>
      steering(id, command, by, async (season, complete) => {
        const { season: state } = await context.states.load(season);
        return decide(state, complete(await context.clock.now()));
      }),

    reload: (id, by, confirmed) => reloadStory(context, showOf(id), files, actor(by), confirmed),
    async status(id, community) {
      const report = await reportStatus(await keptOf(id), id, showOf(id).story.title, community);
      // Only the operator can answer it, and it contains what only showrunners may see.
      const whole = community === undefined ? withQuestion(context.past.questions, report, id) : report;
      return withUnplayable(context.places, whole, id, community);
    },
    standings: (id, place) => standingsOf(context, id, place),
    receipt: async (id, round) => receiptForFans(context, await keptOf(id), id, round),
    async next(id) {
      const { seasons, states } = await keptOf(id);
      const latest = await seasons.current(id);
      const season = latest === undefined ? undefined : (await states.load(latest)).season;
      return season && { next: nextEpisode(season, await context.clock.now()), paused: season.paused };
    },
    path: async (id) => pathOf(await keptOf(id), id),
    preview: (id, episode) => previewOf(context, showOf(id), episode),

    async updateDrops(id, episode) {
      const season = await context.seasons.current(id);
      return season === undefined ? [] : updateDrops(context, season, episode);
    },

    async resolve(id, outlet, delivery, how, by) {
      const season = await context.seasons.current(id);
      if (season === undefined) return { status: 'not-unknown' };
      context.log.info({ season, outlet, delivery, how: how.kind, by: by.pseudonym }, 'settled by command');
      const resolved = await resolveDelivery(context, season, outlet, delivery, how);
      if (resolved.status === 'settled') await noteWhoSettled(context, season, by.pseudonym);
      return resolved;
    },

    async growth(id) {
      const season = await playing(id);
      return season && growthOf(season);
    },
    checkItem: async (id, item) =>
      itemMisfit(item, (await playing(id))?.story ?? showOf(id).story, capabilities()),
    checkVote: async (id, vote) =>
      voteMisfit(vote, (await playing(id))?.story ?? showOf(id).story, capabilities()),
    async askedItems(id, question) {
      const season = await playing(id);
      return season && askedItems(season, question);
    },
    posted: (id, episode) => postedEpisode(context, id, episode),

    async currentRound(id) {
      const state = await playing(id);
      const round = state === undefined ? undefined : roundInPlay(state);
      return round === undefined ? undefined : currentRoundOf(round);
    },
  };
}

const actor = ({ pseudonym }: Caller): Actor => ({ kind: 'person', pseudonym });

function deskShow({ story, communities }: Show): DeskShow {
  const { id, title, language } = story;
  return { id, title, language, communities, timezone: timezoneOf(story) };
}
