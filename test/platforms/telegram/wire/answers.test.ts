import { createServer } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Post } from '../../../../src/core/posts/content.ts';
import { silentLog } from '../../../../src/log.ts';
import { inspectChat } from '../../../../src/platforms/telegram/inspect.ts';
import { createCardPhotos } from '../../../../src/platforms/telegram/posts/card-photos.ts';
import { sendPost } from '../../../../src/platforms/telegram/posts/send.ts';
import { createBotApi } from '../../../../src/platforms/telegram/requests/client.ts';
import { Update } from '../../../../src/platforms/telegram/wire/objects.ts';
import { votesOf } from '../../../../src/platforms/telegram/wire/votes.ts';
import type { ResolvedOutlet } from '../../../../src/ports/platform/outlet.ts';
import { memorySentPictures } from '../../../support/memory/sent-pictures.ts';
import { question, result } from '../../../support/telegram/connected.ts';

/** A server that answers each method with what is listed here. */
let answers: Readonly<Record<string, unknown>> = {};
const called: string[] = [];
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const method = request.url?.split('/').at(-1) ?? '';
    called.push(method);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, result: answers[method] ?? true }));
  });
});
let apiUrl = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

const limiter = { take: async () => undefined, pause: async () => undefined };
const api = () => createBotApi({ token: '1:a', apiUrl, limiter });
const outlet: ResolvedOutlet = {
  address: { platform: 'telegram', chat: '-1001' },
  name: 'G',
  community: '-1001',
  namedVotes: true,
  traits: { kind: 'supergroup' },
};

async function sending(post: Post, more: Readonly<Record<string, unknown>>) {
  answers = more;
  called.length = 0;
  return sendPost(api(), createCardPhotos(memorySentPictures(), silentLog), {
    outlet,
    post,
    nonce: 'n',
    now: Date.now(),
  });
}

