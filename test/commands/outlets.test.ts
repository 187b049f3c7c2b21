import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raiseAlert } from '../../src/app/deliveries/raise-alert.ts';
import { raiseBotAlert } from '../../src/app/deliveries/raise-bot-alert.ts';
import { sinkFor } from '../../src/app/listen.ts';
import { watchOutlets } from '../../src/app/shows/watch-outlets.ts';
import { nativePollId, optionId, outletId, roundNumber, showId } from '../../src/core/ids.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import { migrated } from '../../src/platforms/telegram/address.ts';
import type { Place } from '../../src/ports/commands/caller.ts';
import { type CommandStage, PLACES, setCommandStage, wordsOf } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

const story = { ...oneChoice({ lasts: '2h', tie: 'runoff' }), release: { after: '1h' } };

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [story]);
});
afterEach(() => stage.close());

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

describe('a community that wants to join', () => {
  it('waits until a showrunner approves by button, then gets the current drop and no poll', async () => {
    await begin();
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain(
      'have asked this show’s team',
    );
    await stage.settle();
    expect(kinds('#lounge in Newcomers')).toEqual([]);
    expect(await stage.say('outlet list', {}, newcomer)).toContain('waits for approval');
    const [approve] = alerts()[0]?.buttons ?? [];
    if (approve === undefined) throw new Error('no button');
    expect(await stage.say(approve.command, approve.given, newcomer)).toContain('Only this show’s team');
    expect(await stage.say(approve.command, approve.given)).toContain('has joined');
    await stage.settle();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop']);
    expect(await stage.say(approve.command, approve.given)).toContain('is not waiting');
  });

  it('votes from the next episode on: not in the vote that is open, nor in its runoff', async () => {
    // The round is open already, but its polls are still to be sent.
    await stage.say('season start');
    const opensAt = (await stage.season()).rounds[0]?.opensAt ?? 0;
    // A community that joins in the very millisecond of the opening was there.
    await expect.poll(() => stage.context.clock.now()).toBeGreaterThan(opensAt);
    await stage.say('outlet connect', { show: 'lighthouse' }, { place: PLACES.newcomer });
    await stage.settle();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop']);
    const later = 'Voting starts here with the next episode.';
    expect(await stage.say('standings', {}, newcomer)).toContain(later);
    expect(await stage.say('standings', {}, moderating(PLACES.discord))).not.toContain(later);
    for (const { poll } of stage.discord.posted)
      if (poll !== undefined) stage.discord.votes.set(poll.id, [1, 1]);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    expect(kinds('#general in Fans')).toEqual(['drop', 'poll', 'poll']);
    expect(kinds('#lounge in Newcomers')).toEqual(['drop']);
    const drop = stage.discord.posted.find(({ outlet }) => outlet.name === '#lounge in Newcomers')?.post;
    expect(drop?.kind === 'drop' ? drop.notes.map(plain) : undefined).toEqual([
      'Voting starts here with the next episode.',
    ]);
    expect(await stage.say('receipt', { round: '1' })).not.toContain('Newcomers');
    expect(alerts()).toEqual([]);
    // It hears who won, but gets no reminder, and is not told that its votes are missing.
    for (const { poll } of stage.discord.posted)
      if (poll !== undefined) stage.discord.votes.set(poll.id, [2, 1]);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop', 'result']);
    expect(await stage.say('receipt', { round: '2' })).not.toContain('Newcomers');
    const result = stage.discord.posted.findLast(
      ({ outlet }) => outlet.name === '#lounge in Newcomers',
    )?.post;
    const told = result?.kind === 'result' ? result.lines.map(plain).join('\n') : '';
    expect(told).toContain(' won with ');
    expect(told).not.toMatch(/not be counted|missing|Newcomers/i);
    expect(alerts()).toEqual([]);
  });

  it('is announced with the number of its members, if the platform says it', async () => {
    stage.discord.members = 1240;
    await stage.say('outlet connect', { show: 'lighthouse' }, moderating(PLACES.newcomer));
    await stage.settle();
    stage.discord.members = undefined;
    expect(alerts()[0]?.lines.map(plain).join()).toContain(
      '#lounge in Newcomers wants to join (1240 members, asked by ',
    );
  });

  it('is declined, and may ask again', async () => {
    await stage.say('outlet connect', { show: 'lighthouse' }, newcomer);
    // No season has begun: the alert is sent anyway.
    await stage.settle();
    const [, decline] = alerts()[0]?.buttons ?? [];
    if (decline === undefined) throw new Error('no button');
    expect(await stage.say(decline.command, decline.given)).toContain('turned down');
    expect(await stage.say('outlet list', {}, newcomer)).toContain('No outlet here');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain(
      'have asked this show’s team',
    );
  });

  it('joins at once if the show is open', async () => {
    await stage.close();
    stage = await setCommandStage('memory', [story], { communities: 'open' });
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('now plays');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('already');
    await begin();
    expect(kinds('#lounge in Newcomers')).toEqual(['drop', 'poll']);
  });

  it('is told what the bot still needs, and showrunners are not asked yet', async () => {
    stage.discord.closed.add('#lounge in Newcomers');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain(
      'may not send polls',
    );
    expect(await stage.say('outlet check', {}, newcomer)).toMatch(
      /cannot play[\s\S]*Allow it in the channel/,
    );
    expect((await stage.context.connections.of(showId('lighthouse'))).readable).toEqual([]);
  });

  it('stays after a restart and in the next season', async () => {
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

  it('can only be connected from inside', async () => {
    const elsewhere = { ...newcomer, place: { ...PLACES.newcomer, community: 'guild-3' } };
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, elsewhere)).toContain(
      'not in this server',
    );
  });
});

