import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeId, roundNumber, showId } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { decide } from '../../../src/core/season/decide.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import { replay } from '../../../src/core/season/evolve.ts';
import { nextEpisode } from '../../../src/core/season/next-episode.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import { impossibleIn } from '../../../src/core/season/possible.ts';
import { isUnsettled } from '../../../src/core/season/state.ts';
import type { Item } from '../../../src/core/story/item.ts';
import type { Story } from '../../../src/core/story/story.ts';
import { optionsOf } from '../../../src/core/story/written-vote.ts';
import {
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
import { storedShapes } from '../../support/stored-shapes.ts';

const GAP = 10;
const serial: Story = {
  id: showId('backroom'),
  title: 'The Back Room',
  language: 'en',
  release: { kind: 'on-link' },
  voting: rules,
  gap: GAP * MINUTE,
  episodes: [],
};
const at = (minutes: number): number => T0 + minutes * MINUTE;
const item = (number: number, change: Partial<Item> = {}): Item => ({
  key: `guid-${number}`,
  title: `Part ${number}`,
  url: `https://watch.example/${number}`,
  synopsis: '',
  publishedAt: at(number),
  ...change,
});
type Bring = Extract<SeasonCommand, { type: 'bring' }>;
const bring = (minutes: number, items: readonly Item[], change: Partial<Bring> = {}): SeasonCommand => ({
  type: 'bring',
  at: at(minutes),
  from: 'feed',
  items,
  confirm: false,
  ...change,
});
const vote = { ok: true, question: 'Open the door?', options: ['Yes', 'No'] } as const;
const begun = start(serial);
const choose = (minutes: number, change: object = {}): SeasonCommand => ({
  type: 'attach-choice',
  at: at(minutes),
  by: showrunner,
  question: 'Who goes?',
  options: optionsOf(['Mara', 'Jon']),
  ...change,
});
const answer = (minutes: number, question: number, take: 'all' | 'newest' | 'none'): SeasonCommand => ({
  type: 'answer-items',
  at: at(minutes),
  by: showrunner,
  question,
  answer: { take },
});
const by = (minutes: number) => ({ at: at(minutes), by: showrunner });

describe('a serial show', () => {
  it('waits for its first item, posts it at once, and waits for the next', () => {
    expect(play(begun).season.position).toEqual({ kind: 'awaiting-episode', since: T0 });
    const [, , released] = given(begun)
      .when(bring(1, [item(1)]))
      .yields('episode-added', 'episode-scheduled', 'episode-released', 'episode-awaited');
    expect(released).toMatchObject({ episode: 'ep-1', number: 1 });
    const { season } = play(begun, bring(1, [item(1)]));
    expect(season.items).toEqual([{ key: 'guid-1', url: 'https://watch.example/1', episode: 'ep-1' }]);
    expect(nextEpisode(season, at(2))).toEqual({ kind: 'undated', late: false });
  });

  it('posts two items that come together one after the other, with the gap between them', () => {
    const { season } = play(begun, bring(1, [item(2), item(1)]));
    expect(season.story.episodes.map(({ title }) => title)).toEqual(['Part 1', 'Part 2']);
    expect(season.releases.map(({ episode }) => episode)).toEqual(['ep-1']);
    expect(season.position).toEqual({ kind: 'scheduled', episode: 'ep-2', at: at(1 + GAP) });
    given(begun, bring(1, [item(2), item(1)]))
      .when(tick(GAP))
      .yields();
    given(begun, bring(1, [item(2), item(1)]))
      .when(tick(1 + GAP))
      .yields('episode-released', 'episode-awaited');
  });

  it('takes items without dates as a source lists them, the newest first', () => {
    const { publishedAt: _, ...undated } = item(2);
    const { season } = play(begun, bring(1, [undated, item(1, { publishedAt: at(5) })]));
    expect(season.story.episodes.map(({ title }) => title)).toEqual(['Part 1', 'Part 2']);
  });

  it('takes no item twice, whatever becomes of its guid', () => {
    const before = [begun, bring(1, [item(1)])] as const;
    given(...before)
      .when(bring(2, [item(1)]))
      .yields();
    given(...before)
      .when(bring(2, [item(1, { key: 'another guid' })]))
      .yields('items-noted');
    expect(play(...before, bring(2, [])).season.items).toHaveLength(1);
  });

  it('tells items apart that share a link, by their guids', () => {
    const url = 'https://podcast.example/';
    const { season } = play(
      begun,
      bring(1, [item(1, { url }), item(2, { url })]),
      bring(2, [item(1, { url }), item(2, { url }), item(3, { url })]),
    );
    expect(season.story.episodes.map(({ id }) => id)).toEqual(['ep-1', 'ep-2', 'ep-3']);
  });

  it('shows the title and the link that its source has now, in posts that are out', () => {
    const [edited] = given(begun, bring(1, [item(1)]))
      .when(bring(2, [item(1, { title: 'Part One', url: 'https://watch.example/one' })]))
      .yields('episode-edited');
    if (edited === undefined) throw new Error('not edited');
    const { season } = play(
      begun,
      bring(1, [item(1)]),
      bring(2, [item(1, { title: 'Part One', url: 'https://watch.example/one' })]),
    );
    expect(season.story.episodes[0]).toMatchObject({ title: 'Part One', url: 'https://watch.example/one' });
    expect(owedBy(edited, season)).toEqual([{ kind: 'update-drops', dueAt: at(2), episode: 'ep-1' }]);
  });

  it('asks about more than two at once, and takes what the answer says', () => {
    const many = [item(1), item(2), item(3)];
    const [asked] = given(begun).when(bring(4, many)).yields('items-asked');
    expect(asked).toMatchObject({ number: 1, why: 'many', until: at(4 + 6 * 60) });
    const before = [begun, bring(4, many)] as const;
    given(...before)
      .when(bring(5, many))
      .yields();
    const taken = (take: 'all' | 'newest' | 'none') =>
      play(...before, answer(5, 1, take)).season.story.episodes.map(({ title }) => title);
    expect(taken('all')).toEqual(['Part 1', 'Part 2', 'Part 3']);
    expect(taken('newest')).toEqual(['Part 3']);
    expect(taken('none')).toEqual([]);
    const late = play(...before, tick(4 + 6 * 60)).season;
    expect(late.story.episodes).toHaveLength(3);
    expect(late.questions[0]?.answer?.by).toEqual({ kind: 'clock' });
    given(...before, answer(5, 1, 'none'))
      .when(answer(6, 1, 'all'))
      .isRefused('question-answered');
  });

  it('asks about an item that is dated more than a week back, and leaves it out without an answer', () => {
    const old = item(1, { publishedAt: at(0) - 8 * 24 * 60 * MINUTE });
    given(begun)
      .when(bring(1, [old]))
      .yields('items-asked');
    expect(play(begun, bring(1, [old]), tick(400)).season.story.episodes).toEqual([]);
    expect(play(begun, bring(1, [old]), answer(2, 1, 'all')).season.story.episodes).toHaveLength(1);
    given(begun)
      .when(bring(1, [old], { unasked: true }))
      .yields('items-noted');
    given(begun)
      .when(bring(1, [old], { from: 'webhook' }))
      .yields('episode-added', 'episode-scheduled', 'episode-released', 'episode-awaited');
  });

  it('shows each item to a showrunner first where the operator wants that, for as long as it takes', () => {
    const confirm = { confirm: true, unasked: true } as const;
    const [one, two] = given(begun)
      .when(bring(3, [item(1), item(2)], confirm))
      .yields('items-asked', 'items-asked');
    expect([one, two]).toMatchObject([
      { why: 'confirm', number: 1 },
      { why: 'confirm', number: 2 },
    ]);
    expect(play(begun, bring(3, [item(1)], confirm), tick(100_000)).season.story.episodes).toEqual([]);
    const all = play(begun, bring(3, [item(1), item(2), item(3)], confirm), tick(100_000)).season;
    expect(all.questions).toMatchObject([{ why: 'many' }]);
    expect(all.story.episodes).toEqual([]);
  });

  it('holds the vote that a description announces, and the next drop says what it follows', () => {
    const before = [begun, bring(1, [item(1, { vote })])] as const;
    const { season } = play(...before);
    expect(season.rounds).toMatchObject([
      { question: 'Open the door?', binding: true, opensAt: at(1), closesAt: at(11) },
    ]);
    expect(season.position).toEqual({ kind: 'choosing', release: 1 });
    // What comes while the vote is open waits for it.
    given(...before, bring(5, [item(2)]))
      .when(tick(10))
      .yields();
    const decided = play(
      ...before,
      bring(5, [item(2)]),
      tick(11),
      settle(11, 1, { 'option-1': 2, 'option-2': 1 }),
    );
    expect(decided.log.slice(-2).map(({ type }) => type)).toEqual(['episode-awaited', 'episode-scheduled']);
    expect(decided.season.position).toMatchObject({ kind: 'scheduled', episode: 'ep-2', at: at(11), via: 1 });
    const later = play(...before, tick(11), settle(11, 1, { 'option-1': 2 }), bring(60, [item(2)])).season;
    expect(later.releases).toMatchObject([{ episode: 'ep-1' }, { episode: 'ep-2', via: 1, at: at(60) }]);
  });

  it('posts an episode without a vote that cannot be held, and says so', () => {
    const [added] = given(begun)
      .when(bring(1, [item(1, { vote: { ok: true, question: 'Which?', options: ['Yes', 'yes'] } })]))
      .yields('episode-added', 'episode-scheduled', 'episode-released', 'episode-awaited');
    expect(added).toMatchObject({ doubt: '"yes" is there twice', added: { continuation: { kind: 'open' } } });
  });

  it('releases the next item by hand while a vote is open, and still decides that vote', () => {
    const before = [begun, bring(1, [item(1, { vote })]), bring(2, [item(2), item(3)])] as const;
    given(...before)
      .when({ type: 'release', ...by(3) })
      .yields('episode-released', 'episode-awaited');
    const overridden = [...before, { type: 'release', ...by(3) } as const] as const;
    // The other one waits for the vote all the same.
    given(...overridden)
      .when(tick(4))
      .yields();
    const { season } = play(...overridden, tick(11), settle(11, 1, { 'option-2': 1 }));
    expect(season.position).toMatchObject({ kind: 'scheduled', episode: 'ep-3', via: 1, at: at(13) });
  });

  it('opens a vote at once that is attached to the last episode, and with the drop if it is attached before', () => {
    const before = [begun, bring(1, [item(1)])] as const;
    given(...before)
      .when(choose(30, { lasts: 5 * MINUTE }))
      .yields('continuation-given', 'round-planned', 'round-opened');
    const { season } = play(...before, choose(30, { lasts: 5 * MINUTE }));
    expect(season.rounds).toMatchObject([{ release: 1, opensAt: at(30), closesAt: at(35) }]);
    given(...before, choose(30))
      .when(choose(31))
      .isRefused('has-vote');
    // The second item waits for the gap: its vote comes with it.
    const queued = [begun, bring(1, [item(1), item(2)])] as const;
    given(...queued)
      .when(choose(2))
      .yields('continuation-given');
    expect(play(...queued, choose(2), tick(1 + GAP)).season.rounds).toMatchObject([
      { release: 2, opensAt: at(1 + GAP) },
    ]);
  });

  it('refuses a vote that nobody could hold, or that comes too late', () => {
    given(begun).when(choose(1)).isRefused('nothing-released');
    const before = [begun, bring(1, [item(1)]), bring(20, [item(2)])] as const;
    given(...before)
      .when(choose(30, { episode: episodeId('ep-1') }))
      .isRefused('moved-on');
    for (const options of [['only'], ['a', 'A'], Array.from({ length: 11 }, (_, index) => `${index}`)]) {
      given(...before)
        .when(choose(30, { options: optionsOf(options) }))
        .isRefused('bad-vote');
    }
  });

  it('ends by hand: the open vote is closed, counted and announced first', () => {
    const before = [begun, bring(1, [item(1, { vote })]), bring(2, [item(2)])] as const;
    given(...before)
      .when({ type: 'end', ...by(3) })
      .yields('round-closed', 'season-concluding');
    const ended = play(...before, { type: 'end', ...by(3) }, settle(4, 1, { 'option-1': 1 }));
    expect(ended.log.slice(-2).map(({ type }) => type)).toEqual(['round-decided', 'season-ended']);
    expect(ended.season.notices).toEqual([{ kind: 'ended' }]);
    expect(ended.season.releases).toHaveLength(1);
    given(begun)
      .when({ type: 'end', ...by(3) })
      .isRefused('nothing-released');
  });

  it('takes back its last episode with its vote, and goes on to the next', () => {
    const before = [begun, bring(1, [item(1, { vote })]), bring(2, [item(2)])] as const;
    const retract = {
      type: 'retract',
      ...by(3),
      episode: episodeId('ep-1'),
      reason: 'the wrong cut',
    } as const;
    const [retracted] = given(...before)
      .when(retract)
      .yields('release-retracted', 'episode-scheduled');
    const { season } = play(...before, retract);
    expect(season.rounds[0]?.phase.kind).toBe('abandoned');
    expect(season.position).toMatchObject({ kind: 'scheduled', episode: 'ep-2' });
    if (retracted === undefined) throw new Error('not retracted');
    expect(owedBy(retracted, season).map(({ kind }) => kind)).toEqual([
      'retract',
      'deliver',
      'close-polls',
      'wake',
    ]);
    given(...before, retract)
      .when(retract)
      .isRefused('not-released');
    // The source still shows it.
    given(...before, retract)
      .when(bring(4, [item(1), item(2)]))
      .yields();
  });

  it('names its episodes as the webhook does', () => {
    const webhook = { from: 'webhook' } as const;
    const { season } = play(
      begun,
      bring(1, [item(1, { id: episodeId('pilot') })], webhook),
      bring(2, [item(2)]),
    );
    expect(season.story.episodes.map(({ id }) => id)).toEqual(['pilot', 'ep-2']);
    given(begun, bring(1, [item(1, { id: episodeId('pilot') })], webhook))
      .when(bring(2, [item(2, { id: episodeId('pilot') })], webhook))
      .isRefused('id-taken');
  });

  it('takes only the newest of a source that shows very many', () => {
    const decided = decide(
      play(begun).season,
      bring(
        1,
        Array.from({ length: 10_000 }, (_, index) => item(index)),
      ),
    );
    expect(decided).toMatchObject({ ok: true, events: [{ type: 'items-asked' }] });
    const [asked] = decided.ok ? decided.events : [];
    expect(asked?.type === 'items-asked' ? asked.items.map(({ key }) => key).slice(0, 2) : []).toEqual([
      'guid-9800',
      'guid-9801',
    ]);
  });
});

const reason = 'because';
const pool = fc
  .uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 5 })
  .map((numbers) => numbers.map((number) => item(number, number % 3 === 0 ? { vote } : {})));
