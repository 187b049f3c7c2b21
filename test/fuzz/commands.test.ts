import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createInteractions } from '../../src/platforms/discord/commands/interactions.ts';
import { answerCommands } from '../../src/platforms/telegram/commands/commands.ts';
import type { CommandDesk } from '../../src/ports/commands/command.ts';
import type { Log } from '../../src/ports/log.ts';
import {
  everythingByAFan,
  type Spoken,
  type Step,
  scenesOf,
  type Who,
} from '../support/commands/command-scenes.ts';
import { type CommandStage, PLACES, SHOWRUNNER, setCommandStage } from '../support/commands/command-stage.ts';
import { pollution } from '../support/hostile-values.ts';
import { DiscordOnPaper, TelegramOnPaper } from '../support/paper-wires.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice, twoChoices } from '../support/stage/stories.ts';

const APP = '1100000000000000007';
const GUILD = '1100000000000000010';
/** One of the places in which the stage's shows play. */
const CHANNEL = '1100000000000000001';
const CHAT = -1001;

const ON_DISCORD: Readonly<Record<Who, { readonly id: string; readonly permissions: string }>> = {
  fan: { id: '200000000000000002', permissions: '2048' },
  moderator: { id: '200000000000000001', permissions: '32' },
  showrunner: { id: SHOWRUNNER.discord, permissions: '2048' },
};
const ON_TELEGRAM: Readonly<Record<Who, number>> = {
  fan: 200_000_002,
  moderator: 200_000_001,
  showrunner: Number(SHOWRUNNER.telegram),
};

let redis: TestRedis;
let client: Redis;
let stage: CommandStage;
let desk: CommandDesk;
/** Requests that the desk has not answered yet. */
let asked = 0;
const errors: string[] = [];
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (fields, message) => errors.push(`${message} ${String('error' in fields ? fields.error : '')}`),
};

beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
});
beforeEach(async () => {
  await redis.flush();
  errors.length = 0;
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' }), { ...twoChoices(), id: 'second' }], {
    log,
  });
  // Named as the platforms name places.
  stage.discord.addPlace(PLACES.discord.outlet, '#general in Fans', GUILD);
  desk = {
    ...stage.desk,
    async answer(request) {
      asked += 1;
      return stage.desk.answer(request).finally(() => {
        asked -= 1;
      });
    },
    async complete(...typing) {
      asked += 1;
      return stage.desk.complete(...typing).finally(() => {
        asked -= 1;
      });
    },
  };
});
afterEach(() => stage.close());
afterAll(async () => {
  client.disconnect();
  await redis.stop();
});

/** Checks that both shows play, whatever showrunners did before. */
async function begin(): Promise<void> {
  for (const show of ['lighthouse', 'second']) await stage.ask('season start', { show });
  await stage.settle();
}

/** Everything stored, except what only wakes workers up, and that a channel was shown something within a minute. */
async function stored(): Promise<ReadonlyMap<string, string>> {
  const keys = (await client.keys('*'))
    .filter((key) => !key.startsWith('bull:') && !key.includes(':shown:'))
    .sort();
  const values = await Promise.all(keys.map((key) => client.dumpBuffer(key)));
  return new Map(keys.map((key, index) => [key, values[index]?.toString('base64') ?? '']));
}

/** Resolves when no answer is pending. */
async function answered(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (asked > 0);
}

/** Somebody does one thing. @returns whether it always gets an answer. */
type Act = (step: Step) => Promise<boolean>;

async function holds(steps: readonly Step[], act: Act, wire: TelegramOnPaper | DiscordOnPaper) {
  // Leftovers of an earlier run would be blamed on this one.
  wire.faults.length = 0;
  errors.length = 0;
  await begin();
  for (const step of steps) {
    const before = step.who === 'fan' ? await stored() : undefined;
    const called = wire.called.length;
    const due = await act(step);
    await answered();
    expect(wire.faults).toEqual([]);
    expect(errors).toEqual([]);
    if (due) expect(wire.called.length).toBeGreaterThan(called);
    if (before !== undefined) expect(await stored()).toEqual(before);
  }
  expect(pollution()).toEqual([]);
}

