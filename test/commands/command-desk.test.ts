import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codePoints } from '../../src/core/text/graphemes.ts';
import { viewOf } from '../../src/platforms/discord/wire/answers.ts';
import { usageMessage } from '../../src/platforms/telegram/wire/answers.ts';
import type { CommandRequest } from '../../src/ports/commands/command.ts';
import type { Log } from '../../src/ports/log.ts';
import type { Inspection } from '../../src/ports/platform/platform.ts';
import { formatText } from '../../src/sandbox/telegram/messages/text.ts';
import {
  type CommandStage,
  PLACES,
  SHOWRUNNER,
  setCommandStage,
  wordsOf,
} from '../support/commands/command-stage.ts';
import { activeMarkdown } from '../support/discord/markdown.ts';
import { ACTIVE } from '../support/hostile-values.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage/stories.ts';

const lighthouse = oneChoice({ lasts: '2h' });
const lagoon = { ...oneChoice(), id: 'lagoon', title: 'The Lagoon' };

const asShowrunner = (name: string, given: Record<string, string> = {}): CommandRequest => ({
  name,
  given,
  platform: 'discord',
  account: SHOWRUNNER.discord,
  place: PLACES.discord,
  moderates: async () => false,
  confirmed: true,
});

describe('the values of a command', () => {
  let redis: TestRedis;
  let stage: CommandStage;
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(async () => {
    await redis.flush();
    stage = await setCommandStage(redis.url, [lighthouse, lagoon]);
  });
  afterEach(() => stage.close());
  afterAll(() => redis.stop());

  it('need the show named if several play; it is taken from the outlet if only one plays there', async () => {
    const asked = await stage.ask('path');
    expect(asked).toMatchObject({
      kind: 'usage',
      parameter: { name: 'show' },
      expected: ['lighthouse', 'lagoon'],
    });
    await stage.say('season start', { show: 'lagoon' });
    expect(await stage.say('season status')).toContain('The Lagoon');
    await stage.say('season start', { show: 'lighthouse' });
    expect((await stage.ask('season status')).kind).toBe('usage');
  });

  it('may name a show by id, title and button, in any case, and the answer says what was understood', async () => {
    for (const show of ['lagoon', 'LAGOON', 'the lagoon', ' lagoon ']) {
      expect(await stage.say('season status', { show })).toContain('The Lagoon');
    }
    expect(await stage.say('season status', { show: 'laggon' })).toContain(
      'Did you mean lagoon? [lagoon, lighthouse]',
    );
  });

  it.each([
    ['vote extend', { by: 'soon' }, 'no length of time'],
    ['vote extend', { by: '0s' }, 'no length of time'],
    ['vote extend', { by: '-1h' }, 'no length of time'],
    ['episode link', { episode: 'storm', url: 'javascript:alert(1)' }, 'no web address'],
    ['episode link', { episode: 'storm', url: 'https://user:pw@watch.example/' }, 'no web address'],
    [
      'episode link',
      { episode: 'storm', url: `https://watch.example/${'x'.repeat(2_048)}` },
      '2048 is the most',
    ],
    ['episode link', { episode: 'stom', url: 'https://watch.example/' }, 'Did you mean storm?'],
    ['season pause', { reason: 'x'.repeat(201) }, '201 characters'],
    ['season pause', { reason: ' \u0000\n\t ' }, 'The reason is missing'],
    ['vote close', { round: '0', reason: 'x' }, 'No vote has been held yet'],
    ['vote close', { round: '1e9', reason: 'x' }, 'No vote has been held yet'],
    ['vote decide', { option: 'sister', reason: 'x' }, 'No vote is open'],
    ['outlet approve', { outlet: 'constructor' }, 'There is no outlet'],
    ['delivery resend', { delivery: '../..' }, 'There is no message'],
    ['outlet connect', { mention: '@everyone' }, 'no role'],
  ])('/%s refuses %j', async (name, given, problem) => {
    if (name === 'season pause') await stage.say('season start', { show: 'lighthouse' });
    const answer = await stage.ask(name, { show: 'lighthouse', ...given });
    expect(answer.kind).toBe('usage');
    expect(wordsOf(answer)).toContain(problem);
  });

  it.each([
    [undefined, 'Fans can read this.'],
    ['en', 'Fans can read this.'],
    ['de', 'Fans können das lesen.'],
    ['es', 'Los fans pueden leerlo.'],
    ['fr', 'Les fans peuvent la lire.'],
    ['pt', 'Os fãs podem lê-lo.'],
    ['xx', 'Fans can read this.'],
    ['__proto__', 'Fans can read this.'],
  ])(
    'ask for a missing reason with a note on who can read it, for a person who reads %s',
    async (language, said) => {
      const change = language === undefined ? {} : { language };
      await stage.say('season start', { show: 'lighthouse' });
      const answer = await stage.ask('season pause', { show: 'lighthouse' }, change);
      expect(wordsOf(answer)).toContain(said);
    },
  );

  it('are repeated briefly, and have no effect on either platform', async () => {
    await stage.say('season start', { show: 'lighthouse' });
    const kept = { show: 'lighthouse', reason: 'because', episode: 'storm', option: 'doctor', by: '1h' };
    const asked = new Map(
      stage.desk.commands.flatMap((command) =>
        command.parameters.map(({ kind, name }) => [kind, { command, name }] as const),
      ),
    );
    for (const { command, name } of asked.values())
      for (const text of ACTIVE) {
        const given = { ...kept, [name]: text };
        const answer = await stage.ask(command.name, given, { confirmed: false });
        for (const { content } of viewOf(answer, () => 'token').pages)
          expect(activeMarkdown(content)).toEqual([]);
        if (answer.kind !== 'usage') continue;
        expect(codePoints(answer.problem)).toBeLessThan(200);
        const { entities } = formatText(usageMessage(command, answer, given, []).html, 'HTML', undefined);
        expect(entities.filter(({ type }) => type !== 'code' && type !== 'hashtag')).toEqual([]);
      }
  });

  it('keep a reason on one line, as it was meant', async () => {
    await stage.say('season start', { show: 'lighthouse' });
    await stage.say('season pause', { show: 'lighthouse', reason: ' late\n\u0007 edit  @everyone ' });
    const { events } = await stage.context.seasons.read((await stage.season()).id);
    expect(events.findLast(({ type }) => type === 'season-paused')).toMatchObject({
      reason: 'late edit @everyone',
    });
  });

  it('limit the marks on a character of a reason, and count the rest as the platforms do', async () => {
    await stage.say('season start', { show: 'lighthouse' });
    const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}';
    const asked = { show: 'lighthouse', reason: family.repeat(29) };
    expect(await stage.say('season pause', asked)).toContain('The reason has 203 characters');
    await stage.say('season pause', { ...asked, reason: `Z${'\u0335'.repeat(300)} ${family.repeat(20)}` });
    const { events } = await stage.context.seasons.read((await stage.season()).id);
    expect(events.findLast(({ type }) => type === 'season-paused')).toMatchObject({
      reason: `Z${'\u0335'.repeat(8)} ${family.repeat(20)}`,
    });
  });

  it('are completed with labels that end between two characters', async () => {
    const crowd = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(30);
    await stage.write({ ...lagoon, title: crowd });
    await stage.say('season start', { show: 'lagoon' });
    stage.discord.addPlace(PLACES.newcomer.outlet, crowd, PLACES.newcomer.community);
    await stage.say('outlet connect', { show: 'lagoon' }, { place: PLACES.newcomer });
    const outlets = await stage.desk.complete(asShowrunner('outlet check'), 'outlet', crowd.slice(0, 8));
    expect(outlets.map(({ label }) => label)).toEqual([`${crowd.slice(0, 19 * 8)}…`]);
  });

  it('include no unknown commands and parameters', async () => {
    expect(await stage.say('__proto__')).toContain('no command');
    expect(
      (await stage.ask('path', JSON.parse('{"__proto__":"x","constructor":"y","show":"lagoon"}'))).kind,
    ).toBe('reply');
  });

  it('are completed with what fits now, at most 25', async () => {
    await stage.say('season start', { show: 'lighthouse' });
    await stage.settle();
    const complete = (name: string, parameter: string, typed: string, given = {}) =>
      stage.desk.complete(asShowrunner(name, given), parameter, typed);
    expect(await complete('path', 'show', 'LAG')).toEqual([{ label: 'The Lagoon', value: 'lagoon' }]);
    expect(await complete('vote decide', 'option', 'doc', { show: 'lighthouse' })).toEqual([
      { label: 'The doctor', value: 'doctor' },
    ]);
    expect(
      (await complete('episode link', 'episode', '', { show: 'lighthouse' })).map(({ value }) => value),
    ).toEqual(Object.keys(lighthouse.episodes));
    expect(await complete('receipt', 'round', '', { show: 'lighthouse' })).toEqual([
      { label: '1: Whom does Ines light home?', value: '1' },
    ]);
    expect((await complete('outlet check', 'outlet', 'fans')).map(({ label }) => label)).toEqual([
      '#general in Fans',
      '@fans',
    ]);
    expect(await complete('season pause', 'reason', 'x')).toEqual([]);
    expect(await complete('no such', 'show', '')).toEqual([]);
  });
});

