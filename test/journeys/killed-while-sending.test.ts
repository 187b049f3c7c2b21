import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../support/redis.ts';
import { SeasonStage } from '../support/season-stage.ts';
import { type Build, buildBot } from '../support/stage-build.ts';
import { oneChoice } from '../support/stage-stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** More than go out in a second, and more than one process works on at a time. */
const CHANNELS = 42;
const keys = Array.from({ length: CHANNELS }, (_, number) => `n${number}`);
/** Without the fifth that is kept for what is urgent. */
const IN_A_SECOND = 24;

describe.concurrent('killed while sends wait for their place in the rate limits', {
  timeout: 120_000,
}, () => {
  it.for([1, 2])(
    'with %d at work, only what was on the wire is in doubt',
    async (workers, { onTestFinished }) => {
      const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
      onTestFinished(() => redis.stop());
      const stage = await SeasonStage.set(
        {
          story: oneChoice(),
          places: Object.fromEntries(keys.map((key) => [key, 'channel' as const])),
          environment: { REDIS_URL: redis.url, CLIFFHANGER_PEPPER: '9'.repeat(64), DISCORD_TOKEN: '' },
        },
        onTestFinished,
      );
      const [held] = stage.all;
      if (held === undefined) throw new Error('no channels');
      // Posted, and not answered before the kill.
      stage.telegram.fault({
        method: 'sendMessage',
        when: ({ chat_id: chat }) => String(chat) === held.id,
        fault: { kind: 'delay', ms: 8_000, before: 'answering' },
      });
      const started = Array.from({ length: workers }, (_, at) =>
        stage.startProcess(build, {
          CLIFFHANGER_ROLE: at === 0 ? 'all' : 'worker',
          CLIFFHANGER_DATA: join(stage.folder, `data-${at}`),
        }),
      );
      await stage.book.until({ message: 'delivered' }, IN_A_SECOND - 1);
      // The second's places are taken, and what was sent in them is answered.
      await sleep(300);
      for (const one of started) one.kill('SIGKILL');
      for (const one of started) await one.ended;
      const posted = stage.all.filter((place) => place.posts().length > 0).length;
      expect(posted).toBeLessThan(CHANNELS);

      await stage.startBot();
      await stage.polled(1);
      const { deliveries } = await stage.status();
      const doubted = deliveries.flatMap(({ outlet, deliveries: own }) =>
        own
          .filter(({ status }) => status === 'unknown')
          .map(({ kind, number }) => `${kind}.${number}@${outlet}`),
      );
      expect(doubted).toEqual([`drop.1@${held.outlet}`]);
      for (const place of stage.all) {
        expect(place.posts(), place.key).toHaveLength(1);
        expect(place.polls(), place.key).toHaveLength(1);
      }
    },
  );
});
