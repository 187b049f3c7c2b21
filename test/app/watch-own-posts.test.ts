import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markOf } from '../../src/app/deliveries/delivery-mark.ts';
import { watchOwnPosts } from '../../src/app/past/watch-own-posts.ts';
import { deliveryId, nativePollId, type SeasonId, seasonId, showId } from '../../src/core/ids.ts';
import type { OwnPost } from '../../src/ports/platform/platform.ts';
import type { MessageRef } from '../../src/ports/platform/sending.ts';
import { type CommandStage, PLACES, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

const channel = String(PLACES.discord.outlet.channel);
const SHOW = showId('lighthouse');

let stage: CommandStage;
const stopping = new AbortController();
beforeEach(async () => {
  stage = await setCommandStage('memory', [oneChoice({ lasts: '2h' })]);
  await stage.say('season start');
  await stage.settle();
});
afterEach(() => stage.close());
afterAll(async () => {
  stopping.abort();
});

const near: MessageRef = { id: '5', in: channel };
const outlet = async () => {
  const { id } = await stage.season();
  const found = (await stage.context.outlets.all(id)).find(
    (one) => one.outlet.address.platform === 'discord' && one.alertsOnly !== true,
  );
  if (found === undefined) throw new Error('no outlet');
  return found.id;
};
const mark = async (kind: 'drop' | 'poll', season: SeasonId = seasonId(SHOW, 1)): Promise<string> =>
  markOf(season, await outlet(), deliveryId(kind, 1));
const post = (marks: readonly string[], more: Partial<OwnPost> = {}): OwnPost => ({
  message: { id: '7', in: channel },
  marks,
  isPoll: true,
  age: 0,
  isAfter: () => true,
  ...more,
});

/** Whether these messages around one of ours show another process. */
async function shows(...posts: readonly OwnPost[]): Promise<boolean> {
  const platform = Object.assign(Object.create(stage.discord), { ownPosts: async () => posts });
  await watchOwnPosts(stage.context, platform, stopping.signal, 0).lookAround(near);
  return stage.context.halt.why() !== undefined;
}

describe('messages under this bot’s name show another process', () => {
  it('if one carries the mark of a delivery that is there already', async () => {
    expect(await shows(post([await mark('poll')]))).toBe(true);
    expect(stage.context.halt.why()).toContain('then restart the one that stays');
    // A process that listens is restarted.
    await stage.context.past.noteRestart();
    await stage.context.past.check();
    expect(stage.context.halt.why()).toBeUndefined();
  });

  it('if a drop comes a second time', async () => {
    expect(await shows(post([await mark('drop')], { isPoll: false }))).toBe(true);
  });

  it('if a poll is of a season that this store never had', async () => {
    expect(await shows(post([await mark('poll', seasonId(SHOW, 2))]))).toBe(true);
  });

  it('if a vote arrives in such a poll', async () => {
    const found = [post([await mark('poll')])];
    const platform = Object.assign(Object.create(stage.discord), { ownPosts: async () => found });
    watchOwnPosts(stage.context, platform, stopping.signal, 0).seen(nativePollId('d7'), near);
    await expect.poll(() => stage.context.halt.why()).toContain('same Discord token');
  });
});

describe('no other process is shown', () => {
  it('by what this store sent', async () => {
    expect(await shows(post([await mark('poll')], { isAfter: () => false }))).toBe(false);
  });

  it('by a message that is older than this process, as after a restore', async () => {
    const age = 10 * 365 * 86_400_000 * 10;
    stage.context.presence.since = (await stage.context.clock.now()) - 1_000;
    expect(await shows(post([await mark('poll')], { age }))).toBe(false);
    expect(await shows(post([await mark('poll', seasonId(SHOW, 2))], { age }))).toBe(false);
  });

  it('by a poll from before the season, when Redis had lost its data in between', async () => {
    const age = (await stage.context.clock.now()) - (await stage.season()).startedAt + 60_000;
    expect(await shows(post([await mark('poll', seasonId(SHOW, 2))], { age }))).toBe(false);
  });

  it('by an unsettled delivery: its answer may be on the way', async () => {
    const { id } = await stage.season();
    const { ledger } = stage.context;
    const find = async () => {
      const delivery = await ledger.find(id, await outlet(), deliveryId('poll', 1));
      if (delivery === undefined) throw new Error('no poll');
      return { ...delivery, status: { kind: 'unknown', at: 0, why: 'no answer' } as const };
    };
    const context = { ...stage.context, ledger: { ...ledger, find } };
    const found = [post([await mark('poll')])];
    const platform = Object.assign(Object.create(stage.discord), { ownPosts: async () => found });
    await watchOwnPosts(context, platform, stopping.signal, 0).lookAround(near);
    expect(stage.context.halt.why()).toBeUndefined();
  });

  it('by alerts, answers to commands and notices, whose numbers cannot be listed', async () => {
    expect(await shows(post(['0123456789'], { isPoll: false }))).toBe(false);
    expect(await shows(post([]))).toBe(false);
  });

  it('by polls of earlier seasons of this store', async () => {
    await stage.say('season cancel', { reason: 'over' });
    await stage.settle();
    await stage.say('season start');
    await stage.settle();
    expect((await stage.season()).id).toBe('lighthouse.2');
    expect(await shows(post([await mark('poll', seasonId(SHOW, 1))], { isAfter: () => false }))).toBe(false);
  });

  it('elsewhere: polls in places where no show plays are not checked', async () => {
    let asked = 0;
    const ownPosts = async () => {
      asked += 1;
      return [];
    };
    const platform = Object.assign(Object.create(stage.discord), { ownPosts });
    await watchOwnPosts(stage.context, platform, stopping.signal, 0).lookAround({ id: '5', in: '99' });
    expect(asked).toBe(0);
  });
});
