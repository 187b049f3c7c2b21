import { describe, expect, it } from 'vitest';
import type { Message, Poll } from '../../../src/sandbox/telegram/types.ts';
import { type Client, refusal, standIn } from '../../support/telegram/stand-in.ts';

const QUESTION = 'Who does Mara call?';
const OPTIONS = [{ text: 'Her brother' }, { text: 'The number on the card' }];
const badRequest = (what: string) => ({ code: 400, description: `Bad Request: ${what}` });

async function sendPoll(
  client: Client,
  chatId: number,
  more: object = {},
): Promise<{ message: Message; poll: Poll }> {
  const message = await client.call<Message>('sendPoll', {
    chat_id: chatId,
    question: QUESTION,
    options: OPTIONS,
    ...more,
  });
  if (!message.poll) throw new Error('The sent message carries no poll.');
  return { message, poll: message.poll };
}

const counts = (poll: Poll | undefined) => poll?.options.map(({ voter_count }) => voter_count);

describe('an anonymous poll of a channel', () => {
  it('reports votes, changes and retractions as snapshots only', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { message, poll } = await sendPoll(client, channel.id, {
      description: 'Open for <b>20 h</b>',
      description_parse_mode: 'HTML',
    });
    expect(poll).toMatchObject({ is_anonymous: true, allows_revoting: true, description: 'Open for 20 h' });
    expect(telegram.vote(poll.id, 1, [0])).toBe('cast');
    expect(telegram.vote(poll.id, 2, [0])).toBe('cast');
    expect(telegram.vote(poll.id, 2, [1])).toBe('changed');
    expect(telegram.vote(poll.id, 2, [1])).toBe('unchanged');
    expect(telegram.retract(poll.id, 1)).toBe('retracted');
    expect(telegram.retract(poll.id, 1)).toBe('not-voted');
    const updates = await client.updates();
    expect(updates.every((update) => update.poll && !update.poll_answer)).toBe(true);
    expect(updates.map((update) => counts(update.poll))).toEqual([
      [1, 0],
      [2, 0],
      [1, 1],
      [0, 1],
    ]);
    expect(updates[0]?.poll?.description).toBeUndefined();
    expect(telegram.polls()).toMatchObject([
      {
        chatId: channel.id,
        messageId: message.message_id,
        question: QUESTION,
        counts: [0, 1],
        totalVoters: 1,
      },
    ]);
  });

  it('joins the votes of a moment into one snapshot', async () => {
    const { telegram, client } = await standIn({ snapshotEveryMs: 50 });
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { poll } = await sendPoll(client, channel.id);
    for (let fan = 1; fan <= 5000; fan += 1) telegram.vote(poll.id, fan, [fan % 2]);
    const updates = await client.updates(5);
    expect(updates.map((update) => counts(update.poll))).toEqual([[2500, 2500]]);
  });

  it('must be anonymous', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    expect(await refusal(sendPoll(client, channel.id, { is_anonymous: false }))).toEqual(
      badRequest("non-anonymous polls can't be sent to channel chats"),
    );
    expect(telegram.messages(channel)).toEqual([]);
  });
});

describe('an open poll of a group', () => {
  it('brings one poll_answer for each vote, empty when it was taken back', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const { poll } = await sendPoll(client, group.id, { is_anonymous: false });
    const mara = telegram.world.addUser({ first_name: 'Mara' });
    telegram.vote(poll.id, mara, [1]);
    telegram.vote(poll.id, group, [0]);
    telegram.retract(poll.id, mara);
    const answers = (await client.updates()).flatMap((update) => update.poll_answer ?? []);
    expect(answers).toEqual([
      {
        poll_id: poll.id,
        user: mara,
        option_ids: [1],
        option_persistent_ids: [poll.options[1]?.persistent_id],
      },
      {
        poll_id: poll.id,
        voter_chat: group,
        option_ids: [0],
        option_persistent_ids: [poll.options[0]?.persistent_id],
      },
      { poll_id: poll.id, user: mara, option_ids: [], option_persistent_ids: [] },
    ]);
  });

  it('needs the right to send polls', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    telegram.world.setPermissions(group, { can_send_polls: false });
    expect(await refusal(sendPoll(client, group.id))).toEqual(
      badRequest('not enough rights to send polls to the chat'),
    );
  });
});

