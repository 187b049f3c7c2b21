import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { sendOwed } from '../../../src/app/deliveries/send-owed.ts';
import { performEffect } from '../../../src/app/perform-effect.ts';
import { checkWindow } from '../../../src/app/season/check-window.ts';
import type { SeasonOutlet } from '../../../src/ports/stores/season-outlets.ts';
import { type CommandStage as PaperStage, setCommandStage } from '../../support/commands/command-stage.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice, type Rules } from '../../support/stage/stories.ts';

const PLACES = { club: 'server', den: 'server', news: 'channel' } as const;
const WAS_AWAY = 'no community had even half of the promised time to vote';

const setUp = (rules: Rules, onFinished: (stop: () => Promise<void>) => void) =>
  onCommand({ story: oneChoice({ closing: '1s', ...rules }), places: PLACES }, onFinished);

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** Starts the season in a child process, and kills that. */
async function killed(
  { stage, discord }: Awaited<ReturnType<typeof setUp>>,
  when: () => Promise<unknown>,
): Promise<number> {
  const first = stage.startProcess(build);
  await stage.book.until({ message: 'the bot is up' });
  await stage.book.until({ message: 'commands are registered' });
  await (await discord.showrunner.use('season start')).says('has begun');
  await when();
  first.kill('SIGKILL');
  await first.ended;
  const [round] = (await stage.status()).rounds;
  return Date.parse(round?.opensAt ?? '');
}

describe.concurrent('a bot that was away while a vote should have been open', { timeout: 90_000 }, () => {
  it('extends it by the lost time, tells showrunners and says so on the receipt', async ({
    onTestFinished,
  }) => {
    const scene = await setUp({ opens: '2s', lasts: '16s' }, onTestFinished);
    const { stage, discord } = scene;
    const opens = await killed(scene, () =>
      stage.book.until({ message: 'delivered', fields: { delivery: 'drop.1' } }, 3),
    );
    await sleep(Math.max(0, opens + 8_500 - Date.now()));
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1, 1], news: [1] });
    const alert = await discord.alert(WAS_AWAY);
    expect(JSON.stringify(alert)).toContain('was extended and now ends');
    await stage.closeEarly(1);
    await stage.over();
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({
      total: 3,
      decision: { option: 'doctor', rule: 'plurality' },
      late: { outcome: 'extended' },
      interventions: [{ what: 'extended', by: 'clock' }, { what: 'closed' }],
    });
    expect(receipt.notes.join('\n')).toContain(WAS_AWAY);
    // The drop had named the old end.
    const wanted = ['drop storm', 'about More time.', 'result 3 The doctor', 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('asks if the story says so, and lets it stand at the press of a button', async ({ onTestFinished }) => {
    const scene = await setUp({ opens: '2s', lasts: '16s', late: 'ask' }, onTestFinished);
    const { stage, discord } = scene;
    const opens = await killed(scene, () =>
      stage.book.until({ message: 'delivered', fields: { delivery: 'drop.1' } }, 3),
    );
    await sleep(Math.max(0, opens + 8_500 - Date.now()));
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1] });
    const alert = await discord.alert(WAS_AWAY);
    const form = await discord.showrunner.press(alert, 'Let it stand');
    await (await form.fill({ reason: 'everybody was there' })).says('with the votes that are there');
    await stage.closeEarly(1);
    await stage.over();
    const receipt = await stage.receipt(1);
    expect(receipt).toMatchObject({
      late: { outcome: 'asked' },
      interventions: [{ what: 'let-stand', reason: 'everybody was there' }, { what: 'closed' }],
    });
    expect(
      stage.places.den
        .posts()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain(WAS_AWAY);
  });
});

describe('a bot that was killed in the middle of posting the polls', () => {
  let redis: TestRedis;
  let stage: PaperStage;
  beforeEach(async () => {
    redis = await startRedis();
    stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h', reminder: '75m' })]);
  });
  afterEach(async () => {
    await stage.close();
    await redis.stop();
  });

  /** The same application some minutes later. */
  const later = (minutes: number): Context => {
    const { clock } = stage.context;
    return { ...stage.context, clock: { now: async () => (await clock.now()) + minutes * 60_000 } };
  };
  const perform = async (context: Context): Promise<void> => {
    const { id } = await stage.season();
    for (const { id: effect } of await stage.context.outbox.overdue(id, await context.clock.now(), 100))
      await performEffect(context, id, effect);
  };
  const send = async (context: Context, which: (one: SeasonOutlet) => boolean): Promise<void> => {
    const { id } = await stage.season();
    for (const outlet of (await context.outlets.all(id)).filter(which))
      await sendOwed(context, id, outlet.id, new AbortController().signal);
  };
  const onTelegram = ({ outlet }: SeasonOutlet): boolean => outlet.address.platform === 'telegram';
  const saysAll = (): string => JSON.stringify(stage.discord.posted.map(({ post }) => post));

  it('extends the vote by the lost time, and posts what waits until the new deadline', async () => {
    await stage.say('season start');
    await perform(stage.context);
    await send(stage.context, onTelegram);
    const [before] = (await stage.season()).rounds;
    if (before === undefined) throw new Error('no vote was planned');
    // If it is on time, the check at half-time says nothing, even about outlets without a poll.
    const { id } = await stage.season();
    await checkWindow(later(60), id, before.number, await later(60).clock.now(), await later(60).clock.now());
    expect((await stage.season()).rounds[0]?.late).toBeUndefined();

    await perform(later(80));
    const [round] = (await stage.season()).rounds;
    expect(round?.late).toMatchObject({ outlets: { late: 1, of: 2 }, outcome: 'extended' });
    const extendedBy = (round?.closesAt ?? 0) - before.closesAt;
    expect(Math.abs(extendedBy - 80 * 60_000)).toBeLessThan(60_000);
    await perform(later(81));
    await send(later(150), () => true);
    expect(saysAll()).toContain('1 of 2 communities had less than half of the promised time to vote.');
    expect(stage.discord.posted.map(({ post }) => post.kind)).toContain('poll');
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll', 'extension']);
  });

  const moments = async () => {
    const { events } = await stage.context.seasons.read((await stage.season()).id);
    return events.map(({ type }) => type).filter((type) => /^(round|reminder)-/.test(type));
  };

  it.each([
    ['after the reminder was due', 80],
    ['after the deadline', 130],
  ])('%s: the last call waits for the new deadline', async (_, minutes) => {
    await stage.say('season start');
    await perform(stage.context);
    await send(stage.context, onTelegram);
    await perform(later(minutes));
    const moved = ['round-planned', 'round-opened', 'round-late', 'round-extended'];
    expect(await moments()).toEqual(moved);
    const [round] = (await stage.season()).rounds;
    const { now } = stage.context.clock;
    const untilReminder = Math.round(((round?.reminderAt ?? 0) - (await now())) / 60_000);
    expect(untilReminder).toBeGreaterThan(minutes);
    await perform(later(untilReminder - 1));
    expect(await moments()).toEqual(moved);
    await perform(later(untilReminder + 1));
    expect(await moments()).toEqual([...moved, 'reminder-due']);
  });
});
