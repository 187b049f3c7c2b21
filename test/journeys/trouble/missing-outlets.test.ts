import { beforeAll, describe, expect, it } from 'vitest';
import { type Finished, SeasonStage, type StagePlan } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { type CommandStage, onCommand } from '../../support/stage/commands.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice, type Rules } from '../../support/stage/stories.ts';

const PLACES = {
  club: 'server',
  den: 'server',
  news: 'channel',
  talk: 'group',
  pier: 'topic',
} as const;
type Key = keyof typeof PLACES;
const DISCORD = ['club', 'den'] as const;
const TELEGRAM = ['news', 'talk', 'pier'] as const;
const VOTES = { club: [1, 1], den: [1] };
const WITHOUT = 'Decided without Telegram: 3 of 5 communities could not vote.';
const WAITS = 'about This vote is waiting for the show’s team';
const ENDED = ['drop storm', 'result 3 The doctor', 'drop ward'];

const plan = (rules: Rules = {}): StagePlan<Key> => ({
  story: oneChoice({ closing: '1s', ...rules }),
  places: PLACES,
});

/** No Telegram poll is ever answered, so it is unknown whether they are there. */
function loseTelegramPolls(stage: SeasonStage<Key>, times = 3, method = 'sendPoll'): void {
  stage.telegram.fault({ method, times, fault: { kind: 'request-lost' } });
}

async function voteWithoutTelegram(stage: SeasonStage<Key>, round = 1): Promise<void> {
  const discord = DISCORD.map((key) => stage.places[key]);
  await stage.polled(round, discord);
  for (const key of TELEGRAM) {
    const fields = { outlet: stage.places[key].outlet, delivery: `poll.${round}` };
    await stage.book.until({ message: 'delivery unknown', fields });
  }
  stage.cast(round, VOTES);
}

async function asked(rules: Rules, onFinished: Finished): Promise<CommandStage<Key>> {
  const scene = await onCommand(plan(rules), onFinished);
  const { stage, discord } = scene;
  loseTelegramPolls(stage);
  await stage.startBot();
  await stage.book.until({ message: 'commands are registered' });
  await (await discord.showrunner.use('season start')).says('has begun');
  await voteWithoutTelegram(stage);
  await stage.closeEarly(1);
  await stage.happened('round-undecided', { round: 1 });
  return scene;
}

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

