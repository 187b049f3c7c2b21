import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionId } from '../../../../src/core/ids.ts';
import type { Drop, Notice, PollPost } from '../../../../src/core/posts/content.ts';
import { code, strong, text } from '../../../../src/core/posts/content.ts';
import { catalogueOf, languages } from '../../../../src/core/wording/catalogues.ts';
import { english } from '../../../../src/core/wording/en.ts';
import { requestFor } from '../../../../src/platforms/telegram/wire/messages.ts';
import { clean, inertHtml, lineHtml, parsedLength } from '../../../../src/platforms/telegram/wire/text.ts';
import type { ResolvedOutlet } from '../../../../src/ports/platform/outlet.ts';
import { formatText } from '../../../../src/sandbox/telegram/messages/text.ts';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;

function outlet(kind: string, topic?: number): ResolvedOutlet {
  return {
    address: { platform: 'telegram', chat: '-1001234567890', ...(topic !== undefined && { topic }) },
    name: '@nightshift',
    community: '-1001234567890',
    namedVotes: kind !== 'channel',
    traits: { kind, forum: topic !== undefined },
  };
}

const drop: Drop = {
  kind: 'drop',
  mark: 'm1',
  language: 'en',
  show: 'Night Shift',
  title: [text('Clocking In')],
  synopsis: 'One line.',
  url: 'https://watch.example/night-shift/1',
  watch: 'Watch',
  notes: [[text('Voting opens soon.')]],
  thread: [text('Clocking In')],
};

const poll: PollPost = {
  kind: 'poll',
  mark: 'm2',
  language: 'en',
  question: 'Who does Mara call?',
  options: [
    { id: optionId('brother'), label: 'Her brother' },
    { id: optionId('stranger'), label: 'The number on the card' },
  ],
  rule: [[text('Most votes win.')], [text('A tie goes to a runoff.')]],
  closesAt: NOW + DAY,
  extendableTo: NOW + DAY + 3_600_000,
  backstopAt: NOW + 2 * DAY,
  sealed: false,
};

const notice: Notice = {
  kind: 'result',
  mark: 'm3',
  language: 'en',
  title: 'Her brother',
  lines: [[strong('Her brother'), text(' won with 12 votes')]],
};

describe('a drop on Telegram', () => {
  it('without a picture is a text with a large preview of the episode and a button to it', () => {
    const request = requestFor(drop, outlet('channel'), NOW);
    expect(request.method).toBe('sendMessage');
    expect(request.params).toMatchObject({
      chat_id: -1001234567890,
      parse_mode: 'HTML',
      text: 'Night Shift\n<b>Clocking In</b>\n\nOne line.\n\nVoting opens soon.',
      link_preview_options: { url: drop.url, prefer_large_media: true },
      reply_markup: { inline_keyboard: [[{ text: 'Watch', url: drop.url }]] },
    });
  });

  it('with a picture is a photo, and can do without it', () => {
    const request = requestFor({ ...drop, image: 'https://watch.example/1.jpg' }, outlet('channel'), NOW);
    expect(request).toMatchObject({ method: 'sendPhoto', params: { photo: 'https://watch.example/1.jpg' } });
    expect(request.ornaments).toContain('picture');
    const without = requestFor(
      { ...drop, image: 'https://watch.example/1.jpg' },
      outlet('channel'),
      NOW,
      new Set(['picture']),
    );
    expect(without.method).toBe('sendMessage');
  });

  it('too long for a caption keeps its picture as the preview', () => {
    const long = { ...drop, synopsis: 'a'.repeat(1100), image: 'https://watch.example/1.jpg' };
    expect(requestFor(long, outlet('channel'), NOW)).toMatchObject({
      method: 'sendMessage',
      params: { link_preview_options: { url: 'https://watch.example/1.jpg' } },
    });
  });

  it('goes to its topic, and to the general topic without naming one', () => {
    expect(requestFor(drop, outlet('supergroup', 12), NOW).params.message_thread_id).toBe(12);
    expect(requestFor(drop, outlet('supergroup', 1), NOW).params).not.toHaveProperty('message_thread_id');
  });
});

