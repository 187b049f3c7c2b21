import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookAtAlerts } from '../../src/app/deliveries/look-at-alerts.ts';
import { raiseAlert } from '../../src/app/deliveries/raise-alert.ts';
import { deliveryId, outletId } from '../../src/core/ids.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import { type CommandStage, PLACES, setCommandStage, wordsOf } from '../support/commands/command-stage.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage/stories.ts';

let redis: TestRedis;
let stage: CommandStage;
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(async () => {
  await redis.flush();
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h', quorum: 50 })]);
});
afterEach(() => stage.close());
afterAll(() => redis.stop());

const ana = { displayName: 'Ana \u202eReed' };

/** The alerts as they are now. */
const alerts = () =>
  stage.discord.posted.flatMap(({ post }) =>
    post.kind === 'alert'
      ? [
          {
            words: post.lines.map(plain).join('\n'),
            buttons: (post.buttons ?? []).map(({ label }) => plain(titleLine(label))),
          },
        ]
      : [],
  );

/** A vote that missed its quorum waits for a showrunner. */
async function undecided(): Promise<void> {
  await stage.say('season start');
  await stage.settle();
  for (const platform of ['discord', 'telegram'] as const)
    for (const { poll } of stage[platform].posted)
      if (poll !== undefined) stage[platform].votes.set(poll.id, [5, 1]);
  await stage.say('vote close', { reason: 'because' });
  await stage.settle();
}

