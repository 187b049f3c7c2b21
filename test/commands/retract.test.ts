import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandStage, FAN, PLACES, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

const story = { ...oneChoice({ lasts: '2h' }), release: { after: '1h' } };
const wrong = { episode: 'storm', reason: 'the wrong file' };
const fan = { account: FAN, place: PLACES.discord };

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [story]);
  await stage.say('season start');
  await stage.settle();
});
afterEach(() => stage.close());

function vote(...votes: readonly number[]): void {
  for (const { poll } of stage.discord.posted)
    if (poll !== undefined) stage.discord.votes.set(poll.id, votes);
}

describe('/episode retract', () => {
  it('asks first, naming what is posted and that a vote is open', async () => {
    const asked = await stage.say('episode retract', wrong, { confirmed: false });
    expect(asked).toBe(
      'Take back storm of lighthouse? 4 posts in 2 outlets are deleted. Its vote is void; nobody has voted yet. This can’t be undone.',
    );
    expect((await stage.season()).releases[0]?.retracted).toBeUndefined();
  });

  it('says in the question how many have voted', async () => {
    vote(2, 1);
    const { id } = await stage.season();
    for (const { poll } of await stage.context.ballots.polls(id, 1 as never))
      await stage.context.ballots.count(
        {
          poll: poll.id,
          epoch: 1,
          number: 1,
          ballots: [],
          snapshot: {
            sequence: 1,
            counts: Object.fromEntries(Object.keys(poll.answers).map((answer) => [answer, 2])),
            closed: false,
            question: '',
            labels: [],
          },
        },
        await stage.context.clock.now(),
      );
    expect(await stage.say('episode retract', wrong, { confirmed: false })).toMatch(/with \d+ votes so far/);
  });

  it('wants a reason', async () => {
    expect(await stage.say('episode retract', { episode: 'storm' })).toContain('reason is missing');
  });

  it('says what was done, and how the episode is posted again', async () => {
    expect(await stage.say('episode retract', wrong)).toBe(
      [
        'storm is taken back. Its vote is void and does not count.',
        '4 posts in 2 outlets are being deleted now. What a platform doesn’t let the bot delete is emptied. Where neither works, you are alerted.',
        'To post it again, give its link with /episode link.',
      ].join('\n'),
    );
  });

  it.each([
    ['an episode that is not out', 'harbour', 'is not out, so there is nothing to take back'],
    ['one that was taken back already', 'storm', 'is not out, so there is nothing to take back'],
  ])('is in vain for %s, before anything is asked', async (_, episode, why) => {
    if (episode === 'storm') await stage.say('episode retract', wrong);
    expect(await stage.say('episode retract', { episode }, { confirmed: false })).toContain(why);
  });

  it('is for showrunners only', async () => {
    expect(await stage.say('episode retract', wrong, fan)).toContain('Only this show’s team');
  });

  it('leaves fans a receipt that says that the vote is void, and why', async () => {
    await stage.say('episode retract', wrong);
    await stage.settle();
    const receipt = await stage.say('receipt', { round: '1' }, fan);
    expect(receipt).toContain('Nothing was decided by this vote.');
    expect(receipt).toContain(
      'This vote is void and decides nothing, because its episode was taken back. Why: the wrong file',
    );
    expect(await stage.say('path', {}, fan)).not.toContain('Storm');
    expect(await stage.say('standings', {}, fan)).not.toContain('votes so far');
    expect(await stage.say('vote close', { reason: 'now' })).toContain('No vote is open');
  });

  it('counts episodes without it in the status', async () => {
    await stage.say('episode retract', wrong);
    await stage.say('episode link', { episode: 'storm', url: 'https://watch.example/right' });
    await stage.settle();
    expect(await stage.say('season status')).toContain('Episode 1: Storm');
  });
});
