import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { advanceSeason } from '../../src/app/season/advance-season.ts';
import { startSeason } from '../../src/app/season/start-season.ts';
import type { Show } from '../../src/app/shows/show.ts';
import { createEpisodeIntake } from '../../src/app/webhook/episode-intake.ts';
import { episodeId, showId } from '../../src/core/ids.ts';
import { findEpisode } from '../../src/core/story/story.ts';
import type { PostedEpisode } from '../../src/ports/episode-intake.ts';
import type { PostedRequest } from '../../src/ports/stores/posted-requests.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import { MemoryPostedRequests } from '../support/memory/posted-requests.ts';
import { withoutLink } from '../support/stage/stories.ts';

let stage: CommandStage;
afterEach(() => stage.close());

const SOURCE = { every: 300_000, confirm: false, gap: 0, private: false };
const DOOR: PostedEpisode = { title: 'The Door', url: 'https://watch.example/door' };

/** A show with a story that waits for a link, and a serial show; posts to either. */
async function setUp({ start = true, confirm = false } = {}) {
  stage = await setCommandStage('memory', [withoutLink()]);
  const { context } = stage;
  const story = { ...stage.show, source: { ...SOURCE, confirm } };
  const serial: Show = {
    ...story,
    from: { kind: 'serial', story: story.story, hash: 'none' },
    story: {
      id: showId('backroom'),
      title: 'The Back Room',
      language: 'en',
      release: { kind: 'on-link' },
      voting: story.story.voting,
      episodes: [],
    },
  };
  const shows = [story, serial];
  if (start) for (const show of shows) await startSeason(context, { ...show, placed: [] });
  const requests = new MemoryPostedRequests();
  const intake = createEpisodeIntake(context, shows, requests);
  const post = (episode: PostedEpisode, request: Partial<PostedRequest> = {}) =>
    intake.take(
      { show: showId('backroom'), key: randomUUID(), signature: randomUUID(), body: 'b', ...request },
      episode,
    );
  const season = async (show: Show) => {
    const id = await context.seasons.current(show.story.id);
    const loaded = id === undefined ? undefined : (await context.states.load(id)).season;
    if (loaded === undefined) throw new Error('No season has begun');
    return loaded;
  };
  return { post, season, story, serial, context };
}

const LIGHTHOUSE = { show: showId('lighthouse') };
const said = async (posting: ReturnType<Awaited<ReturnType<typeof setUp>>['post']>) => {
  const intake = await posting;
  return intake.ok ? intake.answer : `${intake.code}: ${intake.message}`;
};