describe('an alert that asks', () => {
  it('shows the counts, the quorum and the polls while it is open', async () => {
    await undecided();
    const [{ words, buttons } = { words: '', buttons: [] }] = alerts();
    expect(words).toMatch(/Her sister 10 · The doctor 2/);
    expect(words).toMatch(/50/);
    expect(words).toContain('#general in Fans · @fans');
    expect(buttons.length).toBeGreaterThan(1);
  });

  it('says who decided and how, and then has no buttons; a person who comes too late is told the same', async () => {
    await undecided();
    await stage.say('vote decide', { option: 'doctor', reason: 'drama' }, ana);
    await stage.settle();
    expect(alerts()[0]).toMatchObject({
      words: expect.stringContaining('✓ Ana Reed decided: The doctor.'),
      buttons: [],
    });
    const late = await stage.say('vote decide', { round: '1', option: 'sister', reason: 'no' });
    expect(late).toContain('Ana Reed decided: The doctor.');
  });

  it('names who decided also where its message can be written anew only days later', async () => {
    await undecided();
    await stage.say('vote decide', { option: 'doctor', reason: 'drama' }, ana);
    const client = new Redis(redis.url);
    const [key = ''] = await client.keys('*:person:*');
    const kept = await client.pttl(key);
    client.disconnect();
    expect(kept).toBeGreaterThan(29 * 86_400_000);
  });

  it.each([
    ['vote decide', { round: '1', option: 'doctor' }],
    ['vote void', { round: '1' }],
    ['vote close', { round: '1' }],
  ])(
    'that is settled answers a late press on /%s with who did, and asks for no reason',
    async (name, given) => {
      await undecided();
      await stage.say('vote decide', { option: 'doctor', reason: 'drama' }, ana);
      const answer = await stage.ask(name, given, { confirmed: false });
      expect(answer.kind).toBe('reply');
      expect(wordsOf(answer)).toContain('Ana Reed decided: The doctor.');
    },
  );

  it('still asks for a reason, and whether it is meant, while it is open', async () => {
    await undecided();
    const asked = await stage.ask('vote void', { round: '1' }, { confirmed: false });
    expect(asked).toMatchObject({ kind: 'usage', parameter: { kind: 'reason' } });
    const meant = await stage.ask('vote void', { round: '1', reason: 'again' }, { confirmed: false });
    expect(meant.kind).toBe('confirm');
  });

  it.each([
    ['vote void', { reason: 'again' }, '✓ Ana Reed had the vote run again.'],
    ['season cancel', { reason: 'ill' }, '✓ The season is over.'],
  ])('says so after /%s', async (name, given, words) => {
    await undecided();
    await stage.say(name, given, ana);
    await stage.settle();
    expect(alerts()[0]).toMatchObject({ words: expect.stringContaining(words), buttons: [] });
  });

  it('does not name a person who did something else', async () => {
    await undecided();
    await stage.say('season pause', { reason: 'a break' }, ana);
    await stage.settle();
    expect(alerts()[0]?.words).not.toContain('Ana');
    expect(alerts()[0]?.buttons.length).toBeGreaterThan(1);
  });

  it('is sent as settled if that happened before it was sent', async () => {
    await stage.say('season start');
    await stage.settle();
    const season = (await stage.season()).id;
    const [outlet] = await stage.context.outlets.all(season);
    if (outlet === undefined) throw new Error('no outlet');
    const alert = { code: 'community-left', outlet: outlet.id, name: outlet.outlet.name } as const;
    await raiseAlert(stage.context, season, 'now', alert);
    await stage.say('outlet disconnect', { outlet: outlet.id }, ana);
    await stage.settle();
    expect(alerts()).toMatchObject([{ buttons: [] }]);
    expect(alerts()[0]?.words).toMatch(/✓ (Ana Reed|A showrunner) disconnected it\./);
  });

  it('about an unconfirmed message has no buttons once the message is known to be there', async () => {
    await stage.say('season start');
    await stage.settle();
    const season = (await stage.season()).id;
    const [outlet] = await stage.context.outlets.all(season);
    if (outlet === undefined) throw new Error('no outlet');
    const delivery = deliveryId('drop', 1);
    const about = { outlet: outlet.id, name: outlet.outlet.name, delivery };
    await raiseAlert(stage.context, season, 'now', { code: 'delivery-unknown', ...about, why: 'lost' });
    await stage.settle();
    // The drop had been sent after all.
    expect(alerts()[0]).toMatchObject({ buttons: [] });
  });

  it('is followed by one effect in the outbox, which outlives the process', async () => {
    await undecided();
    const owed = await stage.context.outbox.overdue((await stage.season()).id, Number.MAX_SAFE_INTEGER, 100);
    expect(owed.filter(({ effect }) => effect.kind === 'follow-alert')).toHaveLength(1);
  });

  it('is asked in the place that the operator names now, and closed also where it was asked before', async () => {
    await undecided();
    const { context, discord } = stage;
    const { id } = await stage.season();
    const before = (await context.outlets.all(id)).find(({ alertsOnly }) => alertsOnly === true);
    if (before === undefined) throw new Error('no alerts place');
    const inspection = await discord.inspect(PLACES.newcomer.outlet);
    if (inspection.ok !== true) throw new Error('no other place');
    await context.outlets.put(id, { ...before, leftAt: await context.clock.now() });
    await context.outlets.put(id, {
      ...before,
      id: outletId('alerts/discord:elsewhere'),
      outlet: inspection.outlet,
    });
    await lookAtAlerts(context, id);
    await stage.settle();
    const [old, now] = alerts();
    expect(now).toEqual(old);
    await stage.say('vote decide', { option: 'doctor', reason: 'drama' }, ana);
    await stage.settle();
    expect(alerts()).toMatchObject([{ buttons: [] }, { buttons: [] }]);
    expect(alerts()).toHaveLength(2);
  });

  it('survives that a person deleted its message', async () => {
    await undecided();
    Object.assign(stage.discord, {
      editNotice: async () => ({ status: 'refused', problem: { code: 'gone', what: 'Gone.', fix: '' } }),
    });
    await stage.say('vote decide', { option: 'doctor', reason: 'drama' }, ana);
    await stage.settle();
    const owed = await stage.context.outbox.overdue((await stage.season()).id, Number.MAX_SAFE_INTEGER, 100);
    expect(owed.filter(({ effect }) => effect.kind === 'follow-alert')).toEqual([]);
  });
});

describe('a request that was answered', () => {
  it('says who approved the community', async () => {
    await stage.say('season start');
    await stage.say(
      'outlet connect',
      { show: 'lighthouse' },
      { place: PLACES.newcomer, account: '300', moderates: async () => true },
    );
    await stage.settle();
    await stage.say('outlet approve', { outlet: 'discord:1100000000000000002' }, ana);
    const [waiting] = (await stage.context.connections.of(stage.show.story.id)).readable;
    if (waiting?.state === 'waiting') await stage.say('outlet approve', { outlet: waiting.id }, ana);
    await stage.settle();
    expect(alerts().at(-1)).toMatchObject({
      words: expect.stringContaining('✓ Ana Reed approved #lounge in Newcomers.'),
      buttons: [],
    });
  });
});
