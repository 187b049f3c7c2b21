import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildBot } from '../support/stage-build.ts';
import { onCommand } from '../support/stage-commands.ts';
import { postsAs } from '../support/stage-posts.ts';
import { oneChoice, type Rules } from '../support/stage-stories.ts';

const PLACES = { club: 'server', den: 'server', news: 'channel' } as const;
const WAS_AWAY = 'no community had half of the promised time to vote';

const setUp = (rules: Rules, onFinished: (stop: () => Promise<void>) => void) =>
  onCommand({ story: oneChoice({ closing: '1s', ...rules }), places: PLACES }, onFinished);

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** Starts the season in a process of its own, and kills that. */
async function killed(
  { stage, discord }: Awaited<ReturnType<typeof setUp>>,
  when: () => Promise<unknown>,
): Promise<number> {
  const first = stage.startProcess(build);
  await stage.book.until({ message: 'the bot is up' });
  await (await discord.showrunner.use('season start')).says('has begun');
  await when();
  first.kill('SIGKILL');
  await first.ended;
  const [round] = (await stage.status()).rounds;
  return Date.parse(round?.opensAt ?? '');
}

describe.concurrent('a bot that was away while a vote was to be open', { timeout: 90_000 }, () => {
  it('extends it by what was lost, tells showrunners and says so on the receipt', async ({
    onTestFinished,
  }) => {
    const scene = await setUp({ opens: '4s', lasts: '10s' }, onTestFinished);
    const { stage, discord } = scene;
    const opens = await killed(scene, () =>
      stage.book.until({ message: 'delivered', fields: { delivery: 'drop.1' } }, 3),
    );
    await sleep(Math.max(0, opens + 6_500 - Date.now()));
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1, 1], news: [1] });
    const alert = await discord.alert(WAS_AWAY);
    expect(JSON.stringify(alert)).toContain('was extended and now ends');
    await stage.over();
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({
      total: 3,
      decision: { option: 'doctor', rule: 'plurality' },
      late: { outcome: 'extended' },
      interventions: [{ what: 'extended', by: 'clock' }],
    });
    expect(receipt.notes.join('\n')).toContain(WAS_AWAY);
    const wanted = ['drop storm', 'result 3 The doctor', 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('extends it where it was killed in the middle of posting the polls; those who voted are told', async ({
    onTestFinished,
  }) => {
    const scene = await setUp({ lasts: '16s' }, onTestFinished);
    const { stage, telegram } = scene;
    const { club, den, news } = stage.places;
    const SEND = { method: 'POST', route: '/channels/:channel/messages' } as const;
    const isPoll = ({ body }: { readonly body: unknown }): boolean => JSON.stringify(body).includes('"poll"');
    // Nobody but the Telegram channel gets its poll before the kill.
    const held = stage.discord.faults.rest(
      { ...SEND, when: isPoll },
      { kind: 'server-error', status: 503, done: false },
      1_000,
    );
    const opens = await killed(scene, () => stage.polled(1, [news]));
    held.cancel();
    await sleep(Math.max(0, opens + 11_500 - Date.now()));
    await stage.startBot();
    await stage.polled(1, [club, den]);
    await telegram.alert('2 of 3 communities had less than half of the promised time to vote.');
    stage.cast(1, { club: [1, 1], den: [1], news: [0] });
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({
      total: 4,
      late: { outlets: { late: 2, of: 3 }, outcome: 'extended' },
      decision: { option: 'doctor' },
    });
    expect(postsAs(news, ['drop storm', 'about More time'])).toEqual(
      expect.arrayContaining(['drop storm', 'about More time']),
    );
  });

  it('asks where the story says so, and lets it stand at the press of a button', async ({
    onTestFinished,
  }) => {
    const scene = await setUp({ opens: '4s', lasts: '10s', late: 'ask' }, onTestFinished);
    const { stage, discord } = scene;
    const opens = await killed(scene, () =>
      stage.book.until({ message: 'delivered', fields: { delivery: 'drop.1' } }, 3),
    );
    await sleep(Math.max(0, opens + 6_500 - Date.now()));
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1] });
    const alert = await discord.alert(WAS_AWAY);
    const form = await discord.showrunner.press(alert, 'Let it stand');
    await (await form.fill({ reason: 'everybody was there' })).says('with the votes that are there');
    await stage.over();
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({
      late: { outcome: 'asked' },
      interventions: [{ what: 'let-stand', reason: 'everybody was there' }],
    });
    expect(
      stage.places.den
        .posts()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(WAS_AWAY);
  });
});
