import { describe, expect, it } from 'vitest';
import { onCommand } from '../../support/stage/commands.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { serialShow } from '../../support/stage/stories.ts';

const BOTH = { club: 'server', news: 'channel' } as const;
const URL = 'https://watch.example/backroom';
const GO = 'Yes, do it';
const TOLD = ['drop 1', 'result 5 Mara', 'drop 2', 'about The Back Room'];

describe.concurrent('a serial show is played by commands alone', { timeout: 90_000 }, () => {
  it('on Discord, with forms', async ({ onTestFinished }) => {
    const { stage, discord } = await onCommand(
      { story: serialShow(), show: { source: { gap: '0s' } }, places: BOTH },
      onTestFinished,
    );
    await stage.startBot();
    const { showrunner } = discord;
    await (await showrunner.use('season start')).says('The Back Room has begun');

    const added = await (await showrunner.use('episode add')).fill({ title: 'The Door', url: `${URL}/1` });
    await added.says('The Door is added.');
    for (const { outlet } of stage.all) await stage.delivered('drop.1', outlet);

    const bad = await (await showrunner.use('episode choice')).fill({
      question: 'Who opens it?',
      options: 'Mara',
    });
    await bad.says('a vote needs at least 2 options');
    const again = await bad.press('Fill in the form');
    const attached = await again.fill({
      question: 'Who opens it?',
      options: 'Mara\nTeo\nNobody',
      lasts: '20h',
    });
    await attached.says('The vote Who opens it? is attached.', '3. Nobody', 'It opens now.');
    await stage.playRound(1, { club: [0, 0], news: [0, 1, 2] });
    for (const { outlet } of stage.all) await stage.delivered('result.1', outlet);
    expect(await stage.receipt(1)).toMatchObject({ total: 5, decision: { label: 'Mara' } });

    await (await showrunner.use('episode add', { title: 'The Lamp', url: `${URL}/2` })).says(
      'It goes out now.',
    );
    for (const { outlet } of stage.all) await stage.delivered('drop.2', outlet);
    for (const place of stage.all) expect(place.posts().at(-1)?.text).toContain('You chose: Mara');

    const question = await showrunner.use('season end');
    await question.says('End the season of The Back Room now?', 'No vote is open.');
    await (await question.press(GO)).says('The season of The Back Room ends.');
    expect(await stage.over()).toMatchObject({ state: 'ended' });
    for (const place of stage.all) expect(postsAs(place, TOLD)).toEqual(TOLD);
  });

  it('on Telegram, step by step', async ({ onTestFinished }) => {
    const { stage, telegram } = await onCommand(
      { story: serialShow(), show: { source: { gap: '0s' } }, places: BOTH },
      onTestFinished,
    );
    await stage.startBot();
    const { showrunner } = telegram;
    await showrunner.say('/season start', ['The Back Room has begun']);
    await showrunner.say(`/episode add The Door\n${URL}/1\nIt is locked.`, ['The Door is added.']);
    for (const { outlet } of stage.all) await stage.delivered('drop.1', outlet);

    const what = await showrunner.say('/episode choice', ['The question is missing']);
    const answers = await showrunner.say('Who opens it?', ['The options are missing'], what);
    const once = await showrunner.say(
      'Mara\nTeo\nNobody',
      ['How long the vote is open', 'with “-” for: '],
      answers,
    );
    await showrunner.say('-', ['The vote Who opens it? is attached.', '3. Nobody', 'It opens now.'], once);
    await stage.playRound(1, { club: [0, 0], news: [0, 1, 2] });
    for (const { outlet } of stage.all) await stage.delivered('result.1', outlet);
    expect(await stage.receipt(1)).toMatchObject({ total: 5, decision: { label: 'Mara' } });

    const name = await showrunner.say('/episode add', ['The title is missing']);
    const link = await showrunner.say('The Lamp', ['The url is missing'], name);
    const image = await showrunner.say(`${URL}/2`, ['Address of a picture', 'to leave it out'], link);
    const synopsis = await showrunner.say('-', ['What it is about'], image);
    await showrunner.say('A light goes on.', ['The Lamp is added.'], synopsis);
    for (const { outlet } of stage.all) await stage.delivered('drop.2', outlet);
    for (const place of stage.all) expect(place.posts().at(-1)?.text).toContain('You chose: Mara');

    const question = await showrunner.say('/season end', ['End the season of The Back Room now?']);
    await showrunner.press(question, GO);
    await showrunner.reads(question, 'The season of The Back Room ends.');
    expect(await stage.over()).toMatchObject({ state: 'ended' });
    for (const place of stage.all) expect(postsAs(place, TOLD)).toEqual(TOLD);
  });
});
