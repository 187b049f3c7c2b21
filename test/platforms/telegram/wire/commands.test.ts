import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../../commands/index.ts';
import { encodeButton } from '../../../../src/core/posts/button-code.ts';
import { type Line, strong, text } from '../../../../src/core/posts/content.ts';
import { translate } from '../../../../src/core/wording/command-translations.ts';
import { placeArguments, suggestions } from '../../../../src/platforms/telegram/commands/arguments.ts';
import { readCallbackData } from '../../../../src/platforms/telegram/commands/callback-data.ts';
import { menusOf } from '../../../../src/platforms/telegram/commands/register.ts';
import { placeOf, speakerOf, spotOf } from '../../../../src/platforms/telegram/commands/speaker.ts';
import { readCommandText, textFrom, wordsOf } from '../../../../src/platforms/telegram/commands/text.ts';
import { addedTo } from '../../../../src/platforms/telegram/commands/welcome.ts';
import { readMessageLink } from '../../../../src/platforms/telegram/posts/message-link.ts';
import { formOf, replyMessages, usageMessage } from '../../../../src/platforms/telegram/wire/answers.ts';
import { CallbackQuery, Written } from '../../../../src/platforms/telegram/wire/objects.ts';
import { parsedLength } from '../../../../src/platforms/telegram/wire/text.ts';
import type { Parameter } from '../../../../src/ports/commands/command.ts';
import { SmallDesk } from '../../../support/commands/command-desk.ts';

const desk = new SmallDesk();
const request = {
  name: 'path',
  given: {},
  platform: 'telegram' as const,
  place: { platform: 'telegram' as const },
  moderates: async () => false,
  confirmed: false,
};

function command(name: string) {
  const found = desk.commands.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
}

const suggest = suggestions(desk, request);
const place = (name: string, rest: string) => placeArguments(command(name).parameters, rest, suggest);

describe('a command on Telegram', () => {
  it('is read with its addressee, in any case', () => {
    expect(readCommandText('/Vote@Our_Bot  close now', 'our_bot')).toEqual({
      head: 'vote',
      addressed: true,
      rest: 'close now',
    });
    expect(readCommandText('/path', 'our_bot')).toEqual({ head: 'path', addressed: false, rest: '' });
  });

  it('for another bot, or in the middle of a text, is not a command', () => {
    expect(readCommandText('/path@other_bot', 'our_bot')).toBeUndefined();
    expect(readCommandText('/path@our_bot', undefined)).toBeUndefined();
    expect(readCommandText('see /path', 'our_bot')).toBeUndefined();
    expect(readCommandText('/path/to/file', 'our_bot')).toBeUndefined();
  });

  it('has its words, and phrases in any quotes', () => {
    expect(
      wordsOf(`one "two three" “four five” «six» 'se ven' it's "open`).map(({ value }) => value),
    ).toEqual(['one', 'two three', 'four five', 'six', 'se ven', "it's", '"open']);
    expect(textFrom('a "the whole reason"', 2)).toBe('the whole reason');
    expect(textFrom('a "half" of it', 2)).toBe('"half" of it');
  });
});

