import { expect, it } from 'vitest';
import { discord } from '../../../src/platforms/discord/definition.ts';
import { platformsOf } from '../../../src/platforms/index.ts';
import { telegram } from '../../../src/platforms/telegram/definition.ts';
import { PigeonPost } from '../../support/pigeon-post.ts';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import { oneChoice } from '../../support/stage/stories.ts';

it('a platform that only a list names is set up by its own keys and plays a whole season beside the others', {
  timeout: 120_000,
}, async ({ onTestFinished }) => {
  const pigeons = new PigeonPost({ tower: 'The North Tower', desk: 'The Keeper' });
  const stage = await SeasonStage.set(
    {
      story: oneChoice({ lasts: '6s' }),
      places: { club: 'server', news: 'channel' },
      platforms: {
        list: platformsOf([discord, telegram, pigeons.definition]),
        outlets: [{ 'pigeon-post': 'tower', perch: 3 }],
      },
      operator: {
        showrunners: { 'pigeon-post': ['P7'] },
        alerts: { 'pigeon-post': 'desk' },
        'pigeon-post': { unknown: 'leave' },
      },
      environment: { PIGEON_POST_TOKEN: 'coo', PIGEON_POST_FLOCK: '12' },
    },
    onTestFinished,
  );
  await stage.startBot();
  expect(pigeons.opened).toMatchObject({ flock: 12, showrunners: ['P7'] });
  expect(pigeons.opened?.token.reveal()).toBe('coo');
  await stage.polled(1);
  await stage.delivered('poll.1', 'pigeon-post:tower/3');
  // Discord alone would light her sister home, Telegram the doctor; the pigeons decide.
  stage.cast(1, { club: [0, 0, 0, 1], news: [1, 1, 1, 1] });
  pigeons.votes.set([...pigeons.votes.keys()][0] ?? '', [9, 0, 1]);
  const status = await stage.over();

  expect(await stage.bot.context.seasons.fault(stage.season)).toBeUndefined();
  const receipt = await stage.reported(1);
  expect(receipt).toMatchObject({ total: 18, decision: { label: 'Her sister' }, provisional: false });
  expect(receipt.outlets.map((one) => [one.platform, one.status])).toEqual([
    ['discord', 'final'],
    ['telegram', 'final'],
    ['pigeon-post', 'final'],
  ]);
  expect(status.path.map(({ id }) => id)).toEqual(['storm', 'harbour']);
  expect(pigeons.letters.map(({ post, to }) => [post.kind, to.perch])).toEqual(
    ['drop', 'poll', 'result', 'drop'].map((kind) => [kind, 3]),
  );
  const [drop, , result] = pigeons.letters;
  expect(drop?.text).toContain('https://watch.example/lighthouse/storm');
  expect(result?.text).toContain('Pigeon Post 10');
  expect(Math.max(...pigeons.letters.map(({ text }) => text.length))).toBeLessThanOrEqual(280);
});
