import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../config/settings.ts';
import { openKeeping } from '../../../src/compose/keeping.ts';
import { showId } from '../../../src/core/ids.ts';
import { verified } from '../../support/receipts.ts';
import { runCommandLine } from '../../support/stage/command-line.ts';
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

    const folder = join(readSettings(stage.environment).dataDir, 'archive');
    const archive = JSON.parse(await readFile(join(folder, 'lighthouse.1.json'), 'utf8'));
    // The sweep kept the live count of the vote while it was open.
    expect(archive.rounds[0].samples.length).toBeGreaterThan(0);

    const { hash } = await stage.receipt(1);
    const fan = discord.person('Fan', discord.in('club'));
    const receipt = await fan.use('receipt');
    await receipt.says('Whom does Ines light home?', 'Decided: The doctor', 'Together 4 votes.', hash);
    const shown = await receipt.press('Show everybody');
    await shown.says('Together 4 votes.', hash);
    expect([receipt.private, shown.private, /https?:/.test(shown.text)]).toEqual([true, false, false]);
    await (await receipt.press('Show everybody')).says('less than a minute ago');
    const served = (await (await fan.use('receipt')).file()).content;
    expect(JSON.parse(served)).toMatchObject({ form: 'redacted', hash });
    expect(verified(served, Date.now())).toMatchObject({ code: 0 });
    const printed = await runCommandLine(stage.environment, 'receipt', 'lighthouse', '--redacted');
    expect(JSON.parse(printed.stdout)).toEqual(JSON.parse(served));
    const out = join(await mkdtemp(join(tmpdir(), 'report-')), 'report.html');
    onTestFinished(() => rm(dirname(out), { recursive: true }));
    expect(await runCommandLine(stage.environment, 'report', 'lighthouse', '--out', out)).toMatchObject({
      ...{ code: 0, stdout: '' },
    });
    const page = await readFile(out, 'utf8');
    expect(page).toContain('Whom does Ines light home?');
    expect((await runCommandLine(stage.environment, 'report', 'lighthouse.1')).stdout).toContain('</html>');
    const unknown = await runCommandLine(stage.environment, 'report', 'lighthouse.7');
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no season lighthouse.7'),
    });
    const whole = await discord.showrunner.use('receipt');
    expect(JSON.parse((await whole.file()).content)).toMatchObject({ round: 1, total: 4, hash });
    await (await discord.showrunner.use('season status')).says('The Lighthouse: ended.', '4 messages sent');
    await telegram.showrunner.say('/season status', ['The Lighthouse: ended.', '4 messages sent']);
    await telegram.showrunner.say('/receipt 1', ['Together 4 votes.', hash]);
    await telegram.person('Fan').say('/path', ['The doctor', 'The end.']);
  });
});
