import { describe, expect, it } from 'vitest';
import { episodeId } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import type { Item } from '../../../src/core/story/item.ts';
import type { Continuation, Episode } from '../../../src/core/story/story.ts';
import {
  aStory,
  choice,
  episode,
  given,
  MINUTE,
  play,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const at = (minutes: number): number => T0 + minutes * MINUTE;
const item = (title: string, change: Partial<Item> = {}): Item => ({
  key: `guid of ${title}`,
  title,
  url: `https://watch.example/${encodeURIComponent(title)}`,
  synopsis: '',
  ...change,
});
const bring = (minutes: number, ...items: readonly Item[]): SeasonCommand => ({
  type: 'bring',
  at: at(minutes),
  from: 'feed',
  items,
  confirm: false,
});
const next = (id: string): Continuation => ({ kind: 'next', next: episodeId(id) });
const unlinked = ({ url: _, ...rest }: Episode): Episode => rest;
/** pilot -> blood -> roof; only the pilot has its link. */
const story = aStory({
  release: { kind: 'after', after: MINUTE },
  episodes: [
    episode('pilot', next('blood')),
    { ...unlinked(episode('blood', next('roof'))), title: 'Blood' },
    { ...unlinked(episode('roof', { kind: 'ending' })), title: 'The Roof' },
  ],
});
const begun = start(story);
const by = (minutes: number) => ({ at: at(minutes), by: showrunner });

describe('a story whose links come from a feed', () => {
  it.each([
    'Blood',
    'BLOOD!',
    'A Show – Blood',
    'A Show: Episode 2 - Blood',
    'Ep. 2: Ｂｌｏｏｄ',
    'ep2 | blood | A Show',
    'Blóod',
  ])('knows an episode by its title: %s', (title) => {
    const { season } = play(begun, bring(0, item(title)), tick(1));
    expect(season.releases.map(({ episode: id }) => id)).toEqual(['pilot', 'blood']);
  });

  it.each(['Bloody', 'Behind the scenes: Blood', 'Blood and Roof', '', '!'])(
    'asks which episode it is where the title says something else: %s',
    (title) => {
      const [asked] = given(begun)
        .when(bring(0, item(title)))
        .yields('items-asked');
      expect(asked).toMatchObject({ why: 'unmatched', among: ['blood', 'roof'] });
      expect(play(begun, bring(0, item(title)), tick(5)).season.position.kind).toBe('awaiting-link');
      const told: SeasonCommand = {
        type: 'answer-items',
        ...by(6),
        question: 1,
        answer: { take: 'all', episode: episodeId('blood') },
      };
      const { season } = play(begun, bring(0, item(title)), tick(5), told);
      expect(season.releases.at(-1)?.episode).toBe('blood');
    },
  );

  it('knows an episode by what the file says it is known by, in the title, or as guid or link', () => {
    const marked = aStory({
      episodes: [
        episode('pilot', next('blood')),
        { ...unlinked(episode('blood', { kind: 'ending' })), match: 'S1E2' },
      ],
    });
    const linkedBy = (one: Item) => play(start(marked), bring(0, one)).season.story.episodes[1]?.url;
    expect(linkedBy(item('Night Shift s1e2 (final)'))).toBeDefined();
    expect(linkedBy(item('Something', { key: 'S1E2' }))).toBeDefined();
    expect(linkedBy(item('Something', { url: 'S1E2' }))).toBeDefined();
    expect(linkedBy(item('Night Shift S1E21'))).toBeUndefined();
    expect(linkedBy(item('blood'))).toBeUndefined();
  });

  it('asks where an item could be several episodes', () => {
    const twins = aStory({
      episodes: [
        episode('pilot', { kind: 'choice', choice: choice({ one: 'one', two: 'two' }) }),
        { ...unlinked(episode('one', { kind: 'ending' })), title: 'Dawn' },
        { ...unlinked(episode('two', { kind: 'ending' })), title: 'DAWN' },
      ],
    });
    const [asked] = given(start(twins))
      .when(bring(1, item('Dawn')))
      .yields('items-asked');
    expect(asked).toMatchObject({ why: 'ambiguous', among: ['one', 'two'] });
  });

  it('keeps a link that the file or a person gave, and follows its own', () => {
    const byHand: SeasonCommand = {
      type: 'link',
      ...by(0),
      episode: episodeId('blood'),
      url: 'https://other.example/',
    };
    given(begun, byHand)
      .when(bring(0, item('Blood')))
      .yields('items-noted');
    given(begun, byHand, bring(0, item('Blood')))
      .when(bring(1, item('Blood', { url: 'https://watch.example/2' })))
      .yields('items-noted', 'episode-released', 'episode-scheduled');
    const [moved] = given(begun, bring(0, item('Blood')), tick(1))
      .when(bring(2, item('Blood', { url: 'https://watch.example/2' })))
      .yields('link-given', 'link-awaited');
    if (moved === undefined) throw new Error('not moved');
    const { season } = play(begun, bring(0, item('Blood')), tick(1));
    expect(owedBy(moved, season)).toEqual([{ kind: 'update-drops', dueAt: at(2), episode: 'blood' }]);
  });
});

const draft = (id: string, continuation: Continuation = { kind: 'open' }): Episode => ({
  ...unlinked(episode(id, continuation)),
  draft: true,
});

describe('a draft', () => {
  const drafted = aStory({ episodes: [episode('pilot', next('blood')), draft('blood')] });
  const due = [start(drafted), tick(1)] as const;

  it('makes the season wait when it is due, and a showrunner is asked to fill it in', () => {
    const { season, log } = play(...due);
    expect(season.position).toEqual({ kind: 'awaiting-link', episode: 'blood', since: at(1) });
    const awaited = log.at(-1);
    if (awaited === undefined) throw new Error('nothing happened');
    expect(owedBy(awaited, season)).toMatchObject([
      { kind: 'alert', alert: { code: 'draft-awaited', episode: 'blood' } },
      { kind: 'deliver', delivery: 'notice' },
    ]);
    given(...due)
      .when(tick(100))
      .yields();
  });

  it('takes no link and is not released until it is filled in', () => {
    const id = episodeId('blood');
    given(...due)
      .when({ type: 'link', ...by(2), episode: id, url: 'https://watch.example/2' })
      .isRefused('is-draft');
    given(...due)
      .when({ type: 'release', ...by(2) })
      .isRefused('is-draft');
    // A link that the feed brings is kept for it.
    given(...due)
      .when(bring(2, item('The blood')))
      .yields('link-given');
    given(...due, bring(2, item('The blood')))
      .when(tick(3))
      .yields();
  });

  it('goes out at once when it is filled in by command; then the season waits for what comes next, and does not end', () => {
    const add: SeasonCommand = {
      type: 'add',
      ...by(5),
      episode: episodeId('blood'),
      item: item('Blood at last'),
    };
    given(...due)
      .when(add)
      .yields('episodes-reloaded', 'episode-released', 'episode-awaited');
    const { season, log } = play(...due, add);
    expect(season.position).toEqual({ kind: 'awaiting-episode', since: at(5) });
    const awaited = log.at(-1);
    if (awaited === undefined) throw new Error('nothing happened');
    expect(owedBy(awaited, season)).toMatchObject([
      { kind: 'alert', alert: { code: 'sequel-awaited', episode: 'blood' } },
    ]);
    given(...due, add)
      .when({ ...add, at: at(6) } as SeasonCommand)
      .isRefused('not-a-draft');
  });

  it('goes out when the edited file is reloaded, and what the file says later comes of it', () => {
    const reload = (minutes: number, ...episodes: readonly Episode[]): SeasonCommand => ({
      type: 'reload',
      ...by(minutes),
      episodes,
    });
    const written = episode('blood', { kind: 'open' });
    const out = [...due, reload(5, written)] as const;
    expect(play(...out).season.position.kind).toBe('awaiting-episode');
    given(...out)
      .when(
        reload(
          6,
          episode('blood', { kind: 'choice', choice: choice({ a: 'roof', b: 'roof' }) }),
          episode('roof', { kind: 'ending' }),
        ),
      )
      .yields('episodes-reloaded', 'continuation-given', 'round-planned', 'round-opened');
    given(...out)
      .when(reload(6, episode('blood', next('roof')), episode('roof', { kind: 'ending' })))
      .yields('episodes-reloaded', 'continuation-given', 'episode-scheduled');
    given(...out)
      .when(reload(6, episode('blood', { kind: 'ending' })))
      .yields('continuation-given', 'season-concluding', 'season-ended');
    given(...out, reload(6, episode('blood', { kind: 'ending' })))
      .when(reload(7, episode('blood', next('pilot'))))
      .isRefused('season-over');
  });
});

describe('taking an episode back', () => {
  const retract = (minutes: number, id: string): SeasonCommand => ({
    type: 'retract',
    ...by(minutes),
    episode: episodeId(id),
    reason: 'the wrong file',
  });

  it('waits for a new link, and posts the episode again with its vote', () => {
    const voting = aStory();
    const link: SeasonCommand = {
      type: 'link',
      ...by(3),
      episode: episodeId('pilot'),
      url: 'https://watch.example/new',
    };
    given(start(voting)).when(retract(2, 'pilot')).yields('release-retracted');
    const { season } = play(start(voting), retract(2, 'pilot'));
    expect(season.position).toMatchObject({ kind: 'awaiting-link', episode: 'pilot' });
    expect(season.rounds.map(({ phase }) => phase.kind)).toEqual(['abandoned']);
    given(start(voting), retract(2, 'pilot'))
      .when(link)
      .yields('link-given', 'episode-released', 'round-planned', 'round-opened');
  });

  it('posts it again when its source has another link for it', () => {
    const fed = [begun, bring(0, item('Blood')), tick(1), retract(2, 'blood')] as const;
    given(...fed)
      .when(bring(3, item('Blood')))
      .yields();
    given(...fed)
      .when(bring(3, item('Blood', { url: 'https://watch.example/right' })))
      .yields('link-given', 'episode-released', 'episode-scheduled');
  });

  it('leaves the story where it is once a vote on it has moved it', () => {
    const moved = [start(aStory()), tick(10), settle(10, 1, { left: 1 })] as const;
    given(...moved)
      .when(retract(10, 'pilot'))
      .yields('release-retracted');
    expect(play(...moved, retract(10, 'pilot')).season.position).toMatchObject({
      kind: 'scheduled',
      episode: 'left',
    });
    given(...moved)
      .when(retract(10, 'left'))
      .isRefused('not-released');
  });
});
