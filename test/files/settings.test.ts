import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { variablesOf } from '../../config/environment.ts';
import { readSettings, type Settings } from '../../config/settings.ts';
import type { DiscordSettings } from '../../src/platforms/discord/settings.ts';
import { platforms } from '../../src/platforms/index.ts';
import type { TelegramEnvironment } from '../../src/platforms/telegram/settings.ts';
import type { SettingProblem } from '../../src/ports/platform/variable.ts';
import { StartupError } from '../../src/ports/startup-error.ts';

const DISCORD = 'MTIzNDU2Nzg5.aBcDeF.ghijklmnopqrstuvwxyz';
const TELEGRAM = '123456789:AAFakeTokenForTests';
/** What the environment says of each platform; undefined for one that is off. */
const discordOf = ({ platforms: on }: Settings) => on.discord?.values as DiscordSettings | undefined;
const telegramOf = ({ platforms: on }: Settings) => on.telegram?.values as TelegramEnvironment | undefined;
const both = { DISCORD_TOKEN: DISCORD, TELEGRAM_TOKEN: TELEGRAM };

function refusal(env: Record<string, string | undefined>): StartupError {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof StartupError) return error;
    throw error;
  }
  throw new Error('The settings were accepted');
}
const problems = (env: Record<string, string | undefined>) =>
  (refusal(env).cause as SettingProblem[]).map(({ variable, what }) => `${variable} ${what}`);

