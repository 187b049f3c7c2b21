import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionId } from '../../../../src/core/ids.ts';
import { Poll, Update } from '../../../../src/platforms/telegram/wire/objects.ts';
import { countsOf, matchAnswers, votesOf } from '../../../../src/platforms/telegram/wire/votes.ts';

const options = [
  { id: optionId('brother'), label: 'Her brother' },
  { id: optionId('stranger'), label: 'The number on the card' },
  { id: optionId('nobody'), label: 'Nobody' },
];

/** As Bot API 10.1 documents a Poll. */
function poll(more: Record<string, unknown> = {}) {
  return {
    id: '5224311234567890123',
    question: 'Who does Mara call?',
    options: [
      { persistent_id: 'x1', text: 'Her brother', voter_count: 4 },
      { persistent_id: 'x2', text: 'The number on the card', voter_count: 7 },
      { persistent_id: 'x3', text: 'Nobody', voter_count: 0 },
    ],
    total_voter_count: 11,
    is_closed: false,
    is_anonymous: true,
    type: 'regular',
    allows_multiple_answers: false,
    ...more,
  };
}

const update = (content: Record<string, unknown>) => Update.parse({ update_id: 900, ...content });
const answer = (more: Record<string, unknown>) =>
  update({ poll_answer: { poll_id: '5224311234567890123', option_ids: [1], ...more } });

describe('a poll update', () => {
  it('is a snapshot with the counts of all answers, ordered by its update id', () => {
    expect(votesOf(update({ poll: poll() }))).toEqual([
      {
        kind: 'snapshot',
        poll: '5224311234567890123',
        sequence: 900,
        closed: false,
        counts: { 'id:x1': 4, 'id:x2': 7, 'id:x3': 0 },
        question: 'Who does Mara call?',
        labels: ['Her brother', 'The number on the card', 'Nobody'],
      },
    ]);
  });

  it('that hides its counts says nothing', () => {
    const hidden = poll().options.map((option) => ({ ...option, voter_count: 0 }));
    expect(votesOf(update({ poll: poll({ options: hidden }) }))).toEqual([]);
  });

  it('of a poll without votes counts zeros', () => {
    const none = poll().options.map((option) => ({ ...option, voter_count: 0 }));
    const [fact] = votesOf(update({ poll: poll({ options: none, total_voter_count: 0 }) }));
    expect(fact).toMatchObject({ counts: { 'id:x1': 0, 'id:x2': 0, 'id:x3': 0 } });
  });
});

describe('a poll answer', () => {
  it('is a cast vote for the persistent id', () => {
    const facts = votesOf(answer({ user: { id: 42, is_bot: false }, option_persistent_ids: ['x2'] }));
    expect(facts).toEqual([
      { kind: 'cast', poll: '5224311234567890123', account: 'user:42', answer: 'id:x2' },
    ]);
  });

  it('is identified by position if the server is too old for persistent ids', () => {
    expect(votesOf(answer({ user: { id: 42 } }))).toMatchObject([{ answer: 'at:1' }]);
  });

  it('without options takes the vote back', () => {
    const facts = votesOf(answer({ user: { id: 42 }, option_ids: [], option_persistent_ids: [] }));
    expect(facts).toEqual([{ kind: 'withdrawn', poll: '5224311234567890123', account: 'user:42' }]);
  });

  it('of an anonymous administrator belongs to the chat, not to the account that all of those share', () => {
    const facts = votesOf(answer({ user: { id: 136817688 }, voter_chat: { id: -1001, type: 'channel' } }));
    expect(facts).toMatchObject([{ account: 'chat:-1001' }]);
  });

  it.each([
    ['nobody voted', {}],
    ['two options at once', { user: { id: 1 }, option_ids: [0, 1] }],
    ['a negative option', { user: { id: 1 }, option_ids: [-1] }],
    ['a poll id that could break a key', { user: { id: 1 }, poll_id: '{a}:b' }],
    ['an account that is no number', { user: { id: 'one' } }],
  ])('that makes no sense says nothing: %s', (_, more) => {
    expect(votesOf(answer(more))).toEqual([]);
  });
});

describe('the map of a sent poll’s answers', () => {
  const read = (more: Record<string, unknown> = {}) => Poll.parse(poll(more));

  it('goes by the words of the response, not by their order', () => {
    const turned = read({ options: [...poll().options].reverse() });
    expect(matchAnswers(turned, options)).toEqual({
      'id:x3': 'nobody',
      'id:x2': 'stranger',
      'id:x1': 'brother',
    });
  });

  it('has the same keys as the counts and the ballots', () => {
    const old = read({ options: poll().options.map(({ text, voter_count }) => ({ text, voter_count })) });
    expect(Object.keys(matchAnswers(old, options) ?? {})).toEqual(Object.keys(countsOf(old) ?? {}));
    expect(Object.keys(countsOf(old) ?? {})).toContain('at:1');
  });

  it('ignores changed spaces, and one label that the server changed beyond recognition', () => {
    const [first, second, third] = poll().options;
    const changed = read({
      options: [{ ...first, text: 'Her\u00a0\u200bbrother ' }, { ...second, text: '???' }, third],
    });
    expect(matchAnswers(changed, options)).toMatchObject({ 'id:x1': 'brother', 'id:x2': 'stranger' });
  });

  it('is undefined if two labels cannot be told apart', () => {
    const [first, second, third] = poll().options;
    const lost = read({ options: [{ ...first, text: '?' }, { ...second, text: '??' }, third] });
    expect(matchAnswers(lost, options)).toBeUndefined();
    expect(matchAnswers(read(), options.slice(1))).toBeUndefined();
  });
});

it('any update can be read without a crash, and keys stay plain', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 4 }), fc.constantFrom('poll', 'poll_answer'), (content, kind) => {
      const hostile = { ...(kind === 'poll' ? poll() : { poll_id: '1', user: { id: 1 } }), ...content };
      for (const fact of votesOf(update({ [kind]: hostile }))) expect(fact.poll).toMatch(/^[\w-]+$/);
    }),
  );
});
