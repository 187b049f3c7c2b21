import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sinkFor } from '../../src/app/listen.ts';
import { watchOutlets } from '../../src/app/watch-outlets.ts';
import { nativePollId, showId } from '../../src/core/ids.ts';
import type { Place } from '../../src/ports/desk.ts';
import { type CommandStage, PLACES, setCommandStage, wordsOf } from '../support/command-stage.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage-stories.ts';

const story = { ...oneChoice({ lasts: '2h', tie: 'runoff' }), release: { after: '1h' } };

let redis: TestRedis;
let stage: CommandStage;
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(async () => {
  await redis.flush();
  stage = await setCommandStage(redis.url, [story]);
});
afterEach(() => stage.close());
afterAll(() => redis.stop());

const moderating = (place: Place) => ({ place, account: '300', moderates: async () => true });
const NOBODY_VOTES = [
  { record: async () => {}, flush: async () => {} },
  { begin: () => {}, idle: async () => {} },
] as const;
const newcomer = moderating(PLACES.newcomer);
const kinds = (name: string) =>
  stage.discord.posted.filter(({ outlet }) => outlet.name === name).map(({ post }) => post.kind);
const alerts = () => stage.discord.posted.flatMap(({ post }) => (post.kind === 'alert' ? [post] : []));

async function begin(): Promise<void> {
  await stage.say('season start');
  await stage.settle();
}

describe('a community that wants to play along', () => {
  it('waits until a showrunner approves by button, then gets the current drop and no poll', async () => {
    await begin();
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('has been asked');
    await stage.settle();
    expect(kinds('#lounge in Newcomers')).toEqual([]);
    expect(await stage.say('outlet list', {}, newcomer)).toContain('waits for approval');
    const [approve] = alerts()[0]?.buttons ?? [];
    if (approve === undefined) throw new Error('no button');
    expect(await stage.say(approve.command, approve.given, newcomer)).toContain('Only showrunners');
    expect(await stage.say(approve.command, approve.given)).toContain('plays along');
    await stage.settle();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop']);
    expect(await stage.say(approve.command, approve.given)).toContain('does not wait');
  });

  it('votes from the next round on', async () => {
    // The round is open already, though its polls are still to be sent.
    await stage.say('season start');
    await stage.say('outlet connect', { show: 'lighthouse' }, { place: PLACES.newcomer });
    await stage.settle();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop']);
    for (const { poll } of stage.discord.posted)
      if (poll !== undefined) stage.discord.votes.set(poll.id, [1, 1]);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    expect(kinds('#general in Fans')).toEqual(['drop', 'poll', 'poll']);
    expect(kinds('#lounge in Newcomers')).toEqual(['drop', 'poll']);
  });

  it('is turned down, and may ask again', async () => {
    await stage.say('outlet connect', { show: 'lighthouse' }, newcomer);
    // No season has begun: the alert goes out all the same.
    await stage.settle();
    const [, decline] = alerts()[0]?.buttons ?? [];
    if (decline === undefined) throw new Error('no button');
    expect(await stage.say(decline.command, decline.given)).toContain('turned down');
    expect(await stage.say('outlet list', {}, newcomer)).toContain('No outlet here');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('has been asked');
  });

  it('joins at once where the show is open', async () => {
    await stage.close();
    stage = await setCommandStage(redis.url, [story], { communities: 'open' });
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('now plays');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('already');
    await begin();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop', 'poll']);
  });

  it('is told what the bot still needs, and is not asked about', async () => {
    stage.discord.closed.add('#lounge in Newcomers');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain(
      'may not send polls',
    );
    expect(await stage.say('outlet check', {}, newcomer)).toMatch(
      /cannot play[\s\S]*Allow it in the channel/,
    );
    expect(await stage.context.seasons.connections(showId('lighthouse'))).toEqual([]);
  });

  it('stays over a restart and into the next season', async () => {
    await begin();
    await stage.say('outlet connect', { show: 'lighthouse' }, { place: PLACES.newcomer });
    await stage.settle();
    const { signal } = new AbortController();
    await watchOutlets(stage.context, {
      shows: [stage.show],
      alerts: [PLACES.alerts.outlet],
      signal,
    }).begin();
    expect(await stage.say('outlet list')).toMatch(/#lounge in Newcomers: playing/);
    await stage.say('season cancel', { reason: 'next' });
    await begin();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop', 'drop', 'poll']);
  });

  it('is only connected from inside', async () => {
    const elsewhere = { ...newcomer, place: { ...PLACES.newcomer, community: 'guild-3' } };
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, elsewhere)).toContain(
      'not in this server',
    );
  });
});

