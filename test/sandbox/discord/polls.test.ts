import { Routes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordOptions } from '../../../src/sandbox/discord/server.ts';
import { eventually, Stage } from './bot.ts';

const stage = new Stage();
afterEach(() => stage.stop());

interface WirePoll {
  answers: { answer_id: number; poll_media: { text: string } }[];
  results?: { is_finalized: boolean; answer_counts: { id: number; count: number }[] };
}

async function openPoll(options?: DiscordOptions) {
  const discord = await stage.discord(options);
  const guild = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }] });
  const bot = await stage.bot(discord);
  const channelId = guild.channels.show ?? '';
  const { rest } = bot.client;
  const body = {
    poll: {
      question: { text: 'Who?' },
      answers: ['Brother', 'Stranger', 'Nobody'].map((text) => ({ poll_media: { text } })),
      duration: 1,
    },
  };
  const message = (await rest.post(Routes.channelMessages(channelId), { body })) as {
    id: string;
    poll: WirePoll;
  };
  const read = async () =>
    ((await rest.get(Routes.channelMessage(channelId, message.id))) as { poll: WirePoll }).poll;
  const expire = () => rest.post(Routes.expirePoll(channelId, message.id));
  return { discord, bot, rest, guild, channelId, messageId: message.id, poll: message.poll, read, expire };
}