describe('a poll on Telegram', () => {
  it('carries its frozen rule as the description', () => {
    expect(requestFor(poll, outlet('supergroup'), NOW)).toMatchObject({
      method: 'sendPoll',
      params: {
        question: 'Who does Mara call?',
        options: [{ text: 'Her brother' }, { text: 'The number on the card' }],
        allows_multiple_answers: false,
        description: 'Most votes win.\nA tie goes to a runoff.',
        description_parse_mode: 'HTML',
      },
    });
  });

  it.each([
    ['channel', true],
    ['group', false],
    ['supergroup', false],
  ])('in a %s has is_anonymous %s', (kind, anonymous) => {
    expect(requestFor(poll, outlet(kind), NOW).params.is_anonymous).toBe(anonymous);
  });

  it('hides its results only when sealed', () => {
    expect(requestFor(poll, outlet('channel'), NOW).params).not.toHaveProperty('hide_results_until_closes');
    const sealed = requestFor({ ...poll, sealed: true }, outlet('channel'), NOW);
    expect(sealed.params.hide_results_until_closes).toBe(true);
  });

  it('closes by itself at the backstop', () => {
    expect(requestFor(poll, outlet('channel'), NOW).params.close_date).toBe((NOW + 2 * DAY) / 1000);
  });

  it('has its backstop cut to the longest period less a minute', () => {
    const late = { ...poll, closesAt: NOW + 29 * DAY, backstopAt: NOW + 58 * DAY };
    expect(requestFor(late, outlet('channel'), NOW).params.close_date).toBe(NOW / 1000 + 2_628_000 - 60);
  });

  it('has no backstop rather than one before our deadline', () => {
    const far = { ...poll, closesAt: NOW + 31 * DAY, backstopAt: NOW + 62 * DAY };
    expect(requestFor(far, outlet('channel'), NOW).params).not.toHaveProperty('close_date');
  });
});

