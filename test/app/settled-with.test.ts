import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context } from '../../src/app/context.ts';
import { sendOwed } from '../../src/app/deliveries/send-owed.ts';
import { performEffect } from '../../src/app/perform-effect.ts';
import { closePoll } from '../../src/app/votes/close-poll.ts';
import { settleRound } from '../../src/app/votes/settle-round.ts';
import { roundNumber } from '../../src/core/ids.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import type { PaperPlatform } from '../support/paper-platform.ts';
import { oneChoice } from '../support/stage/stories.ts';

const one = roundNumber(1);
let stage: CommandStage;
beforeEach(async () => {
  const story = { ...oneChoice({ lasts: '2h', closing: '1s' }), release: { after: '1h' } };
  stage = await setCommandStage('memory', [story]);
});
afterEach(() => stage.close());

const results = ({ posted }: PaperPlatform): number =>
  posted.filter(({ post }) => post.kind === 'result').length;

it('a result reads its counts and its communities once, however many outlets it goes to', async () => {
  await stage.say('season start');
  await stage.settle();
  const { id } = await stage.season();
  for (const { poll } of stage.discord.posted) if (poll) stage.discord.votes.set(poll.id, [1, 4]);
  stage.telegram.closePoll = async () => ({ status: 'retry', after: 1_000, why: 'no answer in time' });
  await stage.say('vote close', { reason: 'because' });
  const later = { now: async () => (await stage.context.clock.now()) + 60_000 };
  const read = { counts: 0, names: 0 };
  const { counts, communityNames } = stage.context;
  const context: Context = {
    ...stage.context,
    clock: later,
    counts: {
      ...counts,
      of: (...asked) => {
        read.counts += 1;
        return counts.of(...asked);
      },
    },
    communityNames: {
      ...communityNames,
      all: () => {
        read.names += 1;
        return communityNames.all();
      },
    },
  };
  for (const { poll } of await context.ballots.polls(id, one)) await closePoll(context, id, one, poll.id);
  await settleRound(context, id, one);
  for (const { id: effect } of await context.outbox.overdue(id, await later.now(), 100))
    await performEffect(context, id, effect);
  read.counts = 0;
  for (const { id: outlet } of await context.outlets.all(id))
    await sendOwed(context, id, outlet, new AbortController().signal);
  expect([results(stage.discord), results(stage.telegram)]).toEqual([1, 1]);
  expect(read).toEqual({ counts: 2, names: 1 });
});
