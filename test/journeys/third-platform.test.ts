import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandStage, PLACES, setCommandStage } from '../support/command-stage.ts';
import { PigeonPost } from '../support/pigeon-post.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage/stories.ts';

let redis: TestRedis;
let stage: CommandStage;
const pigeons = new PigeonPost();
beforeAll(async () => {
  redis = await startRedis();
  const loft = pigeons.addLoft('north', 'The North Loft');
  stage = await setCommandStage(redis.url, [oneChoice()], { also: { platform: pigeons, outlets: [loft] } });
});
afterAll(async () => {
  await stage.close();
  await redis.stop();
});

it('a platform that only a list names plays a whole season beside the others', async () => {
  await stage.say('season start');
  await stage.settle();
  expect(pigeons.letters.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
  expect(pigeons.letters[0]?.text).toContain('https://watch.example/lighthouse/storm');

  // Discord alone would light her sister home, Telegram the doctor; the pigeons decide.
  const vote = (votes: Map<string, readonly number[]>, poll: string | undefined, counts: number[]) =>
    votes.set(String(poll), counts);
  const pollOf = (paper: CommandStage['discord']) => paper.posted.find(({ poll }) => poll)?.poll?.id;
  vote(stage.discord.votes, pollOf(stage.discord), [4, 3, 0]);
  vote(stage.telegram.votes, pollOf(stage.telegram), [0, 4, 0]);
  vote(pigeons.votes, [...pigeons.votes.keys()][0], [9, 0, 1]);
  await stage.say('vote close', { reason: 'the wind turns' });
  pigeons.endPolls();
  await stage.settle();

  const { rounds } = await stage.season();
  expect(rounds[0]?.phase).toMatchObject({ kind: 'decided', decision: { option: 'sister' } });
  const counts = await stage.context.counts.of((await stage.season()).id, rounds[0]?.number ?? (0 as never));
  expect(counts?.map(({ platform, status }) => [platform, status])).toEqual(
    expect.arrayContaining([
      ['discord', 'final'],
      ['telegram', 'final'],
      ['pigeon-post', 'final'],
    ]),
  );
  const result = pigeons.letters.find(({ post }) => post.kind === 'result');
  expect(result?.text).toContain('Her sister');
  expect(result?.text).toContain('Pigeon Post 10');
  expect(pigeons.letters.at(-1)?.text).toContain('Harbour');
  expect((await stage.season()).position.kind).toBe('ended');
  expect(await stage.say('receipt', {}, { place: PLACES.discord })).toContain('21 votes');
});
