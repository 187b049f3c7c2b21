import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Resolution, resolveDelivery } from '../../../src/app/deliveries/resolve-delivery.ts';
import { deliveryId, outletId } from '../../../src/core/ids.ts';
import { redisKeys } from '../../../src/redis/shared/keys.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import type { Place } from '../../support/stage/places.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { type OwnRedis, ownRedis } from '../../support/stage/redis.ts';
import { setTroubleStage, type TroubleStage } from '../../support/trouble-stage.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
}, 60_000);

const LOOK_EVERY_MS = 20;
const IN_DOUBT = { message: 'it is uncertain what was sent before Redis came back' };
const ENDED = ['drop storm', 'result 5 The doctor', 'drop ward'];

describe.concurrent('a Redis that lost its last second while no bot was running', {
  timeout: 120_000,
}, () => {
  it('has what may have been sent searched for or asked about, so that nothing is posted twice', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'everysec');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url });
    const { club, news } = stage.places;
    const bot = stage.startProcess(build);
    await owedAndAnnounced(stage, redis);
    await redis.keepCopy();
    expect(stage.all.flatMap((place) => [...place.posts(), ...place.polls()])).toEqual([]);
    for (const { outlet } of stage.all) await stage.delivered('drop.1', outlet);
    bot.kill('SIGKILL');
    await bot.ended;
    await redis.stop();
    const wasThere = { drops: news.posts().length, polls: news.polls().length };
    expect(wasThere.drops).toBe(1);

    await redis.startFromCopy();
    await stage.startBot();
    expect(await stage.book.until(IN_DOUBT)).toMatchObject({ level: 'warn', fields: { deliveries: 4 } });
    await stage.settled();
    expect(news.posts()).toHaveLength(wasThere.drops);
    expect(news.polls()).toHaveLength(wasThere.polls);
    expect(club.posts()).toHaveLength(1);
    expect(club.polls()).toHaveLength(1);
    for (const [delivery, status] of await statusIn(stage, news)) {
      expect(status, delivery).toMatchObject({
        status: 'unknown',
        reason: expect.stringMatching(
          /^Redis came back without its last seconds.* Telegram gives a bot no way/,
        ),
      });
    }
    expect((await statusIn(stage, club)).map(([, { status }]) => status)).toEqual(['sent', 'sent']);
    expect(stage.book.found({ message: 'a showrunner is needed: delivery unknown' })).toHaveLength(2);

    // Like a person who looks into the channel.
    const [drop] = stage.telegram.messages(Number(news.id));
    await answer(stage, 'drop', { kind: 'found', link: linkOf(news, drop?.message_id) });
    const [poll] = news.polls();
    await answer(
      stage,
      'poll',
      poll === undefined ? { kind: 'resend' } : { kind: 'found', link: linkOf(news, poll.message) },
    );
    await stage.polled(1);
    stage.cast(1, { club: [1, 1, 0], news: [1, 1] });
    await stage.counted('club', 1);
    await stage.counted('news', 1);
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 5, provisional: false });
    for (const place of stage.all) {
      expect(place.polls()).toHaveLength(1);
      expect(postsAs(place, ENDED)).toEqual(ENDED);
    }
  });

  it('leaves nothing uncertain after a stop in order, whatever was still to be sent', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'everysec');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url });
    const busy = stage.telegram.fault({
      method: 'sendMessage',
      times: 1_000,
      fault: { kind: 'too-many-requests', retryAfter: 1 },
    });
    await stage.startBot();
    await stage.delivered('poll.1', stage.places.club.outlet);
    await stage.book.until({ message: 'delivery postponed' });
    await stage.stopBot();
    await shutDown(redis);
    busy.cancel();

    await redis.start();
    await stage.startBot();
    await stage.polled(1);
    expect(stage.book.found(IN_DOUBT)).toEqual([]);
    expect((await stage.status()).deliveries.flatMap(({ deliveries }) => deliveries)).toEqual(
      Array(4).fill(expect.objectContaining({ status: 'sent' })),
    );
  });
});

/** Drop and poll of both outlets are owed, and a process is about to send them. */
async function owedAndAnnounced(stage: TroubleStage, { url }: OwnRedis): Promise<void> {
  const client = new Redis(url);
  const { records, senders } = redisKeys('cliffhanger').ledgerKeys(stage.season);
  await stage.happened('season-started');
  // The bot sees it as one that writes once a second; what it has answered must be in the copied file.
  await client.config('SET', 'appendfsync', 'always');
  while ((await client.hlen(records)) < 4 || (await client.hlen(senders)) < 1) await sleep(LOOK_EVERY_MS);
  client.disconnect();
}

async function statusIn(stage: TroubleStage, place: Place) {
  const { deliveries } = await stage.status();
  const own = deliveries.find(({ outlet }) => outlet === place.outlet)?.deliveries ?? [];
  return own.map((one) => [`${one.kind}.${one.number}`, one] as const);
}

async function answer(stage: TroubleStage, kind: 'drop' | 'poll', how: Resolution): Promise<void> {
  const outlet = outletId(stage.places.news.outlet);
  const resolved = await resolveDelivery(stage.bot.context, stage.season, outlet, deliveryId(kind, 1), how);
  expect(resolved).toMatchObject({ status: 'settled' });
}

const linkOf = ({ entry }: Place, message: string | number | undefined): string =>
  `https://t.me/${String(entry.telegram).slice(1)}/${message}`;

/** As the system does with a service that it stops: everything is written to disk. */
async function shutDown(redis: OwnRedis): Promise<void> {
  const client = new Redis(redis.url, { retryStrategy: () => null });
  client.on('error', () => undefined);
  await client.call('SHUTDOWN').catch(() => undefined);
  client.disconnect();
  await redis.stop();
}