describe('a channel that is named from another community', () => {
  const connect = (channel: string, place: Place = PLACES.newcomer) =>
    stage.say('outlet connect', { show: 'lighthouse', thread: channel }, moderating(place));
  const channelOf = ({ outlet }: Place) => (outlet?.platform === 'discord' ? outlet.channel : '');
  const theirs = channelOf(PLACES.discord);

  it('is told of as if it did not exist, whatever the bot may do there', async () => {
    const open = await connect(theirs);
    stage.discord.closed.add('#general in Fans');
    const closed = await connect(theirs);
    const none = await connect('1100000000000000077');
    expect([open, closed]).toEqual([none, none]);
    expect(none).toContain('not in this server');
    for (const answer of [open, closed]) expect(answer).not.toMatch(/general|Fans|send polls/);
  });

  it('is told of with all that stands against it where it is their own', async () => {
    stage.discord.closed.add('#lounge in Newcomers');
    expect(await connect(channelOf(PLACES.newcomer))).toContain('may not send polls');
  });
});

describe('a community that leaves', () => {
  it('gets nothing any more', async () => {
    await begin();
    const asked = await stage.ask(
      'outlet disconnect',
      {},
      { ...moderating(PLACES.telegram), confirmed: false },
    );
    expect(asked.kind).toBe('confirm');
    expect(await stage.say('outlet disconnect', {}, moderating(PLACES.telegram))).toContain('no more');
    await stage.say('vote void', { reason: 'again' });
    await stage.settle();
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
    expect(await stage.say('outlet disconnect', {}, moderating(PLACES.telegram))).toContain('No outlet here');
  });

  it('is that of the moderator alone: others are as if they did not exist', async () => {
    await begin();
    const [theirs] = (await stage.context.seasons.outlets((await stage.season()).id)).filter(
      ({ outlet }) => outlet.community === PLACES.telegram.community,
    );
    const named = await stage.ask('outlet disconnect', { outlet: theirs?.id ?? '' }, newcomer);
    const madeUp = await stage.ask('outlet disconnect', { outlet: 'telegram:-100999' }, newcomer);
    expect(wordsOf(named).replace(theirs?.id ?? '', 'X')).toBe(
      wordsOf(madeUp).replace('telegram:-100999', 'X'),
    );
    expect(await stage.say('outlet list', {}, newcomer)).not.toContain('@fans');
    expect(await stage.say('outlet list')).toContain('@fans: playing');
  });

  it('by throwing the bot out or deleting the poll is told to showrunners once', async () => {
    await begin();
    const { context, telegram } = stage;
    const sink = sinkFor(context, telegram, ...NOBODY_VOTES);
    const poll = telegram.posted.find((one) => one.poll !== undefined)?.poll;
    await sink.accessLost({ kind: 'poll-deleted', poll: poll?.id ?? nativePollId('none') });
    await sink.accessLost({ kind: 'poll-deleted', poll: poll?.id ?? nativePollId('none') });
    await sink.accessLost({ kind: 'community-left', community: PLACES.telegram.community });
    await stage.settle();
    const told = alerts().map(({ lines }) => JSON.stringify(lines));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('deleted the poll');
    expect(told[1]).toContain('was removed from');
    const posted = telegram.posted.length;
    await stage.settle();
    expect(telegram.posted).toHaveLength(posted);
  });

  it('by a move of its chat stays the same community', async () => {
    await stage.say('outlet connect', { show: 'lighthouse' }, { place: PLACES.newcomer });
    await begin();
    const sink = sinkFor(stage.context, stage.telegram, ...NOBODY_VOTES);
    await sink.moved({ platform: 'telegram', chat: '-1001' }, { platform: 'telegram', chat: '-1002' });
    const place = {
      platform: 'telegram',
      community: '-1002',
      outlet: { platform: 'telegram', chat: '-1002' },
    } as const;
    expect(await stage.say('outlet list', {}, moderating(place))).toContain('playing');
  });
});

describe('who has just added the bot', () => {
  it('is told what to press, and a press asks for the show', async () => {
    const { lines, buttons = [] } = await stage.desk.welcome(PLACES.newcomer);
    expect(JSON.stringify(lines)).toContain('/outlet connect');
    expect(buttons.map(({ label }) => label)).toEqual(['Connect The Lighthouse']);
    const [connect] = buttons;
    expect(await stage.say(connect?.command ?? '', connect?.given, newcomer)).toContain('has been asked');
  });
});
