import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { episodeId, roundNumber } from '../../src/core/ids.ts';
import { encodeButton } from '../../src/core/posts/button-code.ts';
import { plain, titleLine } from '../../src/core/posts/content.ts';
import { asSeen, hasUnseen } from '../../src/core/text/unseen.ts';
import { type CommandStage, PLACES, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

const story = { ...oneChoice({ tie: 'showrunner', lasts: '2h' }), release: { after: '1h' } };

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [story]);
});
afterEach(() => stage.close());

const phase = async (number: number) => (await stage.season()).rounds[number - 1]?.phase.kind;
const reason = { reason: 'because' };

async function begin(): Promise<void> {
  await stage.say('season start');
  await stage.settle();
}

function vote(...votes: readonly number[]): void {
  for (const { poll } of stage.discord.posted)
    if (poll !== undefined) stage.discord.votes.set(poll.id, votes);
}

describe('a season', () => {
  it('is started by command, in every outlet of the file', async () => {
    expect(await stage.say('season start')).toContain('The Lighthouse has begun');
    await stage.settle();
    expect(stage.discord.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
    expect(await stage.say('season start')).toContain('already running');
  });

  it('begins without an outlet that cannot be played in, and says which', async () => {
    stage.telegram.closed.add('@fans');
    expect(await stage.say('season start')).toMatch(
      /has begun[\s\S]*plays in 1 outlet[\s\S]*telegram -1001: The bot may not send polls/,
    );
    await stage.settle();
    expect(stage.discord.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
    expect(await stage.say('season status')).toMatch(/telegram -1001: the bot cannot play here/);
  });

  it('does not begin if it could play nowhere, and says why', async () => {
    stage.telegram.closed.add('@fans');
    stage.discord.closed.add('#general in Fans');
    expect(await stage.say('season start')).toMatch(
      /nothing was posted[\s\S]*telegram -1001: The bot may not/,
    );
    expect(stage.discord.posted).toEqual([]);
  });

  it('begins with the story as the file has it then', async () => {
    await stage.write({ ...oneChoice(), title: 'The Lighthouse, again' });
    await begin();
    expect((await stage.season()).story.title).toBe('The Lighthouse, again');
  });

  it('reports its state', async () => {
    expect(await stage.say('season status')).toContain('not started');
    stage.telegram.fates.push({
      status: 'refused',
      problem: { code: 'kicked', what: 'The bot was kicked.', fix: '' },
    });
    await begin();
    const status = await stage.say('season status');
    expect(status).toContain('The Lighthouse: the vote is open');
    expect(status).toContain('Round 1: Whom does Ines light home? ends ');
    expect(status).toContain('#general in Fans: 2 messages sent, none missing');
    expect(status).toContain(
      '; the poll of round 1 was not sent: The episode was not posted there, so its poll was not either. The bot was kicked.',
    );
  });

  it('shows a moderator only their own community', async () => {
    await begin();
    const moderator = { account: '300', moderates: async () => true };
    const status = await stage.say('season status', {}, moderator);
    expect(status).toContain('#general in Fans');
    expect(status).not.toContain('@fans');
    expect(await stage.say('season status', {}, { ...moderator, place: PLACES.newcomer })).toContain(
      'no outlet here',
    );
  });

  it('is paused, resumed and cancelled, once each', async () => {
    await begin();
    expect(await stage.say('season pause', reason)).toContain('is paused');
    expect(await stage.say('season pause', reason)).toContain('already paused');
    expect(await stage.say('season resume')).toContain('goes on');
    expect(await stage.say('season resume')).toContain('not paused');
    expect((await stage.ask('season cancel', reason, { confirmed: false })).kind).toBe('confirm');
    expect((await stage.season()).position.kind).toBe('choosing');
    expect(await stage.say('season cancel', reason)).toContain('cancelled');
    expect(await stage.say('season pause', reason)).toContain('The season is over');
  });

  it('adopts nothing of a file with errors', async () => {
    await begin();
    const story = oneChoice();
    await stage.write({ ...story, opening: 'nowhere' });
    expect(await stage.say('season reload')).toMatch(/Nothing was changed[\s\S]*nowhere/);
    await stage.write({ ...story, id: 'another' });
    const before = await stage.season();
    expect((await stage.season()).story).toEqual(before.story);
  });
});

describe('an episode', () => {
  it('is previewed in every outlet, with what would stop it', async () => {
    stage.telegram.closed.add('@fans');
    const preview = await stage.say('episode preview');
    expect(preview).toContain('Storm (storm)');
    expect(preview).toContain('1 of 2 outlets would not get it');
    expect(preview).toContain('✓ #general in Fans');
    expect(preview).toContain('✗ The bot may not send polls. Allow it in the channel’s settings.');
  });

  it('gets another link, and posted drops are updated if possible', async () => {
    await begin();
    stage.telegram.closed.add('@fans');
    const told = await stage.say('episode link', { episode: 'storm', url: 'https://watch.example/new' });
    expect(told).toContain('Updated 1 of 2 posts.');
    expect(told).not.toContain('⚠');
    expect(told).toContain('@fans: The bot may not send polls.');
    expect(stage.discord.edited).toMatchObject([
      { drop: { url: 'https://watch.example/new', title: [{ text: 'Episode 1: ' }, { text: 'Storm' }] } },
    ]);
    const posted = stage.discord.posted.length;
    await stage.settle();
    expect(stage.discord.posted).toHaveLength(posted);
    const doubted = await stage.say('episode link', { episode: 'storm', url: 'http://localhost/new' });
    expect(doubted).toContain('⚠ "localhost" is not a public name');
  });

  it('is released when its link comes, and early by command', async () => {
    const story = oneChoice();
    const { url: _, ...storm } = story.episodes.storm ?? { title: '' };
    await stage.write({ ...story, episodes: { ...story.episodes, storm } });
    await begin();
    expect(await stage.say('episode release')).toContain('has no link yet');
    await stage.say('episode link', { episode: 'storm', url: 'https://watch.example/late' });
    await stage.settle();
    expect(stage.discord.posted.map(({ post }) => post.kind)).toContain('drop');
    expect(await stage.say('episode release')).toContain('No episode is scheduled');
  });
});

describe('a vote', () => {
  beforeEach(begin);

  it.each(['\u200b', '\u3164 \u2800', '\u{1d159}', '\ufffc', '\u202e', '\ue000\u{e0041}'])(
    'is not closed for an invisible reason (%j)',
    async (unseen) => {
      expect(await stage.say('vote close', { reason: unseen })).toMatch(/reason/);
      expect(await phase(1)).toBe('voting');
      expect(await stage.say('vote close', { reason: `late\u202e\u200b ${unseen}show` })).toContain(
        'Round 1 is closed',
      );
      await stage.settle();
      const told = (await stage.season()).rounds[0]?.interventions.map((one) => one.reason);
      expect(told?.map(asSeen)).toEqual(['late show']);
      expect(told?.some(hasUnseen)).toBe(false);
    },
  );

  it('is closed early, with the reason on its receipt', async () => {
    vote(3, 1, 0);
    expect((await stage.ask('vote close', reason, { confirmed: false })).kind).toBe('confirm');
    expect(await phase(1)).toBe('voting');
    expect(await stage.say('vote close', reason)).toContain('Round 1 is closed');
    await stage.settle();
    expect(await phase(1)).toBe('decided');
    const receipt = await stage.say('receipt');
    expect(receipt).toContain('Her sister by most votes');
    expect(receipt).toMatch(/Closed early by showrunner-[0-9a-f]{8}, .*: because/);
    expect(receipt).toMatch(/SHA-256 [0-9a-f]{64}/);
    const answer = await stage.ask('receipt');
    const words = (answer.kind === 'reply' ? answer.reply.lines : [])
      .flat()
      .flatMap((span) => (span.kind === 'time' ? [] : [span.text]));
    expect(words.join('')).not.toMatch(/\d{4}-\d\d-\d\dT/);
  });

  it('is extended, and every outlet is told once for each time', async () => {
    const before = (await stage.season()).rounds[0]?.closesAt ?? 0;
    expect(await stage.say('vote extend', { by: '1h', ...reason })).toContain('Round 1 now ends');
    await stage.settle();
    await stage.say('vote extend', { by: '30m', ...reason });
    await stage.settle();
    expect((await stage.season()).rounds[0]?.closesAt).toBe(before + 90 * 60_000);
    const told = stage.telegram.posted.filter(({ post }) => post.kind === 'extension');
    expect(told).toHaveLength(2);
    expect(JSON.stringify(told[1]?.post)).toContain(String(before + 90 * 60_000));
  });

  it('is not extended past what the platforms allow, and the latest time is named', async () => {
    const latest = (await stage.season()).rounds[0]?.backstopAt ?? 0;
    const told = await stage.say('vote extend', { by: '400d', ...reason });
    expect(told).toContain('latest possible time');
    expect(told).toContain(new Date(latest).toISOString());
    await stage.settle();
    expect(stage.discord.posted.filter(({ post }) => post.kind === 'extension')).toEqual([]);
  });

  it('that is over is neither closed nor extended', async () => {
    vote(3, 1, 0);
    await stage.say('vote close', reason);
    await stage.settle();
    expect(await stage.say('vote extend', { round: '1', by: '1h', ...reason })).toContain('not open');
    expect(await stage.say('vote close', { round: '1', ...reason })).toContain('not open');
    expect(await stage.say('vote void', { round: '1', ...reason })).toContain('already decided');
    expect(await stage.say('vote close', reason)).toContain('No vote is open');
  });

  it('is voided and run again', async () => {
    expect(await stage.say('vote void', reason)).toContain('Round 1 is void');
    await stage.settle();
    expect(await phase(1)).toBe('voided');
    expect(await phase(2)).toBe('voting');
    expect(stage.discord.posted.filter(({ post }) => post.kind === 'poll')).toHaveLength(2);
  });

  it('that is tied is settled by the buttons of the alert', async () => {
    vote(2, 2, 0);
    await stage.say('vote close', reason);
    await stage.settle();
    expect(await phase(1)).toBe('undecided');
    const alert = stage.discord.posted.findLast(({ post }) => post.kind === 'alert')?.post;
    const buttons = alert?.kind === 'alert' ? (alert.buttons ?? []) : [];
    expect(buttons.map(({ label }) => plain(titleLine(label)))).toEqual([
      'Decide: Her sister',
      'Decide: The doctor',
      'Run the vote again',
    ]);
    const [, doctor] = buttons;
    if (doctor === undefined) throw new Error('no buttons');
    expect(encodeButton(doctor).length).toBeLessThan(64);
    expect(await stage.say(doctor.command, doctor.given)).toContain('The reason is missing');
    const pressed = await stage.say(doctor.command, { ...doctor.given, ...reason });
    expect(pressed).toContain('Round 1 is decided: doctor');
    // The same button, pressed again by somebody who came late.
    expect(await stage.say(doctor.command, { ...doctor.given, ...reason })).toMatch(/isn’t waiting|over/);
  });

  it('accepts only options that are left', async () => {
    vote(2, 2, 0);
    await stage.say('vote close', reason);
    await stage.settle();
    expect(await stage.say('vote decide', { option: 'nobody', ...reason })).toContain('[sister, doctor]');
    expect(await phase(1)).toBe('undecided');
  });

  it('is not the one that a late confirmation was about', async () => {
    const asked = await stage.ask('vote void', reason, { confirmed: false });
    await stage.say('vote void', reason);
    await stage.settle();
    if (asked.kind !== 'confirm') throw new Error('not asked');
    expect(asked.given).toMatchObject({ show: 'lighthouse', round: '1' });
    expect(await stage.say('vote void', { ...asked.given })).toContain('already decided');
    expect(await phase(2)).toBe('voting');
  });
});

describe('an unconfirmed message', () => {
  const lost = { status: 'unknown', why: 'the connection broke' } as const;

  async function losePoll(): Promise<void> {
    await stage.say('season start');
    // The drop arrives, the poll's answer is lost.
    const send = stage.telegram.send.bind(stage.telegram);
    stage.telegram.send = async (order) => {
      if (order.post.kind === 'poll' && stage.telegram.lost === undefined) stage.telegram.fates.push(lost);
      return send(order);
    };
    await stage.settle();
  }

  it('is reported in the alerts channel with a button that sends it again', async () => {
    await losePoll();
    const alert = stage.discord.posted.findLast(({ post }) => post.kind === 'alert')?.post;
    if (alert?.kind !== 'alert') throw new Error('no alert');
    expect(alert.lines.map(plain).join()).toContain(
      'The platform did not confirm the poll of round 1 in @fans (the connection broke).',
    );
    const [again] = alert.buttons ?? [];
    if (again === undefined) throw new Error('no button');
    expect(encodeButton(again).length).toBeLessThanOrEqual(64);
    expect(await stage.say(again.command, again.given)).toContain(
      'The poll of round 1 in @fans is being sent again',
    );
    await stage.settle();
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
    expect(await stage.say(again.command, again.given)).toContain('no longer unconfirmed');
  });

  it('is left as it is, and nobody is asked, if the operator wants that', async () => {
    await stage.close();
    stage = await setCommandStage('memory', [story], { unknownRules: { telegram: 'leave' } });
    await losePoll();
    expect(stage.discord.posted.filter(({ post }) => post.kind === 'alert')).toEqual([]);
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop']);
    expect(await stage.say('season status')).toContain('1 unconfirmed');
  });

  it('is found by its link, and a poll is counted from then on', async () => {
    await losePoll();
    const [choice] = await stage.desk.complete(
      {
        name: 'delivery found',
        given: {},
        platform: 'discord',
        account: '175928847299117063',
        place: PLACES.discord,
        moderates: async () => false,
        confirmed: false,
      },
      'delivery',
      'poll',
    );
    expect(choice?.label).toBe('the poll of round 1 in @fans');
    const delivery = choice?.value ?? '';
    const wrong = await stage.say('delivery found', { delivery, link: 'https://telegram.example/other' });
    expect(wrong).toContain('none of the bot’s messages');
    // The paper platform takes this one for a poll of ours, as if its words had been used before.
    const before = stage.telegram.posted.find(({ post }) => post.kind === 'drop');
    if (before === undefined) throw new Error('no drop');
    if (stage.telegram.lost !== undefined) before.post = stage.telegram.lost.post;
    const taken = await stage.say('delivery found', { delivery, link: before.message.link ?? '' });
    expect(taken).toContain('none of the bot’s messages');
    const link = stage.telegram.lost?.message.link ?? '';
    expect(await stage.say('delivery found', { delivery, link })).toContain(
      'The poll of round 1 in @fans is confirmed',
    );
    const polls = await stage.context.ballots.polls((await stage.season()).id, roundNumber(1));
    expect(polls).toHaveLength(2);
  });
});

describe('what a moderator is not allowed to do', () => {
  it('changes nothing', async () => {
    await begin();
    const moderator = { account: '300', moderates: async () => true };
    for (const [name, given] of [
      ['vote close', reason],
      ['season cancel', reason],
      ['episode link', { episode: episodeId('storm'), url: 'https://evil.example/' }],
    ] as const) {
      expect(await stage.say(name, given, moderator)).toContain('Only this show’s team');
    }
    expect(await phase(1)).toBe('voting');
    expect(stage.discord.edited).toEqual([]);
  });
});