describe('strangers who ask again and again', () => {
  const text = () => alerts().map(({ lines }) => lines.map(plain).join('\n'));
  /** A channel of a server that the bot was added to. */
  function channelOf(server: number, channel = 1): Place {
    const id = `12000000000000${String(server).padStart(2, '0')}${String(channel).padStart(2, '0')}`;
    const place = { platform: 'discord', channel: id } as const;
    stage.discord.addPlace(place, `#c${channel} in Server ${server}`, `server-${server}`);
    return { platform: 'discord', community: `server-${server}`, outlet: place };
  }
  const as = (account: string, place: Place) => ({ ...moderating(place), account });
  const ask = (account: string, place: Place) =>
    stage.say('outlet connect', { show: 'lighthouse' }, as(account, place));
  const withdraw = (account: string, place: Place) => stage.say('outlet disconnect', {}, as(account, place));

  it('of one community have one open request, whichever channel they ask from, and learn since when', async () => {
    const [one, other] = [channelOf(1, 1), channelOf(1, 2)];
    expect(await ask('300', one)).toContain('have asked this show’s team');
    for (const account of ['300', '301']) {
      expect(await ask(account, one)).toMatch(
        /#c1 in Server 1 has been waiting for this show’s team since 20/,
      );
      expect(await ask(account, other)).toMatch(
        /#c1 in Server 1 has been waiting[\s\S]*one channel at a time/,
      );
    }
    await stage.settle();
    expect(text()).toHaveLength(1);
    expect((await stage.context.connections.of(showId('lighthouse'))).readable).toHaveLength(1);
  });

  it('at the same moment, from many channels, have one open request', async () => {
    const channels = Array.from({ length: 8 }, (_, index) => channelOf(1, index + 1));
    const answers = await Promise.all(channels.map((place, index) => ask(`30${index}`, place)));
    expect(answers.filter((answer) => answer.includes('have asked this show’s team'))).toHaveLength(1);
    expect((await stage.context.connections.of(showId('lighthouse'))).readable).toHaveLength(1);
  });

  it('in a loop of asking and withdrawing cause one alert, and may ask three times a day', async () => {
    const place = channelOf(1);
    const answers: string[] = [];
    for (let round = 0; round < 15; round += 1) {
      answers.push(await ask('300', place));
      await withdraw('300', place);
      await stage.settle();
    }
    expect(answers.filter((answer) => answer.includes('have asked this show’s team'))).toHaveLength(3);
    expect(answers.at(-1)).toContain('This community has asked often enough for today. Try again tomorrow.');
    expect(text()).toEqual([expect.stringContaining('No request is waiting any more')]);
    expect(alerts()[0]?.buttons).toBeUndefined();
  });

  it('with everything at once, from many accounts and servers, leave one alert, and what is urgent comes through', async () => {
    const servers = Array.from({ length: 30 }, (_, index) => channelOf(index + 1));
    const names = ['outlet connect', 'outlet disconnect', 'outlet check', 'outlet list', 'outlet name'];
    const shows = ['lighthouse', 'lighthouse', 'attic', 'Lighthouse ', '../x'];
    // Of a linear congruential generator: the same disorder every time.
    let state = 7;
    const below = (most: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * most);
    };
    const one = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
    for (let each = 0; each < 300; each += 1) {
      const name = one(names);
      const given = {
        ...(name === 'outlet name' ? { name: `Club ${each}` } : {}),
        ...(name === 'outlet connect' || below(2) === 0 ? { show: one(shows) } : {}),
        ...(name !== 'outlet connect' && below(4) === 0 ? { outlet: 'discord:1100000000000000001' } : {}),
      };
      await stage.say(name, given, as(`9${below(60)}`, one(servers)));
      if (each % 60 === 0) await stage.settle();
    }
    await stage.settle();
    // Two if a new hour begins in between.
    expect(alerts().length).toBeLessThanOrEqual(2);
    const { readable } = await stage.context.connections.of(showId('lighthouse'));
    expect(readable.length).toBeLessThanOrEqual(30);
    expect(readable.every((connection) => connection.state === 'waiting')).toBe(true);
    const urgent = { code: 'platform-shut-out', platform: 'telegram', what: 'No way', fix: 'Go' } as const;
    await raiseBotAlert(stage.context, 'now', urgent);
    await stage.settle();
    expect(text().at(-1)).toContain('No way');
  });

  it('with many servers of their own may ask five times a day', async () => {
    const answers = [];
    for (let server = 1; server <= 7; server += 1) answers.push(await ask('300', channelOf(server)));
    expect(answers.filter((answer) => answer.includes('have asked this show’s team'))).toHaveLength(5);
    expect(answers.at(-1)).toContain('You have asked for enough communities today. Try again tomorrow.');
    expect(await ask('301', channelOf(8))).toContain('have asked this show’s team');
  });

  it('with many accounts and servers may ask forty times a day for a show', async () => {
    const answers = [];
    for (let server = 1; server <= 42; server += 1) answers.push(await ask(`4${server}`, channelOf(server)));
    expect(answers.filter((answer) => answer.includes('have asked this show’s team'))).toHaveLength(40);
    expect(answers.at(-1)).toContain('This show’s team has been asked very often today. Try again tomorrow.');
    await stage.settle();
    // Two if a new hour begins in between.
    expect(text().length).toBeLessThanOrEqual(2);
    expect(text().join('\n')).toContain('more are waiting. /outlet list shows them');
  });

  it('without an identity are not limited by what others without one did', async () => {
    for (let server = 1; server <= 6; server += 1) {
      const answer = await stage.desk.answer({
        name: 'outlet connect',
        given: { show: 'lighthouse' },
        platform: 'discord',
        place: channelOf(server),
        moderates: async () => true,
        confirmed: true,
      });
      expect(wordsOf(answer)).toContain('have asked this show’s team');
    }
  });

  it('may ask again on the next day', async () => {
    const place = channelOf(1);
    for (let round = 0; round < 4; round += 1) {
      await ask('300', place);
      await withdraw('300', place);
    }
    expect(await ask('300', place)).toContain('tomorrow');
    const { clock } = stage.context;
    const now = clock.now.bind(clock);
    clock.now = async () => (await now()) + 86_400_000;
    expect(await ask('300', place)).toContain('have asked this show’s team');
  });
});

