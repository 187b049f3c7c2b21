import { describe, expect, it } from 'vitest';
import { nativeAnswerId, nativePollId, optionId } from '../../../../src/core/ids.ts';
import { messageShape } from '../../../../src/platforms/discord/wire/objects.ts';
import { nativePoll, pollReading } from '../../../../src/platforms/discord/wire/polls.ts';
import type { NativePoll } from '../../../../src/ports/platform/sending.ts';
import { aPoll, HOUR, NOON } from '../../../support/discord/posts.ts';

/** A poll message as in Discord's reference ("Poll Object"), with the answers in Discord's own order. */
function message(poll: Record<string, unknown> = {}): ReturnType<typeof messageShape.parse> {
  return messageShape.parse({
    id: '1200000000000000001',
    channel_id: '1100000000000000001',
    author: { id: '1000000000000000001', username: 'cliffhanger' },
    content: '',
    embeds: [],
    type: 0,
    poll: {
      question: { text: 'Who does Mara call?' },
      answers: [
        { answer_id: 7, poll_media: { text: 'Nobody' } },
        { answer_id: 1, poll_media: { text: 'The number on the card' } },
        { answer_id: 4, poll_media: { text: 'Her brother' } },
      ],
      expiry: new Date(NOON + 44 * HOUR).toISOString(),
      allow_multiselect: false,
      layout_type: 1,
      ...poll,
    },
  });
}

const known: NativePoll = {
  id: nativePollId('d1200000000000000001'),
  message: { id: '1200000000000000001', in: '1100000000000000001' },
  answers: {
    [nativeAnswerId('4')]: optionId('brother'),
    [nativeAnswerId('1')]: optionId('stranger'),
    [nativeAnswerId('7')]: optionId('nobody'),
  },
};

function read(poll: Record<string, unknown>, closed = false) {
  const wire = message(poll).poll;
  if (!wire) throw new Error('the message has no poll');
  return pollReading(wire, known, { now: NOON, closed });
}

describe('the answers of a posted poll', () => {
  it('are identified by their text, whatever their order and ids', () => {
    expect(nativePoll(message(), known.message.in, 'https://link', aPoll().options)).toEqual({
      ...known,
      message: { ...known.message, link: 'https://link' },
      endsAt: Date.parse(message().poll?.expiry ?? ''),
    });
  });

  it('are not guessed if a text is missing or there twice', () => {
    const answers = (...texts: string[]) =>
      texts.map((text, index) => ({ answer_id: index + 1, poll_media: { text } }));
    const of = (...texts: string[]) =>
      nativePoll(message({ answers: answers(...texts) }), '', '', aPoll().options);
    expect(of('Her brother', 'Nobody', 'Somebody')).toBeUndefined();
    expect(of('Her brother', 'Nobody', 'Nobody')).toBeUndefined();
    expect(of('Her brother', 'Nobody')).toBeUndefined();
    expect(of('Her brother', 'The number on the card', 'Nobody')).toBeDefined();
  });
});

describe('a reading of counts', () => {
  const results = (finalised: boolean, counts: Record<number, number>) => ({
    is_finalized: finalised,
    answer_counts: Object.entries(counts).map(([id, count]) => ({ id: Number(id), count, me_voted: false })),
  });

  it('is final once Discord has finalised it, with zero for an answer that is missing', () => {
    const expiry = new Date(NOON - 5_000).toISOString();
    expect(read({ results: results(true, { 4: 12, 1: 3 }), expiry })).toEqual({
      status: 'final',
      counts: { 4: 12, 1: 3, 7: 0 },
      closedAt: NOON - 5_000,
    });
  });

  it('is still counting after the end, with approximate counts', () => {
    const expiry = new Date(NOON - 5_000).toISOString();
    expect(read({ results: results(false, { 4: 12 }), expiry })).toMatchObject({
      status: 'counting',
      counts: { 4: 12, 1: 0, 7: 0 },
      closedAt: NOON - 5_000,
    });
  });

  it('knows nothing if results are missing: not zero', () => {
    expect(read({ results: undefined }, true)).not.toHaveProperty('counts');
    expect(read({ results: undefined }, true)).toMatchObject({ status: 'counting' });
    expect(read({})).toMatchObject({ status: 'retry' });
  });

  it('is open before the end', () => {
    expect(read({ results: results(false, { 1: 2 }) })).toEqual({
      status: 'open',
      counts: { 4: 0, 1: 2, 7: 0 },
    });
  });

  it('is counting if the bot has closed the poll, whatever the expiry says', () => {
    expect(read({ results: results(false, { 1: 2 }) }, true)).toMatchObject({ status: 'counting' });
  });

  it('ignores answers that do not belong to the poll', () => {
    expect(read({ results: results(true, { 99: 5, 4: 1 }) })).toMatchObject({ counts: { 4: 1, 1: 0, 7: 0 } });
  });
});

describe('an answer of Discord that is not as promised', () => {
  it.each([
    ['a count below zero', { results: { is_finalized: true, answer_counts: [{ id: 1, count: -1 }] } }],
    [
      'a count that is no number',
      { results: { is_finalized: true, answer_counts: [{ id: 1, count: 'x' }] } },
    ],
    ['counts that are no list', { results: { is_finalized: true, answer_counts: {} } }],
    ['no counts', { results: { is_finalized: true } }],
  ])('says nothing about the votes: %s', (_, poll) => {
    expect(read(poll)).toMatchObject({ status: 'retry' });
    expect(read(poll, true)).not.toHaveProperty('counts');
  });

  it.each([
    ['an expiry that is no time', { expiry: 'soon' }],
    ['answers that are no list', { answers: {} }],
    ['a question that is missing', { question: null }],
  ])('is read even without unneeded parts: %s', (_, poll) => {
    const results = { is_finalized: true, answer_counts: [{ id: 7, count: 3 }] };
    expect(read({ results, ...poll })).toMatchObject({ status: 'final', counts: { 7: 3, 1: 0, 4: 0 } });
  });
});
