import { describe, expect, it } from 'vitest';
import { onCommand } from '../../support/stage/commands.ts';
import { createPlace, type Place } from '../../support/stage/places.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { type StoryFile, twoChoices } from '../../support/stage/stories.ts';
import { keyboardOf } from '../../support/stage/telegram-person.ts';

const BOTH = { club: 'server', news: 'channel' } as const;
const PSEUDONYM = expect.stringMatching(/^showrunner-[0-9a-f]{8}$/);
const HARBOUR = 'https://watch.example/lighthouse/harbour';
const GO = 'Yes, do it';

/** The episode that the first option leads to has no link yet. */
function withoutHarbour(): StoryFile {
  const story = twoChoices();
  const harbour = { title: 'Harbour', synopsis: 'She is not alone.', next: 'debt' };
  return { ...story, episodes: { ...story.episodes, harbour } };
}

const EXTENDED_AND_CLOSED = {
  total: 5,
  decision: { option: 'sister', rule: 'plurality' },
  interventions: [
    { what: 'extended', by: PSEUDONYM, reason: 'the link was late' },
    { what: 'closed', by: PSEUDONYM, reason: 'enough is enough' },
  ],
};
const LATE = 'about The next episode of The Lighthouse is late';
const TOLD_UNTIL_LINK = ['drop storm', 'about More time', 'result 5 Her sister', LATE];
const TOLD = [...TOLD_UNTIL_LINK, 'drop harbour-again', 'drop debt', 'about has been cancelled'];

