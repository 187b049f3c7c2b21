import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bringItems } from '../../src/app/season/bring-items.ts';
import { BUTTON_CODE_BYTES, decodeButton, encodeButton } from '../../src/core/posts/button-code.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import type { Item } from '../../src/core/story/item.ts';
import { type CommandStage, PLACES, setCommandStage, wordsOf } from '../support/commands/command-stage.ts';
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

const ana = { displayName: 'Ana Reed' };
const item = (name: string, more: Partial<Item> = {}): Item => ({
  key: name,
  title: name,
  url: `https://watch.example/${encodeURIComponent(name)}`,
  synopsis: '',
  ...more,
});

const serial = async (): Promise<void> => {
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' })], { serial: true });
  await stage.say('season start');
  await stage.settle();
};
const bring = async (items: readonly Item[], confirm = false) => {
  const { id } = await stage.season();
  const brought = await bringItems(stage.context, id, items, { from: 'feed', confirm });
  await stage.settle();
  return brought;
};

const alerts = () =>
  stage.discord.posted.flatMap(({ post }) =>
    post.kind === 'alert' ? [{ words: post.lines.map(plain).join('\n'), buttons: post.buttons ?? [] }] : [],
  );
/** Presses a button of the last alert, as a showrunner on either platform. */
const press = async (label: string, platform: 'discord' | 'telegram' = 'discord') => {
  const button = alerts()
    .at(-1)
    ?.buttons.find((one) => plain(titleLine(one.label)) === label);
  if (button === undefined) throw new Error(`no button ${label}: ${JSON.stringify(alerts())}`);
  const code = encodeButton(button);
  expect(Buffer.byteLength(code)).toBeLessThanOrEqual(BUTTON_CODE_BYTES);
  const pressed = decodeButton(code);
  const answer = await stage.ask(pressed?.command ?? '', pressed?.given, {
    ...ana,
    place: PLACES[platform],
    confirmed: false,
  });
  await stage.settle();
  return wordsOf(answer);
};
const drops = () => stage.telegram.posted.flatMap(({ post }) => (post.kind === 'drop' ? [post.title] : []));

describe('a question about new items', () => {
  it.each(['discord', 'telegram'] as const)(
    'is answered by a button on %s, and then names who did',
    async (on) => {
      await serial();
      await bring([item('Door')], true);
      expect(drops()).toEqual([]);
      expect(await press('Post', on)).toContain('✓ Door is the episode ep-1');
      expect(drops().map((title) => plain(titleLine(title)))).toEqual(['Episode 1: Door']);
      expect(alerts()).toMatchObject([
        { words: expect.stringContaining('✓ Ana Reed approved it.'), buttons: [] },
      ]);
    },
  );

  it('that was answered since tells who did, and changes nothing', async () => {
    await serial();
    await bring([item('Door')], true);
    const asked = alerts()[0]?.buttons[1];
    await press('Post');
    const late = await stage.ask(asked?.command ?? '', asked?.given, { confirmed: false });
    expect(late.kind).toBe('reply');
    expect(wordsOf(late)).toBe('This question has already been answered.\n✓ Ana Reed approved it.');
    expect((await stage.season()).story.episodes).toHaveLength(1);
  });

  it.each([
    ['All, in turn', ['ep-1', 'ep-2', 'ep-3'], 3],
    ['The newest', ['ep-1'], 1],
    ['None', [], 0],
  ])('about many is answered with "%s"', async (label, ids, taken) => {
    await serial();
    await bring(['One', 'Two', 'Three'].map((name) => item(name)));
    const told = await press(label);
    expect(told.match(/✓/g) ?? []).toHaveLength(taken);
    expect(told.match(/is left out/g) ?? []).toHaveLength(3 - taken);
    expect((await stage.season()).story.episodes.map(({ id }) => id)).toEqual(ids);
  });

  it('can be typed, with its number or as it is offered', async () => {
    await serial();
    await bring([item('Door')], true);
    await bring([item('Lamp')], true);
    const request = { given: {}, place: PLACES.discord, moderates: async () => false, confirmed: false };
    const offered = await stage.desk.complete(
      { ...request, name: 'episode answer', platform: 'discord', account: '175928847299117063' },
      'question',
      '',
    );
    expect(offered.map(({ label }) => label)).toEqual(['1: Door', '2: Lamp']);
    expect(await stage.say('episode answer', { question: '2', answer: 'none' })).toBe('✗ Lamp is left out.');
    expect(await stage.say('episode answer', { question: '7', answer: 'all' })).toContain('no question 7');
    expect(await stage.say('episode answer', { question: '1', answer: 'perhaps' })).toContain('no answer');
    expect(await stage.say('episode answer', { question: 'one', answer: 'all' })).toContain('no number');
  });

  it('of a story says which episode it is, and whether that has its link now', async () => {
    const story = oneChoice({ lasts: '2h' });
    const { url: _, ...harbour } = story.episodes.harbour ?? { title: '' };
    const file = { ...story, episodes: { ...story.episodes, harbour } };
    stage = await setCommandStage(redis.url, [file]);
    await stage.say('season start');
    await stage.settle();
    await bring([item('A new one')]);
    expect(await press('This is Harbour')).toBe('✓ Harbour (harbour) now has its link.');
    expect((await stage.season()).story.episodes.find(({ id }) => id === 'harbour')?.url).toBe(
      item('A new one').url,
    );
    await bring([item('Another one')]);
    expect(await stage.say('episode answer', { question: '2', answer: 'all', episode: 'harbour' })).toContain(
      'already has another link',
    );
    expect(await stage.say('episode answer', { question: '2', answer: 'none' })).toContain(
      'already been answered',
    );
  });
});