describe('an episode that a program posts', () => {
  it('is the next one of a serial show, and is known when it comes again', async () => {
    const { post, season, serial } = await setUp();
    const synopsis = 'Somebody knocks.\nVote: Open it? Yes | No\nhttps://x.example';
    expect(await said(post({ ...DOOR, synopsis }))).toEqual({ episode: 'ep-1', action: 'queued' });
    // Another request, with another key, as after a crash before its answer was kept.
    expect(await said(post({ ...DOOR, synopsis }))).toEqual({ episode: 'ep-1', action: 'unchanged' });
    expect((await season(serial)).story.episodes).toMatchObject([
      {
        id: 'ep-1',
        title: 'The Door',
        synopsis: 'Somebody knocks.',
        continuation: { kind: 'choice', choice: { question: 'Open it?' } },
      },
    ]);
  });

  it('is known by its guid, and may have another title and link then', async () => {
    const { post, season, serial } = await setUp();
    await post({ ...DOOR, guid: 'upload-1' });
    const moved = { title: 'The Door (fixed)', url: 'https://watch.example/door-2', guid: 'upload-1' };
    expect(await said(post(moved))).toEqual({ episode: 'ep-1', action: 'linked' });
    expect((await season(serial)).story.episodes).toMatchObject([{ id: 'ep-1', title: 'The Door (fixed)' }]);
  });

  it('of a serial show may be named, once', async () => {
    const { post } = await setUp();
    const id = episodeId('the-door');
    expect(await said(post({ ...DOOR, id }))).toEqual({ episode: 'the-door', action: 'queued' });
    expect(await said(post({ title: 'Other', url: 'https://watch.example/other', id }))).toBe(
      'id-taken: Another item is the episode "the-door" already. Give this one another "id", or none.',
    );
  });

  it('gives an episode of a story its link: by its title, or by its id', async () => {
    const { post, season, story } = await setUp();
    expect(await said(post({ title: 'ward!', url: 'https://watch.example/w' }, LIGHTHOUSE))).toEqual({
      episode: 'ward',
      action: 'linked',
    });
    expect(findEpisode((await season(story)).story, episodeId('ward'))?.url).toBe('https://watch.example/w');
    expect(
      await said(post({ title: 'x', url: 'https://watch.example/w2', id: episodeId('ward') }, LIGHTHOUSE)),
    ).toEqual({ episode: 'ward', action: 'unchanged' });
  });

  it('waits for a showrunner if no episode of the story is called so, or if each is confirmed', async () => {
    const { post } = await setUp({ confirm: true });
    const waits = { episode: null, action: 'queued', awaits: 'showrunner' };
    expect(await said(post({ title: 'Unheard of', url: 'https://watch.example/u' }, LIGHTHOUSE))).toEqual(
      waits,
    );
    expect(await said(post(DOOR))).toEqual(waits);
  });

  it('is refused with a near name if there is no such show or episode', async () => {
    const { post } = await setUp();
    expect(await said(post(DOOR, { show: showId('backrom') }))).toBe(
      'unknown-show: There is no show "backrom". Did you mean "backroom"?',
    );
    expect(await said(post(DOOR, { show: showId('x') }))).toBe(
      'unknown-show: There is no show "x". This bot plays lighthouse, backroom.',
    );
    expect(await said(post({ ...DOOR, id: episodeId('wrd') }, LIGHTHOUSE))).toBe(
      'unknown-episode: The story has no episode "wrd". Did you mean "ward"?',
    );
  });

  it('is refused if it fits into no post, with the limit', async () => {
    const { post } = await setUp();
    expect(await said(post({ ...DOOR, title: 'x'.repeat(900) }))).toMatch(
      /^invalid-episode: The episode does not fit into a post: the title has 900 characters — at most \d+ \(the limit of \w+\): \d+ fewer\.$/,
    );
  });

  it('is refused while no season runs, and taken with the same key once one does', async () => {
    const { post, context, serial } = await setUp({ start: false });
    const request = { key: 'upload 7', signature: 's1' };
    expect(await said(post(DOOR, request))).toMatch(/^season-not-started: .*\/season start/);
    await startSeason(context, { ...serial, placed: [] });
    expect(await said(post(DOOR, request))).toEqual({ episode: 'ep-1', action: 'queued' });
  });

  it('is refused while the season is ending', async () => {
    const { post, season, serial, context } = await setUp();
    await post({ ...DOOR, synopsis: 'Vote: Open it? Yes | No' });
    await stage.settle();
    const { id } = await season(serial);
    const by = { kind: 'person', pseudonym: 'a showrunner' } as const;
    await advanceSeason(context, id, (at) => ({ type: 'end', at, by }));
    expect((await season(serial)).position.kind).toBe('concluding');
    expect(await said(post({ title: 'Late', url: 'https://watch.example/late' }))).toMatch(
      /^season-over: .* is ending/,
    );
  });

  it('is refused while the stored data of the season cannot be read', async () => {
    const { post, season, serial, context } = await setUp();
    context.aside.put((await season(serial)).id, 'a test', true);
    expect(await said(post(DOOR))).toMatch(/^season-unreadable: .* nothing was changed/);
    expect(await said(post({ title: 'Ward', url: 'https://watch.example/w' }, LIGHTHOUSE))).toMatchObject({
      action: 'linked',
    });
  });

  it('is refused when the season is over', async () => {
    const { post } = await setUp();
    await stage.ask('season cancel', { reason: 'done' });
    expect(await said(post(DOOR, LIGHTHOUSE))).toMatch(/^season-over: /);
  });
});
