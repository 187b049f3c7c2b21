import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliveryName } from '../../src/core/delivery-name.ts';
import { deliveryId, outletId, roundNumber } from '../../src/core/ids.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import type { OutletProblem } from '../../src/ports/platform/outlet.ts';
import { type CommandStage, PLACES, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

const story = { ...oneChoice({ lasts: '2h' }), release: { after: '1h' } };
const problem: OutletProblem = {
  code: 'missing-permission',
  what: 'The bot lacks a permission.',
  fix: 'Grant it.',
};
const wrong = { episode: 'storm', reason: 'the wrong file' };

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [story]);
  await stage.say('season start');
  await stage.settle();
});
afterEach(() => stage.close());

/** Everything that is owed, also what waits for something else to be done first. */
const all = (done: () => unknown) =>
  vi.waitFor(
    async () => {
      await stage.settle();
      await done();
    },
    { timeout: 8_000, interval: 50 },
  );
const owed = async () => {
  const { id } = await stage.season();
  const later = (await stage.context.clock.now()) + 60_000;
  const effects = await stage.context.outbox.overdue(id, later, 100);
  return effects.filter(({ effect }) => effect.kind === 'retract');
};
const done = () => all(async () => expect(await owed()).toEqual([]));
const deliveries = async () =>
  (await stage.context.ledger.list((await stage.season()).id)).filter(({ kind }) => kind !== 'alert');
const alerts = () =>
  stage.discord.posted.flatMap(({ post }) =>
    post.kind === 'alert' ? [post.lines.map(plain).join(' ')] : [],
  );
const notices = (platform = stage.telegram) =>
  platform.posted.flatMap(({ post }) =>
    post.kind === 'notice' ? [[plain(titleLine(post.title)), ...post.lines.map(plain)].join(' ')] : [],
  );

