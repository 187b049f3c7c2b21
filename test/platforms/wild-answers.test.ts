import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createDiscordPlatform } from '../../src/platforms/discord/platform.ts';
import { createTelegramPlatform } from '../../src/platforms/telegram/platform.ts';
import type { Platform } from '../../src/ports/platform/platform.ts';
import { startDiscord } from '../../src/sandbox/discord/server.ts';
import { startTelegram } from '../../src/sandbox/telegram/server.ts';
import { notingTurnedAway, quiet, writtenMenus } from '../support/discord/stage.ts';
import { memorySentPictures } from '../support/memory/sent-pictures.ts';
import type { Finished } from '../support/seasons/season-stage.ts';
import { cert, key } from '../support/tls-certificate.ts';
import { startWildProxy, type Wild, type WildProxy } from '../support/wild-proxy.ts';

const json = { 'content-type': 'application/json' };
const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = json): Wild => ({
  kind: 'answer',
  status,
  body,
  headers,
});

/** What stands between a bot and a platform for a while, and says nothing of the platform. */
const WILD: Readonly<Record<string, Wild>> = {
  'a reset connection': { kind: 'reset' },
  'half an answer, and the end of the connection': { kind: 'cut', at: 0.5 },
  'half an answer as if it were all': { kind: 'short', at: 0.5 },
  'an empty answer': answer(200, ''),
  'a page that says 200': answer(200, '<html>Wartung</html>', { 'content-type': 'text/html' }),
  null: answer(200, 'null'),
  'a list': answer(200, '[]'),
  'a word': answer(200, '"ok"'),
  'an object with nothing in it': answer(200, '{}'),
  'an ok that is text': answer(200, '{"ok":"true","result":{"id":"x"}}'),
  'no content': answer(204, ''),
  'reset content with content': answer(205, '{}'),
  'not modified': answer(304, ''),
  'a status that nobody knows': answer(999, 'denied'),
  'a status of three digits too large': answer(600, '{"ok":false}'),
  'a status with words of another alphabet': { ...answer(503, 'x'), reason: 'Сервис недоступен' } as Wild,
  'a redirect to a login page': answer(302, '', { location: 'http://127.0.0.1:9/login' }),
  'a redirect into a circle': answer(302, '', { location: '/' }),
  'a redirect to nowhere': answer(302, '', { location: 'http://[' }),
  'a redirect without a goal': answer(302, ''),
  'the greeting of another protocol': { kind: 'bytes', bytes: 'SSH-2.0-OpenSSH_9.2\r\n' },
  'headers without end': { kind: 'bytes', bytes: `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}` },
  'a garbled compression': answer(200, 'not gzip', { ...json, 'content-encoding': 'gzip' }),
  'a page with 404': answer(404, '<h1>404</h1>', { 'content-type': 'text/html' }),
  'a page with 401': answer(401, '<h1>Proxy</h1>', { 'content-type': 'text/html', 'retry-after': '1' }),
  'JSON with 404 of something else': answer(404, '{"error":"no route"}'),
  'JSON with 500 of something else': answer(500, '{"error":"boom"}'),
  'a timeout of Cloudflare': answer(524, 'error code: 524', { 'content-type': 'text/plain' }),
  'two 429 of one second': answer(
    429,
    '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1","parameters":{"retry_after":1},"retry_after":1,"message":"You are being rate limited."}',
  ),
};

const free = { take: async () => {}, pause: async () => {} };
const TIMES = { place: 500, answer: 1_000, pause: 100 };

interface Reached {
  readonly way: WildProxy;
  readonly platform: Platform;
  readonly address: Parameters<Platform['inspect']>[0];
}

/** Each platform behind a way on which things go wrong, and what is asked of it at a start. */
const PLATFORMS: Readonly<
  Record<
    string,
    { open(onFinished: Finished): Promise<Reached>; readonly who: RegExp; readonly where: readonly RegExp[] }
  >
> = {
  Discord: {
    who: /users\/@me|applications\/@me/,
    where: [/\/channels\/\d+$/, /\/guilds\/\d+$/, /\/members\/\d+$/],
    async open(onFinished) {
      const discord = await startDiscord();
      const { channels } = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }] });
      const way = await startWildProxy(discord.url);
      const platform = discordAt(way.url, discord.token);
      onFinished(async () => {
        await platform.stop();
        await way.close();
        await discord.close();
      });
      return { way, platform, address: { platform: 'discord', channel: channels.show ?? '' } };
    },
  },
  Telegram: {
    who: /getMe$/,
    where: [/getChat$/, /getChatMember$/],
    async open(onFinished) {
      const telegram = await startTelegram();
      const { id } = telegram.world.addChannel({ title: 'News', username: 'news_of_it' });
      const way = await startWildProxy(telegram.url);
      const platform = telegramAt(way.url, telegram.token);
      onFinished(async () => {
        await platform.stop();
        await way.close();
        await telegram.close();
      });
      return { way, platform, address: { platform: 'telegram', chat: String(id) } };
    },
  },
};

const discordAt = (apiUrl: string, token = 'MTE3.a.b') =>
  createDiscordPlatform({
    ...{ token, apiUrl, limiter: free, log: quiet, times: TIMES },
    turnedAway: notingTurnedAway(),
    written: writtenMenus(),
  });
const telegramAt = (apiUrl: string, token = '7000000001:AAF-of_nobody') =>
  createTelegramPlatform({ token, apiUrl, limiter: free, log: quiet, sentPictures: memorySentPictures() });

describe.each(Object.entries(PLATFORMS))(
  '%s, where something on the way says nothing of it',
  (_, { open, who, where }) => {
    it.for(Object.entries(WILD))(
      'is asked again who the bot is: %s',
      async ([, wild], { onTestFinished }) => {
        const { way, platform } = await open(onTestFinished);
        const struck = way.bend(who, wild);
        expect(await platform.prepare()).toMatchObject({ status: 'no-answer' });
        expect(struck()).toBe(1);
      },
    );

    it.for(Object.entries(WILD))(
      'has not said that the bot cannot play there: %s',
      async ([, wild], { onTestFinished }) => {
        for (const path of where) {
          const { way, platform, address } = await open(onTestFinished);
          expect(await platform.prepare()).toMatchObject({ status: 'known' });
          const struck = way.bend(path, wild);
          expect([path, (await platform.inspect(address)).ok]).toEqual([path, undefined]);
          expect(struck()).toBe(1);
        }
      },
    );
  },
);

it('a host that does not exist, a port that speaks otherwise, and a certificate of nobody are no answer either', async ({
  onTestFinished,
}) => {
  const secure = createSecureServer({ cert, key }, (_, answer) => answer.end('{}'));
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void secure.close());
  const { port } = secure.address() as AddressInfo;
  const way = await startWildProxy('http://127.0.0.1:9');
  onTestFinished(() => way.close());
  const places = [
    'http://nowhere.invalid',
    `http://127.0.0.1:${port}`,
    `https://127.0.0.1:${port}`,
    way.url.replace('http', 'https'),
  ];
  for (const place of places) {
    for (const platform of [discordAt(place), telegramAt(place)]) {
      expect([place, await platform.prepare()]).toMatchObject([
        place,
        { status: 'no-answer', why: expect.stringMatching(/\w{5}/) },
      ]);
      await platform.stop();
    }
  }
});