describe('a season in the archive', () => {
  let redis: TestRedis;
  let stage: CommandStage;
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(async () => {
    await redis.flush();
    stage = await setCommandStage(redis.url, [lighthouse]);
    await stage.say('season start');
    await stage.settle();
    for (const { posted, votes } of [stage.discord, stage.telegram])
      for (const { poll } of posted) if (poll !== undefined) votes.set(poll.id, [3, 1]);
    await stage.say('vote close', { reason: 'enough' });
    await stage.settle();
    await stage.settle();
  });
  afterEach(() => stage.close());
  afterAll(() => redis.stop());

  const moderator = { account: '300', moderates: async () => true };
  const asked = async (): Promise<readonly string[]> => [
    await stage.say('season status'),
    await stage.say('season status', {}, moderator),
    await stage.say('receipt', {}, moderator),
    await stage.say('receipt', { round: '1' }, moderator),
    await stage.say('path', {}, moderator),
  ];

  it('is shown as it was before, to everybody what they may see', async () => {
    const before = await asked();
    expect(before[0]).toContain('The Lighthouse: ended.');
    expect(before[0]).toContain('@fans: 4 messages sent, none missing');
    expect(before[1]).toContain('#general in Fans: 4 messages sent, none missing');
    expect(before[1]).not.toContain('@fans');
    expect(before[2]).toContain('Together 8 votes.');
    await stage.archive();
    expect(await stage.context.seasons.current(stage.show.story.id)).toBeUndefined();
    expect(await asked()).toEqual(before);
    const rounds = await stage.desk.complete(asShowrunner('receipt'), 'round', '');
    expect(rounds).toEqual([{ label: '1: Whom does Ines light home?', value: '1' }]);
    expect(await stage.say('receipt', { round: '2' })).toContain('the last one is 1');
  });

  it('is no longer steered', async () => {
    await stage.archive();
    for (const name of ['vote void', 'vote close', 'season pause', 'season cancel'])
      expect(await stage.say(name, { round: '1', reason: 'x' })).toContain('has not started yet');
    expect(await stage.say('standings')).toContain('No vote is open');
    expect(await stage.say('outlet list')).toContain('No outlet here plays');
  });

  it('gives way to the next one', async () => {
    await stage.archive();
    await stage.say('season start');
    await stage.settle();
    expect(await stage.say('season status')).toContain('The Lighthouse: the vote is open');
    expect(await stage.say('receipt')).toContain('has been counted yet');
  });

  it('whose file is missing is not said to have never begun, and the log names the file', async () => {
    await stage.archive();
    await stage.close();
    const logged: unknown[] = [];
    const log: Log = { debug() {}, info() {}, warn() {}, error: (fields) => void logged.push(fields.error) };
    stage = await setCommandStage(redis.url, [lighthouse], { log });
    expect(await stage.say('season status')).toContain('Something went wrong');
    expect(String(logged[0])).toContain('lighthouse.1 is archived, but its file is not in the data folder');
  });
});

