import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sinkFor } from '../../src/app/listen.ts';
import { createReconciler } from '../../src/app/votes/reconcile.ts';
import { createVoteRecorder } from '../../src/app/votes/record-votes.ts';
import { nativeAnswerId, nativePollId } from '../../src/core/ids.ts';
import { createIntake } from '../../src/platforms/discord/gateway/intake.ts';
import type { PollReading } from '../../src/ports/platform/listening.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

let stage: CommandStage;
const stopping = new AbortController();
beforeEach(async () => {
  stage = await setCommandStage('memory', [oneChoice({ lasts: '2h' })]);
  await stage.say('season start');
  await stage.settle();
});
afterEach(() => stage.close());

describe('the first vote after a lost session', () => {
  it('is queued while open polls are still being read again', async () => {
    const { context, discord } = stage;
    const asked: string[] = [];
    /** A platform that is slow to tell of its polls. */
    const answers: ((reading: PollReading) => void)[] = [];
    const slow = Object.assign(discord, {
      readVoters: async function* () {},
      readPoll: (poll: { readonly id: string }) => {
        asked.push(poll.id);
        return new Promise<PollReading>((answer) => answers.push(answer));
      },
    });
    const reconciler = createReconciler(context, stopping.signal);
    const queued: string[] = [];
    const recorder = createVoteRecorder({
      jobs: { ballots: async (batches) => void queued.push(...batches.map(({ poll }) => poll)) },
      hashVoter: context.hashVoter,
      epoch: 1,
    });
    const intake = createIntake(sinkFor(context, slow, recorder, reconciler), context.log);

    const poll = nativePollId('discord-9');
    intake.eventsLost('Discord started a new session of shard 0');
    intake.vote({ kind: 'cast', poll, account: 'ana', answer: nativeAnswerId('1') });
    expect(await intake.close(5_000)).toBe(0);
    expect(queued).toEqual([poll]);

    await expect.poll(() => asked).toHaveLength(1);
    let read = false;
    const reading = reconciler.idle().then(() => {
      read = true;
    });
    await Promise.resolve();
    expect(read).toBe(false);
    for (const answer of answers) answer({ status: 'final', counts: {} });
    await reading;
  });
});
