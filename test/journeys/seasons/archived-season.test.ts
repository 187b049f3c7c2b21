import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../config/settings.ts';
import { openKeeping } from '../../../src/compose/keeping.ts';
import { showId } from '../../../src/core/ids.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

describe('an archived season', { timeout: 60_000 }, () => {
  it('can still be shown in the chats of both platforms, as on the command line', async ({
    onTestFinished,
  }) => {
    const places = { club: 'server', news: 'channel' } as const;
    const { stage, discord, telegram } = await onCommand({ story: oneChoice(), places }, onTestFinished);
    await stage.startBot();
    await (await discord.showrunner.use('season start')).says('The Lighthouse has begun');
    await stage.playRound(1, { club: [1, 1, 0], news: [1] });
    await stage.over();

    const keeping = await openKeeping(readSettings(stage.environment), { alone: false });
    expect(await keeping.archive(showId('lighthouse'))).toMatchObject([{ status: 'archived' }]);
    await keeping.close();

    const { hash } = await stage.receipt(1);
    const fan = discord.person('Fan', discord.in('club'));
    const receipt = await fan.use('receipt');
    await receipt.says('Whom does Ines light home?', 'Decided: The doctor', 'Together 4 votes.', hash);
    const shown = await receipt.press('Show everybody');
    await shown.says('Together 4 votes.', hash);
    expect([receipt.private, shown.private, /https?:/.test(shown.text)]).toEqual([true, false, false]);
    await (await receipt.press('Show everybody')).says('less than a minute ago');
    const whole = await discord.showrunner.use('receipt');
    expect(JSON.parse((await whole.file()).content)).toMatchObject({ round: 1, total: 4, hash });
    await (await discord.showrunner.use('season status')).says('The Lighthouse: ended.', '4 messages sent');
    await telegram.showrunner.say('/season status', ['The Lighthouse: ended.', '4 messages sent']);
    await telegram.showrunner.say('/receipt 1', ['Together 4 votes.', hash]);
    await telegram.person('Fan').say('/path', ['The doctor', 'The end.']);
  });
});