const aRound = fc.integer({ min: 1, max: 4 }).map(roundNumber);
const anEpisode = fc.integer({ min: 1, max: 5 }).map((number) => episodeId(`ep-${number}`));
const asShowrunner = (command: object) => (time: number) =>
  ({ ...command, at: time, by: showrunner }) as SeasonCommand;

/** Whatever a source shows and people do, in any order. */
const anyHistory = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 15 }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant((time: number): SeasonCommand => ({ type: 'tick', at: time })) },
      {
        weight: 4,
        arbitrary: fc.tuple(pool, fc.boolean(), fc.boolean()).map(
          ([items, confirm, unasked]) =>
            (time: number): SeasonCommand => ({
              type: 'bring',
              at: time,
              from: 'feed',
              items,
              confirm,
              ...(unasked && { unasked }),
            }),
        ),
      },
      {
        weight: 3,
        arbitrary: aRound.map(
          (round) =>
            (time: number): SeasonCommand => ({
              type: 'settle',
              at: time,
              round,
              outlets: [finalCount('club', { 'option-1': 1 })],
            }),
        ),
      },
      fc
        .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('all', 'newest', 'none'))
        .map(([question, take]) => asShowrunner({ type: 'answer-items', question, answer: { take } })),
      fc.constant(asShowrunner({ type: 'attach-choice', question: 'Who?', options: optionsOf(['A', 'B']) })),
      anEpisode.map((episode) => asShowrunner({ type: 'retract', episode, reason })),
      aRound.map((round) => asShowrunner({ type: 'void', round, reason })),
      aRound.map((round) => asShowrunner({ type: 'close', round, reason })),
      fc.constantFrom('pause', 'resume', 'release').map((type) => asShowrunner({ type, reason })),
      { weight: 1, arbitrary: fc.constant(asShowrunner({ type: 'end' })) },
    ),
  ),
  { maxLength: 30 },
);

