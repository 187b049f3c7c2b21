import { afterEach, describe, expect, it } from 'vitest';
import { type CommandStage, FAN, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice, type StoryFile } from '../support/stage/stories.ts';

let stage: CommandStage;
afterEach(() => stage.close());

const story = (release: StoryFile['release']): StoryFile => ({ ...oneChoice({ lasts: '2h' }), release });
const begin = async (release: StoryFile['release']): Promise<void> => {
  stage = await setCommandStage('memory', [story(release)]);
  await stage.say('season start');
  await stage.settle();
};
const decide = async (): Promise<void> => {
  await stage.say('vote close', { reason: 'because' });
  await stage.settle();
};
const next = () => stage.say('next', {}, { account: FAN });
const schedule = (episode: string, time: string) => stage.say('episode schedule', { episode, time });
const moved = (platform: 'discord' | 'telegram') =>
  stage[platform].posted.filter(({ post }) => JSON.stringify(post).includes('New date for'));

describe('/next', () => {
  it('says when the vote ends and when the next episode follows', async () => {
    await begin({ after: '1d' });
    const round = (await stage.season()).rounds[0];
    const told = await next();
    expect(told).toContain('A vote decides how The Lighthouse goes on');
    expect(told).toContain(new Date(round?.closesAt ?? 0).toISOString());
    expect(told).toContain(new Date((round?.closesAt ?? 0) + 86_400_000).toISOString());
  });

  it('never names the episode, and says so when there is none yet or no more', async () => {
    stage = await setCommandStage('memory', [story({ after: '1d' })]);
    expect(await next()).toContain('has not begun yet');
    await stage.say('season start');
    await stage.settle();
    await decide();
    expect(await next()).toMatch(/^The next episode of The Lighthouse comes out/);
    expect(await next()).not.toContain('Harbour');
    await stage.say('season pause', { reason: 'because' });
    expect(await next()).toContain('it may be later');
    await stage.say('season cancel', { reason: 'because' });
    expect(await next()).toContain('was cancelled');
  });
});

describe('/episode schedule', () => {
  it('moves the next episode, and every outlet is told once', async () => {
    await begin({ every: '1d', at: '19:00', timezone: 'America/New_York' });
    await decide();
    expect(await schedule('harbour', '2099-12-24 20:00')).toContain('2099-12-25T01:00:00.000Z');
    await stage.settle();
    expect(await next()).toContain('2099-12-25T01:00:00.000Z');
    for (const platform of ['discord', 'telegram'] as const) {
      expect(moved(platform)).toHaveLength(1);
      expect(JSON.stringify(moved(platform)[0]?.post)).toContain(String(Date.UTC(2099, 11, 25, 1)));
    }
    expect((await stage.season()).position).toMatchObject({ kind: 'scheduled', episode: 'harbour' });
  });

  it('takes a time of day as the next one, in the zone of the show', async () => {
    await begin({ every: '1d', at: '19:00', timezone: 'America/New_York' });
    await decide();
    const now = await stage.context.clock.now();
    await schedule('harbour', '20:00');
    const { position } = await stage.season();
    const at = position.kind === 'scheduled' ? position.at : 0;
    expect(at).toBeGreaterThan(now);
    expect(at).toBeLessThanOrEqual(now + 25 * 3_600_000);
    const local = new Intl.DateTimeFormat('en', {
      hour: '2-digit',
      hourCycle: 'h23',
      timeZone: 'America/New_York',
    });
    expect(local.format(at)).toBe('20');
  });

  it.each([
    ['tomorrow evening', 'is no date and time'],
    ['2099-02-30 20:00', 'is no date and time'],
    ['2099-12-24T25:00', 'is no date and time'],
    ['2020-01-01 00:00', 'is already past'],
  ])('refuses %s, and says what would be right', async (time, words) => {
    await begin({ after: '1d' });
    await decide();
    const before = await stage.season();
    const answer = await stage.ask('episode schedule', { episode: 'harbour', time });
    expect(JSON.stringify(answer)).toContain(words);
    expect(await stage.season()).toEqual(before);
  });
});

describe('a show whose episodes come with their link', () => {
  it('waits without promising a date, and goes on with the link', async () => {
    const { url: _, ...unlinked } = oneChoice().episodes.harbour ?? { title: '' };
    const waiting = story({ on: 'link' });
    const file = { ...waiting, episodes: { ...waiting.episodes, harbour: unlinked } };
    stage = await setCommandStage('memory', [file]);
    await stage.say('season start');
    await stage.settle();
    await decide();
    expect(await next()).toContain('There is no date yet');
    expect(JSON.stringify(stage.discord.posted)).not.toContain('is late');
    expect(JSON.stringify(stage.discord.posted)).toContain('/episode link');
    await stage.say('episode link', { episode: 'harbour', url: 'https://watch.example/new' });
    await stage.settle();
    expect(JSON.stringify(stage.telegram.posted)).toContain('https://watch.example/new');
  });
});