describe('several waiting communities', () => {
  it('share one alert, which follows the answers; a showrunner answers the first two by button', async () => {
    const here = { ...newcomer, account: '301' };
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, here)).toContain(
      'have asked this show’s team',
    );
    await stage.settle();
    const other: Place = {
      platform: 'telegram',
      community: '-1007',
      outlet: { platform: 'telegram', chat: '-1007' },
    };
    if (other.outlet !== undefined) stage.telegram.addPlace(other.outlet, 'Harbour', '-1007');
    await stage.say('outlet connect', { show: 'lighthouse' }, { ...moderating(other), account: '302' });
    await stage.settle();
    const told = alerts().at(-1);
    expect(told?.lines.map(plain).join('\n')).toMatch(/#lounge in Newcomers wants[\s\S]*Harbour wants/);
    expect(told?.buttons?.map(({ label }) => plain(titleLine(label)))).toEqual([
      'Approve: #lounge in Newcomers',
      'Decline: #lounge in Newcomers',
      'Approve: Harbour',
      'Decline: Harbour',
    ]);
    const [, decline, approve] = told?.buttons ?? [];
    expect(await stage.say(decline?.command ?? '', decline?.given)).toContain('turned down');
    await stage.settle();
    expect(
      alerts()
        .at(-1)
        ?.buttons?.map(({ label }) => plain(titleLine(label))),
    ).toEqual(['Approve', 'Decline']);
    expect(await stage.say(approve?.command ?? '', approve?.given)).toContain('has joined');
    await stage.settle();
    expect(
      alerts()
        .map(({ lines }) => lines.map(plain).join())
        .join(),
    ).not.toContain('wants to join');
  });
});

