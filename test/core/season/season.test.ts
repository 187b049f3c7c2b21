import { describe, expect, it } from 'vitest';
import { episodeId, optionId, roundNumber } from '../../../src/core/ids.ts';
import type { SeasonCommand, SteeringCommand } from '../../../src/core/season/commands.ts';
import { evolve } from '../../../src/core/season/evolve.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import type { Season } from '../../../src/core/season/state.ts';
import { longestBackstop } from '../../../src/core/season/window.ts';
import {
  aStory,
  choice,
  episode,
  finalCount,
  given,
  MINUTE,
  play,
  rules,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const story = aStory();
const steer = (minutes: number, command: SteeringCommand): SeasonCommand => ({
  ...command,
  at: T0 + minutes * MINUTE,
  by: showrunner,
});
const round = (number: number) => roundNumber(number);
const phase = (season: Season, number: number) => season.rounds[number - 1]?.phase.kind;

describe('a season that runs by itself', () => {
  it('releases the opening at the start and opens its vote at once if nothing delays it', () => {
    given().when(start(story)).yields('season-started', 'episode-released', 'round-planned', 'round-opened');
  });

  it('waits with the vote as long as the story says', () => {
    const later = aStory({}, { voting: { ...rules, opens: 5 * MINUTE } });
    given().when(start(later)).yields('season-started', 'episode-released', 'round-planned');
    given(start(later)).when(tick(4)).yields();
    given(start(later)).when(tick(5)).yields('round-opened');
  });

  it('closes at the deadline, not before', () => {
    given(start(story)).when(tick(9)).yields();
    given(start(story)).when(tick(10)).yields('round-closed');
  });

  it('reminds once, before the end', () => {
    const reminding = aStory({}, { voting: { ...rules, reminder: 2 * MINUTE } });
    given(start(reminding)).when(tick(7)).yields();
    given(start(reminding)).when(tick(8)).yields('reminder-due');
    given(start(reminding), tick(8)).when(tick(9)).yields();
  });

  it('decides by plurality over all outlets and schedules the winner after the decision', () => {
    const events = given(start(story), tick(10))
      .when(settle(10.5, 1, { left: 3, right: 2 }, { left: 0, right: 2 }))
      .yields('round-decided', 'episode-scheduled');
    expect(events[0]).toMatchObject({
      decision: { option: 'right', rule: { kind: 'plurality' } },
      tally: { total: 7 },
    });
    expect(events[1]).toMatchObject({ episode: 'right', releaseAt: T0 + 11.5 * MINUTE, via: 1 });
  });

  it('plays on to an ending and is over then', () => {
    const { season } = play(start(story), tick(10), settle(10, 1, { left: 1 }), tick(11));
    expect(season.position).toEqual({ kind: 'ended', at: T0 + 11 * MINUTE, episode: 'left' });
    given(start(story), tick(10), settle(10, 1, { left: 1 }), tick(11))
      .when(tick(99))
      .yields();
  });

  it('catches up with everything that was missed', () => {
    given(start(story)).when(tick(60)).yields('round-closed');
  });

  it('schedules a next episode without a choice from the drop', () => {
    const straight = aStory({
      episodes: [
        episode('pilot', { kind: 'next', next: episodeId('left') }),
        episode('left', { kind: 'ending' }),
      ],
    });
    const events = given()
      .when(start(straight))
      .yields('season-started', 'episode-released', 'episode-scheduled');
    expect(events[2]).toMatchObject({ releaseAt: T0 + MINUTE });
  });

  it('cannot be started twice', () => {
    given(start(story)).when(start(story)).isRefused('already-started');
  });
});

describe('ties', () => {
  const tied = settle(10, 1, { left: 2, right: 2 });

  it('go to a runoff among the tied options, once', () => {
    const withThree = aStory(
      {},
      choice({ left: 'left', right: 'right', up: 'left' }, { voting: { ...rules, tie: 'runoff' } }),
    );
    const events = given(start(withThree), tick(10)).when(tied).yields('round-tied', 'round-planned');
    expect(events[1]).toMatchObject({
      round: {
        number: 2,
        kind: 'runoff',
        of: 1,
        options: [{ id: 'left' }, { id: 'right' }],
        closesAt: T0 + 12 * MINUTE,
      },
    });
    const again = given(start(withThree), tick(10), tied, tick(10), tick(12))
      .when(settle(12, 2, { left: 1, right: 1 }))
      .yields('round-decided', 'episode-scheduled');
    expect(again[0]).toMatchObject({ decision: { option: 'left', rule: { because: 'runoff-tie' } } });
  });

  it('wait for a showrunner, who chooses among the tied options only', () => {
    const asking = aStory(
      {},
      choice({ left: 'left', right: 'right', up: 'left' }, { voting: { ...rules, tie: 'showrunner' } }),
    );
    const before = [start(asking), tick(10), tied] as const;
    const hand = (option: string) =>
      steer(20, { type: 'decide', round: round(1), option: optionId(option), reason: 'it fits' });
    expect(phase(play(...before).season, 1)).toBe('undecided');
    given(...before)
      .when(hand('up'))
      .isRefused('unknown-option');
    given(...before)
      .when(hand('right'))
      .yields('round-decided', 'episode-scheduled');
    given(...before, hand('right'))
      .when(hand('left'))
      .isRefused('round-not-undecided');
  });

  it('fall to the first listed by default', () => {
    const [decided] = given(start(story), tick(10)).when(tied).yields('round-decided', 'episode-scheduled');
    expect(decided).toMatchObject({
      decision: { option: 'left', rule: { kind: 'first-listed', because: 'tie' } },
    });
  });
});

describe('a choice that nobody or too few voted on', () => {
  it('goes to the first listed option when nobody voted', () => {
    const [decided] = given(start(story), tick(10))
      .when(settle(10, 1))
      .yields('round-decided', 'episode-scheduled');
    expect(decided).toMatchObject({ decision: { option: 'left', rule: { because: 'nobody-voted' } } });
  });

  it('waits for a showrunner if no outlet could vote at all', () => {
    const missing = {
      ...settle(10, 1),
      outlets: [{ ...finalCount('x', {}), status: 'missing', reason: 'gone' }],
    };
    given(start(story), tick(10))
      .when(missing as SeasonCommand)
      .yields('round-undecided');
  });

  it('waits for a showrunner below the quorum, before any tie rule', () => {
    const quorate = aStory({}, { voting: { ...rules, quorum: 5 } });
    const [undecided] = given(start(quorate), tick(10))
      .when(settle(10, 1, { right: 4 }))
      .yields('round-undecided');
    expect(undecided).toMatchObject({ why: { cause: 'quorum', among: ['left', 'right'] } });
    given(start(quorate), tick(10))
      .when(settle(10, 1, { right: 5 }))
      .yields('round-decided', 'episode-scheduled');
  });
});

describe('facts that come late or twice', () => {
  const decided = [start(story), tick(10), settle(10, 1, { left: 1 })] as const;

  it('never lead to a second decision', () => {
    given(...decided)
      .when(settle(11, 1, { right: 9 }))
      .yields();
  });

  it('settle nothing before the round is closed', () => {
    given(start(story))
      .when(settle(1, 1, { right: 9 }))
      .yields();
  });
});

describe('a showrunner', () => {
  it('closes early', () => {
    given(start(story))
      .when(steer(1, { type: 'close', round: round(1), reason: 'live show' }))
      .yields('round-closed');
    given(start(story), tick(10))
      .when(steer(11, { type: 'close', round: round(1), reason: 'x' }))
      .isRefused('round-not-open');
  });

  it('extends up to the native backstop and no further, and not backwards', () => {
    const extend = (minutes: number) =>
      steer(1, { type: 'extend', round: round(1), until: T0 + minutes * MINUTE, reason: 'late' });
    given(start(story)).when(extend(9)).isRefused('not-longer');
    given(start(story))
      .when(extend(10 + 24 * 60 + 1))
      .isRefused('past-backstop');
    given(start(story)).when(extend(30)).yields('round-extended');
    given(start(story), extend(30)).when(tick(29)).yields();
    given(start(story), extend(30)).when(tick(30)).yields('round-closed');
  });

  it('extends a vote that has not opened yet as far as native polls go, and polls posted then end later', () => {
    const opening = aStory({}, { voting: { ...rules, opens: 5 * MINUTE } });
    const extend = (until: number) => steer(1, { type: 'extend', round: round(1), until, reason: 'holiday' });
    const opensAt = T0 + 5 * MINUTE;
    const longest = longestBackstop(opensAt);
    given(start(opening))
      .when(extend(longest + 1))
      .isRefused('past-backstop');
    const [first] = play(start(opening), extend(longest)).season.rounds;
    expect(first).toMatchObject({ closesAt: longest, backstopAt: longest });
  });

  it('extends a vote no further than the earliest end of its open native polls', () => {
    const extend = (until: number) =>
      steer(1, { type: 'extend', round: round(1), until, latest: T0 + 60 * MINUTE, reason: 'late' });
    given(start(story))
      .when(extend(T0 + 60 * MINUTE + 1))
      .isRefused('past-backstop');
    given(start(story))
      .when(extend(T0 + 60 * MINUTE))
      .yields('round-extended');
  });

  it('voids a vote and has it run again; the voided one can never be decided', () => {
    const voiding = steer(11, { type: 'void', round: round(1), reason: 'wrong link' });
    given(start(story), tick(10)).when(voiding).yields('round-voided', 'round-planned', 'round-opened');
    given(start(story), tick(10), voiding)
      .when(settle(12, 1, { right: 9 }))
      .yields();
    given(start(story), tick(10), settle(10, 1, { left: 1 }))
      .when(voiding)
      .isRefused('round-settled');
  });

  it('pauses releases while the vote itself continues', () => {
    const paused = [start(story), steer(1, { type: 'pause', reason: 'strike' })] as const;
    given(...paused)
      .when(tick(10))
      .yields('round-closed');
    given(...paused, tick(10))
      .when(settle(10, 1, { left: 1 }))
      .yields();
    const resumed = [...paused, tick(10), steer(30, { type: 'resume' })] as const;
    given(...resumed)
      .when(settle(30, 1, { left: 1 }))
      .yields('round-decided', 'episode-scheduled');
    const { season, log } = play(...resumed);
    const last = log.at(-1);
    expect(last === undefined ? [] : owedBy(last, season)).toContainEqual({
      kind: 'settle',
      dueAt: T0 + 30 * MINUTE,
      round: 1,
    });
  });

  it('holds a due episode while paused and releases it on resuming', () => {
    const waiting = [
      start(story),
      tick(10),
      settle(10, 1, { left: 1 }),
      steer(10, { type: 'pause', reason: 'x' }),
    ] as const;
    given(...waiting)
      .when(tick(20))
      .yields();
    given(...waiting)
      .when(steer(20, { type: 'release' }))
      .isRefused('held-by-pause');
    given(...waiting)
      .when(steer(21, { type: 'resume' }))
      .yields('season-resumed', 'episode-released', 'season-concluding', 'season-ended');
  });

  it('releases the scheduled episode early', () => {
    given(start(story), tick(10), settle(10, 1, { left: 1 }))
      .when(steer(10.1, { type: 'release' }))
      .yields('episode-released', 'season-concluding', 'season-ended');
    given(start(story))
      .when(steer(1, { type: 'release' }))
      .isRefused('nothing-to-release');
  });

  it('cancels, which abandons open rounds and refuses all further commands', () => {
    const cancelled = [start(story), steer(1, { type: 'cancel', reason: 'rights' })] as const;
    expect(phase(play(...cancelled).season, 1)).toBe('abandoned');
    given(...cancelled)
      .when(tick(10))
      .yields();
    given(...cancelled)
      .when(steer(2, { type: 'pause', reason: 'x' }))
      .isRefused('season-over');
  });
});

describe('an episode without a link', () => {
  const { url: _, ...unlinked } = episode('left', { kind: 'ending' });
  const linkless = aStory({
    episodes: story.episodes.map((one) => (one.id === unlinked.id ? unlinked : one)),
  });
  const due = [start(linkless), tick(10), settle(10, 1, { left: 1 })] as const;
  const link = (minutes: number) =>
    steer(minutes, { type: 'link', episode: episodeId('left'), url: 'https://watch.example/new' });

  it('makes the season wait and say so', () => {
    const [awaited] = given(...due)
      .when(tick(11))
      .yields('link-awaited');
    const { season } = play(...due, tick(11));
    expect(awaited === undefined ? [] : owedBy(awaited, season)).toMatchObject([
      { kind: 'alert', dueAt: T0 + 11 * MINUTE, alert: { code: 'link-awaited', episode: 'left' } },
      { kind: 'deliver', dueAt: T0 + 11 * MINUTE, delivery: 'notice', number: 1 },
    ]);
    given(...due, tick(11))
      .when(tick(500))
      .yields();
  });

  it('goes out as soon as a showrunner gives the link', () => {
    given(...due, tick(11))
      .when(link(40))
      .yields('link-given', 'episode-released', 'season-concluding', 'season-ended');
  });

  it('does not wait if the link comes before it is due', () => {
    given(...due)
      .when(link(10.5))
      .yields('link-given');
    given(...due, link(10.5))
      .when(tick(11))
      .yields('episode-released', 'season-concluding', 'season-ended');
  });
});

describe('a prediction', () => {
  const prediction = choice({ yes: undefined, no: undefined }, { kind: 'prediction' });
  const predicting = aStory({
    episodes: [
      episode('pilot', { kind: 'next', next: episodeId('left'), prediction }),
      episode('left', { kind: 'ending' }),
    ],
  });

  it('never moves the story and never holds it', () => {
    const { season } = play(start(predicting), tick(1));
    expect(season.position).toEqual({ kind: 'concluding', release: 2 });
    given(start(predicting), tick(1), tick(10))
      .when(settle(10, 1, { no: 4 }))
      .yields('round-decided', 'season-ended');
  });
});

describe('replaying', () => {
  it('gives the same state, one event at a time or all at once', () => {
    const { log, season } = play(start(story), tick(10), settle(10, 1, { left: 1 }), tick(11));
    const stepwise = log.reduce<Season | undefined>(
      (state, event) => evolve(state, structuredClone(event)),
      undefined,
    );
    expect(stepwise).toEqual(season);
  });

  it('refuses a log that does not begin with the start', () => {
    expect(() => evolve(undefined, { type: 'season-resumed', at: T0, by: showrunner })).toThrow(
      /season-started/,
    );
  });
});
