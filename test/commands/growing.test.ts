import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bringItems } from '../../src/app/season/bring-items.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import type { Episode } from '../../src/core/story/story.ts';
import type { CommandRequest } from '../../src/ports/commands/command.ts';
import {
  type CommandStage,
  FAN,
  PLACES,
  setCommandStage,
  wordsOf,
} from '../support/commands/command-stage.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage/stories.ts';

let redis: TestRedis;
let stage: CommandStage;
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(() => redis.flush());
afterEach(() => stage.close());
afterAll(() => redis.stop());

const URL = 'https://watch.example/backroom/';
const DOOR = { title: 'The Door', url: `${URL}1`, synopsis: 'It is locked.' };
const VOTE = { question: 'Who opens it?', options: 'Mara\nTeo', lasts: '30m' };

const serial = async (rules = {}): Promise<void> => {
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h', ...rules })], { serial: true });
  await stage.say('season start');
  await stage.settle();
};
const add = async (given: Record<string, string>, change: Partial<CommandRequest> = {}) => {
  const answer = await stage.ask('episode add', given, change);
  await stage.settle();
  return answer;
};
const told = async (name: string, given: Record<string, string> = {}) => {
  const words = await stage.say(name, given);
  await stage.settle();
  return words;
};
const drops = (on: 'discord' | 'telegram' = 'telegram') =>
  stage[on].posted.flatMap(({ post }) => (post.kind === 'drop' ? [plain(titleLine(post.title))] : []));
const polls = () => stage.discord.posted.flatMap(({ post }) => (post.kind === 'poll' ? [post] : []));
const count = () => stage.discord.posted.length + stage.telegram.posted.length;

describe('/episode add', () => {
  it('posts the next episode of a serial show, with the vote of its synopsis', async () => {
    await serial();
    const answer = await add({ ...DOOR, synopsis: 'It is locked.\nVote: Who opens it? Mara | Teo' });
    expect(wordsOf(answer)).toBe('The Door is added.\nIt goes out now.\nIts vote: Who opens it?');
    expect(drops('discord')).toEqual(['Episode 1: The Door']);
    expect(drops()).toEqual(['Episode 1: The Door']);
    expect(polls()).toMatchObject([{ question: 'Who opens it?' }]);
    expect((await stage.season()).story.episodes).toMatchObject([{ id: 'ep-1', synopsis: 'It is locked.' }]);
  });

  it('says what a next one waits for, and takes the id that was named', async () => {
    await serial();
    await add({ ...DOOR, synopsis: 'Vote: Who opens it? Mara | Teo' });
    const answer = await add({ title: 'The Lamp', url: `${URL}2`, id: 'lamp' });
    expect(wordsOf(answer)).toContain('It waits until the vote is decided.');
    const third = await add({ title: 'The Key', url: `${URL}3` });
    expect(wordsOf(third)).toContain('after 1 other episode');
    expect(drops()).toHaveLength(1);
    const status = await stage.say('season status');
    expect(status).toContain('Queued: The Lamp (lamp).');
    expect(await stage.say('episode preview', { episode: 'lamp' })).toContain('The Lamp (lamp)');
    expect(await stage.say('next', {}, { account: FAN })).toContain('A vote decides');
  });

  it.each([
    [
      { title: 'x'.repeat(121) },
      'title',
      'The title has 121 characters. Make it at most 120 (the limit of Discord)',
    ],
    [{ url: `${URL}${'x'.repeat(600)}` }, 'url', 'at most 512 (the limit of Discord)'],
    [{ image: `${URL}${'x'.repeat(3000)}` }, 'image', '2048 is the most'],
    [{ synopsis: 'Vote: Who? Mara' }, 'synopsis', 'it has one option, and a vote needs two'],
    [{ synopsis: `Vote: Who? Mara | ${'x'.repeat(300)}` }, 'synopsis', 'the label has 300 characters'],
    [{ synopsis: 'Vote: Who? Mara | mara' }, 'synopsis', 'twice'],
    [{ title: '\u200b\u2060' }, 'title', 'The title is missing'],
    [{ url: 'javascript:alert(1)' }, 'url', 'is no web address'],
    [{ id: 'a b' }, 'id', 'is no id'],
  ])(
    'refuses %j in one sentence, changes nothing and gives back what was typed',
    async (more, name, words) => {
      await serial();
      const before = await stage.season();
      const answer = await add({ ...DOOR, ...more });
      expect(answer).toMatchObject({ kind: 'usage', parameter: { name } });
      expect(wordsOf(answer)).toContain(words);
      if (answer.kind === 'usage' && name !== 'id') {
        const typed = Object.fromEntries(
          (answer.form ?? []).map(({ parameter, value }) => [parameter.name, value]),
        );
        expect(typed).toMatchObject({ ...DOOR, ...more });
      }
      expect(await stage.season()).toEqual(before);
      expect(count()).toBe(0);
    },
  );

  it('does not take the same link or id twice', async () => {
    await serial();
    await add(DOOR);
    expect(wordsOf(await add({ ...DOOR, title: 'Again' }))).toContain('This link is that of ep-1 already.');
    expect(wordsOf(await add({ title: 'Other', url: `${URL}9`, id: 'ep-1' }))).toContain(
      'already an episode ep-1',
    );
    expect((await stage.season()).story.episodes).toHaveLength(1);
  });

  it('fills in a draft of a story, whose title it keeps, and refuses other episodes', async () => {
    const unwritten = ({ url: _, ...episode }: Episode): Episode => ({ ...episode, draft: true });
    stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' })], {
      serial: (read) => ({
        ...read,
        episodes: read.episodes.map((one) => (one.id === 'harbour' ? unwritten(one) : one)),
      }),
    });
    await told('season start');
    for (const platform of ['discord', 'telegram'] as const)
      for (const { poll } of stage[platform].posted)
        if (poll !== undefined) stage[platform].votes.set(poll.id, [5, 1, 0]);
    await told('vote close', { reason: 'because' });
    expect(await stage.say('season status')).toContain('waits for /episode add: it is a draft (harbour)');
    expect(await stage.say('episode preview')).toContain('It is a draft.');
    expect(await stage.say('episode link', { episode: 'harbour', url: `${URL}1` })).toContain('is a draft');
    expect(wordsOf(await add(DOOR))).toContain('name the episode');
    expect(wordsOf(await add({ episode: 'storm', ...DOOR }))).toContain('no episode "storm" here');
    expect(wordsOf(await add({ episode: 'harbour', url: `${URL}1` }))).toContain(
      'Harbour (harbour) is filled in.',
    );
    expect(drops()).toEqual(['Episode 1: Storm', 'Episode 2: Harbour']);
  });
});

