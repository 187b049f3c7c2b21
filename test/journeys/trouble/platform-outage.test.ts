import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { ownRedis } from '../../support/stage/redis.ts';
import { oneChoice } from '../../support/stage/stories.ts';
import { ended, setTroubleStage } from '../../support/trouble-stage.ts';

const BOTH = { club: 'server', news: 'channel' } as const;
const SEND = { method: 'POST', route: '/channels/:channel/messages' } as const;
const isPoll = ({ body }: { readonly body: unknown }): boolean =>
  typeof body === 'object' && body !== null && 'poll' in body;
/** More than a send is repeated under one lease. */
const MANY = 9;
/** More than a store waits for Redis before it gives a command up (seven seconds). */
const REDIS_AWAY_MS = 9_000;

describe.concurrent('a message that was sent', { timeout: 60_000 }, () => {
  it('is found again when Discord, which has it, does not answer for a long time', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set({ story: oneChoice(), places: BOTH }, onTestFinished);
    const lost = stage.discord.faults.rest({ ...SEND, when: isPoll }, { kind: 'answer-lost' }, MANY);
    await stage.startBot();
    await stage.book.until({ message: 'delivery postponed', fields: { outlet: stage.places.club.outlet } });
    expect((await stage.status()).deliveries.flatMap(({ deliveries }) => deliveries)).not.toContainEqual(
      expect.objectContaining({ status: 'unknown' }),
    );
    await stage.playRound(1, { club: [1, 1, 1], news: [0] });
    await stage.over();
    expect(lost.struck()).toBe(MANY);
    expect(await stage.receipt(1)).toMatchObject({ total: 4, provisional: false });
    expect(stage.places.club.polls()).toHaveLength(1);
    const wanted = ['drop storm', 'result 4 The doctor', 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('is not there when Discord rejected every request for a long time: sent once it is back', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set({ story: oneChoice(), places: BOTH }, onTestFinished);
    const refused = stage.discord.faults.rest(SEND, { kind: 'server-error', status: 503, done: false }, MANY);
    await stage.startBot();
    await stage.playRound(1, { club: [1, 1, 1], news: [0] });
    await stage.over();
    expect(refused.struck()).toBe(MANY);
    expect(await stage.receipt(1)).toMatchObject({ total: 4, provisional: false });
    const wanted = ['drop storm', 'result 4 The doctor', 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('is recorded when Redis disappears at the instant of its answer, for a long time', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url });
    let gone: Promise<unknown> | undefined;
    stage.telegram.onPollOpened(() => {
      gone ??= redis.stop();
    });
    await stage.startBot();
    await stage.book.until({ message: /Cannot reach Redis/ });
    await gone;
    await sleep(REDIS_AWAY_MS);
    await redis.start();
    await stage.playRound(1, { club: [1, 1, 1], news: [0] });
    await ended(stage, 4, 'The doctor', 'ward');
  });
});
