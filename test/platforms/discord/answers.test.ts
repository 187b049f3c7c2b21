import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { aDrop, aPoll, aResult } from '../../support/discord/posts.ts';
import { clearStage, setStage } from '../../support/discord/stage.ts';

afterEach(clearStage);

const POSTING = { method: 'POST', route: '/channels/:channel/messages' } as const;
const READING = { method: 'GET', route: '/channels/:channel/messages/:message' } as const;

const UNLIMITED = { global: null, routes: {}, otherwise: { limit: 1_000, windowMs: 1_000 } } as const;

async function prepared(...stage: Parameters<typeof setStage>) {
  const made = await setStage(...stage);
  await made.platform.prepare();
  return made;
}

type Fields = Record<string, unknown>;
const soon = () => ({ ...aPoll(), closesAt: Date.now() + 60_000, backstopAt: Date.now() + 120_000 });

/** The fields of a posted message that the bot reads; the others may be anything. */
const USED = { drop: ['id'], poll: ['id', 'poll'] } as const;
const anything = fc.oneof(
  fc.constant(null),
  fc.constant(undefined),
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.array(fc.constant(null), { maxLength: 2 }),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.constant(null), { maxKeys: 2 }),
);

/** A message whose unused fields are missing, null, or something else. */
const damage = (used: readonly string[]) =>
  fc.func(anything).map((pick) => (body: unknown): unknown => {
    const message = body as Fields;
    const extra: Fields = { ...message, a_new_field: { deep: [null] }, thread: null };
    return Object.fromEntries(
      Object.entries(extra).map(([name, value]) => {
        // A message of another channel is not ours.
        const isUsed = used.includes(name) || name === 'channel_id';
        return [name, isUsed ? value : pick(name)];
      }),
    );
  });

