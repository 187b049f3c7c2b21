import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { advanceSeason } from '../../src/app/season/advance-season.ts';
import { episodeId, seasonId, showId } from '../../src/core/ids.ts';
import { decodeButton, encodeButton } from '../../src/core/posts/button-code.ts';
import { plain } from '../../src/core/posts/content.ts';
import type { SteeringCommand } from '../../src/core/season/commands.ts';
import { findEpisode } from '../../src/core/story/story.ts';
import type { Reply, ReplyButton } from '../../src/ports/commands/command.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import { showrunner } from '../support/seasons/season-specification.ts';
import { oneChoice, type StoryFile } from '../support/stage/stories.ts';

const story = { ...oneChoice({ tie: 'showrunner', lasts: '2h' }), release: { after: '1h' } } as const;

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [story]);
  await begin(stage);
});
afterEach(() => stage.close());

async function begin(on: CommandStage): Promise<void> {
  await on.say('season start');
  await on.settle();
}

async function replyTo(given: Record<string, string> = {}, on = stage): Promise<Reply> {
  const answer = await on.ask('season reload', given);
  if (answer.kind !== 'reply') throw new Error(`no reply: ${JSON.stringify(answer)}`);
  return answer.reply;
}
const wordsOf = ({ lines }: Reply): string => lines.map(plain).join('\n');
const buttonOf = ({ buttons = [] }: Reply): ReplyButton => {
  const [only] = buttons;
  if (only === undefined || buttons.length !== 1) throw new Error(`${buttons.length} buttons`);
  return only;
};
/** Through the code that platforms keep. */
const press = async (button: ReplyButton, on = stage): Promise<Reply> =>
  replyTo(decodeButton(encodeButton(button))?.given, on);
const edited = (change: (episodes: StoryFile['episodes']) => StoryFile['episodes']): StoryFile => ({
  ...story,
  episodes: change(story.episodes),
});
const episodesOf = async (on = stage) => (await on.season()).story.episodes;
const part = (episodes: StoryFile['episodes'], id: string) => episodes[id] ?? { title: '' };

const renamed = (title: string) =>
  edited((all) => ({
    ...all,
    storm: { ...part(all, 'storm'), title: 'Gale' },
    harbour: { ...part(all, 'harbour'), title, url: 'https://watch.example/haven' },
  }));

describe('/season reload', () => {
  it('says that nothing has changed', async () => {
    expect(await stage.say('season reload')).toContain('Nothing has changed');
  });

  it('shows what would change and changes nothing before its button is pressed', async () => {
    await stage.write(renamed('Haven'));
    const before = await stage.season();
    const shown = await replyTo();
    expect(wordsOf(shown).split('\n')).toEqual([
      'The story file of The Lighthouse would change:',
      '• Haven (harbour)',
      '– title: Harbour → Haven',
      '– link: https://watch.example/lighthouse/harbour → https://watch.example/haven',
      'Already out, so not changed: storm.',
      'Nothing is changed yet.',
    ]);
    expect(await stage.season()).toEqual(before);
    expect(wordsOf(await press(buttonOf(shown)))).toBe('Updated: harbour.');
    const titles = (await episodesOf()).map(({ title }) => title);
    expect([titles.includes('Haven'), titles.includes('Gale')]).toEqual([true, false]);
  });

  it('applies nothing that was not shown: the file was edited in between', async () => {
    await stage.write(renamed('Haven'));
    const first = await replyTo();
    await stage.write(renamed('Heaven'));
    const second = await press(buttonOf(first));
    expect(wordsOf(second)).toMatch(
      /^Nothing was changed: the file was edited since you saw it[\s\S]*Harbour → Heaven/,
    );
    expect((await episodesOf()).map(({ title }) => title)).toContain('Harbour');
    expect(wordsOf(await press(buttonOf(second)))).toBe('Updated: harbour.');
    expect((await episodesOf()).map(({ title }) => title)).toContain('Heaven');
    expect(wordsOf(await press(buttonOf(second)))).not.toContain('Updated');
  });

  it('applies nothing that was not shown: a showrunner gave a link in between', async () => {
    await stage.write(renamed('Haven'));
    const first = await replyTo();
    await stage.say('episode link', { episode: 'harbour', url: 'https://watch.example/other' });
    expect(wordsOf(await press(buttonOf(first)))).toContain(
      'https://watch.example/other → https://watch.example/haven',
    );
  });

  it('has no button where all that changed is out, and names what the file no longer has', async () => {
    await stage.write(edited((all) => ({ ...all, storm: { ...part(all, 'storm'), title: 'Gale' } })));
    const shown = await replyTo();
    expect([wordsOf(shown), shown.buttons]).toEqual([
      'There is nothing to take over.\nAlready out, so not changed: storm.',
      undefined,
    ]);
    const { dark: _, ...rest } = story.episodes;
    const choice = part(story.episodes, 'storm').choice;
    const options = (choice?.options ?? []).map((each) =>
      each.next === 'dark' ? { ...each, next: 'ward' } : each,
    );
    await stage.write(
      edited(() => ({
        ...rest,
        storm: { ...part(rest, 'storm'), choice: { question: '', ...choice, options } },
      })),
    );
    expect(wordsOf(await replyTo())).toContain('No longer in the file, but still in the season: dark.');
  });

  it('names dates, votes, and new episodes with what follows them', async () => {
    await stage.write(
      edited((all) => ({
        ...all,
        harbour: {
          title: 'Harbour',
          url: 'https://watch.example/lighthouse/harbour',
          at: '2030-12-24T20:00:00Z',
          choice: {
            question: 'Stay?',
            options: [
              { id: 'yes', label: 'Yes', next: 'quay' },
              { id: 'no', label: 'No', next: 'dark' },
            ],
          },
        },
        quay: { title: 'The Quay', draft: true },
      })),
    );
    const words = wordsOf(await replyTo());
    expect(words).toContain('– question: none → Stay?');
    expect(words).toContain('– then: the story ends → now a vote: Yes (yes) → quay / No (no) → dark');
    expect(words).toMatch(/– date: none → .*2030/);
    expect(words).toContain('– the synopsis');
    expect(words).toContain('+ The Quay (quay): new, as a draft\n– then: not written yet');
  });

  it('lists many changes in a file, where the answer would be too long', async () => {
    const quays = Array.from({ length: 20 }, (_, index) => `quay-${index}`);
    const leading = quays.map(
      (id, index) => [id, { title: `Quay ${index}`, draft: true, next: quays[index + 1] ?? 'dark' }] as const,
    );
    await stage.write(
      edited((all) => ({
        ...all,
        harbour: { title: 'Harbour', url: 'https://watch.example/lighthouse/harbour', next: 'quay-0' },
        ...Object.fromEntries(leading),
      })),
    );
    const shown = await replyTo();
    expect(wordsOf(shown)).toContain('more lines. All changes are in the file below.');
    expect(JSON.parse(shown.file?.json ?? '{}')).toMatchObject({ gone: [], kept: [] });
    expect(JSON.parse(shown.file?.json ?? '{}').episodes).toHaveLength(21);
    expect(wordsOf(await press(buttonOf(shown)))).toContain('quay-19');
  });

  it('cannot be talked into another version', async () => {
    await stage.write(renamed('Haven'));
    for (const version of ['', '0', 'x'.repeat(2_000), 'Haven'])
      expect(wordsOf(await replyTo({ version }))).not.toContain('Updated');
    expect((await episodesOf()).map(({ title }) => title)).toContain('Harbour');
  });
});