describe('stopPoll', () => {
  it('returns the final counts once, and tells the bot by an update too', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { message, poll } = await sendPoll(client, channel.id);
    telegram.vote(poll.id, 1, [1]);
    const stop = () => client.call<Poll>('stopPoll', { chat_id: channel.id, message_id: message.message_id });
    expect(await stop()).toMatchObject({ id: poll.id, is_closed: true, total_voter_count: 1 });
    expect(await refusal(stop())).toEqual(badRequest('poll has already been closed'));
    expect(telegram.vote(poll.id, 2, [0])).toBe('closed');
    expect(telegram.polls()[0]).toMatchObject({ counts: [0, 1], closedBy: 'bot' });
    expect((await client.updates()).at(-1)?.poll).toMatchObject({ id: poll.id, is_closed: true });
  });

  it('needs a poll of the bot', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addGroup({ title: 'Fans' });
    const stop = (message_id: number) => refusal(client.call('stopPoll', { chat_id: group.id, message_id }));
    expect(await stop(77)).toEqual(badRequest('message with poll to stop not found'));
    const text = await client.call<Message>('sendMessage', { chat_id: group.id, text: 'hi' });
    expect(await stop(text.message_id)).toEqual(badRequest('message is not a poll'));
    const { message } = await sendPoll(client, group.id);
    telegram.world.migrate(group);
    expect(await stop(message.message_id)).toEqual(badRequest("poll can't be stopped"));
  });

  it('is executed although its answer is lost, and the poll can be read through its keyboard', async () => {
    const { telegram, client } = await standIn({ snapshotOnStop: false });
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { message, poll } = await sendPoll(client, channel.id);
    telegram.vote(poll.id, 1, [0]);
    await client.updates();
    const lost = telegram.fault({ method: 'stopPoll', fault: { kind: 'answer-lost' } });
    const place = { chat_id: channel.id, message_id: message.message_id };
    await expect(client.call('stopPoll', place)).rejects.toMatchObject({
      name: 'FetchError',
      code: 'ECONNRESET',
    });
    expect(lost.hits()).toBe(1);
    expect(await refusal(client.call('stopPoll', place))).toEqual(badRequest('poll has already been closed'));
    const edited = await client.call<Message>('editMessageReplyMarkup', {
      ...place,
      reply_markup: { inline_keyboard: [[{ text: 'Receipt', url: 'https://watch.example/receipt' }]] },
    });
    expect(edited.poll).toMatchObject({ is_closed: true, total_voter_count: 1 });
    expect(await client.updates()).toEqual([]);
  });
});

describe('a poll with a timer', () => {
  it('closes silently', async () => {
    let ahead = 0;
    const { telegram, client } = await standIn({ now: () => Date.now() + ahead });
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { message, poll } = await sendPoll(client, channel.id, { open_period: 5 });
    expect(poll.close_date).toBe(message.date + 5);
    telegram.vote(poll.id, 1, [0]);
    expect(await client.updates()).toHaveLength(1);
    ahead = 5000;
    telegram.closeDuePolls();
    expect(telegram.polls()[0]).toMatchObject({ closedBy: 'timer', counts: [1, 0] });
    expect(await client.updates()).toEqual([]);
    const stop = client.call('stopPoll', { chat_id: channel.id, message_id: message.message_id });
    expect(await refusal(stop)).toEqual(badRequest('poll has already been closed'));
  });

  it('closes by itself on the real clock', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { poll } = await sendPoll(client, channel.id, { open_period: 5 });
    const closed = new Promise<string>((resolve) => telegram.onPollClosed(({ pollId }) => resolve(pollId)));
    expect(await closed).toBe(poll.id);
  });

  it.each([
    [{ open_period: 4 }, 'open_period must be between 5 and 2628000 seconds ahead'],
    [{ open_period: 2_628_001 }, 'open_period must be between 5 and 2628000 seconds ahead'],
    [{ close_date: 1000 }, 'close_date must be between 5 and 2628000 seconds ahead'],
    [{ open_period: 60, close_date: 4_000_000_000 }, "open_period and close_date can't be used together"],
  ])('refuses %o', async (period, problem) => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    expect(await refusal(sendPoll(client, channel.id, period))).toEqual(badRequest(problem));
  });
});

describe('the shape of a poll', () => {
  it.each([
    ['poll question must be non-empty', { question: '' }],
    ['poll question length must not exceed 300', { question: '😀'.repeat(301) }],
    ['poll must have at least 1 option', { options: [] }],
    [
      "poll can't have more than 12 options",
      { options: Array.from({ length: 13 }, (_, n) => ({ text: `${n}` })) },
    ],
    ['poll options length must not exceed 100', { options: [{ text: 'a'.repeat(101) }, { text: 'b' }] }],
    ['poll options must be non-empty', { options: [{ text: ' ' }, { text: 'b' }] }],
    ['poll description length must not exceed 1024', { description: 'd'.repeat(1025) }],
    [
      'wrong remote file identifier specified: Wrong string length',
      { media: { type: 'photo', media: 'nowhere' } },
    ],
    ['wrong correct option ID specified', { type: 'quiz' }],
  ])('is refused: %s', async (problem, more) => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    expect(await refusal(sendPoll(client, channel.id, more))).toEqual(badRequest(problem));
  });

  it('keeps votes that may not be changed, and hides counts until the end if asked to', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { message, poll } = await sendPoll(client, channel.id, {
      question: 'q'.repeat(300),
      allows_revoting: false,
      hide_results_until_closes: true,
    });
    telegram.vote(poll.id, 1, [0]);
    expect(telegram.vote(poll.id, 1, [1])).toBe('final');
    expect(telegram.retract(poll.id, 1)).toBe('final');
    const [update] = await client.updates();
    expect(counts(update?.poll)).toEqual([0, 0]);
    const final = await client.call<Poll>('stopPoll', {
      chat_id: channel.id,
      message_id: message.message_id,
    });
    expect(counts(final)).toEqual([1, 0]);
  });

  it('accepts several answers if it allows them', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const { poll } = await sendPoll(client, channel.id, { allows_multiple_answers: true });
    telegram.vote(poll.id, 1, [0, 1]);
    telegram.vote(poll.id, 2, [1]);
    telegram.vote(poll.id, 1, [0]);
    expect(telegram.polls()[0]).toMatchObject({ counts: [1, 1], totalVoters: 2 });
    const single = await sendPoll(client, channel.id);
    expect(() => telegram.vote(single.poll.id, 1, [0, 1])).toThrow('takes one answer only');
    expect(() => telegram.vote(single.poll.id, 1, [7])).toThrow('has no option 7');
  });
});
