import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nativePollId } from '../../src/core/ids.ts';
import { decodeButton, encodeButton } from '../../src/core/posts/button-code.ts';
import type { ReceiptReport } from '../../src/core/report.ts';
import { type KnownCommunity, publicCounts } from '../../src/core/vote/public-receipt.ts';
import { discord } from '../../src/platforms/discord/definition.ts';
import { telegram } from '../../src/platforms/telegram/definition.ts';
import type { Place } from '../../src/ports/commands/caller.ts';
import {
  type CommandStage,
  FAN,
  PLACES,
  setCommandStage,
  wordsOf,
} from '../support/commands/command-stage.ts';
import { verified } from '../support/receipts.ts';
import { oneChoice } from '../support/stage/stories.ts';

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [oneChoice({ lasts: '2h' })]);
});
afterEach(() => stage.close());

const fan = { account: FAN };

async function begin(): Promise<void> {
  await stage.say('season start');
  await stage.settle();
}

/** As the platforms report votes while a poll is open. */
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
  it('says so when no vote is open', async () => {
    expect(await stage.say('standings', {}, fan)).toContain('No vote is open');
  });

  it('adds up what every community has voted so far, and shows one its own favourite', async () => {
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

  it('says so while no poll is open, instead of counting none', async () => {
    await stage.say('season start');
    const told = await stage.say('standings', {}, fan);
    expect(told).toContain('Whom does Ines light home?');
    expect(told).toContain('No poll is up yet');
    expect(told).not.toMatch(/0 votes|:\s*$/m);
  });

  it('hides what the show hides', async () => {
    await stage.close();
    stage = await setCommandStage('memory', [oneChoice({ lasts: '2h', sealed: true })]);
    await begin();
    await vote('discord', 5, 1);
    const told = await stage.say('standings', {}, fan);
    expect(told).toContain('Results are hidden until voting ends.');
    expect(told).not.toMatch(/\b5\b|Her sister/);
  });
});