/** With what each command did. */
function playAll(history: readonly (readonly [number, (time: number) => SeasonCommand])[]) {
  const log: SeasonEvent[] = [];
  const steps: { readonly command: SeasonCommand; readonly events: readonly SeasonEvent[] }[] = [];
  let time = T0;
  for (const [minutes, command] of [[0, () => begun] as const, ...history]) {
    time += minutes * MINUTE;
    const asked = command(time);
    const decided = decide(replay(log), asked);
    const events = decided.ok ? decided.events : [];
    log.push(...events);
    steps.push({ command: asked, events });
  }
  return { log, steps };
}

describe('whatever a source shows and people do', () => {
  it('makes at most one episode of an item, and posts each once', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { log } = playAll(history);
        const keys = log.flatMap((event) => (event.type === 'episode-added' ? (event.item?.key ?? '') : []));
        expect(new Set(keys).size).toBe(keys.length);
        const released = log.flatMap((event) => (event.type === 'episode-released' ? event.episode : []));
        expect(new Set(released).size).toBe(released.length);
      }),
    );
  });

  it('keeps the gap, and lets no drop into an open vote, unless a person wants it', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { steps } = playAll(history);
        let before: SeasonEvent[] = [];
        let last = Number.NEGATIVE_INFINITY;
        for (const { command, events } of steps) {
          for (const event of events) {
            if (event.type === 'episode-released') {
              const season = replay(before);
              if (command.type !== 'release') {
                expect(event.at - last).toBeGreaterThanOrEqual(GAP * MINUTE);
                expect(season?.rounds.filter((round) => round.binding && isUnsettled(round))).toEqual([]);
              }
              last = event.at;
            }
            before = [...before, event];
          }
        }
      }),
    );
  });

  it('leaves a log that is found sound, and the same state when it is stored and read again', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { log } = playAll(history);
        expect(impossibleIn(log)).toBeUndefined();
        const stored = log.map((event) => storedShapes.event.parse(JSON.parse(JSON.stringify(event))));
        expect(replay(stored as SeasonEvent[])).toEqual(replay(log));
      }),
    );
  });

  it('changes nothing when a source is read twice, as after a crash between the step and its note', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const { steps } = playAll(history);
        const log: SeasonEvent[] = [];
        for (const { command, events } of steps) {
          log.push(...events);
          if (command.type !== 'bring') continue;
          const again = decide(replay(log), command);
          const more = again.ok ? again.events : [];
          expect(more.map(({ type }) => type)).toEqual([]);
        }
      }),
    );
  });
});