describe('a poll of the Discord stand-in', () => {
  it('sends a changed vote as a removal and an addition, and counts the last one', async () => {
    const { discord, bot, messageId, guild, channelId } = await openPoll();
    expect(discord.vote(messageId, '71', 1)).toBe('accepted');
    expect(discord.vote(messageId, '71', 1)).toBe('unchanged');
    expect(discord.vote(messageId, '71', 2)).toBe('accepted');
    expect(discord.vote(messageId, '72', 2)).toBe('accepted');
    expect(discord.retract(messageId, '72')).toBe('accepted');
    await bot.until(() => bot.named('MESSAGE_POLL_VOTE_REMOVE').length === 2);
    const votes = bot.packets.filter(({ t }) => t?.startsWith('MESSAGE_POLL_VOTE'));
    expect(votes.map(({ t, d }) => [t, d.user_id, d.answer_id])).toEqual([
      ['MESSAGE_POLL_VOTE_ADD', '71', 1],
      ['MESSAGE_POLL_VOTE_REMOVE', '71', 1],
      ['MESSAGE_POLL_VOTE_ADD', '71', 2],
      ['MESSAGE_POLL_VOTE_ADD', '72', 2],
      ['MESSAGE_POLL_VOTE_REMOVE', '72', 2],
    ]);
    expect(votes[0]?.d).toMatchObject({ guild_id: guild.id, channel_id: channelId, message_id: messageId });
    expect(discord.poll(messageId)).toMatchObject({ counts: { 1: 0, 2: 1, 3: 0 }, total: 1 });
  });

  it('finalises some time after its early end, and then posts the outcome itself', async () => {
    const behaviour = { finaliseAfterMs: Number.POSITIVE_INFINITY, runningCounts: 'wrong' as const };
    const { discord, messageId, channelId, read, expire } = await openPoll({ behaviour });
    discord.vote(messageId, '71', 1);
    await expire();
    expect((await read()).results).toEqual({
      is_finalized: false,
      answer_counts: [2, 3].map((id) => ({ id, count: 1, me_voted: false })),
    });
    expect(discord.vote(messageId, '72', 1)).toBe('closed');
    discord.finalise(messageId);
    expect((await read()).results).toEqual({
      is_finalized: true,
      answer_counts: [{ id: 1, count: 1, me_voted: false }],
    });
    const outcome = discord.messages(channelId).at(-1);
    expect(outcome).toMatchObject({ type: 46, reference: { messageId } });
    expect(outcome?.embeds[0]?.fields).toContainEqual({
      name: 'victor_answer_text',
      value: 'Brother',
      inline: false,
    });
  });

  it('finalises by itself', async () => {
    const { discord, messageId, expire } = await openPoll({ behaviour: { finaliseAfterMs: 20 } });
    await expire();
    expect(discord.poll(messageId).finalised).toBe(false);
    await eventually('finalised', () => discord.poll(messageId).finalised);
  });

  it('ends by itself when its hours are over', async () => {
    const { discord, messageId } = await openPoll({ behaviour: { pollHourMs: 30, finaliseAfterMs: 0 } });
    await eventually('closed', () => discord.poll(messageId).closedAt !== null);
    expect(discord.vote(messageId, '71', 1)).toBe('closed');
  });

  it('leaves the results out if asked to', async () => {
    const { read } = await openPoll({ behaviour: { runningCounts: 'absent' } });
    expect((await read()).results).toBeUndefined();
  });

  it('can give answers ids that do not follow their order', async () => {
    const { poll, discord, messageId } = await openPoll({ behaviour: { shuffleAnswerIds: true } });
    expect(poll.answers.map(({ answer_id }) => answer_id)).toEqual([7, 4, 1]);
    expect(discord.vote(messageId, '71', 2)).toBe('unknown-answer');
  });

  it('refuses to be closed twice, edited, or closed if it does not exist', async () => {
    const { rest, channelId, messageId, expire } = await openPoll();
    const edit = rest.patch(Routes.channelMessage(channelId, messageId), { body: { content: 'x' } });
    await expect(edit).rejects.toMatchObject({ code: 520003 });
    await expire();
    await expect(expire()).rejects.toMatchObject({ code: 520001 });
    const plain = (await rest.post(Routes.channelMessages(channelId), { body: { content: 'a' } })) as {
      id: string;
    };
    await expect(rest.post(Routes.expirePoll(channelId, plain.id))).rejects.toMatchObject({ code: 520006 });
  });

  it('lists the voters of an answer in pages, ordered by id', async () => {
    const { discord, rest, channelId, messageId } = await openPoll();
    const voters = Array.from({ length: 205 }, (_, index) => String(index * 7 + 9));
    for (const voter of [...voters].reverse()) discord.vote(messageId, voter, 2);
    discord.vote(messageId, '1000000', 1);
    const listed: string[] = [];
    const sizes: number[] = [];
    for (;;) {
      const query = new URLSearchParams({ limit: '100' });
      const last = listed.at(-1);
      if (last) query.set('after', last);
      const route = Routes.pollAnswerVoters(channelId, messageId, 2);
      const page = (await rest.get(route, { query })) as { users: { id: string }[] };
      sizes.push(page.users.length);
      listed.push(...page.users.map(({ id }) => id));
      if (page.users.length < 100) break;
    }
    expect(sizes).toEqual([100, 100, 5]);
    expect(listed).toEqual(voters);
    const tooMany = rest.get(Routes.pollAnswerVoters(channelId, messageId, 2), {
      query: new URLSearchParams({ limit: '101' }),
    });
    await expect(tooMany).rejects.toMatchObject({ code: 50035 });
  });

  it('accepts thousands of votes and delivers every one', async () => {
    const { discord, bot, messageId } = await openPoll();
    for (let voter = 1; voter <= 5000; voter += 1) discord.vote(messageId, String(voter), (voter % 3) + 1);
    await bot.until(() => bot.named('MESSAGE_POLL_VOTE_ADD').length === 5000);
    expect(discord.poll(messageId).total).toBe(5000);
  });

  it('tells its listeners about a poll that is opened, closed and final', async () => {
    const { discord, channelId, rest, messageId, expire } = await openPoll({
      behaviour: { finaliseAfterMs: 0 },
    });
    const heard: string[] = [];
    discord.onPollOpened((poll) => heard.push(`opened ${poll.question}`));
    discord.onPollClosed((poll) => heard.push(`closed ${poll.messageId}`));
    discord.onPollFinalised((poll) => heard.push(`final ${poll.total}`));
    discord.vote(messageId, '71', 1);
    await expire();
    const poll = { question: { text: 'Again?' }, answers: [{ poll_media: { text: 'a' } }] };
    await rest.post(Routes.channelMessages(channelId), { body: { poll } });
    expect(heard).toEqual([`closed ${messageId}`, 'final 1', 'opened Again?']);
  });
});
