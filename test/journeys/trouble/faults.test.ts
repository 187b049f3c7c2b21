import { describe, expect, it } from 'vitest';
import { Permission, POLL_BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import { type Finished, SeasonStage, type StagePlan } from '../../support/seasons/season-stage.ts';
import type { PlaceKind } from '../../support/stage/places.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice, type Rules, twoChoices } from '../../support/stage/stories.ts';

const BOTH = { club: 'server', news: 'channel' } as const;
const SEND = { method: 'POST', route: '/channels/:channel/messages' } as const;
const isPoll = ({ body }: { readonly body: unknown }): boolean =>
  typeof body === 'object' && body !== null && 'poll' in body;
const ENDED = ['drop storm', 'result 3 The doctor', 'drop ward'];

function setUp<Key extends string>(
  onFinished: Finished,
  places: Readonly<Record<Key, PlaceKind>>,
  rules: Rules = {},
  more: Partial<StagePlan<Key>> = {},
) {
  return SeasonStage.set<Key>({ story: oneChoice(rules), places, ...more }, onFinished);
}

describe.concurrent('a season continues', { timeout: 120_000 }, () => {
  it('when Discord executes a send and its answer is lost: found by its nonce, one message', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, BOTH);
    const drop = stage.discord.faults.rest(SEND, { kind: 'answer-lost' }, 3);
    const poll = stage.discord.faults.rest({ ...SEND, when: isPoll }, { kind: 'answer-lost' }, 1);
    await stage.startBot();
    await stage.playRound(1, { club: [1, 1], news: [1] });
    await stage.over();

    expect([drop.struck(), poll.struck()]).toEqual([3, 1]);
    expect(stage.places.club.polls()).toHaveLength(1);
    expect(await stage.receipt(1)).toMatchObject({ total: 3, provisional: false });
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('when Telegram’s answer to a poll is lost: unknown, missing on the receipt, decided by the others', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { ...BOTH, talk: 'group' } as const);
    const { club, news, talk } = stage.places;
    const forTalk = (params: Readonly<Record<string, unknown>>) => String(params.chat_id) === talk.id;
    stage.telegram.fault({ method: 'sendPoll', when: forTalk, fault: { kind: 'answer-lost' } });
    await stage.startBot();
    await stage.polled(1, [club, news]);
    await stage.book.until({ message: 'delivery unknown', fields: { outlet: talk.outlet } });
    stage.cast(1, { club: [1, 1], news: [1] });
    await stage.closeEarly(1);
    const status = await stage.over();

    expect(status.deliveries.find(({ outlet }) => outlet === talk.outlet)?.deliveries).toContainEqual(
      expect.objectContaining({ kind: 'poll', number: 1, status: 'unknown' }),
    );
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({ total: 3, provisional: true, decision: { option: 'doctor' } });
    expect(receipt.outlets.find(({ outlet }) => outlet === talk.outlet)).toMatchObject({ status: 'missing' });
    expect(talk.polls()).toHaveLength(1);
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('when Telegram’s answer is lost and the operator wants it sent again: once more, and counted', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, BOTH, {}, { operator: { telegram: { unknown: 'resend' } } });
    stage.telegram.fault({ method: 'sendPoll', fault: { kind: 'answer-lost' } });
    await stage.startBot();
    await stage.polled(1);
    expect(stage.places.news.polls()).toHaveLength(2);
    stage.cast(1, { club: [1, 1] });
    stage.places.news.vote(stage.poll('news', 2), 1, 1);
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 3, provisional: false });
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('when the bot is removed from a server: the others decide, and the receipt names it', async ({
    onTestFinished,
  }) => {
    const places = { club: 'server', late: 'server', news: 'channel' } as const;
    const stage = await setUp(onTestFinished, places, {}, { story: twoChoices() });
    const { club, late, news } = stage.places;
    await stage.startBot();
    await stage.playRound(1, { club: [0], late: [0, 0], news: [0] });
    await stage.polled(2);
    stage.discord.kickBot(late.guild ?? '');
    stage.cast(2, { club: [1], news: [1] });
    await stage.closeEarly(2);
    const status = await stage.over();

    const receipt = await stage.receipt(2);
    expect(receipt).toMatchObject({ total: 2, provisional: true, decision: { option: 'half' } });
    const { status: counted } = receipt.outlets.find(({ outlet }) => outlet === late.outlet) ?? {};
    expect(counted).toBe('provisional');
    const told = status.deliveries.find(({ outlet }) => outlet === late.outlet)?.deliveries.at(-1);
    expect(told).toMatchObject({ kind: 'drop', number: 4, status: 'refused' });
    const wanted = [
      'drop storm',
      'result 4 Her sister',
      'drop harbour',
      'drop debt',
      'result 2 The half',
      'drop dark',
    ];
    for (const place of [club, news]) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('when a permission is taken away: the poll is refused there, the others decide', async ({
    onTestFinished,
  }) => {
    const places = { club: 'server', late: 'server', talk: 'group' } as const;
    const stage = await setUp(onTestFinished, places, { opens: '1s' });
    const { club, late, talk } = stage.places;
    await stage.startBot();
    await stage.delivered('drop.1', late.outlet);
    stage.discord.setBotPermissions(late.id, POLL_BOT_PERMISSIONS & ~Permission.sendPolls);
    await stage.polled(1, [club, talk]);
    await stage.book.until({
      message: 'delivery refused',
      fields: { outlet: late.outlet, delivery: 'poll.1' },
    });
    stage.cast(1, { club: [1, 1], talk: [1] });
    await stage.closeEarly(1);
    await stage.over();
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({ total: 3, decision: { option: 'doctor' } });
    expect(receipt.outlets.find(({ outlet }) => outlet === late.outlet)).toMatchObject({
      status: 'missing',
      reason: expect.stringContaining('permission'),
    });
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('when the gateway loses events during a vote: the tally is rebuilt from the voters', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, BOTH);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [0, 0, 0, 2] });
    stage.discord.gateway.goDown(true);
    stage.cast(1, { club: [1, 1, 1] });
    const poll = stage.poll('club', 1);
    stage.places.club.retract(poll, 3);
    stage.discord.gateway.comeUp();
    await stage.book.until({ message: 'ballots rebuilt from the voters list' });
    expect(await stage.live('club', 1)).toMatchObject({ sister: 0, doctor: 3, nobody: 0 });
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 3, provisional: false });
  });

  it('when Discord does not finalise a poll in time: counted from the complete list of voters', async ({
    onTestFinished,
  }) => {
    const behaviour = { finaliseAfterMs: Number.POSITIVE_INFINITY, runningCounts: 'wrong' } as const;
    const stage = await setUp(onTestFinished, BOTH, { closing: '1s' }, { discord: { behaviour } });
    await stage.startBot();
    await stage.playRound(1, { club: [1, 0, 1], news: [] });
    await stage.over();
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({ total: 3, provisional: false, decision: { option: 'doctor' } });
    expect(receipt.outlets[0]).toMatchObject({ status: 'final', note: expect.stringContaining('voters') });
  });

  it('when not even the voters can be read: provisional, and updated on the receipt later', async ({
    onTestFinished,
  }) => {
    const behaviour = { finaliseAfterMs: Number.POSITIVE_INFINITY, runningCounts: 'wrong' } as const;
    const stage = await setUp(onTestFinished, BOTH, { closing: '1s' }, { discord: { behaviour } });
    const lists = stage.discord.faults.rest(
      { method: 'GET', route: /\/answers\// },
      { kind: 'refuse', status: 403, code: 50_001, message: 'Missing Access' },
      1_000,
    );
    // Votes that the gateway never reports: the last tally lacks them.
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1, 1], news: [1] });
    await stage.counted('club', 1);
    stage.discord.faults.withhold('MESSAGE_POLL_VOTE_ADD', 1);
    stage.places.club.vote(stage.poll('club', 1), 7, 0);
    await stage.closeEarly(1);
    await stage.over();
    const before = await stage.status();
    expect(before.rounds[0]).toMatchObject({
      decision: { option: 'doctor' },
      tally: { total: 3, provisional: true },
    });
    expect(lists.struck()).toBeGreaterThan(0);

    stage.discord.finalise(stage.poll('club', 1).id);
    await stage.stopBot();
    await stage.startBot();
    await stage.book.until({ message: 'final count came after the decision; receipt amended' });
    const receipt = await stage.reported(1);
    expect(receipt).toMatchObject({ total: 3, decision: { option: 'doctor' } });
    expect(receipt.amendments).toMatchObject([
      { outlet: { status: 'final', counts: { sister: 1, doctor: 2, nobody: 0 } } },
    ]);
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('when a group becomes a supergroup: followed, nothing twice, all counted', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', talk: 'basic-group' } as const);
    const { talk } = stage.places;
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1], talk: [1, 1] });
    await stage.counted('talk', 1);
    stage.telegram.world.migrate(Number(talk.id));
    await stage.closeEarly(1);
    await stage.over();
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({ total: 3, decision: { option: 'doctor' } });
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('when updates come twice and out of order: each account’s last vote is counted once', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', talk: 'group' } as const);
    await stage.startBot();
    await stage.polled(1);
    stage.discord.faults.duplicate('MESSAGE_POLL_VOTE_ADD', 6);
    stage.discord.faults.reorder('MESSAGE_POLL_VOTE_REMOVE', 2);
    stage.telegram.updates.duplicate(6);
    stage.cast(1, { club: [0, 0, 2], talk: [0, 2, 2] });
    for (const key of ['club', 'talk'] as const) await stage.counted(key, 1);
    stage.cast(1, { club: [1, 1], talk: [1] });
    for (const key of ['club', 'talk'] as const) await stage.counted(key, 1);
    // Older votes after newer ones: the running count may be wrong for a while, the final one may not.
    stage.telegram.updates.reorder(4, 200);
    stage.places.talk.retract(stage.poll('talk', 1), 2);
    stage.places.talk.retract(stage.poll('talk', 1), 1);
    stage.places.club.retract(stage.poll('club', 1), 2);
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 3, provisional: false });
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });
});
