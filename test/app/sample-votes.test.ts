import { afterEach, expect, it } from 'vitest';
import { createVoteSampler } from '../../src/app/votes/sample-votes.ts';
import { HOUR, MINUTE } from '../../src/core/durations.ts';
import { roundNumber } from '../../src/core/ids.ts';
import { type PageStage, setPageStage } from '../support/pages/page-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

let stage: PageStage;
afterEach(() => stage.close());

async function begin(more: Parameters<typeof oneChoice>[0] = {}) {
  stage = await setPageStage('memory', [oneChoice({ lasts: '2h', ...more })]);
  await stage.say('season start');
  await stage.settle();
  const season = await stage.context.seasons.current(stage.show.story.id);
  if (season === undefined) throw new Error('it did not start');
  const began = await stage.context.clock.now();
  let passed = 0;
  const context = { ...stage.context, clock: { now: async () => began + passed } };
  const samplers = [createVoteSampler(context), createVoteSampler(context)];
  return {
    season,
    async at(time: number) {
      passed = time;
      for (const sampler of samplers) await sampler.sample(season);
    },
    samples: () => context.counts.samples(season, roundNumber(1)),
  };
}

it('the live counts of an open vote are kept once in a sixtieth of its time, whichever process looks', async () => {
  const { at, samples } = await begin();
  await stage.vote('discord', 5, 1);
  await at(0);
  await stage.vote('discord', 6, 1);
  await at(30_000);
  await stage.vote('telegram', 1, 3);
  await at(2 * MINUTE + 1_000);
  expect((await samples()).map(({ counts }) => counts)).toEqual([
    { sister: 5, doctor: 1, nobody: 0 },
    { sister: 7, doctor: 4, nobody: 0 },
  ]);
  for (let minute = 0; minute < 240; minute += 1) await at(minute * MINUTE);
  expect((await samples()).length).toBeLessThanOrEqual(120);
});

it('nothing is kept of a sealed vote, nor after the end', async () => {
  const sealed = await begin({ sealed: true });
  await sealed.at(MINUTE);
  expect(await sealed.samples()).toEqual([]);
  await stage.close();
  const open = await begin();
  await stage.say('vote close', { reason: 'because' });
  await stage.settle();
  await open.at(HOUR);
  expect(await open.samples()).toEqual([]);
});