describe.concurrent('a vote in which no Telegram community had a poll', { timeout: 90_000 }, () => {
  it('is asked about first; after the patience it is decided without Telegram, and everybody is told', async ({
    onTestFinished,
  }) => {
    const { stage, discord, telegram } = await asked({ patience: '15s' }, onTestFinished);
    for (const { outlet } of stage.all) await stage.delivered('notice.1', outlet);
    const alert = await telegram.alert('Nobody could vote on Telegram: 3 of 5 communities had no open poll.');
    expect(alert.text).toContain('/vote decide lighthouse');
    await discord.alert('Without an answer, the votes that are there decide');
    const [round] = (await stage.status()).rounds;
    expect(round).toMatchObject({
      phase: 'undecided',
      waits: { for: 'missing', until: expect.any(String) },
      tally: { absent: { platforms: ['telegram'], absent: 3, of: 5 } },
    });
    const fan = discord.person('Fan', discord.in('club'));
    await (await fan.use('standings')).says('The show’s team has to decide', 'could not vote');
    await (await discord.showrunner.use('season status')).says(
      'too many communities could not vote',
      'Without an answer it is decided',
    );
    // The question and its end are in the outbox: another process takes the default.
    await stage.stopBot();
    const killed = stage.startProcess(build);
    await stage.book.until({ message: 'the bot is up' }, 2);
    killed.kill('SIGKILL');
    await killed.ended;
    await stage.startBot();
    await stage.over();

    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({
      total: 3,
      decision: { option: 'doctor', rule: 'plurality' },
      absent: { platforms: ['telegram'], absent: 3, of: 5 },
      interventions: [
        { what: 'closed' },
        { what: 'let-stand', by: 'clock', reason: 'no showrunner answered in time' },
      ],
    });
    expect(receipt.notes).toContain(WITHOUT);
    const wanted = ['drop storm', WAITS, `about ${WITHOUT}`, 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('is decided at once by the press of a button', async ({ onTestFinished }) => {
    const { stage, discord } = await asked({}, onTestFinished);
    const alert = await discord.alert('Nobody could vote on Telegram');
    const form = await discord.showrunner.press(alert, 'Decide with these votes');
    await (await form.fill({ reason: 'Telegram is down for days' })).says(
      'decided with the votes that are there',
    );
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({
      decision: { option: 'doctor', rule: 'plurality' },
      interventions: [{ what: 'closed' }, { what: 'let-stand', reason: 'Telegram is down for days' }],
    });
    expect(
      stage.places.talk
        .posts()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(WITHOUT);
  });

  it('is repeated at the press of the other button', async ({ onTestFinished }) => {
    const { stage, telegram } = await asked({}, onTestFinished);
    const alert = await telegram.alert('Nobody could vote on Telegram');
    const desk = telegram.showrunner.in(telegram.alerts);
    let heard = desk.heard;
    await desk.press(alert, 'Run the vote again');
    const why = await desk.hears(heard, ['The reason is missing.']);
    heard = desk.heard;
    await desk.say('Telegram was away', ['Discard all votes'], why);
    const sure = await desk.hears(heard, ['Discard all votes']);
    await desk.press(sure, 'Yes, do it');
    await stage.polled(2);
    await stage.steer({
      type: 'close',
      round: (await stage.status()).rounds.length as never,
      reason: 'enough',
    });
    await stage.over();
    expect((await stage.status()).rounds.map(({ phase }) => phase)).toEqual(['voided', 'decided']);
  });

  it('is decided by all when the polls are found in time', async ({ onTestFinished }) => {
    const scene = await onCommand(plan(), onTestFinished);
    const { stage, discord } = scene;
    stage.telegram.fault({ method: 'sendPoll', times: 3, fault: { kind: 'answer-lost' } });
    await stage.startBot();
    await stage.book.until({ message: 'commands are registered' });
    await (await discord.showrunner.use('season start')).says('has begun');
    await voteWithoutTelegram(stage);
    stage.cast(1, { talk: [0, 0, 0, 0] });
    await stage.closeEarly(1);
    await discord.alert('Nobody could vote on Telegram');
    for (const key of ['talk', 'pier'] as const) {
      const { id, outlet } = stage.places[key];
      const [poll] = stage.places[key].polls();
      const link = `https://t.me/c/${id.replace('-100', '')}/${poll?.message}`;
      const found = await discord.showrunner.use('delivery found', { delivery: `poll.1@${outlet}`, link });
      await found.says('is confirmed');
    }
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 7, decision: { option: 'sister' } });
  });
});

describe.concurrent('nobody is waited for', { timeout: 90_000 }, () => {
  it.for([
    ['where no alerts address is given', {}, 'no showrunner could be asked'],
    ['where the story only announces it', { missing: 'announce' }, undefined],
  ] as const)('%s', async ([, rules, reason], { onTestFinished }) => {
    const stage = await SeasonStage.set(plan(rules), onTestFinished);
    loseTelegramPolls(stage);
    await stage.startBot();
    await voteWithoutTelegram(stage);
    await stage.closeEarly(1);
    await stage.over();
    const { interventions, absent, notes } = await stage.receipt(1);
    expect(interventions.slice(1).map((one) => one.reason)).toEqual(reason === undefined ? [] : [reason]);
    expect(absent).toEqual({ platforms: ['telegram'], absent: 3, of: 5 });
    expect(notes).toContain(WITHOUT);
    expect(stage.book.found({ message: 'decided without an answer from a showrunner' })).toHaveLength(
      reason === undefined ? 0 : 1,
    );
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('if every alerts address refuses the question', async ({ onTestFinished }) => {
    const scene = await onCommand(plan(), onTestFinished);
    const { stage, discord, telegram } = scene;
    loseTelegramPolls(stage);
    await stage.startBot();
    await stage.book.until({ message: 'commands are registered' });
    await (await discord.showrunner.use('season start')).says('has begun');
    await voteWithoutTelegram(stage);
    stage.discord.kickBot(discord.alerts.guild);
    stage.telegram.world.kickBot(telegram.alerts);
    await stage.closeEarly(1);
    await stage.over();
    expect((await stage.receipt(1)).interventions.at(-1)).toMatchObject({
      what: 'let-stand',
      reason: 'no showrunner could be asked',
    });
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });
});
