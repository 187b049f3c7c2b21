import { describe, expect, it } from 'vitest';
import { onCommand } from '../support/stage-commands.ts';
import { postsAs } from '../support/stage-posts.ts';
import { type StoryFile, twoChoices } from '../support/stage-stories.ts';

const BOTH = { club: 'server', news: 'channel' } as const;
const PSEUDONYM = /^showrunner-[0-9a-f]{8}$/;
const HARBOUR = 'https://watch.example/lighthouse/harbour';

/** The episode that the first option leads to has no link yet. */
function withoutHarbour(): StoryFile {
  const story = twoChoices();
  const harbour = { title: 'Harbour', synopsis: 'She is not alone.', next: 'debt' };
  return { ...story, episodes: { ...story.episodes, harbour } };
}

describe.concurrent('a season by commands alone', { timeout: 90_000 }, () => {
  it('is driven on Discord', async ({ onTestFinished }) => {
    const { stage, discord } = await onCommand({ story: withoutHarbour(), places: BOTH }, onTestFinished);
    await stage.startBot();
    const { showrunner } = discord;
    const fan = discord.person('Fan', discord.in('club'));

    const started = await showrunner.use('season start');
    await started.says('The Lighthouse has begun', 'It plays in 2 outlets.');
    expect(started.private).toBe(true);
    await stage.polled(1);
    const status = await showrunner.use('season status');
    await status.says('Episode 1: Storm', 'Round 1: Whom does Ines light home?', '2 sent');

    stage.cast(1, { club: [0, 0], news: [0, 1, 2] });
    await stage.counted('club', 1);
    await stage.counted('news', 1);
    await (await fan.use('standings')).says('Whom does Ines light home?', 'Her sister', '5 votes so far');

    const longer = await showrunner.use('vote extend', { by: '30m', reason: 'the link was late' });
    await longer.says('Round 1 now ends');
    for (const { outlet } of stage.all) await stage.delivered('extension.1', outlet);

    const form = await showrunner.use('vote close');
    const question = await form.fill({ reason: 'enough is enough' });
    await question.says('Close the vote of lighthouse now?');
    expect(stage.all.map((place) => place.polls()[0]?.closed)).toEqual([false, false]);
    await (await question.press('Yes, do it')).says('Round 1 is closed');
    await stage.happened('link-awaited', { episode: 'harbour' });
    await stage.settled();

    const before = ['drop storm', 'about More time', 'result 5 Her sister'];
    for (const place of stage.all) expect(postsAs(place, before)).toEqual(before);
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({
      total: 5,
      decision: { option: 'sister', rule: 'plurality' },
      interventions: [
        { what: 'extended', by: expect.stringMatching(PSEUDONYM), reason: 'the link was late' },
        { what: 'closed', by: expect.stringMatching(PSEUDONYM), reason: 'enough is enough' },
      ],
    });
    const told = await fan.use('receipt');
    await told.says('enough is enough', 'the link was late', 'showrunner-', 'Together 5 votes', receipt.hash);
    const [file] = told.files;
    expect(file?.filename).toBe(`receipt-${receipt.season}-1.json`);
    expect(JSON.parse(file?.content ?? '')).toEqual(receipt);
    expect(`${told.text}${JSON.stringify(receipt)}`).not.toContain(showrunner.user);

    await discord.alert('Harbour is due and has no link yet');
    expect(await showrunner.typing('episode link', 'episode', 'har')).toEqual(['harbour']);
    const linked = await showrunner.use('episode link', { episode: 'harbour', url: HARBOUR });
    await linked.says('harbour is watched at', 'No post had to be mended.');
    await stage.polled(2);
    await (await fan.use('path')).says('1. ', 'Storm', 'Her sister (3 of 5 votes, 2 votes ahead)', 'Debt');

    const goodbye = await (await showrunner.use('season cancel')).fill({ reason: 'the lead is ill' });
    await goodbye.says('Cancel the season of lighthouse for good?');
    await (await goodbye.press('Yes, do it')).says('is cancelled');
    await stage.book.untilTrue('the polls are closed', () =>
      stage.all.every((place) => place.polls().every(({ closed }) => closed)),
    );
    expect(await stage.settled()).toMatchObject({ state: 'cancelled' });
    const after = [...before, 'drop harbour', 'drop debt'];
    for (const place of stage.all) expect(postsAs(place, after)).toEqual(after);
  });
});