describe('/episode choice', () => {
  it('opens a vote on the episode that is out, at once and for as long as it says', async () => {
    await serial({ reminder: '1h' });
    await add(DOOR);
    expect(await told('episode choice', VOTE)).toBe(
      'The vote Who opens it? is attached.\n1. Mara\n2. Teo\nIt opens now.',
    );
    expect(polls()).toMatchObject([{ question: 'Who opens it?' }]);
    const [round] = (await stage.season()).rounds;
    expect(round && round.closesAt - round.opensAt).toBe(1_800_000);
    expect(round).not.toHaveProperty('reminderAt');
  });

  it('comes with an episode that is queued; options may be on one line', async () => {
    await serial();
    await add({ ...DOOR, synopsis: 'Vote: Now? Yes | No' });
    await add({ title: 'The Lamp', url: `${URL}2` });
    const words = await told('episode choice', { question: 'Lit?', options: 'Yes | No | Half' });
    expect(words).toContain('It opens when The Lamp (ep-2) comes out.');
    expect(await stage.say('season status')).toContain('Queued: The Lamp (ep-2), with a vote.');
    expect(polls()).toHaveLength(1);
    await told('vote close', { reason: 'because' });
    expect(polls()).toMatchObject([{ question: 'Now?' }, { question: 'Lit?' }]);
  });

  it.each([
    [{ options: 'Mara' }, 'options', 'a vote needs at least 2 options'],
    [
      { options: Array.from({ length: 11 }, (_, one) => `Option ${one}`).join('\n') },
      'options',
      'at most 10 options',
    ],
    [{ options: 'Mara\nTeo\nmara' }, 'options', 'is there twice'],
    [
      { options: `Mara\n${'x'.repeat(300)}` },
      'options',
      'the label has 300 characters. Make it at most 55 (the limit of Discord)',
    ],
    [{ options: 'Mara\n\u200b\u2060\n' }, 'options', 'a vote needs at least 2 options'],
    [{ options: '\u200b' }, 'options', 'The options are missing'],
    [{ options: 'Mara | \u200b | Teo' }, 'options', 'an option shows nothing'],
    [{ question: 'x'.repeat(301) }, 'question', 'The question has 301 characters. Make it at most 300'],
    [{ question: '\u2060' }, 'question', 'The question is missing'],
    [{ lasts: '1s' }, 'lasts', 'Make it 5s to 29d.'],
    [{ lasts: '400d' }, 'lasts', 'Make it 5s to 29d.'],
    [{ lasts: 'soon' }, 'lasts', 'is no length of time'],
  ])('refuses %j in one sentence, posts nothing and gives back what was typed', async (more, name, words) => {
    await serial();
    await add(DOOR);
    const before = await stage.season();
    const posted = count();
    const answer = await stage.ask('episode choice', { ...VOTE, ...more });
    await stage.settle();
    expect(answer).toMatchObject({ kind: 'usage', parameter: { name } });
    expect(wordsOf(answer)).toContain(words);
    const form = answer.kind === 'usage' ? (answer.form ?? []) : [];
    expect(Object.fromEntries(form.map(({ parameter, value }) => [parameter.name, value]))).toEqual({
      ...VOTE,
      ...more,
    });
    expect(await stage.season()).toEqual(before);
    expect(count()).toBe(posted);
  });

  it('asks for nothing where nothing would come of it', async () => {
    await serial();
    const early = await stage.ask('episode choice', {}, { confirmed: false });
    expect(wordsOf(early)).toContain('No episode is out yet.');
    await add({ ...DOOR, synopsis: 'Vote: Now? Yes | No' });
    expect(wordsOf(await stage.ask('episode choice', {}, { confirmed: false }))).toContain(
      'already has a vote',
    );
    expect(await stage.ask('episode choice', { episode: 'ep-9' })).toMatchObject({ kind: 'usage' });
  });

  it('is not for a story', async () => {
    stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' })]);
    await told('season start');
    const answer = await stage.ask('episode choice', {}, { confirmed: false });
    expect(wordsOf(answer)).toContain('This show plays a story');
  });

  it('asks one thing after the other where the platform has no forms', async () => {
    await serial();
    await add(DOOR);
    const guided = { guided: true, confirmed: false, place: PLACES.telegram } as const;
    const lasts = await stage.ask('episode choice', { question: 'Who?', options: 'A\nB' }, guided);
    expect(lasts).toMatchObject({ kind: 'usage', optional: true, parameter: { name: 'lasts' } });
    const usual =
      lasts.kind === 'usage' ? lasts.form?.find(({ parameter }) => parameter.name === 'lasts') : undefined;
    expect(usual?.value).toBe('2h');
    const done = await stage.ask('episode choice', { question: 'Who?', options: 'A\nB', lasts: '' }, guided);
    expect(wordsOf(done)).toContain('It opens now.');
    const [round] = (await stage.season()).rounds;
    expect(round && round.closesAt - round.opensAt).toBe(7_200_000);
  });
});