describe('a command that cannot be answered in time', () => {
  it('changes nothing while Redis is away, and not when it comes back either', async () => {
    const redis = await startRedis();
    const stage = await setCommandStage(redis.url, [lighthouse], { answerWithin: 300 });
    const admin = new Redis(redis.url, { protocol: 2 });
    try {
      await stage.say('season start');
      await admin.client('PAUSE', 1_000, 'ALL');
      const asked = [
        stage.say('season pause', { reason: 'x' }),
        stage.say('standings'),
        stage.say('season status'),
      ];
      for (const words of await Promise.all(asked)) expect(words).toContain('Nothing was changed');
      // Answered only after the pause.
      await admin.ping();
      for (let trips = 0; trips < 50; trips += 1) await stage.context.clock.now();
      expect((await stage.season()).paused).toBe(false);
      expect(await stage.say('season pause', { reason: 'x' })).toContain('is paused');
    } finally {
      admin.disconnect();
      await stage.close();
      await redis.stop();
    }
  });

  it('is answered, and completed with nothing, if Redis is gone for good', async () => {
    const redis = await startRedis();
    const stage = await setCommandStage(redis.url, [lighthouse], { answerWithin: 300 });
    await redis.stop();
    expect(await stage.say('season start')).toContain('Nothing was changed');
    expect(await stage.desk.complete(asShowrunner('vote decide'), 'option', '')).toEqual([]);
    await stage.close();
  });

  it('says that it is running, reports the outcome later, and logs it', async () => {
    const redis = await startRedis();
    const logged: string[] = [];
    const log: Log = {
      debug: () => {},
      info: () => {},
      warn: (_, message) => void logged.push(message),
      error: () => {},
    };
    const stage = await setCommandStage(redis.url, [lighthouse], { answerWithin: 300, log });
    try {
      let letGo = (): void => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const inspect = stage.telegram.inspect.bind(stage.telegram);
      stage.telegram.inspect = async (address): Promise<Inspection> => {
        await held;
        return inspect(address);
      };
      const answer = await stage.ask('season start');
      expect(wordsOf(answer)).toContain('still running');
      letGo();
      const later = answer.kind === 'refused' ? await answer.later : undefined;
      expect(later?.kind).toBe('reply');
      expect(later === undefined ? '' : wordsOf(later)).toContain('has begun');
      expect(logged).toContain('a command finished after its answer');
      expect((await stage.season()).releases).toHaveLength(1);
    } finally {
      await stage.close();
      await redis.stop();
    }
  });

  it('is refused if the platform does not say in time who moderates', async () => {
    const redis = await startRedis();
    const stage = await setCommandStage(redis.url, [lighthouse], { answerWithin: 300 });
    const slow = { account: '300', moderates: () => new Promise<boolean>(() => {}) };
    expect(await stage.say('outlet list', {}, slow)).toContain('did not say whether you moderate');
    await stage.close();
    await redis.stop();
  });
});
