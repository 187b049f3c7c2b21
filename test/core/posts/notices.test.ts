import { describe, expect, it } from 'vitest';
import { episodeId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { type Earlier, plain, titleLine } from '../../../src/core/posts/content.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import type { SeasonCommand, SteeringCommand } from '../../../src/core/season/commands.ts';
import { dueIn } from '../../../src/core/season/due.ts';
import { replay } from '../../../src/core/season/evolve.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import type { Episode } from '../../../src/core/story/story.ts';
import {
  aStory,
  choice,
  episode,
  MINUTE,
  play,
  rules,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const steer = (minutes: number, command: SteeringCommand): SeasonCommand => ({
  ...command,
  at: T0 + minutes * MINUTE,
  by: showrunner,
});
const pause = (minutes: number) => steer(minutes, { type: 'pause', reason: 'secret' });
const resume = (minutes: number) => steer(minutes, { type: 'resume' });
const cancel = (minutes: number) => steer(minutes, { type: 'cancel', reason: 'secret' });
const voided = (minutes: number) =>
  steer(minutes, { type: 'void', round: roundNumber(1), reason: 'wrong link' });

/** What the last event that owes a notice tells the outlets; undefined if it is no longer true. */
function told(...commands: readonly SeasonCommand[]): string | undefined {
  return toldWith({ id: '77', in: '5' }, ...commands);
}

/** @param poll of the open vote, if it was posted. */
function toldWith(poll: Earlier | undefined, ...commands: readonly SeasonCommand[]): string | undefined {
  const { season } = play(...commands);
  const post = postFor(season, {
    kind: 'notice',
    number: season.notices.length,
    mark: 'm',
    outlet: outletId('outlet-0'),
    canSeal: true,
    ...(poll !== undefined && { poll }),
  });
  return post?.kind === 'notice'
    ? [plain(titleLine(post.title)), ...post.lines.map(plain)].join('\n')
    : undefined;
}

/** Numbers of the notices that a history owes. */
function owed(...commands: readonly SeasonCommand[]): readonly number[] {
  const { log } = play(...commands);
  return log.flatMap((event, index) => {
    const season = replay(log.slice(0, index + 1));
    return (season === undefined ? [] : owedBy(event, season)).flatMap((effect) =>
      effect.kind === 'deliver' && effect.delivery === 'notice' ? [effect.number] : [],
    );
  });
}

const withoutUrl = ({ url: _, ...rest }: Episode): Episode => rest;

const story = aStory();
const without = aStory({
  episodes: [
    episode('pilot', { kind: 'choice', choice: choice({ left: 'left', right: 'left' }) }),
    withoutUrl(episode('left', { kind: 'ending' })),
  ],
});

describe('outlets are told, once each', () => {
  it('that a season is paused, that the open vote continues, and never the reason', () => {
    const said = told(start(story), pause(1));
    expect(said).toBe(
      [
        'A Show is paused',
        'What comes next may be later than planned.',
        'Open polls stay open, so you can still vote. Results come after the pause.',
      ].join('\n'),
    );
    expect(told(start(story), tick(10), settle(10, 1, { left: 1 }), pause(10.5))).not.toContain('open poll');
  });

  it('of no open poll if none was posted: the community joined later, or its poll was refused', () => {
    expect(toldWith(undefined, start(story), pause(1))).toBe(
      ['A Show is paused', 'What comes next may be later than planned.'].join('\n'),
    );
    expect(toldWith(undefined, start(story), cancel(1))).not.toContain('open vote');
  });

  it('that it goes on, and when the next episode is out', () => {
    const decided = [
      start(aStory({ release: { kind: 'after', after: 60 * MINUTE } })),
      tick(10),
      settle(10, 1, { left: 1 }),
    ] as const;
    const said = told(...decided, pause(11), resume(12));
    expect(said).toContain('A Show goes on');
    expect(said).toContain(new Date(T0 + 70 * MINUTE).toISOString());
  });

  it('that it is cancelled, and what happens with an open vote', () => {
    const said = told(start(story), cancel(1));
    expect(said).toContain('A Show has been cancelled');
    expect(said).toContain('The open vote is closed and does not count.');
    expect(said).not.toContain('secret');
    const waiting = aStory({}, { voting: { ...rules, opens: 5 * MINUTE } });
    expect(told(start(waiting), cancel(1))).not.toContain('open vote');
  });

  it('that a vote is void, and why', () => {
    const said = told(start(story), voided(1));
    expect(said).toContain('This vote does not count');
    expect(said).toContain('Why: wrong link');
  });

  it('that a promised episode is late, until it is out', () => {
    const late = [start(without), tick(10), settle(10, 1, { left: 1 }), tick(20)] as const;
    expect(told(...late)).toContain('The next episode of A Show is late');
    expect(told(...late)).toContain('The left');
    const link = steer(21, { type: 'link', episode: episodeId('left'), url: 'https://watch.example/l' });
    expect(told(...late, link)).toBeUndefined();
  });

  it('of no pause once it is over', () => {
    const { season } = play(start(story), pause(1), resume(2));
    const first = { kind: 'notice', number: 1, mark: 'm', outlet: outletId('o'), canSeal: true } as const;
    expect(postFor(season, first)).toBeUndefined();
    expect(postFor(season, { ...first, past: true })).toBeDefined();
  });

  it('with a new number each time, due when it happened', () => {
    const history = [start(story), pause(1), resume(2), pause(3), voided(4), resume(5), cancel(6)] as const;
    expect(owed(...history)).toEqual([1, 2, 3, 4, 5, 6]);
    const due = dueIn(play(...history).log);
    expect([1, 2, 3, 4, 5, 6].map((number) => ((due('notice', number) ?? 0) - T0) / MINUTE)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('but not before an episode is out', () => {
    const none = aStory({
      episodes: [withoutUrl(episode('pilot', { kind: 'ending' }))],
    });
    expect(owed(start(none), pause(1), resume(2), cancel(3))).toEqual([]);
  });
});
