import { describe, expect, it } from 'vitest';
import { nativeAnswerId, nativePollId } from '../../../../src/core/ids.ts';
import { createIntake } from '../../../../src/platforms/discord/gateway/intake.ts';
import type { VoteFact } from '../../../../src/ports/platform/listening.ts';
import { eventually, NotingSink, quiet } from '../../../support/discord/stage.ts';

const vote = (account: string): VoteFact => ({
  kind: 'cast',
  poll: nativePollId('d1'),
  account,
  answer: nativeAnswerId('1'),
});
const accounts = (sink: NotingSink) => sink.facts.map((fact) => (fact.kind === 'cast' ? fact.account : ''));

describe('the intake of gateway events', () => {
  it('passes votes on that came together, in order', async () => {
    const sink = new NotingSink();
    const intake = createIntake(sink, quiet);
    const all = Array.from({ length: 1_200 }, (_, index) => String(index));
    for (const account of all) intake.vote(vote(account));
    expect(await intake.close(5_000)).toBe(0);
    expect(accounts(sink)).toEqual(all);
    expect(sink.batches).toEqual([1_200]);
  });

  it('reports lost events at the place where they were lost', async () => {
    const sink = new NotingSink();
    const intake = createIntake(sink, quiet);
    intake.vote(vote('before'));
    intake.eventsLost('a new session');
    intake.vote(vote('after'));
    await intake.close(5_000);
    expect(sink.order).toEqual(['votes', 'lost', 'votes']);
  });

  it('drops votes that wait too long for the app, and says so once the app listens again', async () => {
    const sink = new NotingSink();
    sink.broken = true;
    const intake = createIntake(sink, quiet, 10);
    intake.vote(vote('first'));
    await eventually('a refusal', () => sink.refused > 0);
    for (let count = 0; count < 11; count += 1) intake.vote(vote(`later ${count}`));
    intake.vote(vote('last'));
    sink.broken = false;
    await intake.close(5_000);
    expect(accounts(sink)).toEqual(['first', 'last']);
    expect(sink.losses).toEqual(['11 votes could not be stored in time']);
  });

  it('does not wait forever for an app that is gone', async () => {
    const sink = new NotingSink();
    sink.broken = true;
    const intake = createIntake(sink, quiet);
    intake.vote(vote('one'));
    intake.vote(vote('two'));
    expect(await intake.close(30)).toBe(2);
  });
});