describe('taking an episode back', () => {
  it('takes back its drop and its poll in every outlet, and says so there', async () => {
    await stage.say('episode retract', wrong);
    await done();
    for (const platform of [stage.discord, stage.telegram]) {
      expect(platform.retracted.map(({ kind }) => kind)).toEqual(['drop', 'poll']);
      expect(platform.retracted.map(({ blank }) => blank.lines.map(plain))).toEqual([
        ['This episode was taken back.'],
        ['This episode was taken back.'],
      ]);
      expect(notices(platform)).toEqual([
        'An episode of The Lighthouse was taken back Please ignore the post with Storm. The open vote is closed and does not count.',
      ]);
      expect(platform.posted.find(({ post }) => post.kind === 'notice')?.post).not.toHaveProperty('replyTo');
    }
    expect(alerts().filter((one) => one.includes('take back'))).toEqual([]);
  });

  it('deletes a poll only when it was closed and counted', async () => {
    const season = await stage.season();
    const states: string[] = [];
    const { retract } = stage.discord;
    Object.assign(stage.discord, {
      retract: async (...asked: Parameters<typeof retract>) => {
        const polls = await stage.context.ballots.polls(season.id, roundNumber(1));
        if (asked[2].kind === 'poll') states.push(...polls.map(({ state }) => state.kind));
        return retract(...asked);
      },
    });
    await stage.say('episode retract', wrong);
    await done();
    expect(states).toEqual(['final', 'final']);
  });

  it('takes back reminders, extensions and what was said about the vote as well', async () => {
    await stage.say('vote extend', { by: '30m', reason: 'more time' });
    await stage.settle();
    await stage.say('vote void', { reason: 'a typo' });
    await stage.settle();
    await stage.say('episode retract', wrong);
    await done();
    const kinds = stage.telegram.retracted.map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['drop', 'extension', 'notice', 'poll', 'poll']);
  });

  it('waits for a platform that does not answer, and loses nothing', async () => {
    stage.discord.retractions.push({ status: 'retry', after: 10, why: '503' });
    await stage.say('episode retract', wrong);
    await stage.settle();
    expect(stage.telegram.retracted.map(({ kind }) => kind)).toContain('drop');
    expect(await owed()).toHaveLength(1);
    await done();
    expect(stage.discord.retracted.map(({ kind }) => kind).sort()).toEqual(['drop', 'poll']);
  });

  it('alerts showrunners where something can still be seen, once, and does not try again', async () => {
    stage.telegram.retractions.push({ status: 'refused', problem });
    await stage.say('episode retract', wrong);
    await done();
    expect(alerts().filter((one) => one.includes('take back'))).toEqual([
      'The bot could not take back the post of episode 1 in @fans: The bot lacks a permission. Please delete it by hand.',
    ]);
    const status = JSON.stringify(await stage.say('season status'));
    expect(status).toContain('taken back');
    const drop = (await deliveries()).find(({ kind, outlet }) => kind === 'drop' && outlet.includes('-1001'));
    expect(drop?.status).toMatchObject({ kind: 'sent', takenBack: { how: 'left' } });
  });

  it('says so of a platform that can take nothing back', async () => {
    Object.assign(stage.telegram, { retract: undefined });
    await stage.say('episode retract', wrong);
    await done();
    expect(alerts().filter((one) => one.includes('take back'))).toHaveLength(2);
    expect(stage.discord.retracted).toHaveLength(2);
  });

  it('never sends what was still waiting for its turn', async () => {
    const { id } = await stage.season();
    await stage.say('vote extend', { by: '30m', reason: 'more time' });
    await stage.say('episode retract', wrong);
    await done();
    for (const platform of [stage.discord, stage.telegram])
      expect(platform.posted.map(({ post }) => post.kind)).not.toContain('extension');
    expect((await stage.context.ledger.list(id)).filter(({ kind }) => kind === 'extension')).toEqual([]);
  });

  it('leaves nothing pointing to what was taken back', async () => {
    await stage.say('episode retract', wrong);
    await done();
    await stage.say('episode link', { episode: 'storm', url: 'https://watch.example/right' });
    await stage.settle();
    expect([...stage.discord.edited, ...stage.telegram.edited]).toEqual([]);
    const drops = stage.discord.posted.filter(({ post }) => post.kind === 'drop');
    expect(drops.map(({ post }) => ('title' in post ? plain(titleLine(post.title)) : ''))).toEqual([
      'Episode 1: Storm',
      'Episode 1: Storm',
    ]);
    expect(await stage.say('path', {}, { place: PLACES.telegram })).toContain('Storm');
    const links = await stage.context.ledger.list((await stage.season()).id);
    expect(
      links.filter(({ id, status }) => id === deliveryId('drop', 1) && status.kind === 'sent'),
    ).toHaveLength(2);
  });
});

it('says nothing more about its vote when the season is cancelled later', async () => {
  await stage.say('episode retract', wrong);
  await done();
  await stage.say('season cancel', { reason: 'no more' });
  await stage.settle();
  expect(notices().at(-1)).toContain('has been cancelled');
  expect(notices().at(-1)).not.toContain('The open vote is closed');
});

describe('a message that may be there or not when its episode is taken back', () => {
  beforeEach(async () => {
    await stage.close();
    stage = await setCommandStage('memory', [story]);
    await stage.say('season start');
    stage.telegram.fates.push({ status: 'unknown', why: 'no answer' });
    await stage.settle();
  });

  it('is told to showrunners, and taken back as soon as somebody finds it', async () => {
    await stage.say('episode retract', wrong);
    await all(() => expect(stage.discord.retracted).toHaveLength(2));
    expect(alerts().filter((one) => one.includes('could not take back'))).toEqual([
      'The bot could not take back the post of episode 1 in @fans: It is not known whether this message is there. Please delete it by hand.',
    ]);
    expect(await owed()).toHaveLength(1);
    const unknown = (await deliveries()).find(({ status }) => status.kind === 'unknown');
    const delivery = deliveryName(deliveryId('drop', 1), unknown?.outlet ?? outletId(''));
    const link = stage.telegram.lost?.message.link ?? '';
    expect(await stage.say('delivery found', { delivery, link })).toContain('is confirmed');
    await done();
    expect(stage.telegram.retracted.map(({ kind }) => kind)).toContain('drop');
  });
});
