import { expect, it } from 'vitest';
import { withReaderTimes } from '../../../src/platforms/telegram/posts/reader-times.ts';
import { createBotApi } from '../../../src/platforms/telegram/requests/client.ts';
import { lineHtml } from '../../../src/platforms/telegram/wire/text.ts';
import { startTelegram } from '../../../src/sandbox/telegram/server.ts';
import { LogBook } from '../../support/stage/log.ts';

const unlimited = { take: async () => undefined, pause: async () => undefined };
const AT = Date.UTC(2026, 10, 30, 18, 30);
const html = lineHtml(
  [
    { kind: 'text', text: 'Voting ends ' },
    { kind: 'time', at: AT, timezone: 'America/New_York', style: 'full' },
    { kind: 'text', text: '.' },
  ],
  'en',
);

async function stage(onFinished: (end: () => Promise<void>) => void) {
  const telegram = await startTelegram({ token: '7000000001:AAF-times' });
  onFinished(() => telegram.close());
  telegram.world.addSupergroup({ id: -1_001_000_000_001, title: 'Talk' });
  const book = new LogBook();
  const api = withReaderTimes(
    createBotApi({ token: telegram.token, apiUrl: telegram.url, limiter: unlimited }),
    book.log,
  );
  const send = () =>
    api.call(
      { method: 'sendMessage', params: { chat_id: -1_001_000_000_001, text: html, parse_mode: 'HTML' } },
      { posts: true },
    );
  return { telegram, book, send, posted: () => telegram.messages(-1_001_000_000_001) };
}

it('a time is shown in each reader’s own zone, and as text by clients that cannot do that', async ({
  onTestFinished,
}) => {
  const { send, posted } = await stage(onTestFinished);
  expect((await send()).ok).toBe(true);
  const [message] = posted();
  expect(message?.text).toMatch(/^Voting ends Mon, November 30 at 01:30 PM (?:EST|GMT-5)\.$/);
  expect(message?.entities).toEqual([
    {
      type: 'date_time',
      offset: 'Voting ends '.length,
      length: (message?.text?.length ?? 0) - 'Voting ends .'.length,
      unix_time: AT / 1_000,
      date_time_format: 'wDT',
    },
  ]);
});

it('an older server that refuses it gets the text, after one attempt', async ({ onTestFinished }) => {
  const { telegram, book, send, posted } = await stage(onTestFinished);
  const refused = telegram.fault({
    when: (params) => String(params.text).includes('<tg-time'),
    times: Number.POSITIVE_INFINITY,
    fault: {
      kind: 'refuse',
      code: 400,
      description: 'Bad Request: can\'t parse entities: Unsupported start tag "tg-time" at byte offset 12',
    },
  });
  expect((await send()).ok).toBe(true);
  expect((await send()).ok).toBe(true);
  expect(refused.hits()).toBe(1);
  expect(posted().map(({ text, entities }) => [text?.slice(0, 16), entities])).toEqual([
    ['Voting ends Mon,', undefined],
    ['Voting ends Mon,', undefined],
  ]);
  expect(book.found({ message: /writing them as text/ })).toHaveLength(1);
});