describe('arguments on Telegram', () => {
  it('are in order, and the reason takes the rest', async () => {
    expect(await place('vote decide', 'night-shift brother it was  a tie')).toEqual({
      given: { show: 'night-shift', option: 'brother', reason: 'it was  a tie' },
    });
  });

  it('need no show if the first word is not one', async () => {
    expect(await place('vote extend', '30M more time')).toEqual({
      given: { by: '30m', reason: 'more time' },
    });
    expect(await place('vote close', 'all have voted')).toEqual({ given: { reason: 'all have voted' } });
    expect(await place('vote close', '2 all have voted')).toEqual({
      given: { round: '2', reason: 'all have voted' },
    });
  });

  it('may be given as people see them', async () => {
    expect(await place('vote decide', '"Night Shift" "her brother" tie')).toEqual({
      given: { show: 'night-shift', option: 'brother', reason: 'tie' },
    });
  });

  it('that no parameter takes are named, and a role is never requested', async () => {
    expect(await place('outlet connect', 'night-shift thread and more')).toEqual({
      given: { show: 'night-shift', thread: 'true' },
      surplus: 'and more',
    });
    expect(await place('outlet connect', 'no')).toEqual({ given: {} });
    expect(formOf(command('outlet connect'))).toBe('/outlet connect [show] [thread]');
  });

  it('may be the short codes that buttons use', async () => {
    expect(await place('vote decide', '#1f3c22ab #00000000 why')).toEqual({
      given: { show: '#1f3c22ab', option: '#00000000', reason: 'why' },
    });
  });

  it('that are wrong go to the desk, which says so', async () => {
    expect(await place('path', 'night-shfit')).toEqual({ given: { show: 'night-shfit' } });
    expect(await place('receipt', 'night-shfit')).toEqual({ given: { show: 'night-shfit' } });
    expect(await place('receipt', 'night-shift three')).toEqual({
      given: { show: 'night-shift' },
      surplus: 'three',
    });
    expect(await place('vote extend', 'long why not')).toEqual({ given: { by: 'long', reason: 'why not' } });
  });

  it('never fail, whatever is written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...desk.commands),
        fc.string({ unit: 'binary', maxLength: 200 }),
        async ({ parameters }, rest) => {
          const { given } = await placeArguments(parameters, rest, suggest);
          const names = parameters.map(({ name }: Parameter) => name);
          expect(Object.keys(given).every((name) => names.includes(name))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('who speaks on Telegram', () => {
  const supergroup = { id: -1001234567890, type: 'supergroup', title: 'Fans' };
  const message = (more: object) =>
    Written.parse({ message_id: 5, date: 1_700_000_000, chat: supergroup, text: '/path', ...more });

  it('is the account of the message', () => {
    expect(speakerOf(message({ from: { id: 7, is_bot: false } }))).toEqual({ kind: 'person', user: 7 });
  });

  it('is an administrator without a name if the group itself speaks', () => {
    const anonymous = message({ from: { id: 1087968824, is_bot: true }, sender_chat: supergroup });
    expect(speakerOf(anonymous)).toEqual({ kind: 'anonymous-administrator' });
  });

  it('is no person if a channel, another chat or a bot speaks', () => {
    const channel = { id: -1009999999999, type: 'channel', title: 'News' };
    const behalf = { from: { id: 136817688, is_bot: true }, sender_chat: channel };
    expect(speakerOf(message(behalf))).toEqual({ kind: 'nobody' });
    expect(speakerOf(message({ chat: channel, sender_chat: channel }))).toEqual({ kind: 'nobody' });
    expect(speakerOf(message({ chat: channel }))).toEqual({ kind: 'nobody' });
    expect(speakerOf(message({ from: { id: 8, is_bot: true } }))).toEqual({ kind: 'nobody' });
  });

  it('is in a topic only if the message is one of a topic', () => {
    const topic = spotOf(message({ message_thread_id: 12, is_topic_message: true }));
    expect(placeOf(topic)).toEqual({
      platform: 'telegram',
      community: '-1001234567890',
      outlet: { platform: 'telegram', chat: '-1001234567890', topic: 12 },
    });
    expect(placeOf(spotOf(message({ message_thread_id: 12 }))).outlet).not.toHaveProperty('topic');
    expect(placeOf(spotOf(message({ chat: { id: 7, type: 'private' } })))).toEqual({ platform: 'telegram' });
  });
});

describe('the command menus', () => {
  it('are everybody’s, the administrators’ and each showrunner’s own', () => {
    const menus = menusOf(desk.commands, ['77', 'no-number']);
    expect(menus.map(({ scope, commands }) => [scope, commands.map(({ command: name }) => name)])).toEqual([
      [{ type: 'default' }, ['path', 'standings', 'receipt']],
      [{ type: 'all_chat_administrators' }, ['season', 'outlet', 'path', 'standings', 'receipt']],
      [
        { type: 'chat', chat_id: 77 },
        ['season', 'episode', 'vote', 'outlet', 'path', 'standings', 'receipt'],
      ],
    ]);
    expect(menus[2]?.commands[0]?.description).toBe('start · status · pause');
  });

  it('of the real commands are valid for Telegram', () => {
    for (const { commands: entries } of menusOf(commands, ['77'], translate)) {
      expect(entries.length).toBeGreaterThan(2);
      for (const { command: name, description } of entries) {
        expect(name).toMatch(/^[a-z0-9_]{1,32}$/);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(256);
      }
    }
  });

  it('exist in every language that has the descriptions', () => {
    const menus = menusOf(desk.commands, [], (english) =>
      english.endsWith('path does') ? { de: 'Der Weg bis hier', 'not-two-letters': 'x' } : {},
    );
    expect(menus.map(({ scope, language }) => `${scope.type} ${language ?? '-'}`)).toEqual([
      'default -',
      'default de',
      'all_chat_administrators -',
      'all_chat_administrators de',
    ]);
    expect(menus[1]?.commands).toContainEqual({ command: 'path', description: 'Der Weg bis hier' });
  });
});

describe('an answer on Telegram', () => {
  it('escapes what comes from people, and links nothing by itself', () => {
    const [message] = replyMessages({
      lines: [[text('<b>@all</b> & '), strong('/start')], [text('evil.example')]],
      visibility: 'everyone',
    });
    expect(message?.html).toBe(
      '&lt;b&gt;<code>@all</code>&lt;/b&gt; &amp; <b><code>/start</code></b>\n<code>evil.example</code>',
    );
  });

  it('says a time once, because the platform has no relative times', () => {
    const time = { kind: 'time', at: Date.UTC(2026, 10, 22, 12), timezone: 'UTC' } as const;
    const line = [
      text('Ends '),
      { ...time, style: 'full' },
      text(' ('),
      { ...time, style: 'relative' },
      text(').'),
    ];
    const [message] = replyMessages({ lines: [line as Line], visibility: 'everyone' });
    expect(message?.html).toMatch(/^Ends <tg-time unix="1795348800" format="wDT">[^()]*UTC<\/tg-time>\.$/);
  });

  it('that is longer than a message is sent in several, with the buttons under the last', () => {
    const buttons = [{ label: 'Path', danger: true, command: 'path', given: {} }];
    const lines = [...Array.from({ length: 100 }, () => [text('x'.repeat(99))]), [text('y & '.repeat(3000))]];
    const messages = replyMessages({ lines, visibility: 'everyone', buttons });
    expect(messages.length).toBeGreaterThan(4);
    for (const { html } of messages) expect(parsedLength(html)).toBeLessThanOrEqual(4096);
    expect(messages.map((each) => each.buttons?.length ?? 0).slice(-2)).toEqual([0, 1]);
    expect(messages.at(-1)?.buttons).toEqual([{ text: 'Path', callback_data: 'path', style: 'danger' }]);
  });

  it('to a command without its argument shows how to write it', () => {
    const missing = { name: 'option', kind: 'option', required: true, description: '' } as const;
    const usage = {
      kind: 'usage',
      parameter: missing,
      problem: 'Which <option>?',
      expected: ['brother'],
    } as const;
    const written = usageMessage(command('vote decide'), usage, { show: 'night-shift' }, []);
    expect(written.html).toContain('Which &lt;option&gt;?');
    expect(written.html).toContain('<code>/vote decide night-shift brother &lt;reason…&gt;</code>');
    expect(written.asksForReply).toBe(true);
    const pressed = usageMessage(command('vote decide'), usage, { show: '#1f3c22ab' }, []);
    expect(pressed.html).toMatch(/Reply to this message with it\.$/);
    const choice = { label: 'Her brother', value: 'brother', data: '!t' };
    expect(usageMessage(command('vote decide'), usage, {}, [choice]).buttons).toEqual([
      { text: 'Her brother', callback_data: '!t' },
    ]);
  });
});

describe('input from outside', () => {
  it('as callback data is a token, a command or nothing, and never an error', () => {
    expect(readCallbackData('!abc')).toEqual({ kind: 'token', token: '!abc' });
    const code = encodeButton({ command: 'vote decide', given: { round: '3', option: '#1f3c22ab' } });
    expect(readCallbackData(code)).toEqual({
      kind: 'command',
      press: { command: 'vote decide', given: { round: '3', option: '#1f3c22ab' } },
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (data) => {
        const read = readCallbackData(data);
        if (read?.kind === 'command') expect(data).toMatch(/^[a-z ]{1,65}(\||$)/);
      }),
    );
  });

  it('of any shape is read or ignored', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        Written.safeParse(value);
        CallbackQuery.safeParse({ id: '1', from: { id: 1 }, message: value, data: value });
        addedTo({ update_id: 1, my_chat_member: value });
      }),
    );
  });

  it('as a link names a message or nothing', () => {
    expect(readMessageLink('https://t.me/c/1234567890/12/345?single')).toEqual({
      chat: '-1001234567890',
      topic: 12,
      message: 345,
    });
    expect(readMessageLink('t.me/nightshift/345')).toEqual({ chat: '@nightshift', message: 345 });
    for (const link of [
      'https://t.me/nightshift',
      'https://evil.example/c/1/2',
      'https://t.me/c/x/2',
      '%%%',
    ]) {
      expect(readMessageLink(link)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (link) => void readMessageLink(link)));
  });
});

describe('being added to a chat', () => {
  const chat = { id: -1001234567890, type: 'supergroup', title: 'Fans' };
  const change = (before: object, after: object) =>
    addedTo({
      update_id: 1,
      my_chat_member: { chat, from: { id: 7 }, date: 1, old_chat_member: before, new_chat_member: after },
    });

  it('is different from a change of rights', () => {
    const added = { spot: { chat: chat.id, type: 'supergroup' }, title: 'Fans', by: 7 };
    expect(change({ status: 'left' }, { status: 'member' })).toEqual(added);
    expect(change({ status: 'kicked' }, { status: 'administrator' })).toEqual(added);
    expect(change({ status: 'member' }, { status: 'administrator' })).toBeUndefined();
    expect(change({ status: 'member' }, { status: 'left' })).toBeUndefined();
    expect(change({ status: 'left' }, { status: 'restricted', is_member: false })).toBeUndefined();
  });
});
