import { describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { resolveDelivery } from '../../../src/app/deliveries/resolve-delivery.ts';
import { closePoll } from '../../../src/app/votes/close-poll.ts';
import { countBatch } from '../../../src/app/votes/count-batch.ts';
import {
  deliveryId,
  type NativeAnswerId,
  nativePollId,
  outletId,
  roundNumber,
} from '../../../src/core/ids.ts';
import type { BallotBatch, StoredPoll } from '../../../src/ports/stores/ballot-store.ts';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import type { TruePoll } from '../../support/stage/places.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const PLACES = { club: 'server', news: 'channel', talk: 'group' } as const;
type Stage = SeasonStage<keyof typeof PLACES>;
const ROUND = roundNumber(1);
const POLL = deliveryId('poll', 1);
const CHOICE = oneChoice().episodes.storm?.choice;
const LABELS = CHOICE?.options.map(({ label }) => label) ?? [];
const RECOGNISED = 'recognised a poll by its words; the answer to its sending was lost';
const LEFT_OUT = 'skipped votes that came after the deadline of a poll that we cannot stop';
const NOTE =
  'the bot never learned which message holds this poll, so it could not stop it; its last count before the deadline stands';

/** A season during a vote. Its poll in the group is there although its sending was never answered. */
async function unanswered(onFinished: Finished): Promise<Stage> {
  const stage = await SeasonStage.set({ story: oneChoice(), places: PLACES }, onFinished);
  const outlets = stage.all.map(({ entry }) => entry);
  await stage.write('cliffhanger.yaml', {
    alerts: { telegram: stage.telegram.world.addSupergroup({ title: 'Showrunners' }).id },
    shows: [{ story: 'story.yaml', starts: 'now', outlets }],
  });
  const { club, news, talk } = stage.places;
  const forTalk = (params: Readonly<Record<string, unknown>>) => String(params.chat_id) === talk.id;
  stage.telegram.fault({ method: 'sendPoll', when: forTalk, fault: { kind: 'answer-lost' } });
  await stage.startBot();
  await stage.polled(1, [club, news]);
  await stage.book.until({ message: 'delivery unknown', fields: { outlet: talk.outlet } });
  return stage;
}

async function recognised(onFinished: Finished): Promise<Stage> {
  const stage = await unanswered(onFinished);
  stage.cast(1, { club: [1], news: [1], talk: [0, 0, 0] });
  await stage.book.until({ message: RECOGNISED, fields: { outlet: stage.places.talk.outlet } });
  await stage.counted('talk', 1);
  return stage;
}

/** The group's poll as the bot stores it. */
async function kept(stage: Stage): Promise<StoredPoll> {
  const polls = await stage.bot.context.ballots.polls(stage.season, ROUND);
  const poll = polls.find(({ outlet }) => outlet === stage.places.talk.outlet);
  if (poll === undefined) throw new Error('the bot does not know the poll of the group');
  return poll;
}

const linkOf = (stage: Stage, { message }: TruePoll): string =>
  `https://t.me/c/${stage.places.talk.id.replace(/^-100/, '')}/${message}`;

/** What a showrunner does about the group's poll. */
const resolve = (stage: Stage, how: Parameters<typeof resolveDelivery>[4]) =>
  resolveDelivery(stage.bot.context, stage.season, outletId(stage.places.talk.outlet), POLL, how);

/** A snapshot of the group's poll, with these counts, with the bot's own answer ids. */
function snapshotOf(
  id: string,
  answers: readonly string[],
  counts: readonly number[],
  closed = true,
): BallotBatch {
  return {
    poll: nativePollId(id),
    epoch: 1_000,
    number: 1,
    ballots: [],
    snapshot: {
      sequence: 1_000_000_000,
      closed,
      counts: Object.fromEntries(answers.map((answer, at) => [answer as NativeAnswerId, counts[at] ?? 0])),
      question: CHOICE?.question ?? '',
      labels: LABELS,
    },
  };
}

/** The bot's parts at the moment of the deadline, which is minutes away. */
const atDeadline = async (stage: Stage): Promise<Context> => {
  const [round] = (await stage.status()).rounds;
  const deadline = Date.parse(round?.closesAt ?? '');
  return { ...stage.bot.context, clock: { now: async () => deadline } };
};

describe.concurrent('a Telegram poll whose sending got no answer', { timeout: 120_000 }, () => {
  it('is recognised by its words once somebody votes, and counted as it was at the deadline, whatever comes later', async ({
    onTestFinished,
  }) => {
    const stage = await recognised(onTestFinished);
    const { talk } = stage.places;
    expect((await kept(stage)).poll.message).toEqual({ in: talk.id });
    const asked: unknown[] = [];
    stage.telegram.onExchange(({ params }) => String(params.chat_id) === talk.id && asked.push(params));
    await stage.closeEarly(1);
    await stage.over();

    const count = { sister: 3, doctor: 0, nobody: 0 };
    const wanted = { total: 5, provisional: true, decision: { option: 'sister' }, amendments: [] };
    const atFirst = await stage.receipt(1);
    expect(atFirst).toMatchObject(wanted);
    const ofTalk = atFirst.outlets.find(({ outlet }) => outlet === talk.outlet);
    expect(ofTalk).toMatchObject({
      status: 'provisional',
      counts: count,
      note: expect.stringContaining(NOTE),
    });
    expect(ofTalk).not.toHaveProperty('link');
    // Telegram was asked about no message without a number; the result has one, and is edited once the next episode is out.
    const aboutMessages = asked.filter((params) => Object.hasOwn(params as object, 'message_id'));
    expect(aboutMessages.filter((params) => !/"(?:caption|text)":/.test(JSON.stringify(params)))).toEqual([]);

    // The poll goes on; finally somebody else stops it, which Telegram reports with its final counts.
    const [poll] = talk.polls();
    if (poll === undefined) throw new Error('the group has no poll');
    for (const fan of [5, 6, 7, 8]) talk.vote(poll, fan, 1);
    const stop = { chat_id: talk.id, message_id: poll.message };
    await fetch(`${stage.telegram.url}/bot${stage.telegram.token}/stopPoll?${new URLSearchParams(stop)}`);
    await stage.book.until({ message: LEFT_OUT });
    const { poll: stored } = await kept(stage);
    await countBatch(stage.bot.context, snapshotOf(stored.id, Object.keys(stored.answers), [3, 4, 0]));
    await closePoll(stage.bot.context, stage.season, ROUND, stored.id);
    expect(await stage.reported(1)).toEqual(atFirst);
    expect(talk.polls()).toMatchObject([{ counts: [3, 4, 0], closed: true }]);
  });

  it('counts nothing that arrives after a deadline at which the bot was away', async ({ onTestFinished }) => {
    const stage = await recognised(onTestFinished);
    const { poll } = await kept(stage);
    const late = snapshotOf(poll.id, Object.keys(poll.answers), [3, 90, 0]);
    await countBatch(await atDeadline(stage), late);
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 5, provisional: true });
  });

  it('is not recognised by what arrives after the deadline', async ({ onTestFinished }) => {
    const stage = await unanswered(onTestFinished);
    const first = snapshotOf('6000000000000000001', ['id:a', 'id:b', 'id:c'], [1, 0, 0], false);
    await countBatch(await atDeadline(stage), first);
    expect(stage.book.found({ message: RECOGNISED })).toEqual([]);
    await countBatch(stage.bot.context, first);
    expect(stage.book.found({ message: RECOGNISED })).toHaveLength(1);
  });

  it('is not confused with a poll that a stranger stopped: showrunners are asked once, and nothing of it counts', async ({
    onTestFinished,
  }) => {
    const stage = await unanswered(onTestFinished);
    const { talk } = stage.places;
    const mallory = stage.telegram.world.addUser({ first_name: 'Mallory' });
    const chat = stage.telegram.world.addPrivateChat(mallory.id);
    for (const votes of [5_000, 7_000]) {
      const question = CHOICE?.question ?? '';
      const { poll } = stage.telegram.postForeignPoll({ chat, from: mallory, question, options: LABELS });
      if (poll === undefined) throw new Error('no poll was posted');
      for (let fan = 0; fan < votes; fan += 1) stage.telegram.vote(poll.id, 2_000_000_000 + fan, [2]);
      stage.telegram.stopForeignPoll(poll.id);
    }
    const told = { message: 'a showrunner is needed: stopped poll seen' };
    await stage.book.until(told);
    stage.cast(1, { club: [1], news: [1, 0], talk: [0, 0] });
    // Its own poll is still recognised by its words, whatever was seen before.
    await stage.book.until({ message: RECOGNISED, fields: { outlet: talk.outlet } });
    await stage.counted('talk', 1);
    await stage.closeEarly(1);
    await stage.over();
    const [desk] = stage.bot.context.alertPlaces.addresses;
    const alerts = desk?.platform === 'telegram' ? stage.telegram.messages(Number(desk.chat)) : [];
    expect(alerts.filter(({ text }) => text?.includes('a stopped poll') === true)).toHaveLength(1);
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({ total: 5, decision: { option: 'sister' } });
  });

  it('is recognised by an open update, even if the next one to arrive says that it was stopped', async ({
    onTestFinished,
  }) => {
    const stage = await unanswered(onTestFinished);
    const { context } = stage.bot;
    const outlet = outletId(stage.places.talk.outlet);
    const answers = ['id:a', 'id:b', 'id:c'];
    const batch = (number: number, closed: boolean): BallotBatch => {
      const one = snapshotOf('6000000000000000001', answers, [number, 0, 0], closed);
      return { ...one, number, ...(one.snapshot && { snapshot: { ...one.snapshot, sequence: number } }) };
    };
    // While the message is being sent, it is unknown whose it is.
    const underWay = {
      ...context.ledger,
      listOf: async (...asked: Parameters<typeof context.ledger.listOf>) => {
        const found = new Map(await context.ledger.listOf(...asked));
        const delivery = found.get(outlet);
        const status = { kind: 'sending', lease: 'x', until: 0 } as const;
        return delivery === undefined ? found : found.set(outlet, { ...delivery, status });
      },
    };
    await countBatch({ ...context, ledger: underWay }, batch(1, false));
    expect(stage.book.found({ message: RECOGNISED })).toEqual([]);
    await countBatch(context, batch(2, true));
    expect(stage.book.found({ message: RECOGNISED })).toHaveLength(1);
  });

  it('is stopped and counted to the end once a showrunner has given its link', async ({ onTestFinished }) => {
    const stage = await recognised(onTestFinished);
    const [poll] = stage.places.talk.polls();
    if (poll === undefined) throw new Error('the group has no poll');
    const link = linkOf(stage, poll);
    expect(await resolve(stage, { kind: 'resend' })).toMatchObject({
      status: 'problem',
      problem: { code: 'is-there' },
    });
    expect(await resolve(stage, { kind: 'found', link })).toMatchObject({ status: 'settled' });
    expect((await kept(stage)).poll.message).toEqual({ id: poll.message, in: stage.places.talk.id, link });
    stage.places.talk.vote(poll, 9, 1);
    await stage.closeEarly(1);
    await stage.over();

    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({ total: 6, provisional: false });
    expect(receipt.outlets.find(({ outlet }) => outlet === stage.places.talk.outlet)).toMatchObject({
      status: 'final',
      link,
    });
    expect(stage.places.talk.polls()).toMatchObject([{ closed: true }]);
  });

  it('is not sent again, even if somebody asked for it just before it was recognised', async ({
    onTestFinished,
  }) => {
    const stage = await recognised(onTestFinished);
    const { ledger, clock, jobs } = stage.bot.context;
    const outlet = outletId(stage.places.talk.outlet);
    const now = await clock.now();
    const again = { kind: 'owed', notBefore: now, why: 'a showrunner wants it sent again' } as const;
    expect(await ledger.resolve(stage.season, outlet, POLL, again, now)).toBe(true);
    await jobs.delivery('telegram', stage.season, outlet, { urgent: true });
    await stage.book.until({ message: 'delivery unknown', fields: { outlet, delivery: POLL } }, 2);
    expect(stage.places.talk.polls()).toHaveLength(1);
  });

  it('is not confused with another one with the same words', async ({ onTestFinished }) => {
    const stage = await recognised(onTestFinished);
    const { talk } = stage.places;
    const [poll] = talk.polls();
    const rule = stage.telegram
      .messages(Number(talk.id))
      .find((one) => String(one.message_id) === poll?.message);
    // As a second sending of the same poll would have left it.
    const twin = new URLSearchParams({
      chat_id: talk.id,
      question: poll?.question ?? '',
      options: JSON.stringify(LABELS.map((text) => ({ text }))),
      is_anonymous: 'false',
      description: rule?.poll?.description ?? '',
    });
    await fetch(`${stage.telegram.url}/bot${stage.telegram.token}/sendPoll?${twin}`);
    const [, other] = talk.polls();
    if (other === undefined) throw new Error('the group has no second poll');
    expect(await resolve(stage, { kind: 'found', link: linkOf(stage, other) })).toMatchObject({
      status: 'problem',
      problem: { code: 'other-poll' },
    });
    expect((await kept(stage)).poll).toMatchObject({ id: poll?.id, message: { in: talk.id } });
  });
});
