import { afterEach, beforeEach, expect, it } from 'vitest';
import { countVoters } from '../../src/app/votes/count-voters.ts';
import type { PlatformName } from '../../src/core/ids.ts';
import { roundNumber } from '../../src/core/ids.ts';
import type { PollReading } from '../../src/ports/platform/listening.ts';
import type { Platform } from '../../src/ports/platform/platform.ts';
import type { NativePoll } from '../../src/ports/platform/sending.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [oneChoice({ lasts: '2h' })]);
  await stage.say('season start');
  await stage.settle();
});
afterEach(() => stage.close());

it('takes a count that the platform has just confirmed', async () => {
  const readPoll = async ({ answers }: NativePoll): Promise<PollReading> => ({
    status: 'final',
    counts: Object.fromEntries(Object.keys(answers).map((answer) => [answer, 2])),
  });
  const readVoters = (): never => {
    throw new Error('nobody need read the list');
  };
  const discord: Platform = Object.assign(Object.create(stage.discord), { readPoll, readVoters });
  const platforms = new Map<PlatformName, Platform>([['discord', discord]]);
  const { id } = await stage.season();
  await countVoters({ ...stage.context, platforms }, id, roundNumber(1));
  const states = (await stage.context.ballots.polls(id, roundNumber(1))).map(({ state }) => state.kind);
  expect(states.sort()).toEqual(['final', 'open']);
});
