import { describe, expect, it } from 'vitest';
import { episodeId } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { dueIn } from '../../../src/core/season/due.ts';
import { nextEpisode } from '../../../src/core/season/next-episode.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import {
  aStory,
  choice,
  episode,
  given,
  MINUTE,
  play,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const left = episodeId('left');
const at = (minutes: number): number => T0 + minutes * MINUTE;
const schedule = (minutes: number, to: number, id = left): SeasonCommand => ({
  type: 'schedule',
  at: at(minutes),
  by: showrunner,
  episode: id,
  releaseAt: at(to),
});
/** `pilot` -choice of ten minutes-> `left` or `right`, each a minute after the decision. */
const story = aStory();
const decided = [start(story), tick(10), settle(10, 1, { left: 1 })] as const;

describe('an episode that gets its own date', () => {
  it('comes at that date in place of the one that was promised, and the outlets are told once', () => {
    const { season } = play(...decided, schedule(10, 60));
    expect(season.position).toMatchObject({ kind: 'scheduled', episode: 'left', at: at(60), via: 1 });
    expect(season.notices.at(-1)).toEqual({ kind: 'moved', episode: 'left', to: at(60) });
    const [dated] = given(...decided)
      .when(schedule(10, 60))
      .yields('episode-dated');
    expect(dated === undefined ? [] : owedBy(dated, season)).toMatchObject([
      { kind: 'wake', dueAt: at(60) },
      { kind: 'deliver', delivery: 'notice', number: 1 },
    ]);
    given(...decided, schedule(10, 60))
      .when(tick(11))
      .yields();
    given(...decided, schedule(10, 60))
      .when(tick(60))
      .yields('episode-released', 'season-concluding', 'season-ended');
  });

  it('is told nothing of where no date was promised: while a vote decides', () => {
    const { season } = play(start(story), schedule(1, 60));
    expect(season.notices).toEqual([]);
    const after = play(start(story), schedule(1, 60), tick(10), settle(10, 1, { left: 1 })).season;
    expect(after.position).toMatchObject({ kind: 'scheduled', at: at(60) });
    const other = play(start(story), schedule(1, 60), tick(10), settle(10, 1, { right: 1 })).season;
    expect(other.position).toMatchObject({ kind: 'scheduled', at: at(11) });
  });

  it('changes nothing where it has that date, is out already, or the date is past', () => {
    given(...decided, schedule(10, 60))
      .when(schedule(20, 60))
      .yields();
    given(...decided)
      .when(schedule(20, 15))
      .isRefused('date-past');
    given(...decided)
      .when(schedule(10, 60, episodeId('pilot')))
      .isRefused('already-released');
    given(...decided)
      .when(schedule(10, 60, episodeId('nowhere')))
      .isRefused('unknown-episode');
  });

  it('is waited for again where its link was late', () => {
    const { url: _, ...unlinked } = episode('left', { kind: 'ending' });
    const late = aStory({ episodes: aStory().episodes.map((one) => (one.id === 'left' ? unlinked : one)) });
    const waiting = [start(late), tick(10), settle(10, 1, { left: 1 }), tick(11)] as const;
    const { season } = play(...waiting, schedule(12, 60));
    expect(season.position).toMatchObject({ kind: 'scheduled', at: at(60), via: 1 });
    given(...waiting, schedule(12, 60))
      .when(tick(60))
      .yields('link-awaited');
  });

  it('is due then: nothing was posted for it earlier', () => {
    const { log } = play(...decided, schedule(10, 60), tick(70));
    expect(dueIn(log)('drop', 2)).toBe(at(60));
  });

  it('keeps the date of an edited file', () => {
    const edited = { ...episode('left', { kind: 'ending' }), at: at(90) };
    const reload: SeasonCommand = { type: 'reload', at: at(10.5), by: showrunner, episodes: [edited] };
    given(...decided)
      .when(reload)
      .yields('episodes-reloaded', 'episode-dated');
    expect(play(...decided, reload).season.position).toMatchObject({ kind: 'scheduled', at: at(90) });
  });
});

describe('episodes that come with their link', () => {
  const { url: _, ...unlinked } = episode('left', { kind: 'ending' });
  const onLink = aStory({
    release: { kind: 'on-link' },
    episodes: aStory().episodes.map((one) => (one.id === 'left' ? unlinked : one)),
  });
  const awaited = [start(onLink), tick(10), settle(10, 1, { left: 1 }), tick(10)] as const;

  it('are waited for without a word to the outlets, who were promised no date', () => {
    const { season, log } = play(...awaited);
    expect(season.position).toMatchObject({ kind: 'awaiting-link', episode: 'left' });
    expect(season.notices).toEqual([]);
    const event = log.findLast(({ type }) => type === 'link-awaited');
    expect(event && owedBy(event, season)).toEqual([
      { kind: 'alert', dueAt: at(10), alert: { code: 'link-awaited', episode: 'left' } },
    ]);
  });

  it('come at once with it', () => {
    given(...awaited)
      .when({ type: 'link', at: at(40), by: showrunner, episode: left, url: 'https://watch.example/new' })
      .yields('link-given', 'episode-released', 'season-concluding', 'season-ended');
  });
});

describe('what the audience may know of the next episode', () => {
  const asked = (minutes: number, ...commands: readonly SeasonCommand[]) =>
    nextEpisode(play(...commands).season, at(minutes));

  it('is the end of the vote, and the date where every option has the same', () => {
    expect(asked(1, start(story))).toEqual({
      kind: 'vote',
      phase: 'voting',
      opensAt: at(0),
      closesAt: at(10),
      at: at(11),
    });
    const dated = asked(1, start(story), schedule(1, 60));
    expect(dated).not.toHaveProperty('at');
  });

  it('counts from now where the vote is over and not decided', () => {
    expect(asked(30, start(story), tick(10))).toMatchObject({ phase: 'counting', at: at(31) });
    const tied = aStory(
      {},
      choice({ left: 'left', right: 'right' }, { voting: { ...story.voting, tie: 'showrunner' } }),
    );
    expect(asked(30, start(tied), tick(10), settle(10, 1, { left: 1, right: 1 }))).toMatchObject({
      phase: 'undecided',
    });
  });

  it('is its date, once it is known which it is', () => {
    expect(asked(10, ...decided)).toEqual({ kind: 'dated', at: at(11) });
    expect(asked(12, ...decided, tick(11))).toEqual({ kind: 'ended' });
    const cancel: SeasonCommand = { type: 'cancel', at: at(10), by: showrunner, reason: 'rights' };
    expect(asked(10, ...decided, cancel)).toEqual({ kind: 'cancelled' });
  });
});