describe('/season reload of a story that is written while it plays', () => {
  const growing: StoryFile = {
    ...story,
    episodes: {
      storm: { title: 'Storm', url: 'https://watch.example/1', next: 'lull' },
      lull: { title: 'Lull', draft: true },
    },
    release: { after: '0s' },
  };
  const filled = { title: 'The Lull', url: 'https://watch.example/2', synopsis: 'Quiet.' };
  let on: CommandStage;
  beforeEach(async () => {
    on = await setCommandStage('memory', [growing]);
    await begin(on);
  });
  afterEach(() => on.close());

  const fillIn = (command: Omit<Extract<SteeringCommand, { type: 'add' }>, 'type'>) =>
    advanceSeason(on.context, seasonId(showId('lighthouse'), 1), (at) => ({
      type: 'add',
      at,
      by: showrunner,
      ...command,
    }));

  it('sends out a draft that is filled in', async () => {
    expect((await on.season()).position.kind).toBe('awaiting-link');
    await on.write({
      ...growing,
      episodes: { ...growing.episodes, lull: { ...filled, ending: true } },
    });
    const shown = await replyTo({}, on);
    expect(wordsOf(shown)).toContain('• The Lull (lull)\n– is no draft any more\n– title: Lull → The Lull');
    expect(wordsOf(await press(buttonOf(shown), on))).toBe('Updated: lull.');
    await on.settle();
    expect((await on.season()).releases.map(({ episode }) => episode)).toEqual(['storm', 'lull']);
  });

  it('goes on after an episode that is out and had no sequel, and keeps how it came out', async () => {
    const item = { key: 'by hand', ...filled };
    expect(await fillIn({ item, episode: episodeId('lull') })).toMatchObject({ ok: true });
    await on.settle();
    expect((await on.season()).position.kind).toBe('awaiting-episode');
    expect(await on.say('season reload')).toContain('Nothing has changed');
    await on.write({
      ...growing,
      episodes: {
        ...growing.episodes,
        lull: { ...filled, title: 'Another Name', next: 'dawn' },
        dawn: { title: 'Dawn', url: 'https://watch.example/3', ending: true },
      },
    });
    const shown = await replyTo({}, on);
    expect(wordsOf(shown).split('\n')).toEqual([
      'The story file of The Lighthouse would change:',
      '• The Lull (lull): is out; only what comes after it is added',
      '– then: not written yet → now dawn',
      '+ Dawn (dawn): new',
      '– then: the story ends',
      'Already out, so not changed: lull.',
      'Nothing is changed yet.',
    ]);
    expect(wordsOf(await press(buttonOf(shown), on))).toBe('Updated: lull, dawn.');
    await on.settle();
    const season = await on.season();
    expect(season.releases.map(({ episode }) => episode)).toEqual(['storm', 'lull', 'dawn']);
    expect(findEpisode(season.story, episodeId('lull'))?.title).toBe('The Lull');
  });

  it('keeps what filled a draft in, where the file still has the draft', async () => {
    await on.write({
      ...growing,
      episodes: {
        ...growing.episodes,
        lull: { title: 'Lull', draft: true, next: 'dawn' },
        dawn: { title: 'Dawn', draft: true },
      },
    });
    await on.say('season pause', { reason: 'a holiday' });
    await fillIn({ item: { key: 'by hand', ...filled }, episode: episodeId('lull') });
    const shown = await replyTo({}, on);
    expect(wordsOf(shown)).not.toContain('draft again');
    await press(buttonOf(shown), on);
    expect(findEpisode((await on.season()).story, episodeId('lull'))).toMatchObject({
      title: 'The Lull',
      url: 'https://watch.example/2',
      continuation: { kind: 'next', next: 'dawn' },
    });
    expect(findEpisode((await on.season()).story, episodeId('lull'))).not.toHaveProperty('draft');
  });
});