describe('/path', () => {
  it('shows what was seen and which vote led there, and spoils nothing', async () => {
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
  const report = (outlets: readonly object[]) =>
    ({ options: [{ id: 'a', label: 'A', count: 0 }], outlets }) as unknown as ReceiptReport;
  const counted = (outlet: string, votes: number, more: object = {}) => ({
    outlet,
    platform: 'telegram',
    name: `secret ${outlet}`,
    status: 'final',
    counts: { a: votes },
    ...more,
  });

  it('names no community that did not choose to be named, sums small ones, and adds up', () => {
    const outlets = [
      counted('1', 43, { link: 'https://t.me/nightshift/7' }),
      counted('2', 9, { link: 'https://t.me/c/123/7' }),
      counted('3', 4, { link: 'https://t.me/tinychat/7' }),
      counted('4', 2),
      counted('5', 6, { platform: 'discord', link: 'https://discord.com/channels/1/2/3' }),
      counted('6', 7, { platform: 'discord', status: 'provisional' }),
      { outlet: '7', platform: 'telegram', name: 'secret 7', status: 'missing', reason: 'secret 7 is gone' },
    ];
    const words = telegram.communities;
    const owls = { key: 'discord/9', givenName: 'Night Owls', words: discord.communities };
    const known = new Map<string, KnownCommunity>([
      ...['1', '2', '3', '4', '7'].map((id): [string, KnownCommunity] => [id, { key: id, words }]),
      ['5', owls],
      ['6', owls],
    ]);
    const counts = publicCounts(report(outlets), (outlet) => known.get(outlet));
    expect(counts).toMatchObject([
      { name: '@nightshift', votes: 43, link: 'https://t.me/nightshift/7' },
      { name: 'Night Owls', platform: 'discord', votes: 13, status: 'provisional' },
      { platform: 'telegram', votes: 9, unnamed: 'a Telegram group' },
      { platform: 'telegram', communities: 2, votes: 6 },
      { platform: 'telegram', communities: 1, votes: 0, status: 'missing' },
    ]);
    expect(counts.reduce((sum, { votes }) => sum + votes, 0)).toBe(71);
    expect(JSON.stringify(counts)).not.toMatch(/secret|tinychat|t\.me\/c|discord\.com|"name":"@tiny/);
  });

  it('of many communities still adds up', () => {
    const outlets = Array.from({ length: 40 }, (_, index) => counted(String(index), 5 + index));
    const counts = publicCounts(report(outlets), () => undefined);
    expect(counts).toHaveLength(16);
    expect(counts.at(-1)).toMatchObject({ communities: 25 });
    expect(counts.reduce((sum, { votes }) => sum + votes, 0)).toBe(40 * 5 + (40 * 39) / 2);
  });

  it('is seen by its caller alone until they show it, once a minute per channel', async () => {
    await begin();
    await vote('discord', 5, 1);
    const shares = await Promise.all(
      ['standings', 'path'].map(async (name) => {
        const answer = await stage.ask(name, {}, fan);
        if (answer.kind !== 'reply' || answer.reply.share === undefined) throw new Error('not to be shown');
        expect([answer.reply.visibility, answer.reply.share.label]).toEqual(['caller', 'Show everybody']);
        return decodeButton(encodeButton(answer.reply.share));
      }),
    );
    const press = async (index: number, place: Place = PLACES.discord) => {
      const { command = '', given = {} } = shares[index] ?? {};
      return stage.ask(command, given, { ...fan, place });
    };
    expect(await press(0)).toMatchObject({ kind: 'reply', reply: { visibility: 'everyone' } });
    expect(wordsOf(await press(0))).toContain('less than a minute ago');
    expect(wordsOf(await press(1))).toContain('less than a minute ago');
    expect(await press(1, PLACES.telegram)).toMatchObject({ reply: { visibility: 'everyone' } });
    // In private there is nobody to show it to.
    const alone = await stage.ask('path', {}, { ...fan, place: PLACES.private });
    expect(alone).toMatchObject({ reply: { visibility: 'caller' } });
    expect(JSON.stringify(alone)).not.toContain('share');
  });

  it('adds up, and comes with a file that says the same', async () => {
    await begin();
    expect(await stage.say('receipt', {}, fan)).toContain('has been counted yet');
    expect(await stage.say('receipt', { round: '1' }, fan)).toContain('has been counted yet');
    await vote('discord', 5, 1);
    await vote('telegram', 1, 3);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    const answer = await stage.ask('receipt');
    if (answer.kind !== 'reply') throw new Error('no receipt');
    expect(answer.reply.file?.name).toBe('receipt-lighthouse.1-1.json');
    const report = JSON.parse(answer.reply.file?.json ?? '{}');
    expect(report).toMatchObject({ total: 10, decision: { label: 'Her sister' } });
    expect(wordsOf(answer)).toContain('#general in Fans: Her sister 5 · The doctor 1');
    const seen = [
      await stage.ask('receipt', {}, fan),
      await stage.ask('receipt', {}, { account: '300', moderates: async () => true }),
      await stage.ask('receipt', { everyone: '1' }),
    ];
    for (const told of seen) {
      // Four votes of one community would be known if the other were shown.
      expect(wordsOf(told)).toContain('2 communities: Her sister 6 · The doctor 4 · ');
      expect(wordsOf(told)).not.toContain('a Discord server');
      expect(wordsOf(told)).toContain('Together 10 votes.');
      expect(wordsOf(told)).toContain(report.hash);
      expect(JSON.stringify(told)).not.toMatch(/#general|@fans|110000000000000000/);
    }
    const files = seen.map((told) => (told.kind === 'reply' ? told.reply.file : undefined));
    expect(files.map((file) => file !== undefined)).toEqual([true, true, false]);
    expect(verified(files[0]?.json ?? '')).toMatchObject({ code: 0 });
    expect(JSON.parse(files[0]?.json ?? '{}')).toMatchObject({ form: 'redacted', hash: report.hash });
  });

  it('shows communities of five voters apart', async () => {
    await begin();
    await vote('discord', 5, 1);
    await vote('telegram', 2, 3);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    expect(await stage.say('receipt', {}, fan)).toContain('a Discord server: Her sister 5 · The doctor 1 · ');
    expect(await stage.say('receipt', {}, fan)).not.toContain('2 communities');
  });

  it('names the existing rounds', async () => {
    await begin();
    expect(await stage.say('receipt', { round: '7' }, fan)).toContain('the last one is 1');
  });
});
