import { describe, expect, it } from 'vitest';
import { optionId } from '../../../src/core/ids.ts';
import type { Finding } from '../../../src/core/insights/findings.ts';
import { EVENTFUL } from '../../support/seasons/eventful-season.ts';
import { type PlannedVote, sealed, votedSeason, votesFor } from '../../support/seasons/voted-season.ts';

const findingsOf = (plan: PlannedVote, ...others: readonly PlannedVote[]): readonly Finding[] =>
  votedSeason([plan, ...others]).insights.votes[0]?.findings ?? [];
const kindsOf = (plan: PlannedVote, ...others: readonly PlannedVote[]): readonly string[] =>
  findingsOf(plan, ...others).map(({ kind }) => kind);

describe('turnout', () => {
  it('is told as totals by vote, with how it held and the largest step', () => {
    const { turnout } = votedSeason([
      votesFor(60, 40),
      votesFor(60, 30),
      votesFor(52, 40),
      votesFor(30, 20),
      votesFor(30, 18),
      votesFor(30, 22),
    ]).insights;
    expect(turnout.series.map(({ total }) => total)).toEqual([100, 90, 92, 50, 48, 52]);
    expect(turnout.median).toBe(71);
    expect(turnout.held).toBeCloseTo(50 / 95);
    expect(turnout.steepest).toMatchObject({ from: 2, to: 3 });
  });

  it('leaves out runoffs and void votes, and says nothing of one vote', () => {
    const tie = {
      ...votesFor(9, 9),
      choice: { voting: { ...sealed, sealed: false, tie: 'runoff' as const } },
    };
    const { insights } = votedSeason([{ ...tie, communities: [{ votes: [9, 9] }] }, votesFor(30, 1)]);
    expect(insights.votes.slice(0, 2).map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['first', 'tied'],
      ['runoff', 'decided'],
    ]);
    expect(insights.turnout.series).toHaveLength(1);
    expect(insights.turnout.held).toBeUndefined();
    const voided = votedSeason([{ ...votesFor(9, 1), voids: true }]).insights;
    expect(voided.votes[0]).toMatchObject({ outcome: 'voided', findings: [] });
    expect(voided.turnout.series).toEqual([]);
  });
});

describe('a vote', () => {
  it('was foregone from four fifths on', () => {
    expect(kindsOf(votesFor(80, 20))).toEqual(['foregone']);
    expect(kindsOf(votesFor(79, 21))).toEqual([]);
  });

  it('was hardly felt if it was nearly even and few voted; if many did, it was close', () => {
    expect(kindsOf(votesFor(26, 25), votesFor(70, 30), votesFor(60, 40))).toEqual(['unfelt']);
    expect(kindsOf(votesFor(51, 49), votesFor(70, 30), votesFor(60, 40))).toEqual(['close']);
  });

  it('was never in doubt if one option led by a fifth at every look', () => {
    const curve = [0.1, 0.3, 0.5, 0.7, 0.9].map((time) => [time, 70 * time, 30 * time] as const);
    expect(findingsOf({ ...votesFor(70, 30), curve })).toEqual([
      { kind: 'never-in-doubt', option: 0, least: 0.4 },
    ]);
    const doubted = [...curve.slice(0, 2), [0.5, 30, 31] as const, ...curve.slice(3)];
    expect(kindsOf({ ...votesFor(70, 30), curve: doubted })).toEqual([]);
  });

  it('swung late if the lead last changed in the last quarter', () => {
    const curve = [0.2, 0.4, 0.6].map((time) => [time, 30 * time, 60 * time] as const);
    const early = [...curve, [0.7, 45, 42] as const];
    const late = [...curve, [0.8, 45, 48] as const, [0.9, 60, 50] as const];
    expect(findingsOf({ ...votesFor(66, 52), curve: late })).toEqual([
      { kind: 'late-swing', from: 1, to: 0, time: 0.9 },
    ]);
    expect(kindsOf({ ...votesFor(66, 52), curve: early })).toEqual([]);
  });

  it('is compared with what its writers intended', () => {
    const intended = { [optionId('o0')]: 0.6 };
    expect(findingsOf({ ...votesFor(62, 38), choice: { intended } })).toMatchObject([
      { kind: 'intended-met' },
    ]);
    expect(findingsOf({ ...votesFor(40, 60), choice: { intended } })).toEqual([
      { kind: 'intended-missed', option: 0, intended: 0.6, share: 0.4 },
    ]);
  });

  it('says where platforms and communities disagreed, and never shows fewer than five voters apart', () => {
    const { insights } = votedSeason([
      {
        communities: [
          { votes: [40, 10] },
          { votes: [6, 9], name: 'Owls' },
          { votes: [3, 20], platform: 'telegram' },
          { votes: [1, 2], platform: 'telegram' },
          { votes: [2, 2], platform: 'telegram' },
        ],
      },
    ]);
    const [vote] = insights.votes;
    expect(vote?.findings).toEqual([
      { kind: 'platforms-disagreed', favourites: [0, 1] },
      { kind: 'communities-disagreed', others: [1, 2], of: 3 },
    ]);
    expect(vote?.communities.map(({ votes }) => votes).sort()).toEqual([15, 23, 50]);
    // Without the second small one, Telegram's total would tell what the first voted.
    const { insights: told } = votedSeason([
      {
        communities: [
          { votes: [40, 10] },
          { votes: [1, 2] },
          { votes: [3, 20], platform: 'telegram' },
          { votes: [1, 2], platform: 'telegram' },
        ],
      },
    ]);
    expect(told.votes[0]?.platforms).toBeUndefined();
  });

  it('without votes, with one, and with five draws no wild conclusions', () => {
    expect(kindsOf(votesFor(0, 0))).toEqual(['nobody-voted']);
    expect(kindsOf(votesFor(1, 0))).toEqual([]);
    expect(kindsOf({ ...votesFor(4, 0), choice: { intended: { [optionId('o0')]: 0.1 } } })).toEqual([]);
  });
});

describe('what was chosen', () => {
  it('is looked for in later titles, synopses and questions', () => {
    const { insights } = votedSeason(EVENTFUL);
    expect(insights.votes.map(({ mention }) => mention)).toMatchObject([
      { after: 1, word: 'brother', title: 'Blood' },
      { words: ['stairs'], looked: 4 },
      { words: ['open', 'door'], looked: 3 },
      { words: ['money'], looked: 2 },
      { words: ['trust', 'stranger'], looked: 1 },
    ]);
    expect(insights.votes[1]?.mention).not.toHaveProperty('after');
  });

  it('is not taken for mentioned because of words that all options have, or common ones', () => {
    const plan: PlannedVote = { ...votesFor(9, 1), options: ['Take the train with him', 'Take the train'] };
    expect(votedSeason([plan]).insights.votes[0]?.mention).toMatchObject({ words: [] });
  });
});

describe('the paths not taken', () => {
  it('are told with what was behind them', () => {
    const { insights } = votedSeason(EVENTFUL);
    expect(insights.untaken[0]).toMatchObject({
      label: 'Call the number on the card',
      votes: 99,
      next: { title: 'If Call the number on the card', fate: 'lost' },
      lost: 1,
    });
    expect(insights.untaken).toHaveLength(6);
    expect(insights.lost).toHaveLength(6);
  });

  it('are still open ahead while the season plays', () => {
    const { insights } = votedSeason([votesFor(9, 1), { communities: [], voids: true }]);
    expect(insights.state).toBe('playing');
    expect(insights.lost).toEqual(['If Go']);
  });
});