describe('the settings', () => {
  it.each([
    ['unix:///run/redis.sock', 'names a unix socket'],
    ['/run/redis.sock', 'names a unix socket'],
    ['redis+unix:///run/redis.sock', 'names a unix socket'],
    ['localhost:6379', 'does not begin with redis://'],
    ['valkey://localhost', 'does not begin with redis://'],
    ['redis:/localhost', 'does not begin with redis://'],
    ['redis://a:1,b:2', 'contains an address that does not begin with redis://'],
    ['redis://:p@ss:w/rd#%@host:6379', 'cannot be read as an address'],
    ['redis://host:78o1', 'cannot be read as an address'],
    ['redis://host:70000', 'cannot be read as an address'],
  ])('say what is wrong with the address of Redis: %s', (REDIS_URL, what) => {
    const told = (() => {
      try {
        readSettings({ TELEGRAM_TOKEN: TELEGRAM, REDIS_URL });
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(told).toContain(`REDIS_URL ${what}`);
    expect(told).not.toMatch(/p@ss|w\/rd/);
    if (REDIS_URL.includes('@')) expect(told).toContain('%40');
  });

  it('need nothing but one token', () => {
    const settings = readSettings({ TELEGRAM_TOKEN: TELEGRAM });
    expect(settings).toMatchObject({
      platforms: { telegram: { values: { apiUrl: 'https://api.telegram.org' }, leases: ['telegram'] } },
      redisPrefix: 'cliffhanger',
      configPath: 'config/cliffhanger.yaml',
      dataDir: 'data',
      role: 'all',
      http: { port: 8080, host: '127.0.0.1' },
      logLevel: 'info',
    });
    expect(telegramOf(settings)?.token.reveal()).toBe(TELEGRAM);
    expect(settings.platforms).not.toHaveProperty('discord');
    expect(settings).not.toHaveProperty('redisUrl');
    expect(settings).not.toHaveProperty('pepper');
  });

  it('accept everything that the contract names', () => {
    const settings = readSettings({
      ...both,
      DISCORD_API_URL: 'http://127.0.0.1:4001/api/',
      TELEGRAM_API_URL: 'http://127.0.0.1:4002',
      REDIS_URL: 'redis://a:6379,redis://b:6380',
      REDIS_PREFIX: 'staging:night_shift-2',
      CLIFFHANGER_CONFIG: '/etc/cliffhanger.yaml',
      CLIFFHANGER_DATA: '/var/lib/cliffhanger',
      CLIFFHANGER_ROLE: 'worker',
      CLIFFHANGER_PEPPER: '0123456789abcdef0123456789abcdef',
      DISCORD_SHARDS: '0,1',
      DISCORD_SHARD_COUNT: '8',
      DISCORD_COMMANDS_GUILD: '1100000000000000003',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example:8443/hook',
      TELEGRAM_WEBHOOK_SECRET: 'a-Secret_1',
      HTTP_PORT: '0',
      HTTP_HOST: '0.0.0.0',
      HTTP_PAGES: 'on',
      HTTP_PUBLIC_URL: 'https://votes.example/drama/',
      LOG_LEVEL: 'debug',
    });
    expect(settings).toMatchObject({
      platforms: {
        discord: {
          values: {
            apiUrl: 'http://127.0.0.1:4001/api',
            shards: { ids: [0, 1], count: 8 },
            commandsGuild: '1100000000000000003',
          },
          leases: ['discord-shard-0', 'discord-shard-1'],
        },
        telegram: {
          values: { apiUrl: 'http://127.0.0.1:4002', webhook: { url: 'https://bot.example:8443/hook' } },
        },
      },
      redisPrefix: 'staging:night_shift-2',
      configPath: '/etc/cliffhanger.yaml',
      dataDir: '/var/lib/cliffhanger',
      role: 'worker',
      http: { port: 0, host: '0.0.0.0' },
      logLevel: 'debug',
    });
    expect(settings.redisUrl?.reveal()).toBe('redis://a:6379,redis://b:6380');
    expect(settings.pepper?.reveal()).toBe('0123456789abcdef0123456789abcdef');
    expect(telegramOf(settings)?.webhook?.secret.reveal()).toBe('a-Secret_1');
  });

  it('treat an empty variable as unset and ignore spaces around a value', () => {
    const settings = readSettings({ DISCORD_TOKEN: ' ', TELEGRAM_TOKEN: ` ${TELEGRAM}\n`, REDIS_URL: '' });
    expect(discordOf(settings)).toBeUndefined();
    expect(telegramOf(settings)?.token.reveal()).toBe(TELEGRAM);
  });

  it('never print a token', () => {
    const settings = readSettings({
      ...both,
      REDIS_URL: 'redis://:hunter2@r:6379',
      CLIFFHANGER_PEPPER: 'p'.repeat(40),
      CLIFFHANGER_WEBHOOK_SECRET: 'w'.repeat(40),
    });
    const printed = [
      inspect(settings, { depth: 9, showHidden: true }),
      JSON.stringify(settings),
      `${discordOf(settings)?.token}`,
    ];
    for (const text of printed) {
      for (const secret of [DISCORD, TELEGRAM, 'hunter2', 'ppp', 'www']) expect(text).not.toContain(secret);
      expect(text).toContain('[hidden]');
    }
  });

  it('never print a wrong token either', () => {
    const error = refusal({
      DISCORD_TOKEN: 'Bot geheim',
      TELEGRAM_TOKEN: 'geheim geheim',
      REDIS_URL: 'geheim',
      CLIFFHANGER_PEPPER: 'geheim',
      TELEGRAM_WEBHOOK_SECRET: 'geheim!',
      CLIFFHANGER_WEBHOOK_SECRET: 'geheim',
    });
    expect(inspect(error, { depth: 9 }).replace(/at .*/g, '')).not.toContain('geheim');
    expect(error.cause).toHaveLength(6);
  });

  it('cannot be changed', () => {
    const settings = readSettings({ ...both, DISCORD_SHARDS: '0', DISCORD_SHARD_COUNT: '1' });
    for (const part of [settings, settings.http, discordOf(settings), discordOf(settings)?.shards?.ids]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('report every problem at once, each with its variable and what would be right', () => {
    const error = refusal({ HTTP_PORT: '99999', LOG_LEVEL: 'loud' });
    expect(error.message.split('\n')).toEqual([
      '3 settings are wrong:',
      '  HTTP_PORT is "99999" — a whole number from 0 to 65535',
      '  LOG_LEVEL is "loud" — one of: fatal, error, warn, info, debug, trace, silent',
      '  DISCORD_TOKEN is not set, nor is TELEGRAM_TOKEN — set DISCORD_TOKEN, TELEGRAM_TOKEN or both',
    ]);
    expect(error.exitCode).toBe(1);
  });

  it.each([
    ['DISCORD_API_URL', 'discord.com/api'],
    ['DISCORD_API_URL', 'ftp://discord.com/api'],
    ['DISCORD_API_URL', 'https://discord.com/api/v10'],
    ['TELEGRAM_API_URL', 'https://user:secret@api.telegram.org'],
    ['TELEGRAM_API_URL', 'https://api.telegram.org?x=1'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['REDIS_URL', 'redis://a:6379,b:6380'],
    ['CLIFFHANGER_ROLE', 'boss'],
    ['DISCORD_SHARD_COUNT', '0'],
    ['DISCORD_SHARDS', '1,1'],
    ['DISCORD_SHARDS', '-1'],
    ['DISCORD_COMMANDS_GUILD', 'my server'],
    ['TELEGRAM_WEBHOOK_URL', 'http://bot.example/hook'],
    ['TELEGRAM_WEBHOOK_URL', 'https://bot.example:9000/hook'],
    ['HTTP_PORT', '65536'],
    ['HTTP_PORT', '80.5'],
    ['HTTP_HOST', 'http://localhost'],
    ['HTTP_PAGES', 'yes'],
    ['HTTP_PUBLIC_URL', 'votes.example'],
    ['HTTP_PUBLIC_URL', 'ftp://votes.example'],
    ['HTTP_PUBLIC_URL', 'https://me:secret@votes.example'],
    ['HTTP_PUBLIC_URL', 'https://votes.example/?show=1'],
    ['ADMIN_TOKEN', 'too-short'],
  ])('refuse %s=%s', (variable, value) => {
    const found = refusal({ ...both, [variable]: value }).cause as SettingProblem[];
    expect(found.map((problem) => problem.variable)).toContain(variable);
  });

  it('require a pepper that cannot be guessed', () => {
    expect(problems({ ...both, CLIFFHANGER_PEPPER: 'x'.repeat(31) })).toEqual([
      'CLIFFHANGER_PEPPER has 31 characters',
    ]);
    expect(problems({ ...both, CLIFFHANGER_PEPPER: 'short' })).toHaveLength(1);
    const least = 'x'.repeat(32);
    expect(readSettings({ ...both, CLIFFHANGER_PEPPER: least }).pepper?.reveal()).toBe(least);
  });

  it('require a secret for posting episodes that cannot be found by trying', () => {
    expect(problems({ ...both, CLIFFHANGER_WEBHOOK_SECRET: 'x'.repeat(15) })).toEqual([
      'CLIFFHANGER_WEBHOOK_SECRET has 15 characters',
    ]);
    const least = 'x'.repeat(16);
    expect(readSettings({ ...both, CLIFFHANGER_WEBHOOK_SECRET: least }).webhookSecret?.reveal()).toBe(least);
    expect(readSettings(both).webhookSecret).toBeUndefined();
  });

  it('require shards and their number to agree', () => {
    expect(problems({ ...both, DISCORD_SHARDS: '0,1' })).toEqual([
      'DISCORD_SHARDS is set, but not how many shards there are',
    ]);
    expect(problems({ ...both, DISCORD_SHARDS: '0,8', DISCORD_SHARD_COUNT: '8' })).toEqual([
      'DISCORD_SHARDS names shard 8, but there are 8',
    ]);
    expect(discordOf(readSettings({ ...both, DISCORD_SHARD_COUNT: '8' }))?.shards).toEqual({ count: 8 });
  });

  it('require a webhook to have both its address and its secret, and allow plain http on this machine', () => {
    expect(problems({ ...both, TELEGRAM_WEBHOOK_URL: 'https://bot.example/hook' })).toHaveLength(1);
    expect(problems({ ...both, TELEGRAM_WEBHOOK_SECRET: 'abc' })).toHaveLength(1);
    const local = { TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:9000/hook', TELEGRAM_WEBHOOK_SECRET: 'abc' };
    expect(telegramOf(readSettings({ ...both, ...local }))?.webhook?.url).toBe('http://127.0.0.1:9000/hook');
  });

  it('refuse to split roles with an embedded Redis, which belongs to one process', () => {
    expect(problems({ ...both, CLIFFHANGER_ROLE: 'gateway' })).toHaveLength(1);
    expect(readSettings({ ...both, CLIFFHANGER_ROLE: 'gateway', REDIS_URL: 'redis://r' }).role).toBe(
      'gateway',
    );
  });

  it('may name no platform for whoever reads what is stored, and are looked at all the same', () => {
    const stored = (env: Record<string, string>) => readSettings(env, platforms, { platform: 'optional' });
    expect(stored({ REDIS_PREFIX: 'x' })).toMatchObject({ platforms: {}, redisPrefix: 'x' });
    expect(() => stored({ DISCORD_TOKEN: 'Bot x' })).toThrow('DISCORD_TOKEN begins with');
  });

  it('describe every variable, and what it means to leave it out', () => {
    for (const variable of Object.values(variablesOf(platforms))) {
      expect(variable.description).toMatch(/\.$/);
      expect('default' in variable || 'unset' in variable).toBe(true);
    }
  });
});

describe('quotes around a value', () => {
  it.each(['"', "'", '`'])(
    'of a matching pair (%s) are removed, with a warning that contains no secret',
    (mark) => {
      const quoted = (value: string) => `${mark}${value}${mark}\r`;
      const settings = readSettings({
        DISCORD_TOKEN: quoted(DISCORD),
        TELEGRAM_TOKEN: quoted(` ${TELEGRAM} `),
        TELEGRAM_API_URL: quoted('http://127.0.0.1:4002'),
        REDIS_URL: quoted('redis://:pass@host:6379/2'),
        HTTP_PORT: quoted('0'),
        CLIFFHANGER_DATA: quoted('/var/lib/cliffhanger'),
        LOG_LEVEL: quoted(''),
      });
      expect(discordOf(settings)?.token.reveal()).toBe(DISCORD);
      expect(telegramOf(settings)?.token.reveal()).toBe(TELEGRAM);
      expect(settings.redisUrl?.reveal()).toBe('redis://:pass@host:6379/2');
      expect(settings).toMatchObject({
        platforms: { telegram: { values: { apiUrl: 'http://127.0.0.1:4002' } } },
        http: { port: 0 },
        dataDir: '/var/lib/cliffhanger',
        logLevel: 'info',
      });
      expect(settings.warnings).toHaveLength(7);
      expect(settings.warnings[0]).toMatch(/^DISCORD_TOKEN is in quotes; they were ignored/);
      expect(settings.warnings.join()).not.toMatch(new RegExp(`${DISCORD}|${TELEGRAM}|pass@`));
      expect(readSettings(both).warnings).toEqual([]);
    },
  );

  it.each(['“…”', '”…”', '„…“', '„…”', '‘…’', '’…’', '‚…‘', '«…»', '»…«', '‹…›', '›…‹'])(
    'of any language are removed in pairs: %s',
    (pair) => {
      const settings = readSettings({ TELEGRAM_TOKEN: pair.replace('…', TELEGRAM) });
      expect(telegramOf(settings)?.token.reveal()).toBe(TELEGRAM);
      expect(settings.warnings).toHaveLength(1);
    },
  );

  it.each([
    [`"${DISCORD}`, 'begins with a quote that has no partner'],
    [`${DISCORD}'`, 'ends with a quote that has no partner'],
    [`"'${DISCORD}'"`, 'is in more than one pair of quotes'],
    [`“${DISCORD}"`, 'begins with a quote that has no partner'],
    [`${DISCORD.slice(0, 9)}"${DISCORD.slice(9)}`, 'holds a quote'],
    [`DISCORD_TOKEN=${DISCORD}`, 'repeats its own name'],
    [`Bot ${DISCORD}`, 'begins with "Bot "'],
    ...[
      `export DISCORD_TOKEN=${DISCORD}`,
      `export DISCORD_TOKEN="${DISCORD}"`,
      `DISCORD_TOKEN: ${DISCORD}`,
    ].map((token) => [token, 'repeats its own name']),
    [`${DISCORD} # of the test bot`, 'ends in a comment'],
    ...['<…>', '…,', '…;', '(…)', '…\\n', '$…', 'token:…', '…#prod', '…\u200b', '… …', '…\n…'].map(
      (around) => [around.replaceAll('…', DISCORD), 'holds spaces or special characters'],
    ),
    ['7000000001:AAF-stand_in_token_of_the_sandbox_00', 'is a Telegram token'],
    ['1100000000000000003', 'is an id and not a token'],
  ])('and other slips are named: DISCORD_TOKEN %s', (token, what) => {
    expect(problems({ DISCORD_TOKEN: token })).toEqual([`DISCORD_TOKEN ${what}`]);
    expect(refusal({ DISCORD_TOKEN: token }).message).not.toContain(DISCORD.slice(9));
  });

  it.each([
    [`bot${TELEGRAM}`, 'begins with "bot"'],
    [DISCORD, 'is a Discord token'],
    [`${TELEGRAM}"`, 'ends with a quote that has no partner'],
    [`export TELEGRAM_TOKEN=${TELEGRAM}`, 'repeats its own name'],
    [`telegram_token = ${TELEGRAM}`, 'repeats its own name'],
    [`${TELEGRAM}\t# of the test bot`, 'ends in a comment'],
    [`Bearer ${TELEGRAM}`, 'begins with "Bearer"'],
    [`bot:${TELEGRAM}`, 'begins with "bot"'],
  ])('and other slips are named: TELEGRAM_TOKEN %s', (token, what) => {
    expect(problems({ TELEGRAM_TOKEN: token })).toEqual([`TELEGRAM_TOKEN ${what}`]);
  });

  it('are refused around the pepper: another pepper fits no stored hash', () => {
    const pepper = '0123456789abcdef0123456789abcdef';
    expect(problems({ ...both, CLIFFHANGER_PEPPER: `"${pepper}"` })).toEqual([
      'CLIFFHANGER_PEPPER is in quotes, which may or may not be part of it',
    ]);
    expect(readSettings({ ...both, CLIFFHANGER_PEPPER: `${pepper}"x` }).pepper?.reveal()).toBe(`${pepper}"x`);
  });
});
