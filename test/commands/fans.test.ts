import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nativePollId } from '../../src/core/ids.ts';
import { type CommandStage, FAN, PLACES, setCommandStage } from '../support/command-stage.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage-stories.ts';

let redis: TestRedis;
let stage: CommandStage;
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(async () => {
  await redis.flush();
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' })]);
});
afterEach(() => stage.close());
afterAll(() => redis.stop());

const fan = { account: FAN };

async function begin(): Promise<void> {
  await stage.say('season start');
  await stage.settle();
}

/** As the platforms tell of votes while a poll is open. */
async function vote(platform: 'discord' | 'telegram', ...votes: readonly number[]): Promise<void> {
  const poll = stage[platform].posted.find((one) => one.poll !== undefined)?.poll;
  if (poll === undefined) throw new Error('no poll');
  stage[platform].votes.set(poll.id, votes);
  const counts = Object.fromEntries(
    Object.keys(poll.answers).map((answer, index) => [answer, votes[index] ?? 0]),
  );
  await stage.context.ballots.count(
    {
      poll: nativePollId(poll.id),
      epoch: 1,
      number: 1,
      ballots: [],
      snapshot: { sequence: 1, counts, closed: false, question: '', labels: [] },
    },
    await stage.context.clock.now(),
  );
}

describe('/standings', () => {
  it('says so when nothing is voted on', async () => {
    expect(await stage.say('standings', {}, fan)).toContain('No vote is open');
  });

  it('adds up what every community has said so far, and tells one its own favourite', async () => {
    await begin();
    await vote('discord', 5, 1);
    await vote('telegram', 1, 3);
    const everywhere = await stage.say('standings', {}, fan);
    expect(everywhere).toContain('6 (60%) · Her sister');
    expect(everywhere).toContain('10 votes so far: Discord 6 · Telegram 4');
    expect(everywhere).not.toContain('’s favourite is');
    const there = await stage.say('standings', {}, { ...fan, place: PLACES.telegram });
    expect(there).toContain('This community’s favourite is The doctor: 3 of its 4 votes.');
  });

  it('says so while no poll is up, instead of counting none', async () => {
    await stage.say('season start');
    const told = await stage.say('standings', {}, fan);
    expect(told).toContain('Whom does Ines light home?');
    expect(told).toContain('No poll is up yet');
    expect(told).not.toMatch(/0 votes|:\s*$/m);
  });

  it('keeps sealed what the show seals', async () => {
    await stage.close();
    stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h', sealed: true })]);
    await begin();
    await vote('discord', 5, 1);
    const told = await stage.say('standings', {}, fan);
    expect(told).toContain('Results are hidden until voting ends.');
    expect(told).not.toMatch(/\b5\b|Her sister/);
  });
});

describe('/path', () => {
  it('tells what was seen and which vote led there, and spoils nothing', async () => {
    expect(await stage.say('path', {}, fan)).toContain('has not begun');
    await begin();
    const before = await stage.say('path', {}, fan);
    expect(before).toContain('1. Storm');
    expect(before).not.toMatch(/Harbour|Ward|Dark/);
    await vote('discord', 5, 1);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    await stage.settle();
    const after = await stage.say('path', {}, fan);
    expect(after).toContain('→ Her sister (5 of 6 votes, 4 votes ahead)\n2. Harbour The end.');
    expect(after).not.toMatch(/Ward|Dark/);
  });
});

describe('/receipt', () => {
  it('adds up, and comes with a file that says the same', async () => {
    await begin();
    expect(await stage.say('receipt', {}, fan)).toContain('has been counted yet');
    expect(await stage.say('receipt', { round: '1' }, fan)).toContain('has been counted yet');
    await vote('discord', 5, 1);
    await vote('telegram', 1, 3);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    const answer = await stage.ask('receipt', {}, fan);
    if (answer.kind !== 'reply') throw new Error('no receipt');
    expect(answer.reply.file?.name).toBe('receipt-lighthouse.1-1.json');
    const report = JSON.parse(answer.reply.file?.json ?? '{}');
    expect(report).toMatchObject({ total: 10, decision: { label: 'Her sister' } });
    const told = await stage.say('receipt', {}, fan);
    expect(told).toContain('#general in Fans: Her sister 5 · The doctor 1');
    expect(told).toContain('Together 10 votes.');
    expect(told).toContain(report.hash);
  });

  it('names the rounds there are', async () => {
    await begin();
    expect(await stage.say('receipt', { round: '7' }, fan)).toContain('the last one is 1');
  });
});
