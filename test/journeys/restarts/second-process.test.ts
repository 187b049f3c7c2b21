import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { InnerBot } from '../../support/stage/bots.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

/** Three seconds of slack, and half a second by which Discord's clock may seem ahead. */
const PROVES_AFTER_MS = 4_000;

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
    const first = await stage.startAnother(own);
    await stage.polled(1);
    const posting = async ({ address }: InnerBot): Promise<{ ok: boolean; why: string }> => {
      const { checks } = (await (await fetch(`${address}/readyz`)).json()) as {
        checks: Record<string, { ok: boolean; why?: string }>;
      };
      return { ok: checks.posting?.ok === true, why: checks.posting?.why ?? '' };
    };
    expect(await posting(first)).toEqual({ ok: true, why: '' });

    // Discord's dates are whole seconds: what is posted so soon after a start may be older than it, and proves nothing.
    await sleep(PROVES_AFTER_MS);
    // Somebody moves the bot to a new machine, says that it may start over, and forgets to stop the old one.
    await stage.startBot();
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
    const halted = await posting(first);
    expect(halted.ok).toBe(false);
    expect(halted.why).toMatch(/same Discord token.*Stop one of the two, then restart the one that stays/);

    await stage.stopBot();
    await first.stop();
    const again = await stage.startAnother(own);
    // The other one's poll is still there, but proves nothing any more.
    let looks = 0;
    stage.discord.onExchange(({ query }) => {
      if (query.around !== undefined) looks += 1;
      stage.book.changed();
    });
    stage.places.club.vote(stage.poll('club', 2), 2, 0);
    stage.places.club.vote(stage.poll('club', 1), 1, 0);
    await stage.book.untilTrue('it looks at what stands around that', () => looks > 0);
    expect(await posting(again)).toEqual({ ok: true, why: '' });
  });
});