describe.concurrent('a season is driven by commands alone', { timeout: 90_000 }, () => {
  it('on Discord', async ({ onTestFinished }) => {
    const { stage, discord } = await onCommand({ story: withoutHarbour(), places: BOTH }, onTestFinished);
    await stage.startBot();
    const { showrunner } = discord;
    const fan = discord.person('Fan', discord.in('club'));

    const started = await showrunner.use('season start');
    await started.says('The Lighthouse has begun', 'It plays in 2 outlets.');
    expect(started.private).toBe(true);
    await stage.polled(1);
    const status = await showrunner.use('season status');
    await status.says('Episode 1: Storm', 'Round 1: Whom does Ines light home?', '2 messages sent');

    stage.cast(1, { club: [0, 0], news: [0, 1, 2] });
    for (const key of ['club', 'news'] as const) await stage.counted(key, 1);
    await (await fan.use('standings')).says('Whom does Ines light home?', 'Her sister', '5 votes so far');

    const longer = await showrunner.use('vote extend', { by: '30m', reason: 'the link was late' });
    await longer.says('Round 1 now ends');
    for (const { outlet } of stage.all) await stage.delivered('extension.1', outlet);

    const form = await showrunner.use('vote close');
    const question = await form.fill({ reason: 'enough is enough' });
    await question.says('Close voting in lighthouse now?');
    expect(stage.all.map((place) => place.polls()[0]?.closed)).toEqual([false, false]);
    await (await question.press(GO)).says('Round 1 is closed');
    await stage.happened('link-awaited', { episode: 'harbour' });
    await stage.settled();

    for (const place of stage.all) expect(postsAs(place, TOLD_UNTIL_LINK)).toEqual(TOLD_UNTIL_LINK);
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject(EXTENDED_AND_CLOSED);
    const told = await fan.use('receipt');
    const words = ['enough is enough', 'the link was late', 'Together 5 votes', receipt.hash];
    await told.says(...words, 'by a member of the show’s team');
    expect(told.text).not.toContain('showrunner');
    expect(told.private).toBe(true);
    expect(told.text).not.toMatch(/https?:/);
    const { filename, content } = await (await showrunner.use('receipt')).file();
    expect(filename).toBe(`receipt-${receipt.season}-1.json`);
    expect(JSON.parse(content)).toEqual(receipt);
    expect(`${told.text}${content}`).not.toContain(showrunner.user);

    await discord.alert('Harbour is due and has no link yet');
    expect(await showrunner.typing('episode link', 'episode', 'har')).toEqual(['harbour']);
    const linked = await showrunner.use('episode link', { episode: 'harbour', url: HARBOUR });
    await linked.says('harbour now links to', 'No post had to be updated.');
    await stage.polled(2);
    await (await fan.use('path')).says('1. ', 'Storm', 'Her sister (3 of 5 votes, 2 votes ahead)', 'Debt');

    const updated = await showrunner.use('episode link', { episode: 'harbour', url: `${HARBOUR}-again` });
    await updated.says('Updated 2 of 2 posts.');

    const goodbye = await (await showrunner.use('season cancel')).fill({ reason: 'the lead is ill' });
    await goodbye.says('Cancel the season of lighthouse for good?');
    await (await goodbye.press(GO)).says('is cancelled');
    await stage.book.untilTrue('the polls are closed', () =>
      stage.all.every((place) => place.polls().every(({ closed }) => closed)),
    );
    expect(await stage.settled()).toMatchObject({ state: 'cancelled' });
    for (const place of stage.all) expect(postsAs(place, TOLD)).toEqual(TOLD);
  });

  it('on Telegram', async ({ onTestFinished }) => {
    const { stage, telegram } = await onCommand({ story: withoutHarbour(), places: BOTH }, onTestFinished);
    await stage.startBot();
    const { showrunner } = telegram;
    const fan = telegram.person('Fan');

    await showrunner.say('/season start', ['The Lighthouse has begun', 'It plays in 2 outlets.']);
    await stage.polled(1);
    await showrunner.say('/season status', ['Episode 1: Storm', 'Round 1: Whom does Ines light home?']);

    stage.cast(1, { club: [0, 0], news: [0, 1, 2] });
    for (const key of ['club', 'news'] as const) await stage.counted(key, 1);
    const { username } = stage.telegram.bot;
    await fan.say(`/standings@${username}`, ['Whom does Ines light home?', 'Her sister', '5 votes so far']);

    await showrunner.say('/vote extend 30m the link was late', ['Round 1 now ends']);
    for (const { outlet } of stage.all) await stage.delivered('extension.1', outlet);

    const why = await showrunner.say('/vote close', ['The reason is missing.']);
    const question = await showrunner.say('enough is enough', ['Close voting in lighthouse now?'], why);
    expect(stage.all.map((place) => place.polls()[0]?.closed)).toEqual([false, false]);
    await showrunner.press(question, GO);
    await showrunner.reads(question, 'Round 1 is closed');
    await stage.happened('link-awaited', { episode: 'harbour' });
    await stage.settled();

    for (const place of stage.all) expect(postsAs(place, TOLD_UNTIL_LINK)).toEqual(TOLD_UNTIL_LINK);
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject(EXTENDED_AND_CLOSED);
    const words = ['enough is enough', 'Together 5 votes', receipt.hash];
    const told = await fan.say('/receipt', [...words, 'by a member of the show’s team']);
    expect(told.text).not.toContain('showrunner');
    const whole = await showrunner.say('/receipt', [...words, 'showrunner-']);
    expect(await showrunner.file(whole)).toBe(`receipt-${receipt.season}-1.json`);
    expect(`${told.text}${JSON.stringify(receipt)}`).not.toContain(String(showrunner.user));

    await telegram.alert('Harbour is due and has no link yet');
    await showrunner.say(`/episode link harbour ${HARBOUR}`, ['harbour now links to']);
    await stage.polled(2);
    await fan.say('/path', ['1. Storm', 'Her sister (3 of 5 votes, 2 votes ahead)', 'Debt']);

    await showrunner.say(`/episode link harbour ${HARBOUR}-again`, ['Updated 2 of 2 posts.']);

    const goodbye = await showrunner.say('/season cancel the lead is ill', ['Cancel the season']);
    await showrunner.press(goodbye, GO);
    await showrunner.reads(goodbye, 'is cancelled');
    await stage.book.untilTrue('the polls are closed', () =>
      stage.all.every((place) => place.polls().every(({ closed }) => closed)),
    );
    expect(await stage.settled()).toMatchObject({ state: 'cancelled' });
    for (const place of stage.all) expect(postsAs(place, TOLD)).toEqual(TOLD);
  });

  it('through a void, a pause and a tie', async ({ onTestFinished }) => {
    const story = twoChoices({ tie: 'showrunner' });
    const { stage, telegram } = await onCommand({ story, places: BOTH }, onTestFinished);
    await stage.startBot();
    const { showrunner } = telegram;
    await showrunner.say('/season start', ['has begun']);
    await stage.polled(1);
    stage.cast(1, { club: [0, 0, 0], news: [0] });
    const again = await showrunner.say('/vote void a wrong link', ['Discard all votes']);
    await showrunner.press(again, GO);
    await showrunner.reads(again, 'Round 1 is void');
    await stage.polled(2);

    await showrunner.say('/season pause the power is out', ['is paused']);
    for (const { outlet } of stage.all) await stage.delivered('notice.2', outlet);
    stage.cast(2, { club: [1], news: [2] });
    const enough = await showrunner.say('/vote close all have voted', ['Close voting']);
    await showrunner.press(enough, GO);
    await showrunner.reads(enough, 'Round 2 is closed');
    await stage.book.untilTrue('the polls are closed', () =>
      stage.all.every((place) => place.polls().every(({ closed }) => closed)),
    );
    await showrunner.say('/season status', ['paused', 'Round 2: Whom does Ines light home?']);
    expect(stage.book.found({ fields: { event: 'round-undecided' } })).toEqual([]);
    await showrunner.say('/season resume', ['goes on']);

    const tie = await telegram.alert('A tie on');
    for (const { outlet } of stage.all) await stage.delivered('notice.4', outlet);
    expect(keyboardOf(tie).map(({ text }) => text)).toEqual([
      'Decide: The doctor',
      'Decide: Nobody & "all"',
      'Run the vote again',
    ]);
    const stranger = await telegram.person('Stranger', telegram.alerts).press(tie, 'Decide: The doctor');
    expect(stranger.answer.text).toContain('Only this show’s team can do that.');
    const desk = showrunner.in(telegram.alerts);
    const heard = desk.heard;
    await desk.press(tie, 'Decide: The doctor');
    const why = await desk.hears(heard, ['The reason is missing.']);
    await desk.say('it was her scene', ['Round 2 is decided: doctor'], why);
    expect(keyboardOf(await desk.reads(tie, '✓ Decide: The doctor'))).toEqual([]);
    await stage.over();

    expect(await stage.receipt(2)).toMatchObject({
      kind: 'rerun',
      total: 2,
      decision: { option: 'doctor', rule: 'showrunner', because: 'tie' },
      interventions: [
        { what: 'closed', by: PSEUDONYM, reason: 'all have voted' },
        { what: 'decided', by: PSEUDONYM, reason: 'it was her scene' },
      ],
    });
    const waits = 'about This vote is waiting for the show’s team';
    const between = ['about This vote does not count', 'about is paused', 'about goes on', waits];
    const wanted = ['drop storm', ...between, 'result 2 The doctor', 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });
});

describe.concurrent('communities', { timeout: 90_000 }, () => {
  it('ask to join, get the current episode at once, and vote from the next round on', async ({
    onTestFinished,
  }) => {
    const { stage, discord, telegram } = await onCommand(
      { story: twoChoices(), places: BOTH },
      onTestFinished,
    );
    await stage.startBot();
    const show = 'lighthouse';
    await (await discord.showrunner.use('season start')).says('has begun');
    await stage.polled(1);

    const late = createPlace('late', 'server', stage.discord, stage.telegram);
    const seat = { guild: late.guild ?? '', channel: late.id };
    await expect(discord.person('Fan', seat).use('outlet connect', { show })).rejects.toThrow(
      'does not show',
    );
    const other = discord.person('Other', discord.in('club'), 'moderates');
    await (await other.use('outlet connect', { show, thread: late.id })).says('not in this server');
    // Of a channel elsewhere, nothing is said of the bot’s problems there.
    const { channels } = stage.discord.addGuild({
      name: 'Elsewhere',
      channels: [{ name: 'staff' }],
      botPermissions: 0n,
    });
    for (const thread of [channels.staff ?? '', discord.alerts.channel]) {
      const answer = await other.use('outlet connect', { show, thread });
      await answer.says('not in this server');
    }
    const moderator = discord.person('Mod', seat, 'moderates');
    await (await moderator.use('outlet connect', { show })).says('We have asked this show’s team.');
    const asked = await discord.alert('late wants to join');
    const intruder = discord.person('Intruder', discord.alerts, 'moderates');
    await (await intruder.press(asked, 'Approve')).says('Only this show’s team can do that.');
    await (await discord.showrunner.press(asked, 'Approve')).says('late', 'has joined');
    const twice = await discord.showrunner.press(asked, 'Approve');
    await twice.says('late', 'is not waiting for approval any more.');

    const talk = createPlace('talk', 'group', stage.discord, stage.telegram);
    const fan = telegram.person('Fan', Number(talk.id));
    await fan.say('/outlet connect lighthouse', ['Only people who manage this server or chat']);
    const admin = telegram.person('Admin', Number(talk.id));
    stage.telegram.world.addAdministrator(Number(talk.id), admin.user);
    await admin.say('/outlet connect lighthouse', ['We have asked this show’s team.']);
    const wish = await telegram.alert('talk wants to join');
    const desk = telegram.showrunner.in(telegram.alerts);
    const heard = desk.heard;
    await desk.press(wish, 'Approve');
    await desk.hears(heard, ['talk', 'has joined']);
    const elsewhere = stage.telegram.world.addSupergroup({ title: 'Elsewhere' });
    const neighbour = telegram.person('Neighbour', elsewhere.id);
    stage.telegram.world.addAdministrator(elsewhere.id, neighbour.user);
    await neighbour.say(`/outlet disconnect lighthouse ${talk.outlet}`, ['There is no outlet']);

    const crew = stage.telegram.world.addSupergroup({ title: 'crew', bot: 'absent' });
    const boss = telegram.person('Boss', crew.id);
    stage.telegram.world.addAdministrator(crew, boss.user);
    stage.telegram.world.addBot(crew);
    const welcome = await boss.hears(0, ['Thank you for adding Cliffhanger.']);
    const thanked = boss.heard;
    await boss.press(welcome, 'Connect The Lighthouse');
    await boss.hears(thanked, ['We have asked this show’s team.']);
    const unwanted = await discord.alert('crew wants to join');
    await (await discord.showrunner.press(unwanted, 'Decline')).says('crew', 'was turned down');

    const newcomers = [late, talk];
    const hasEpisode = ({ posts }: Place): boolean =>
      posts().some(({ links }) => links.some((link) => link.endsWith('/storm')));
    await stage.book.untilTrue('the newcomers have the episode', () => newcomers.every(hasEpisode));
    await stage.playRound(1, { club: [0], news: [0] });
    await stage.polled(2, [...stage.all, ...newcomers]);
    for (const place of newcomers) {
      const [poll, ...more] = place.polls();
      expect([poll?.question, more]).toEqual(['Does she tell the truth?', []]);
      if (poll !== undefined) place.vote(poll, 0, 1);
    }
    await stage.playRound(2, { club: [0], news: [1] });
    await stage.over();
    const receipt = await stage.receipt(2);
    expect(receipt).toMatchObject({ total: 4, decision: { option: 'half' } });
    expect(boss.heard).toBe(thanked + 1);
    const counts = receipt.outlets.map((one) => [one.outlet, one.status === 'missing' ? {} : one.counts]);
    expect(Object.fromEntries(counts)).toMatchObject({
      [late.outlet]: { yes: 0, half: 1 },
      [talk.outlet]: { yes: 0, half: 1 },
    });
  });
});

describe.concurrent('what cannot be done', { timeout: 90_000 }, () => {
  it('is answered at once, and changes nothing', async ({ onTestFinished }) => {
    const { stage, discord, telegram } = await onCommand(
      { story: twoChoices(), places: BOTH },
      onTestFinished,
    );
    await stage.startBot();
    const [here, there] = [discord.showrunner, telegram.showrunner];
    await (await here.use('season start')).says('has begun');
    await stage.playRound(1, { club: [0], news: [0] });
    await stage.polled(2);
    const before = await stage.settled();

    const running = 'A season of this show is already running.';
    await (await here.use('season start')).says(running);
    await there.say('/season start', [running]);
    const nowhere = 'There is no show "nowhere" here.';
    await (await here.use('season status', { show: 'nowhere' })).says(nowhere, 'lighthouse');
    await there.say('/season status nowhere', ['nowhere', 'lighthouse']);
    const old = 'There is no option "sister" here.';
    await (await here.use('vote decide', { option: 'sister', reason: 'x' })).says(old, 'yes', 'half');
    // A word that is not an option begins the reason: without an option, a waiting vote is decided with the existing
    // votes.
    await there.say('/vote decide sister because', ['Round 2 isn’t waiting for a decision.']);
    const closed = 'The vote of round 1 is not open.';
    await (await here.use('vote extend', { round: '1', by: '30m', reason: 'x' })).says(closed);
    await there.say('/vote extend 1 30m because', [closed]);

    // Telegram's poll would stay open for a day, Discord's closes by itself within two hours of the deadline.
    const long = await here.use('vote extend', { by: '3h', reason: 'x' });
    await long.says("That's too long", 'The latest possible time is');

    const question = await here.use('vote close', { reason: 'an old question' });
    await question.says('Close voting');
    const asked = await there.say('/vote close an old question', ['Close voting']);
    await stage.stopBot();
    await stage.startBot();
    const expired = 'This button has expired. Use the command again.';
    await (await question.press(GO)).says(expired);
    expect((await there.press(asked, GO)).answer.text).toBe(expired);

    const server = Number(stage.book.found({ message: /embedded Redis/ }).at(-1)?.fields.pid);
    const away = 'Nothing was changed; try again in a minute.';
    const heard = there.heard;
    process.kill(server, 'SIGSTOP');
    try {
      const first = here.use('vote extend', { by: '30m', reason: 'x' });
      const second = there.say('/vote extend 30m because', [away]);
      await (await first).says(away);
      await second;
    } finally {
      process.kill(server, 'SIGCONT');
    }
    await (await here.use('season status')).says('Round 2');
    await there.say('/season status', ['Round 2']);
    expect(there.heard - heard).toBe(2);
    expect(await stage.settled()).toEqual(before);
  });
});