describe('anything that people write and press on Telegram', () => {
  const chat = { id: CHAT, type: 'supergroup', title: 'Fans' };
  const written = (person: Who, text: string, more: object = {}) => ({
    message_id: 5,
    date: Math.floor(Date.now() / 1000),
    chat,
    from: { id: ON_TELEGRAM[person], is_bot: false, first_name: 'Mara' },
    text: text.slice(0, 4_096),
    ...more,
  });
  const pressed = (person: Who, data: string, message: object) => ({
    id: '9',
    from: { id: ON_TELEGRAM[person], is_bot: false, first_name: 'Mara' },
    message: { message_id: 6, date: 1, chat, text: 'x'.repeat(4_090), ...message },
    data,
  });
  const keyboard = (data: string) => ({
    reply_markup: { inline_keyboard: [[{ text: 'Press', callback_data: data }]] },
  });
  const SAMPLES = [
    { update_id: 0, message: written('fan', '/vote close lighthouse now') },
    {
      update_id: 0,
      callback_query: pressed('fan', 'vote close|slighthouse|r1', keyboard('vote close|slighthouse|r1')),
    },
  ];

  function begun() {
    const api = new TelegramOnPaper([ON_TELEGRAM.moderator]);
    const showrunners = [SHOWRUNNER.telegram];
    const intake = answerCommands({ api, desk, log, botName: 'our_bot', showrunners });
    let update = 0;
    const take = async (content: object): Promise<void> => {
      update += 1;
      await intake.handle({ ...content, update_id: update });
    };
    const act: Act = async (step) => {
      const lately = 'which' in step ? api.written.at(-1 - step.which) : undefined;
      switch (step.kind) {
        case 'say':
        case 'type': {
          const { command, given } = step.spoken;
          const words = given.map(([, value]) => value).join(' ');
          await take({ message: written(step.who, `/${command.name} ${words}`) });
          return true;
        }
        case 'press': {
          if (lately === undefined) return false;
          const rows = (
            lately.reply_markup as { inline_keyboard?: { callback_data: string }[][] } | undefined
          )?.inline_keyboard;
          const data = rows?.flat().at(step.which % 2)?.callback_data ?? 'nothing';
          await take({ callback_query: pressed(step.who, data, lately) });
          return true;
        }
        case 'fill':
          if (lately === undefined) return false;
          await take({
            message: written(step.who, step.text, { reply_to_message: { message_id: lately.message_id } }),
          });
          return false;
        case 'forge':
          await take({ callback_query: pressed(step.who, step.data, keyboard(step.data)) });
          return true;
        case 'damage':
          if (typeof step.payload === 'object' && step.payload !== null) await take(step.payload);
          return false;
      }
    };
    return { act, wire: api, end: () => intake.idle() };
  }

  it('is answered within the limits, changes nothing for fans, and breaks nothing', async () => {
    const { act, wire, end } = begun();
    await fc.assert(
      fc.asyncProperty(scenesOf(SAMPLES), (steps) => holds(steps, act, wire)),
      { numRuns: 60 },
    );
    await end();
  });

  it('changes nothing if a fan uses every command as a showrunner would, and presses what follows', async () => {
    const { act, wire, end } = begun();
    await holds(everythingByAFan, act, wire);
    await end();
  });
});

describe('anything that people type, press and fill in on Discord', () => {
  let interaction = 0n;
  const packet = (person: Who, type: number, data: unknown, more: object = {}) => {
    interaction += 1n;
    const { id, permissions } = ON_DISCORD[person];
    return {
      op: 0,
      s: 1,
      t: 'INTERACTION_CREATE',
      d: {
        id: String(1_100_000_000_000_100_000n + interaction),
        application_id: APP,
        token: 'aW50ZXJhY3Rpb24',
        version: 1,
        guild_id: GUILD,
        channel_id: CHANNEL,
        member: { user: { id, username: 'mara' }, permissions, roles: [] },
        type,
        data,
        ...more,
      },
    };
  };
  const slash = ({ command, given }: Spoken, typing: boolean) => {
    const [name = '', sub] = command.name.split(' ');
    const options = given.map(([option, value], index) => ({
      name: option,
      type: 3,
      value,
      ...(typing && index === given.length - 1 && { focused: true }),
    }));
    return {
      id: '1',
      name,
      type: 1,
      options: sub === undefined ? options : [{ name: sub, type: 1, options }],
    };
  };
  const onEphemeral = { message: { id: '1100000000000000011', flags: 64 } };
  const reason = (id: string, value: string) => ({
    custom_id: id,
    components: [{ type: 18, component: { type: 4, custom_id: 'reason', value } }],
  });
  const SAMPLES = [
    packet('fan', 2, { id: '1', name: 'vote', type: 1, options: [{ name: 'close', type: 1, options: [] }] }),
    packet('fan', 3, { custom_id: 'run:vote close|slighthouse|r1', component_type: 2 }, onEphemeral),
    packet('fan', 5, reason('form:AAAAAAAAAAAAAAAAAAAAAA', 'now')),
  ];

  function begun() {
    const wire = new DiscordOnPaper();
    const interactions = createInteractions({ requests: wire, application: APP, desk, log });
    const act: Act = async (step) => {
      switch (step.kind) {
        case 'say':
          interactions.take(packet(step.who, 2, slash(step.spoken, false)));
          return true;
        case 'type':
          interactions.take(packet(step.who, 4, slash(step.spoken, true)));
          return true;
        case 'press': {
          const id = wire.buttons.at(-1 - step.which) ?? 'nothing';
          interactions.take(packet(step.who, 3, { custom_id: id, component_type: 2 }, onEphemeral));
          return true;
        }
        case 'fill': {
          const id = wire.forms.at(-1 - step.which) ?? 'nothing';
          interactions.take(packet(step.who, 5, reason(id, step.text), onEphemeral));
          return true;
        }
        case 'forge':
          interactions.take(packet(step.who, 3, { custom_id: step.data, component_type: 2 }));
          return true;
        case 'damage':
          interactions.take(step.payload);
          return false;
      }
    };
    return { act, wire, end: () => interactions.close(1_000) };
  }

  it('is answered within the limits, changes nothing for fans, and breaks nothing', async () => {
    const { act, wire, end } = begun();
    await fc.assert(
      fc.asyncProperty(scenesOf(SAMPLES), (steps) => holds(steps, act, wire)),
      { numRuns: 60 },
    );
    await end();
  });

  it('changes nothing if a fan uses every command as a showrunner would, and presses what follows', async () => {
    const { act, wire, end } = begun();
    await holds(everythingByAFan, act, wire);
    await end();
  });
});