describe('an answer to a send', () => {
  it.each([
    ['drop', aDrop],
    ['poll', soon],
  ] as const)('that has an id (%s) is a sent message, whatever else it contains', async (kind, make) => {
    // A drop and its thread are two requests: forty of them in a second would be turned away (429) and repeated, as the
    // limiter of this stage holds nothing back.
    const { discord, send, channel, outlet } = await prepared({ rateLimits: UNLIMITED });
    const known = await outlet();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(damage(USED[kind]), async (body) => {
        number += 1;
        const before = discord.messages(channel).length;
        // Every retry would get the same answer.
        const rule = discord.faults.rest(POSTING, { kind: 'altered', body }, 9);
        const outcome = await send({ post: make(), nonce: `${kind}-${number}`, outlet: known });
        rule.cancel();
        expect(outcome).toMatchObject({ status: 'sent' });
        expect(discord.messages(channel).length).toBe(before + 1);
        expect(rule.struck()).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  it.each<readonly [string, (message: Fields) => Fields]>([
    ['content: null', (message) => ({ ...message, content: null })],
    ['an author without a name', (message) => ({ ...message, author: { id: '1' } })],
    ['an author without an id', (message) => ({ ...message, author: {} })],
    ['null for every list', (message) => ({ ...message, embeds: null, mention_roles: null, mentions: null })],
    ['an embed that is null', (message) => ({ ...message, embeds: [null, { footer: null }] })],
    ['only an id', ({ id }) => ({ id })],
    ['an id that is a number of 19 digits', ({ id, ...rest }) => ({ ...rest, id: `#${String(id)}#` })],
  ])('of a result with %s is a sent message', async (_what, alter) => {
    const { discord, send, channel } = await prepared();
    // A number with this many digits exists only as text.
    const body = (message: unknown): string =>
      JSON.stringify(alter(message as Fields)).replace(/"#(\d+)#"/, '$1');
    const headers = { 'content-type': 'application/json' };
    const rule = discord.faults.rest(POSTING, { kind: 'altered', body, headers }, 9);
    const outcome = await send({ post: aResult(), nonce: 'result-1' });
    const [message] = discord.messages(channel);
    expect(outcome).toMatchObject({ status: 'sent', message: { id: message?.id, in: channel } });
    expect(rule.struck()).toBe(1);
    expect(discord.messages(channel)).toHaveLength(1);
  });

  it.each<readonly [string, (message: unknown) => unknown]>([
    ['a list', (message) => [message]],
    ['an empty list', () => []],
    ['null', () => null],
    ['a number', () => 7],
    ['a text', () => 'ok'],
    ['a message inside another object', (message) => ({ message })],
    ['an id of letters', (message) => ({ ...(message as Fields), id: 'abc' })],
    ['a negative id', (message) => ({ ...(message as Fields), id: -5 })],
  ])('that is %s is found by a later search, and nothing is posted twice', async (_what, alter) => {
    const { discord, send, channel } = await prepared();
    const body = (message: unknown): string => JSON.stringify(alter(message));
    const headers = { 'content-type': 'application/json' };
    const rule = discord.faults.rest(POSTING, { kind: 'altered', body, headers }, 9);
    const order = { post: aResult(), nonce: 'result-1' };
    expect(await send(order)).toMatchObject({ status: 'unknown', askAgain: true });
    expect(rule.struck()).toBe(2);
    rule.cancel();
    expect(await send({ ...order, firstTriedAt: Date.now() - 1_000 })).toMatchObject({ status: 'sent' });
    expect(discord.messages(channel)).toHaveLength(1);
  });

  it('is read by its content, whatever its content type says', async () => {
    const { discord, send, channel } = await prepared();
    const headers = { 'content-type': 'text/plain' };
    discord.faults.rest(POSTING, { kind: 'altered', body: (body) => JSON.stringify(body), headers }, 9);
    expect(await send({ post: aResult(), nonce: 'result-1' })).toMatchObject({ status: 'sent' });
    expect(discord.messages(channel)).toHaveLength(1);
  });

  it('of a poll may have ids as text, extra fields, and lack everything that is not used', async () => {
    const { discord, send, channel } = await prepared();
    const body = (message: unknown): unknown => {
      const { id, poll } = message as { id: string; poll: { answers: Fields[] } };
      const answers = poll.answers.map(({ answer_id, poll_media }) => ({
        answer_id: String(answer_id),
        poll_media,
      }));
      return { id, poll: { answers: [...answers, null, { answer_id: 9, poll_media: null }], expiry: 5 } };
    };
    discord.faults.rest(POSTING, { kind: 'altered', body }, 9);
    discord.faults.rest(READING, { kind: 'altered', body }, 9);
    const outcome = await send({ post: soon(), nonce: 'poll-1' });
    expect(outcome).toMatchObject({ status: 'sent', poll: { message: { in: channel } } });
    expect(Object.values(outcome.status === 'sent' ? (outcome.poll?.answers ?? {}) : {}).sort()).toEqual(
      soon()
        .options.map(({ id }) => id)
        .sort(),
    );
  });

  it.each<readonly [string, unknown]>([
    ['null', null],
    ['nothing', {}],
    ['text', 'a poll'],
    ['answers that cannot be read', { answers: [{ answer_id: null }] }],
  ])(
    'of a poll that is %s is not posted again: its message is read until it is complete',
    async (_what, poll) => {
      const { discord, send, channel } = await prepared();
      const body = (message: unknown): unknown => ({ ...(message as Fields), poll });
      discord.faults.rest(POSTING, { kind: 'altered', body }, 2);
      const reads = discord.faults.rest(READING, { kind: 'altered', body }, 1);
      const post = soon();
      const firstTriedAt = Date.now();
      expect(await send({ post, nonce: 'poll-1' })).toMatchObject({ status: 'unknown', askAgain: true });
      expect(reads.struck()).toBe(1);
      expect(await send({ post, nonce: 'poll-1', firstTriedAt })).toMatchObject({ status: 'sent' });
      expect(discord.messages(channel)).toHaveLength(1);
    },
  );
});

describe('a reading of a poll', () => {
  async function opened() {
    const stage = await prepared();
    const outcome = await stage.send({ post: soon(), nonce: 'poll-1' });
    if (outcome.status !== 'sent' || outcome.poll === undefined) throw new Error('no poll');
    return { ...stage, poll: outcome.poll };
  }
  type Message = { poll: { results: { answer_counts: Fields[] } } };

  it.each<readonly [string, (poll: Message['poll']) => unknown]>([
    ['results are missing', ({ results: _, ...poll }) => poll],
    ['results are null', (poll) => ({ ...poll, results: null })],
    ['counts are missing', (poll) => ({ ...poll, results: { is_finalized: false } })],
    ['counts are null', (poll) => ({ ...poll, results: { is_finalized: false, answer_counts: null } })],
    ['a count is null', (poll) => ({ ...poll, results: { answer_counts: [{ id: 1, count: null }] } })],
    ['a count is missing', (poll) => ({ ...poll, results: { answer_counts: [{ id: 1 }] } })],
    ['a count is negative', (poll) => ({ ...poll, results: { answer_counts: [{ id: 1, count: -1 }] } })],
    [
      'an answer has two counts',
      (poll) => ({
        ...poll,
        results: {
          answer_counts: [
            { id: 1, count: 1 },
            { id: 1, count: 2 },
          ],
        },
      }),
    ],
    ['the poll is missing', () => undefined],
  ])('with %s says that nothing is known, never that nobody voted', async (_what, alter) => {
    const { discord, platform, poll } = await opened();
    const body = (message: unknown): unknown => ({
      ...(message as Fields),
      poll: alter((message as Message).poll),
    });
    discord.faults.rest(READING, { kind: 'altered', body });
    expect(await platform.readPoll(poll)).toMatchObject({ status: 'retry' });
  });

  it('takes ids and counts as text', async () => {
    const { discord, platform, poll } = await opened();
    const answer = Number(Object.keys(poll.answers)[0]);
    discord.vote(poll.message.id, discord.addUser('Ada'), answer);
    const body = (message: unknown): unknown => {
      const { poll: told } = message as Message;
      const answer_counts = told.results.answer_counts.map(({ id, count }) => ({
        id: String(id),
        count: String(count),
      }));
      return { id: '1', poll: { answers: null, results: { is_finalized: null, answer_counts } } };
    };
    discord.faults.rest(READING, { kind: 'altered', body });
    expect(await platform.readPoll(poll)).toMatchObject({ status: 'open', counts: { [answer]: 1 } });
  });
});

describe('a nonce that belongs to an older message', () => {
  it('is not taken for ours: the message is sent with another nonce, and that is reported', async () => {
    const { discord, send, channel } = await prepared();
    const before = await send({ post: aResult(), nonce: 'result-1' });
    // Older than two machines' clocks may differ.
    await new Promise((resolve) => setTimeout(resolve, 4_200));
    const outcome = await send({ post: aResult(), nonce: 'result-1' });
    expect(discord.messages(channel)).toHaveLength(2);
    if (before.status !== 'sent' || outcome.status !== 'sent') throw new Error('not sent');
    expect(outcome.message.id).not.toBe(before.message.id);
    expect(outcome.elder?.id).toBe(before.message.id);
    // The same delivery again, after its answer was lost: found, not posted.
    const again = await send({ post: aResult(), nonce: 'result-1', firstTriedAt: Date.now() - 1_000 });
    expect(again).toMatchObject({ status: 'sent' });
    expect(discord.messages(channel)).toHaveLength(2);
  });

  it('is ours if the message was posted after the first attempt', async () => {
    const { discord, send, channel } = await prepared();
    await send({ post: aResult(), nonce: 'result-1' });
    const again = await send({ post: aResult(), nonce: 'result-1', firstTriedAt: Date.now() - 1_000 });
    expect(again).toMatchObject({ status: 'sent' });
    expect(again).not.toHaveProperty('elder');
    expect(discord.messages(channel)).toHaveLength(1);
  });

  it('is ours if the clocks are far apart, because then neither is trusted', async () => {
    const { discord, send, channel } = await prepared();
    const headers = { date: new Date(Date.now() + 3_600_000).toUTCString() };
    discord.faults.rest(POSTING, { kind: 'altered', body: (body) => body, headers }, 2);
    await send({ post: aResult(), nonce: 'result-1' });
    expect(await send({ post: aResult(), nonce: 'result-1' })).not.toHaveProperty('elder');
    expect(discord.messages(channel)).toHaveLength(1);
  });
});