describe('/season end', () => {
  it('says first which votes are open and what will not be posted, then ends with a notice', async () => {
    await serial();
    await add({ ...DOOR, synopsis: 'Vote: Now? Yes | No' });
    await add({ title: 'The Lamp', url: `${URL}2` });
    const { id } = await stage.season();
    const item = { key: 'k', title: 'The Key', url: `${URL}3`, synopsis: '' };
    await bringItems(stage.context, id, [item], { from: 'feed', confirm: true });
    const asked = await stage.ask('season end', {}, { confirmed: false });
    expect(asked.kind).toBe('confirm');
    expect(wordsOf(asked)).toBe(
      'End the season of The Lighthouse now? 1 vote is open: it closes now, and the result is announced. 2 episodes have arrived and will not be posted: The Lamp · The Key.',
    );
    expect(await told('season end')).toContain('The season of The Lighthouse ends.');
    expect((await stage.season()).position.kind).toBe('ended');
    expect(drops()).toEqual(['Episode 1: The Door']);
    const kinds = stage.telegram.posted.map(({ post }) => post.kind);
    expect(kinds.slice(-2)).toEqual(['result', 'notice']);
    expect(await stage.say('next', {}, { account: FAN })).toContain('has ended');
    expect(wordsOf(await stage.ask('season end', {}, { confirmed: false }))).toContain('The season is over.');
  });

  it('is refused before the first episode, and for a story', async () => {
    await serial();
    expect(wordsOf(await stage.ask('season end', {}, { confirmed: false }))).toContain(
      'No episode is out yet.',
    );
    await stage.close();
    await redis.flush();
    stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' })]);
    await told('season start');
    expect(wordsOf(await stage.ask('season end', {}, { confirmed: false }))).toContain(
      'This show plays a story',
    );
  });
});

describe('the answers about a serial show', () => {
  it('say that it waits for its next episode, and that it has no file', async () => {
    await serial();
    await add(DOOR);
    expect(await stage.say('season status')).toContain('waiting for the next episode');
    expect(await stage.say('next', {}, { account: FAN })).toContain('as soon as it is ready');
    expect(await stage.say('path', {}, { account: FAN })).toContain('1. The Door');
    expect(await stage.say('episode preview')).toContain('No episode is scheduled now.');
    expect(await stage.say('season reload')).toContain('it has no story file');
  });

  it('name open questions to showrunners alone', async () => {
    await serial();
    const { id } = await stage.season();
    const item = { key: 'k', title: 'The Key', url: `${URL}3`, synopsis: '' };
    await bringItems(stage.context, id, [item], { from: 'feed', confirm: true });
    expect(await stage.say('season status')).toContain('Question 1 waits for /episode answer: The Key.');
    const moderator = { account: '200000000000000001', moderates: async () => true };
    expect(await stage.say('season status', {}, moderator)).not.toContain('The Key');
  });
});
