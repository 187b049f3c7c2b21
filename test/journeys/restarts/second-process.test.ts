import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

const PLAYED_BEFORE = /may be lost: Redis is empty/;
const NOT_OURS = /A message under this bot’s name|Another process is running with the same Discord token/;

describe('a second process with the same token and other data', { timeout: 120_000 }, () => {
  it('is noticed on Discord by the polls that it posts: the first one halts until it is restarted', async ({
    onTestFinished,
  }) => {
    const { stage, discord } = await onCommand(
      {
        story: oneChoice({ lasts: '10m' }),
        places: { club: 'server' },
        environment: { TELEGRAM_TOKEN: '' },
        expectedErrors: new RegExp(`${PLAYED_BEFORE.source}|${NOT_OURS.source}`),
      },
      onTestFinished,
    );
    const file = JSON.parse(await stage.read('cliffhanger.yaml'));
    await stage.write('cliffhanger.yaml', {
      ...file,
      showrunners: { discord: file.showrunners.discord },
      alerts: { discord: file.alerts.discord },
      shows: [{ ...file.shows[0], starts: 'now' }],
    });
    const own = { CLIFFHANGER_DATA: join(stage.folder, 'another-data') };
    const first = stage.startProcess(build, own);
    await stage.polled(1);
    const address = async (start: number): Promise<string> =>
      String((await stage.book.until({ message: 'health at /healthz and /readyz' }, start)).fields.address);
    const posting = async (start: number): Promise<{ ok: boolean; why: string }> => {
      const { checks } = (await (await fetch(`${await address(start)}/readyz`)).json()) as {
        checks: Record<string, { ok: boolean; why?: string }>;
      };
      return { ok: checks.posting?.ok === true, why: checks.posting?.why ?? '' };
    };
    expect(await posting(1)).toEqual({ ok: true, why: '' });

    // Somebody moves the bot to a new machine, says that it may start over, and forgets to stop the old one.
    const second = stage.startProcess(build);
    await stage.book.until({ message: PLAYED_BEFORE });
    expect(await stage.cli('forget-past', 'lighthouse')).toMatchObject({ code: 0 });
    await stage.book.untilTrue(
      'the second process has opened its poll',
      () => stage.places.club.polls().length === 2,
    );
    // One vote in it is enough.
    stage.places.club.vote(stage.poll('club', 2), 1, 0);
    await stage.book.until({ message: NOT_OURS, fields: { sign: 'posts' } });
    await discord.alert('Then restart the other one');
    const halted = await posting(1);
    expect(halted.ok).toBe(false);
    expect(halted.why).toMatch(/same Discord token.*Stop one of the two, then restart the one that stays/);

    second.kill('SIGTERM');
    await second.ended;
    first.kill('SIGTERM');
    await first.ended;
    const again = stage.startProcess(build, own);
    await stage.book.until({ message: 'the bot is up' }, 3);
    // The other one's poll is still there, but proves nothing any more.
    let looks = 0;
    stage.discord.onExchange(({ query }) => {
      if (query.around !== undefined) looks += 1;
      stage.book.changed();
    });
    stage.places.club.vote(stage.poll('club', 2), 2, 0);
    stage.places.club.vote(stage.poll('club', 1), 1, 0);
    await stage.book.untilTrue('it looks at what stands around that', () => looks > 0);
    expect(await posting(3)).toEqual({ ok: true, why: '' });
    again.kill('SIGTERM');
    await again.ended;
  });
});