describe('a notice on Telegram', () => {
  it('shows its words letter by letter and previews nothing', () => {
    expect(requestFor(notice, outlet('channel'), NOW)).toMatchObject({
      method: 'sendMessage',
      params: {
        text: '<b>Her brother</b>\n\n<b>Her brother</b> won with 12 votes',
        link_preview_options: { is_disabled: true },
      },
    });
  });

  it('has look buttons as links into the reader’s own chat with the bot, which also work below a channel’s posts', () => {
    const looks = [
      { label: 'Receipt', danger: false, command: 'receipt', given: { show: '#1f3c22ab', round: '3' } },
    ];
    const { params, ornaments } = requestFor({ ...notice, looks }, outlet('channel'), NOW, undefined, {
      botName: 'our_bot',
    });
    expect(params.reply_markup).toEqual({
      inline_keyboard: [[{ text: 'Receipt', url: 'https://t.me/our_bot?start=receipt-s_1f3c22ab-r3' }]],
    });
    expect(ornaments).toContain('button');
  });

  it('replies to the poll it is about, and is still sent if that is impossible', () => {
    const { chat_id: chat } = requestFor(notice, outlet('channel'), NOW).params;
    const replyTo = { id: '77', in: String(chat) };
    const { params, ornaments } = requestFor({ ...notice, replyTo }, outlet('channel'), NOW);
    expect(params.reply_parameters).toEqual({ message_id: 77, allow_sending_without_reply: true });
    expect(ornaments).toContain('reply');
    // A group that became a supergroup has new message numbers.
    const moved = requestFor({ ...notice, replyTo: { id: '77', in: '-42' } }, outlet('channel'), NOW);
    expect(moved.params).not.toHaveProperty('reply_parameters');
  });

  it('isolates right-to-left text, and leaves everything else as it is', () => {
    const said = [strong('אחיה'), text(' won with 3 of 4 votes.')];
    expect(lineHtml(said, 'en')).toBe('<b>\u2068אחיה\u2069</b> won with 3 of 4 votes.');
    expect(lineHtml([strong('\u202eHer\u2066 brother')], 'en')).toBe('<b>Her brother</b>');
    expect(lineHtml([strong('\u2067ab\u2069 אב')], 'en')).toBe('<b>ab \u2068אב\u2069</b>');
  });

  it('shows an instant in the time zone of the show with its name', () => {
    const at = Date.UTC(2026, 11, 1, 0, 30);
    const line = [{ kind: 'time', at, timezone: 'America/New_York', style: 'full' } as const];
    expect(lineHtml(line, 'en')).toMatch(/Nov.*30.*07:30\sPM\sEST/u);
    expect(lineHtml(line, 'de')).toMatch(/30\. November.*19:30/u);
  });

  it.each(languages)('names that zone in %s, where it would otherwise be a number', (language) => {
    const at = Date.UTC(2026, 11, 1, 0, 30);
    for (const timezone of ['Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'Asia/Tokyo', 'UTC']) {
      const told = lineHtml([{ kind: 'time', at, timezone, style: 'full' }], language);
      expect(told).not.toMatch(/(?:GMT|UTC)[+−-]/u);
    }
  });
});

describe('a command in a sentence', () => {
  it('is one piece of code with its arguments, to be copied with a tap', () => {
    const line = english.linkAwaited('Storm', 'night-shift', 'storm');
    expect(lineHtml(line, 'en')).toContain('with <code>/episode link night-shift storm URL</code>; it goes');
    expect(inertHtml('Look at /season status first.')).toBe('Look at <code>/season status</code> first.');
    expect(inertHtml('/vote for me')).toBe('<code>/vote for</code> me');
    expect(lineHtml([code('/x <b>"&')], 'en')).toBe('<code>/x &lt;b&gt;&quot;&amp;</code>');
  });

  it.each(languages)('is that in %s', (language) => {
    const words = catalogueOf(language);
    for (const line of [
      words.linkAwaited('Storm', 'show', 'storm'),
      words.undecided('tie', 'Who?', 'show', ['a', 'b']),
      words.waiting.howToCount('show'),
      words.waiting.howToLate('show', '2h'),
    ]) {
      const html = lineHtml(line, words.language);
      const outside = html.replaceAll(/<code>.*?<\/code>/gu, '');
      expect(outside).not.toMatch(/\/(?:vote|episode)|\bshow\b/u);
    }
  });
});

describe('hostile text', () => {
  it('cannot open a tag or an attribute', () => {
    expect(inertHtml('<b>&"x</b>')).toBe('&lt;b&gt;&amp;&quot;x&lt;/b&gt;');
  });

  it.each([
    ['@durov wins', '<code>@durov</code> wins'],
    ['type /start now', 'type <code>/start</code> now'],
    ['see https://evil.example/a?b', 'see <code>https://evil.example/a?b</code>'],
    ['tg://user?id=1', '<code>tg://user?id=1</code>'],
    ['go to evil.com/x now', 'go to <code>evil.com/x</code> now'],
    ['mail a@b.example', 'mail <code>a@b.example</code>'],
    ['@one-@two', '<code>@one-</code><code>@two</code>'],
    ['/start@one-@two', '<code>/start@one</code>-<code>@two</code>'],
    ['+https://localhost', '+<code>https://localhost</code>'],
  ])('%s pings and links nobody', (source, html) => {
    expect(inertHtml(source)).toBe(html);
  });

  it('never pings or links, whatever is next to what', () => {
    const pieces = [
      '@every',
      '/start',
      'https://',
      'localhost',
      'evil.com',
      'tg://',
      '#',
      ...'-+._/@a1 é한("<',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) => {
        const { entities } = formatText(inertHtml(parts.join('')), 'HTML', undefined);
        expect(entities.filter(({ type }) => !['code', 'hashtag'].includes(type))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['and/or', 'été/hiver', 'Wait... what', '3.5 stars', 'Mr. Fox', 'a / b', '12:30'])(
    '%s stays as it is',
    (source) => {
      expect(inertHtml(source)).toBe(source);
    },
  );

  it('loses controls, line breaks and bidirectional marks', () => {
    expect(clean('a\u0000b\u202ec\nd\u2066e\ud800f\ufeff')).toBe('abc def');
    expect(clean('👩\u200d🚀')).toBe('👩\u200d🚀');
  });

  it.each([
    '\u00ad',
    '\u034f',
    '\u061c',
    '\u200e',
    '\u2060',
    '\u206a',
    '\u3164',
    '\ufeff',
    '\u{e0041}\u{e0042}',
  ])('loses invisible characters (%j)', (unseen) => {
    expect(clean(`${unseen}Ye${unseen}s`)).toBe('Yes');
    expect(inertHtml(`@${unseen}durov`)).toBe('<code>@durov</code>');
  });

  it('keeps what emoji and scripts need', () => {
    const england = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
    for (const seen of ['👩‍🚀 🏳️‍🌈', england, '1️⃣', 'می‌خواهم']) expect(clean(seen)).toBe(seen);
  });

  it('is in NFC, and unchanged by a second pass, whatever was removed', () => {
    const parts = fc.constantFrom(
      'e',
      '\u0301',
      '\u200b',
      '\0',
      '\udb40',
      '\udc67',
      '\u{e0067}',
      '\u034f',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (text) => {
        const once = clean(text.join(''));
        expect(once).toBe(once.normalize('NFC'));
        expect(clean(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('makes no link of something that is not a web address', () => {
    const link = (url: string) => lineHtml([{ kind: 'link', text: 'here', url }], 'en');
    expect(link('tg://user?id=1')).toBe('here');
    expect(link('javascript:alert(1)')).toBe('here');
    expect(link('https://x.example/?a="b"&c')).toBe(
      '<a href="https://x.example/?a=&quot;b&quot;&amp;c">here</a>',
    );
  });

  it('of any length is parsed quickly', () => {
    const evil = ['a.'.repeat(20_000), '@'.repeat(40_000), 'a'.repeat(40_000), '/a'.repeat(20_000)];
    for (const source of evil) expect(parsedLength(inertHtml(source))).toBe(source.length);
  });
});
