import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { mayUse } from '../../src/app/commands/check-level.ts';
import { plain } from '../../src/core/posts/content.ts';
import { deskWords } from '../../src/core/wording/desk-words.ts';
import type { CommandRequest, Level } from '../../src/ports/commands/command.ts';
import {
  type CommandStage,
  FAN,
  MODERATOR,
  PLACES,
  SHOWRUNNER,
  setCommandStage,
} from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

type Person = Pick<CommandRequest, 'platform' | 'place' | 'moderates'> & Partial<CommandRequest>;

const yes = async (): Promise<boolean> => true;
const no = async (): Promise<boolean> => false;
const unanswered = async (): Promise<boolean> => {
  throw new Error('the platform is away');
};

const onDiscord = { platform: 'discord', place: PLACES.discord } as const;
const onTelegram = { platform: 'telegram', place: PLACES.telegram } as const;
const alone = { platform: 'telegram', place: PLACES.private } as const;
const fans: readonly Level[] = ['everyone'];
const moderators: readonly Level[] = ['everyone', 'moderator'];
const everything: readonly Level[] = ['everyone', 'moderator', 'showrunner'];

/** Who uses a command, and their levels. */
const PEOPLE: readonly (readonly [who: string, person: Person, may: readonly Level[]])[] = [
  ['a showrunner in an outlet', { ...onDiscord, account: SHOWRUNNER.discord, moderates: no }, everything],
  ['a showrunner on Telegram', { ...onTelegram, account: SHOWRUNNER.telegram, moderates: no }, everything],
  ['a showrunner in private', { ...alone, account: SHOWRUNNER.telegram, moderates: no }, everything],
  ['a moderator of the server', { ...onDiscord, account: MODERATOR, moderates: yes }, moderators],
  ['an administrator of the chat', { ...onTelegram, account: MODERATOR, moderates: yes }, moderators],
  ['a moderator in private', { ...alone, account: MODERATOR, moderates: yes }, fans],
  [
    'a moderator whose rights nobody tells',
    { ...onDiscord, account: MODERATOR, moderates: unanswered },
    fans,
  ],
  ['a fan on Discord', { ...onDiscord, account: FAN, moderates: no }, fans],
  ['a fan on Telegram', { ...onTelegram, account: FAN, moderates: no }, fans],
  ['a member of another server', { ...onDiscord, place: PLACES.newcomer, account: FAN, moderates: no }, fans],
  [
    'somebody with a showrunner’s account number on the other platform',
    { ...onTelegram, account: SHOWRUNNER.discord, moderates: no },
    fans,
  ],
  ['an anonymous administrator of a group', { ...onTelegram, moderates: yes }, moderators],
  ['a channel that posts', { ...onTelegram, moderates: no }, []],
  ['a channel that posts, its rights unknown', { ...onTelegram, moderates: unanswered }, []],
];

const ONE_OF_EACH_LEVEL = [
  'a showrunner in an outlet',
  'a moderator of the server',
  'a fan on Discord',
  'a channel that posts',
];

const NOT_ALLOWED = new Set(
  [
    deskWords.nobody,
    deskWords.showrunnersOnly,
    deskWords.inCommunity,
    deskWords.moderatorsOnly,
    deskWords.levelUnknown('discord'),
    deskWords.levelUnknown('telegram'),
  ].map(plain),
);

describe('permission to use a command', () => {
  let stage: CommandStage;
  beforeAll(async () => {
    stage = await setCommandStage('memory', [oneChoice()]);
  });
  afterAll(async () => {
    await stage.close();
  });

  // The rule knows no commands, and a command only says its level: so each is held on its own.
  describe.each(PEOPLE)('%s', (_, person, may) => {
    it.each(everything)('has the level %s only if it is theirs', async (level) => {
      const showrunners = { discord: [SHOWRUNNER.discord], telegram: [SHOWRUNNER.telegram] };
      const rules = { showrunners, hashVoter: stage.context.hashVoter };
      const answer = await mayUse(rules, level, { name: 'any', given: {}, confirmed: false, ...person });
      expect('caller' in answer).toBe(may.includes(level));
      if ('refusal' in answer) expect(NOT_ALLOWED).toContain(plain(answer.refusal));
    });

    it('includes no completion that only showrunners may know', async () => {
      const request = { name: 'outlet approve', given: {}, confirmed: false, ...person };
      const choices = await stage.desk.complete(request, 'show', '');
      expect(choices.length > 0).toBe(may.includes('showrunner'));
    });
  });

  it.each(commands.map((command) => [command.name, command.level] as const))(
    'is asked for by /%s (%s): by those below it in vain',
    async (name, level) => {
      for (const [who, person, may] of PEOPLE.filter(([known]) => ONE_OF_EACH_LEVEL.includes(known))) {
        const answer = await stage.desk.answer({ name, given: {}, confirmed: false, ...person });
        const refused = answer.kind === 'refused' && NOT_ALLOWED.has(plain(answer.line));
        expect(refused, who).toBe(!may.includes(level));
      }
    },
  );

  it('is recorded with a keyed hash of the showrunner or moderator only', async () => {
    await stage.say('season start');
    await stage.say('season pause', { reason: 'tea' });
    const { events } = await stage.context.seasons.read((await stage.season()).id);
    const paused = events.find((event) => event.type === 'season-paused');
    expect(paused).toMatchObject({
      by: { kind: 'person', pseudonym: expect.stringMatching(/^showrunner-[0-9a-f]{8}$/) },
    });
    expect(JSON.stringify(events)).not.toContain(SHOWRUNNER.discord);
  });
});
