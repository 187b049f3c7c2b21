import { describe, it } from 'vitest';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

describe('an edited story file', { timeout: 60_000 }, () => {
  it('is shown on both platforms, and a button there takes over exactly what was shown', async ({
    onTestFinished,
  }) => {
    const story = oneChoice();
    const places = { club: 'server', news: 'channel' } as const;
    const { stage, discord, telegram } = await onCommand({ story, places }, onTestFinished);
    await stage.startBot();
    await (await discord.showrunner.use('season start')).says('The Lighthouse has begun');
    const write = (title: string) =>
      stage.write('story.yaml', {
        ...story,
        episodes: { ...story.episodes, ward: { ...story.episodes.ward, title } },
      });

    await write('Ward <b>8</b> & *co*');
    const shown = await discord.showrunner.use('season reload');
    await shown.says('Ward <b>8</b>', 'Nothing is changed yet.');
    await write('Ward 9');
    const anew = await shown.press('Apply');
    await anew.says('Nothing was changed: the file was edited since you saw it', 'Ward → Ward 9');

    const there = await telegram.showrunner.say('/season reload', [
      'title: Ward → Ward 9',
      'Nothing is changed yet.',
    ]);
    const { heard } = telegram.showrunner;
    await telegram.showrunner.press(there, 'Apply');
    await telegram.showrunner.hears(heard, ['Updated: ward.']);
    // The same button again, on the other platform.
    await (await anew.press('Apply')).says('Nothing has changed');

    await stage.playRound(1, { club: [1, 1, 0], news: [1] });
    await stage.over();
    await telegram.person('Fan').say('/path', ['Ward 9', 'The end.']);
  });
});
