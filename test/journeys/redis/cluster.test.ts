import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { ReceiptReport } from '../../../src/core/report.ts';
import { startUnformedCluster } from '../../support/redis.ts';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

it('a gateway and two workers, killed during a vote, play a season on three nodes, and the command line reads, saves and restores it', {
  timeout: 120_000,
}, async ({ onTestFinished }) => {
  const cluster = await startUnformedCluster();
  onTestFinished(() => cluster.stop());
  const stage = await SeasonStage.set(
    {
      story: oneChoice({ lasts: '10m' }),
      places: { club: 'server', bar: 'server', news: 'channel', chat: 'group' },
      environment: { REDIS_URL: cluster.url, CLIFFHANGER_PEPPER: '7'.repeat(64) },
    },
    onTestFinished,
  );
  const as = (role: string, name: string) =>
    stage.startProcess(build, { CLIFFHANGER_ROLE: role, CLIFFHANGER_DATA: join(stage.folder, name) });
  const processes = [as('gateway', 'one')];
  await stage.book.until({
    message: /^Waiting for Redis .*the Redis Cluster is down, with masters for 0 of/,
  });
  await cluster.form();
  await stage.book.until({ message: 'the bot is up' });
  processes.push(as('worker', 'two'), as('worker', 'three'));

  await stage.polled(1);
  stage.cast(1, { club: [0, 1, 1], bar: [1, 2] });
  // All processes of the bot at once, during the vote; people go on voting meanwhile.
  for (const one of processes) one.kill('SIGKILL');
  for (const one of processes) await one.ended;
  stage.cast(1, { news: [1, 0] });
  stage.places.club.retract(stage.poll('club', 1), 0);
  processes.splice(0, 3, as('gateway', 'one'), as('worker', 'two'), as('worker', 'three'));
  await stage.book.until({ message: 'the bot is up' }, 6);
  stage.cast(1, { chat: [1, 1, 2] });
  await stage.startBot();
  await stage.counted('news', 1);
  await stage.closeEarly(1);
  await stage.stopBot();
  await stage.happened('season-ended');
  const wanted = ['drop storm', 'result 9 The doctor', 'drop ward'];
  await stage.book.untilTrue('everything is posted', () =>
    stage.all.every((place) => place.posts().length === 3),
  );
  for (const place of stage.all) {
    expect(place.polls()).toHaveLength(1);
    expect(postsAs(place, wanted)).toEqual(wanted);
  }
  for (const one of processes) one.kill('SIGTERM');
  for (const one of processes) expect(await one.ended).toEqual({ code: 0, signal: null });

  const receipt = await stage.receipt(1);
  expect(receipt).toMatchObject({
    total: 9,
    provisional: false,

    decision: { option: 'doctor' },
  });
  const cli = async (...args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await stage.cli(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return args.includes('restore') ? stdout : JSON.parse(stdout);
  };
  const status = await cli('status', 'lighthouse', '--json');
  expect(status).toEqual(await stage.status());
  await stage.write('backup.json', await cli('backup', 'lighthouse'));
  await cluster.flush();
  expect(await cli('restore', join(stage.folder, 'backup.json'))).toMatch(/lighthouse\.1/);
  expect(await cli('status', 'lighthouse', '--json')).toEqual(status);
  expect((await cli('receipt', 'lighthouse', '--json')) as ReceiptReport).toEqual(receipt);
});
