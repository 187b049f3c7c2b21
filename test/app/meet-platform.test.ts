import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { meetPlatform } from '../../src/app/shows/meet-platform.ts';
import { Reach } from '../../src/app/shows/reach.ts';
import { createTelegramPlatform } from '../../src/platforms/telegram/platform.ts';
import { StartupError } from '../../src/ports/startup-error.ts';
import { startTelegram } from '../../src/sandbox/telegram/server.ts';
import { logLines } from '../support/log-lines.ts';
import { memorySentPictures } from '../support/memory/sent-pictures.ts';

const free = { take: async () => {}, pause: async () => {} };

/** Telegram at an address where a page says "not found", until `end`. */
async function atAPage() {
  let asked = 0;
  const page = createServer((_, answer) => {
    asked += 1;
    answer.writeHead(404, { 'content-type': 'text/html' }).end('<p>Not found</p>');
  });
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  const address = page.address();
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const { log, lines } = logLines();
  const platform = createTelegramPlatform({
    token: '7000000001:AAF-of_nobody',
    apiUrl,
    limiter: free,
    log,
    sentPictures: memorySentPictures(),
  });
  const stopping = new AbortController();
  const reach = new Reach();
  reach.begin('telegram');
  const meet = (hasAnother: boolean, onSilence = () => {}) =>
    meetPlatform(platform, {
      reach,
      log,
      signal: stopping.signal,
      recognise: async () => {},
      onSilence,
      hasAnother: () => hasAnother,
      strangerFor: 300,
    });
  return {
    meet,
    reach,
    lines,
    stop: () => stopping.abort(),
    asked: () => asked,
    async end() {
      page.closeAllConnections();
      await new Promise((resolve) => page.close(resolve));
    },
  };
}

it('an address where something else keeps answering ends the start with a sentence', async () => {
  const telegram = await atAPage();
  const end = await telegram.meet(false).catch((error: unknown) => error);
  expect(end).toBeInstanceOf(StartupError);
  expect(end).toMatchObject({
    message: /TELEGRAM_API_URL is not Telegram's API/,
    hint: /Correct TELEGRAM_API_URL/,
  });
  expect(telegram.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  await telegram.end();
});

it('but not while another platform works: it may be an edge server for a while', async () => {
  const telegram = await atAPage();
  let silences = 0;
  const meeting = telegram.meet(true, () => {
    silences += 1;
    if (silences === 3) telegram.stop();
  });
  expect(await meeting).toBeUndefined();
  expect(telegram.reach.silence('telegram')).toMatch(/not the Bot API/);
  // Asked with growing pauses, each time with one check of what answers.
  expect(telegram.asked()).toBe(6);
  expect(telegram.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  await telegram.end();
});

it('the log says once that a platform does not answer, and once that it does', async () => {
  const telegram = await startTelegram();
  telegram.fault({ method: 'getMe', times: 2, fault: { kind: 'server-error', status: 502 } });
  const { log, lines } = logLines();
  const { url: apiUrl, token } = telegram;
  const platform = createTelegramPlatform({
    token,
    apiUrl,
    limiter: free,
    log,
    sentPictures: memorySentPictures(),
  });
  const reach = new Reach();
  reach.begin('telegram');
  const { signal } = new AbortController();
  const account = await meetPlatform(platform, {
    reach,
    log,
    signal,
    recognise: async () => {},
    onSilence: () => {},
    hasAnother: () => false,
  });
  expect(account).toBe('7000000001');
  expect(reach.silence('telegram')).toBeUndefined();
  // A machine that is busy may see two kinds of silence; each is reported once.
  const said = lines.map(({ message, fields }) => `${message} ${fields.why ?? ''}`);
  expect(said).toEqual([...new Set(said)]);
  expect([...new Set(lines.map(({ message }) => message))]).toEqual([
    'Telegram does not answer; retrying until it does',
    'logged in to Telegram',
    'Telegram answers',
  ]);
  await telegram.close();
});
