import { describe, expect, it } from 'vitest';
import type { BallotBox } from '../../src/sandbox/audience/town.ts';
import { readBook } from '../../src/sandbox/demo/book.ts';
import { countRounds } from '../../src/sandbox/demo/ground-truth.ts';
import { compare, type StatedReceipt, type Statement, type Witness } from '../../src/sandbox/demo/truth.ts';

const story = (tie: string, quorum = 0) => `
opening: a
voting: { lasts: 5s, tie: ${tie}, quorum: ${quorum} }
episodes:
  a:
    url: https://watch.example/a
    choice: { question: Which way?, options: [{ id: l, label: Left, next: b }, { id: r, label: Right, next: c }] }
  b: { url: https://watch.example/b, ending: true }
  c: { url: https://watch.example/c, ending: true }
`;
const BOOK = readBook(story('runoff'));

const box = (place: string, counts: readonly number[], at = 1_000): BallotBox => ({
  id: `${place}-${at}`,
  question: 'Which way?',
  labels: ['Left', 'Right'],
  counts,
  openedAt: at,
  closedAt: at + 5_000,
  expiresAt: undefined,
  announcedEnd: undefined,
  link: `https://platform.example/${place}/${at}`,
});

const witness = (key: string, counts: readonly number[]): Witness => ({
  key,
  name: key,
  polls: [box(key, counts)],
  posts: [
    { text: 'Episode 1', links: ['https://watch.example/a'], at: 900 },
    { text: 'Which way?\nRight won with 7 of 12 votes', links: [], at: 7_000 },
    { text: 'Episode 2. You chose: Right (7 of 12)', links: ['https://watch.example/c'], at: 8_000 },
  ],
});
const WITNESSES = [witness('server', [2, 3]), witness('channel', [3, 4])];

const RECEIPT: StatedReceipt = {
  round: 1,
  question: 'Which way?',
  options: [
    { id: 'l', label: 'Left', count: 5 },
    { id: 'r', label: 'Right', count: 7 },
  ],
  total: 12,
  decision: { label: 'Right', because: null },
  outlets: [
    { name: 'server', status: 'final', counts: { l: 2, r: 3 }, link: 'https://platform.example/server/1000' },
    {
      name: 'channel',
      status: 'final',
      counts: { l: 3, r: 4 },
      link: 'https://platform.example/channel/1000',
    },
  ],
};
const STATEMENT: Statement = { path: ['a', 'c'], receipts: [RECEIPT], title: 'A Show' };

const differences = (statement: Partial<Statement>, witnesses: readonly Witness[] = WITNESSES) =>
  compare(BOOK, witnesses, { ...STATEMENT, ...statement }).differences.join('\n');
const withReceipt = (changed: Partial<StatedReceipt>) =>
  differences({ receipts: [{ ...RECEIPT, ...changed }] });
const firstPosts = (change: (posts: Witness['posts']) => Witness['posts']) =>
  differences(
    {},
    WITNESSES.map((one, index) => (index === 0 ? { ...one, posts: change(one.posts) } : one)),
  );

describe('the comparison with the platforms', () => {
  it('finds nothing if everything agrees, and counts what it compared', () => {
    expect(compare(BOOK, WITNESSES, STATEMENT)).toEqual({ decisions: 1, votes: 12, differences: [] });
  });

  it('finds a receipt that was tampered with', () => {
    const [server, channel] = RECEIPT.outlets;
    if (server === undefined || channel === undefined) throw new Error('two outlets');
    expect(withReceipt({ total: 13 })).toContain('total: the receipt says 13, the platforms count 12');
    expect(withReceipt({ decision: { label: 'Left', because: null } })).toContain('right is "Right"');
    expect(withReceipt({ decision: { label: 'Right', because: 'tie' } })).toContain('right is "Right"');
    expect(withReceipt({ decision: null })).toContain('the bot decided nothing');
    const moved = [
      { ...server, counts: { l: 1, r: 4 } },
      { ...channel, counts: { l: 4, r: 3 } },
    ];
    expect(withReceipt({ outlets: moved })).toContain('server, "Left": the receipt says 1');
    expect(withReceipt({ outlets: [server] })).toContain('does not name the poll');
    expect(withReceipt({ outlets: [server, channel, channel] })).toContain('more than once');
    expect(withReceipt({ options: [{ id: 'r', label: 'Right', count: 12 }] })).toContain('has no "Left"');
    expect(differences({ receipts: [] })).toContain('has no receipt');
    expect(differences({ receipts: [RECEIPT, { ...RECEIPT, round: 2 }] })).toContain(
      'no platform has its poll',
    );
  });

  it('finds a story that went another way than the votes', () => {
    expect(differences({ path: ['a', 'b'] })).toContain("by the platforms' counts it is a, c");
  });

  it('finds what was posted twice, not at all, or unexpectedly', () => {
    expect(firstPosts((posts) => posts.slice(1))).toContain('got 0 drops of https://watch.example/a');
    expect(firstPosts(([drop, ...posts]) => (drop ? [drop, drop, ...posts] : posts))).toContain(
      'got 2 drops',
    );
    expect(firstPosts(([drop, , last]) => (drop && last ? [drop, last] : []))).toContain(
      'got no result of round 1',
    );
    expect(firstPosts((posts) => [...posts, ...posts.slice(1, 2).map((post) => ({ ...post }))])).toContain(
      'a post that was not expected',
    );
    expect(
      firstPosts((posts) => posts.map((post) => ({ ...post, text: post.text.replace('12', '120') }))),
    ).toContain('got no result of round 1');
  });

  it('finds a community without a poll, and a poll that was never closed', () => {
    const [server, channel] = WITNESSES;
    if (server === undefined || channel === undefined) throw new Error('two witnesses');
    expect(differences({}, [server, { ...channel, polls: [] }])).toContain('channel has no poll of it');
    const open = { ...channel, polls: channel.polls.map((poll) => ({ ...poll, closedAt: undefined })) };
    expect(differences({}, [server, open])).toContain('still open');
  });
});

describe('the platforms themselves', () => {
  const outcome = (tie: string, quorum: number, ...polls: (readonly [number, number])[]) => {
    const boxes = polls.map((counts, index) => box('server', counts, index * 10_000));
    return countRounds(readBook(story(tie, quorum)), [{ key: 'server', polls: boxes }]).map(
      (round) => round.outcome,
    );
  };

  it('decide by plurality', () => {
    expect(outcome('runoff', 0, [3, 2])).toEqual([{ kind: 'won', label: 'Left', because: null }]);
  });

  it('send a tie to a runoff once, then to the first listed', () => {
    expect(outcome('runoff', 0, [2, 2], [1, 1])).toEqual([
      { kind: 'runoff', among: ['Left', 'Right'] },
      { kind: 'won', label: 'Left', because: 'runoff-tie' },
    ]);
    expect(outcome('first-listed', 0, [2, 2])).toEqual([{ kind: 'won', label: 'Left', because: 'tie' }]);
  });

  it('leave to a showrunner what the rules leave to one', () => {
    expect(outcome('showrunner', 0, [2, 2])).toEqual([{ kind: 'waits' }]);
    expect(outcome('showrunner', 0, [0, 0])).toEqual([{ kind: 'waits' }]);
    expect(outcome('runoff', 6, [3, 2])).toEqual([{ kind: 'waits' }]);
  });

  it('take the first listed option if nobody voted', () => {
    expect(outcome('runoff', 0, [0, 0])).toEqual([{ kind: 'won', label: 'Left', because: 'nobody-voted' }]);
  });
});