describe('an urgent alert', () => {
  it('is sent before everything that waited in the showrunners’ channel', async () => {
    await begin();
    const { context } = stage;
    const { id } = await stage.season();
    const outlet = outletId('telegram:-1001');
    for (let number = 1; number <= 5; number += 1) {
      const alert = { code: 'community-left', outlet, name: `Somebody ${number}` } as const;
      await raiseAlert(context, id, `${number}`, alert);
    }
    const undecided = { cause: 'tie', among: [optionId('sister')] } as const;
    await raiseAlert(context, id, 'x', { code: 'round-undecided', round: roundNumber(1), why: undecided });
    await stage.settle();
    expect(alerts().map(({ lines }) => lines.map(plain).join())).toEqual([
      expect.stringContaining('The vote was tied.'),
      ...[1, 2, 3, 4, 5].map((number) => expect.stringContaining(`Somebody ${number}`)),
    ]);
  });
});

describe('a channel that is named from another community', () => {
  const connect = (channel: string, place: Place = PLACES.newcomer) =>
    stage.say('outlet connect', { show: 'lighthouse', thread: channel }, moderating(place));
  const channelOf = ({ outlet }: Place) => String(outlet?.channel ?? '');
  const theirs = channelOf(PLACES.discord);

  it('is answered as if it did not exist, whatever the bot may do there', async () => {
    const open = await connect(theirs);
    stage.discord.closed.add('#general in Fans');
    const closed = await connect(theirs);
    const none = await connect('1100000000000000077');
    expect([open, closed]).toEqual([none, none]);
    expect(none).toContain('not in this server');
    for (const answer of [open, closed]) expect(answer).not.toMatch(/general|Fans|send polls/);
  });

  it('is answered with everything that is missing if it is their own', async () => {
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
    expect(await stage.say('outlet disconnect', {}, moderating(PLACES.telegram))).toContain(
      'no longer plays',
    );
    await stage.say('vote void', { reason: 'again' });
    await stage.settle();
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
    expect(await stage.say('outlet disconnect', {}, moderating(PLACES.telegram))).toContain('No outlet here');
  });

  it('is that of the moderator alone: other communities look as if they did not exist', async () => {
    await begin();
    const [theirs] = (await stage.context.outlets.all((await stage.season()).id)).filter(
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

  it('by removing the bot or deleting the poll is reported to showrunners once', async () => {
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

  it('again and again is reported to showrunners once a day, for all its outlets together', async () => {
    await begin();
    const { context, telegram } = stage;
    const { id } = await stage.season();
    const [one] = (await context.outlets.all(id)).filter(
      ({ outlet }) => outlet.community === PLACES.telegram.community,
    );
    if (one === undefined) throw new Error('no outlet on Telegram');
    await context.outlets.put(id, { ...one, id: outletId('telegram:-1001/7') });
    const sink = sinkFor(context, telegram, ...NOBODY_VOTES);
    const loss = { kind: 'community-left', community: PLACES.telegram.community } as const;
    for (let again = 0; again < 12; again += 1) await sink.accessLost(loss);
    await stage.settle();
    const told = alerts().map(({ lines }) => lines.map(plain).join());
    expect(told).toEqual([expect.stringContaining('@fans and one more outlet there')]);
  });

  it('is reported once, though messages are refused there next; and not when its season is over', async () => {
    await begin();
    const sink = sinkFor(stage.context, stage.telegram, ...NOBODY_VOTES);
    const loss = { kind: 'community-left', community: PLACES.telegram.community } as const;
    await sink.accessLost(loss);
    const problem = { code: 'not-a-member', what: 'The bot was kicked.', fix: 'Let it in.' };
    for (let each = 0; each < 4; each += 1) stage.telegram.fates.push({ status: 'refused', problem });
    await stage.say('vote void', { reason: 'again' });
    await stage.settle();
    expect(alerts().map(({ lines }) => lines.map(plain).join())).toEqual([
      expect.stringContaining('was removed from'),
    ]);
    await stage.say('season cancel', { reason: 'over' });
    await stage.settle();
    stage.telegram.fates.length = 0;
    await stage.say('season start');
    await stage.say('season cancel', { reason: 'over' });
    await stage.settle();
    const before = alerts().length;
    await sink.accessLost(loss);
    await stage.settle();
    expect(alerts()).toHaveLength(before);
  });

  it('may not have the platforms asked without end: others still may, and showrunners always', async () => {
    await begin();
    let asked = 0;
    const { inspect } = stage.discord;
    stage.discord.inspect = (...given) => {
      asked += 1;
      return inspect.apply(stage.discord, given);
    };
    for (let each = 0; each < 20; each += 1) {
      await stage.say('outlet check', {}, newcomer);
      await stage.say('outlet connect', { show: 'lighthouse', thread: '1100000000000000099' }, newcomer);
    }
    expect(asked).toBe(20);
    expect(await stage.say('outlet check', {}, newcomer)).toContain('Try again in a minute');
    expect(await stage.say('outlet check', {}, moderating(PLACES.discord))).toContain('all the rights');
    for (let each = 0; each < 20; each += 1)
      expect(await stage.say('outlet check', {}, { place: PLACES.discord })).toContain('all the rights');
  });

  it('by a move of its chat stays the same community', async () => {
    await stage.say('outlet connect', { show: 'lighthouse' }, { place: PLACES.newcomer });
    await begin();
    const sink = sinkFor(stage.context, stage.telegram, ...NOBODY_VOTES);
    await sink.moved(migrated(-1001, -1002));
    const place = {
      platform: 'telegram',
      community: '-1002',
      outlet: { platform: 'telegram', chat: '-1002' },
    } as const;
    expect(await stage.say('outlet list', {}, moderating(place))).toContain('playing');
  });
});

describe('the person who has just added the bot', () => {
  it('is told what to press, and a press asks for the show', async () => {
    const { lines, buttons = [] } = await stage.desk.welcome(PLACES.newcomer);
    expect(JSON.stringify(lines)).toContain('/outlet connect');
    expect(buttons.map(({ label }) => plain(titleLine(label)))).toEqual(['Connect The Lighthouse']);
    const [connect] = buttons;
    expect(await stage.say(connect?.command ?? '', connect?.given, newcomer)).toContain(
      'have asked this show’s team',
    );
  });
});

describe('the name of a community for fans', () => {
  const here = moderating(PLACES.discord);

  it('is given by its moderators, appears on receipts and in the list, and can be removed', async () => {
    await begin();
    expect(await stage.say('outlet name', { name: 'Night Owls' }, here)).toContain('is called Night Owls');
    expect(await stage.say('outlet list', {}, here)).toContain('called Night Owls on receipts');
    const [poll] = stage.discord.posted.flatMap((one) => (one.poll === undefined ? [] : [one.poll]));
    stage.discord.votes.set(poll?.id ?? '', [5, 1]);
    await stage.say('vote close', { reason: 'because' });
    await stage.settle();
    const receipt = () => stage.say('receipt', {}, { account: '400' });
    expect(await receipt()).toContain('Night Owls: Her sister 5');
    expect(await stage.say('outlet name', {}, here)).toContain('has no name for fans now');
    expect(await receipt()).toContain('a Discord server: Her sister 5');
    expect(await receipt()).not.toContain('Night Owls');
  });

  it('appears in a result that could not count it, if it has no public name', async () => {
    const result = async (): Promise<string> => {
      const problem = { code: 'kicked', what: 'The bot was kicked.', fix: '' };
      stage.telegram.fates.push({ status: 'refused', problem }, { status: 'refused', problem });
      await begin();
      await stage.say('vote close', { reason: 'because' });
      await stage.settle();
      // A whole platform is missing, so a showrunner is asked.
      await stage.say('vote decide', { reason: 'fine' });
      await stage.settle();
      const post = stage.discord.posted.findLast((one) => one.post.kind === 'result')?.post;
      return post?.kind === 'result' ? post.lines.map(plain).join('\n') : '';
    };
    const unnamed = await result();
    expect(unnamed).toContain('Not in the result: 1 community (the bot could not post the poll).');
    expect(unnamed).not.toContain('@fans');
    await stage.say('season cancel', { reason: 'over' });
    await stage.say('outlet name', { name: 'Day Owls' }, moderating(PLACES.telegram));
    expect(await result()).toContain('Not in the result: Day Owls (the bot could not post the poll).');
  });

  it('can only be given by its moderators and showrunners', async () => {
    await begin();
    expect(await stage.say('outlet name', { name: 'Ours' }, { account: '400' })).toContain('Only people');
    const [outlet] = (await stage.context.outlets.all((await stage.season()).id)).map(({ id }) => id);
    const elsewhere = { name: 'Ours', outlet: String(outlet) };
    expect(await stage.say('outlet name', elsewhere, moderating(PLACES.newcomer))).toContain(
      'There is no outlet',
    );
    expect(await stage.context.communityNames.all()).toEqual(new Map());
    expect(await stage.say('outlet name', elsewhere, { place: PLACES.private })).toContain('is called Ours');
  });

  it.each([
    ['x'.repeat(41), '41 characters'],
    ['@nightshift', 'cannot contain an @'],
    ['\uff20nightshift', 'cannot contain an @'],
    ['see https://evil.example', 'or a web address'],
    ['evil.example', 'or a web address'],
    ['···', 'needs a letter'],
  ])('is not %j', async (name, problem) => {
    expect(await stage.say('outlet name', { name }, here)).toContain(problem);
    expect(await stage.context.communityNames.all()).toEqual(new Map());
  });

  it('is stored without invisible characters', async () => {
    await stage.say('outlet name', { name: ' Night\u202e \u200b Owls\n ' }, here);
    expect([...(await stage.context.communityNames.all()).values()]).toEqual(['Night Owls']);
  });

  it('follows a group that became a supergroup', async () => {
    await stage.say('outlet name', { name: 'Night Owls' }, moderating(PLACES.telegram));
    const sink = sinkFor(stage.context, stage.telegram, ...NOBODY_VOTES);
    await sink.moved(migrated(-1001, -1002));
    expect(await stage.context.communityNames.all()).toEqual(new Map([['telegram/-1002', 'Night Owls']]));
  });
});