/** What a server may add, omit or null without changing what was done. */
const noise = fc.record(
  {
    chat: fc.constantFrom(null, { id: '-1001', type: 'supergroup', title: null }, { id: -1001 }, 'x', {}),
    from: fc.constantFrom(null, { id: 5 }, { id: '5', first_name: null }, {}),
    date: fc.constantFrom(null, 0, '1700000000'),
    text: fc.constantFrom(null, 7),
    entities: fc.constantFrom(null, [null]),
    reply_markup: fc.constant(null),
    author: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const messageId = fc.constantFrom<unknown>(7, '7');
const pollId = fc.constantFrom<unknown>('5224311234567890123', 77, '77');
const countOf = (value: number) => fc.constantFrom<unknown>(value, String(value), null);
const pollOf = (labels: readonly string[]) =>
  fc.record({
    id: pollId,
    question: fc.constantFrom<unknown>(null, question.question, 3),
    options: fc.tuple(
      ...labels.map((text, index) =>
        fc.record(
          {
            text: fc.constant(text),
            persistent_id: fc.constantFrom<unknown>(null, `p${index}`, ''),
            voter_count: countOf(0),
          },
          { requiredKeys: ['text'] },
        ),
      ),
    ),
    total_voter_count: countOf(0),
    is_closed: fc.constantFrom<unknown>(null, false),
  });
const LABELS = question.options.map(({ label }) => label);

describe('an answer to a message', () => {
  it('is a sent message wherever it has an id', async () => {
    await fc.assert(
      fc.asyncProperty(messageId, noise, async (message_id, more) => {
        const outcome = await sending(result, { sendMessage: { ...more, message_id } });
        expect(outcome).toMatchObject({ status: 'sent', message: { id: '7', in: '-1001' } });
      }),
      { numRuns: 60 },
    );
  });

  it('is a sent poll if it has ids and its words', async () => {
    await fc.assert(
      fc.asyncProperty(messageId, noise, pollOf(LABELS), async (message_id, more, poll) => {
        const outcome = await sending(question, { sendPoll: { ...more, message_id, poll } });
        expect(outcome).toMatchObject({
          status: 'sent',
          poll: { id: String(poll.id), message: { id: '7' } },
        });
        if (outcome.status !== 'sent') return;
        expect(Object.values(outcome.poll?.answers ?? {}).toSorted()).toEqual(['brother', 'stranger']);
        expect(called).toEqual(['sendPoll']);
      }),
      { numRuns: 60 },
    );
  });

  it('whose poll cannot be read is read once more', async () => {
    const poll = { id: '9', options: LABELS.map((text) => ({ text })) };
    const message = { message_id: 7, date: 1, chat: { id: -1001 } };
    for (const unread of [undefined, null, 'x', {}, { id: null }, { id: '9', options: null }]) {
      const outcome = await sending(question, {
        sendPoll: { ...message, poll: unread },
        editMessageReplyMarkup: { ...message, poll },
      });
      expect(outcome).toMatchObject({ status: 'sent', poll: { id: '9' } });
      expect(called).toEqual(['sendPoll', 'editMessageReplyMarkup', 'editMessageReplyMarkup']);
    }
  });

  it.each([
    ['whose poll is never told', { sendPoll: { message_id: 7 } }],
    [
      'with a poll in other words',
      { sendPoll: { message_id: 7, poll: { id: '9', options: [{ text: 'x' }, { text: 'y' }] } } },
    ],
    ['without an id', { sendPoll: {} }],
    ['of nothing', { sendPoll: null }],
    ['of a list', { sendPoll: [{ message_id: 7 }] }],
    ['of a text', { sendPoll: 'ok' }],
    ['with an id below zero', { sendPoll: { message_id: -7 } }],
    ['with a broken id', { sendPoll: { message_id: 7.5 } }],
    ['with an id that no number holds exactly', { sendPoll: { message_id: '9007199254740993' } }],
  ])('%s is there, and is never sent again by itself', async (_, more) => {
    expect(await sending(question, more)).toMatchObject({ status: 'unknown', isThere: true });
    expect(called.filter((method) => method === 'sendPoll')).toHaveLength(1);
  });
});

describe('an update about a poll', () => {
  const poll = (more: object) => ({
    update_id: '5',
    poll: {
      id: 'p',
      options: [
        { text: 'A', voter_count: 2 },
        { text: 'B', voter_count: 1 },
      ],
      ...more,
    },
  });
  const counts = (more: object) =>
    votesOf(Update.parse(poll(more))).flatMap((fact) => ('counts' in fact ? fact.counts : []));

  it('counts without its total, but not if a number is missing or too small', () => {
    expect(counts({})).toEqual([{ 'at:0': 2, 'at:1': 1 }]);
    expect(counts({ total_voter_count: 3 })).toHaveLength(1);
    expect(counts({ total_voter_count: 4 })).toEqual([]);
    expect(counts({ options: [{ voter_count: 2 }, { voter_count: null }] })).toEqual([]);
    expect(counts({ options: [{ voter_count: '2' }, {}] })).toEqual([]);
  });

  it('takes no vote back if its options are missing, and counts a vote whose account is text', () => {
    const answer = (more: object) =>
      votesOf(Update.parse({ update_id: 5, poll_answer: { poll_id: 7, ...more } }));
    expect(answer({ user: { id: '12', first_name: null }, option_ids: ['1'], voter_chat: null })).toEqual([
      { kind: 'cast', poll: '7', account: 'user:12', answer: 'at:1' },
    ]);
    expect(answer({ user: { id: 12 }, option_ids: [] })).toMatchObject([{ kind: 'withdrawn' }]);
    for (const option_ids of [null, undefined, 'x', [null]]) {
      expect(answer({ user: { id: 12 }, option_ids })).toEqual([]);
    }
  });
});

it('a chat and a membership are read whatever else is null', async () => {
  const chat = {
    id: '-1001',
    type: 'supergroup',
    title: null,
    username: null,
    permissions: null,
    is_forum: null,
  };
  answers = { getChat: chat, getChatMember: { status: 'member', user: null, can_send_polls: null } };
  expect(await inspectChat(api(), { id: 1 }, { platform: 'telegram', chat: '-1001' })).toMatchObject({
    ok: true,
    outlet: { name: '-1001', community: '-1001' },
  });
});
