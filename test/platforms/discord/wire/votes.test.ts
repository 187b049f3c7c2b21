import { describe, expect, it } from 'vitest';
import { gatewayFact } from '../../../../src/platforms/discord/wire/votes.ts';

/** As in Discord's reference, "Message Poll Vote Add". */
const vote = {
  user_id: '1300000000000000001',
  channel_id: '1100000000000000001',
  message_id: '1200000000000000001',
  guild_id: '1000000000000000009',
  answer_id: 4,
};

describe('gateway events', () => {
  it('cast a vote', () => {
    expect(gatewayFact({ op: 0, t: 'MESSAGE_POLL_VOTE_ADD', s: 5, d: vote })).toEqual({
      kind: 'vote',
      vote: { kind: 'cast', poll: 'd1200000000000000001', account: vote.user_id, answer: '4' },
      message: { id: vote.message_id, in: vote.channel_id },
    });
  });

  it('withdraw a vote for one answer', () => {
    expect(gatewayFact({ op: 0, t: 'MESSAGE_POLL_VOTE_REMOVE', s: 6, d: vote })).toEqual({
      kind: 'vote',
      vote: { kind: 'withdrawn', poll: 'd1200000000000000001', account: vote.user_id, answer: '4' },
      message: { id: vote.message_id, in: vote.channel_id },
    });
  });

  it('report a vote even if the channel is missing', () => {
    const { channel_id: _, ...rest } = vote;
    expect(gatewayFact({ op: 0, t: 'MESSAGE_POLL_VOTE_ADD', s: 5, d: rest })).toEqual({
      kind: 'vote',
      vote: { kind: 'cast', poll: 'd1200000000000000001', account: vote.user_id, answer: '4' },
    });
  });

  it('report a server that the bot was removed from, but not an outage', () => {
    expect(gatewayFact({ t: 'GUILD_DELETE', d: { id: '1000000000000000009' } })).toEqual({
      kind: 'access-lost',
      loss: { kind: 'community-left', community: '1000000000000000009' },
    });
    expect(
      gatewayFact({ t: 'GUILD_DELETE', d: { id: '1000000000000000009', unavailable: true } }),
    ).toBeUndefined();
  });

  it('tell new sessions from resumed ones', () => {
    expect(gatewayFact({ t: 'READY', d: {} })).toEqual({ kind: 'session-started' });
    expect(gatewayFact({ t: 'RESUMED', d: {} })).toEqual({ kind: 'session-resumed' });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'MESSAGE_POLL_VOTE_ADD'],
    ['no data', { t: 'MESSAGE_POLL_VOTE_ADD' }],
    ['an id that is no whole number', { t: 'MESSAGE_POLL_VOTE_ADD', d: { ...vote, user_id: 5.5 } }],
    ['an id that is no snowflake', { t: 'MESSAGE_POLL_VOTE_ADD', d: { ...vote, message_id: '1}:x' } }],
    ['an id without end', { t: 'MESSAGE_POLL_VOTE_ADD', d: { ...vote, user_id: '1'.repeat(500) } }],
    ['an answer that is no whole number', { t: 'MESSAGE_POLL_VOTE_ADD', d: { ...vote, answer_id: 1.5 } }],
    ['an answer below zero', { t: 'MESSAGE_POLL_VOTE_REMOVE', d: { ...vote, answer_id: -1 } }],
    ['another event', { t: 'MESSAGE_CREATE', d: vote }],
    ['a server without id', { t: 'GUILD_DELETE', d: {} }],
  ])('mean nothing: %s', (_, packet) => {
    expect(gatewayFact(packet)).toBeUndefined();
  });

  it('have ids as text or as numbers', () => {
    const packet = { t: 'MESSAGE_POLL_VOTE_ADD', d: { ...vote, user_id: 5, answer_id: '4', guild_id: null } };
    expect(gatewayFact(packet)).toMatchObject({ vote: { account: '5', answer: '4' } });
  });
});
