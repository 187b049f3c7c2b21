import { describe, expect, it } from 'vitest';
import { type Line, text } from '../../../../src/core/posts/content.ts';
import {
  readComponentId,
  runComponentId,
  writeComponentId,
} from '../../../../src/platforms/discord/commands/component-ids.ts';
import { createPendingRequests } from '../../../../src/platforms/discord/commands/pending-requests.ts';
import { saying, viewOf } from '../../../../src/platforms/discord/wire/answers.ts';
import { type Act, interactionOf } from '../../../../src/platforms/discord/wire/interactions.ts';
import type { CommandRequest } from '../../../../src/ports/commands/command.ts';
import { reason, says } from '../../../support/commands/desk.ts';

const APPLICATION = '845027738276462632';
const MANAGE_GUILD = '32';

/** As in Discord's reference ("Receiving and Responding", example interaction), on the gateway. */
function packet(change: Record<string, unknown> = {}) {
  return {
    op: 0,
    t: 'INTERACTION_CREATE',
    s: 4,
    d: {
      type: 2,
      token: 'A_UNIQUE_TOKEN',
      member: {
        user: {
          id: '53908232506183680',
          username: 'Mason',
          avatar: 'a_d5efa99b3eeaa7dd43acca82f5692432',
          discriminator: '1337',
          public_flags: 131141,
        },
        roles: ['539082325061836999'],
        premium_since: null,
        permissions: '2147483647',
        pending: false,
        nick: null,
        mute: false,
        joined_at: '2017-03-13T19:19:14.040000+00:00',
        is_pending: false,
        deaf: false,
      },
      id: '786008729715212338',
      guild_id: '290926798626357999',
      app_permissions: '442368',
      guild_locale: 'en-US',
      locale: 'en-US',
      data: {
        options: [
          {
            type: 1,
            name: 'close',
            options: [{ type: 3, name: 'show', value: ' night-shift ' }],
          },
        ],
        type: 1,
        name: 'vote',
        id: '771825006014889984',
      },
      channel_id: '645027906669510667',
      application_id: APPLICATION,
      ...change,
    },
  };
}

const read = (change: Record<string, unknown> = {}) => interactionOf(packet(change), APPLICATION);

function requestOf(change: Record<string, unknown> = {}): CommandRequest {
  const act = read(change)?.act;
  if (act?.kind !== 'command' && act?.kind !== 'complete') throw new Error(`read as ${act?.kind}`);
  return act.request;
}

const withOptions = (...options: unknown[]) => ({
  data: { id: '1', name: 'path', type: 1, options },
});

describe('an interaction', () => {
  it('becomes a request with its place and its caller', () => {
    expect(requestOf()).toMatchObject({
      name: 'vote close',
      given: { show: 'night-shift' },
      platform: 'discord',
      account: '53908232506183680',
      place: {
        platform: 'discord',
        community: '290926798626357999',
        outlet: { platform: 'discord', channel: '645027906669510667' },
      },
      confirmed: false,
    });
  });

  it.each([
    ['Manage Server', MANAGE_GUILD, true],
    ['Administrator', '8', true],
    ['both among others', '2147483647', true],
    ['Manage Channels', '16', false],
    ['none', '0', false],
  ])('comes from a moderator or not: %s', async (_name, permissions, moderates) => {
    const { account: id } = requestOf();
    const request = requestOf({ member: { user: { id }, permissions } });
    expect(await request.moderates()).toBe(moderates);
  });

  it('has neither community nor outlet in a private chat, where nobody moderates', async () => {
    const request = requestOf({
      guild_id: undefined,
      member: undefined,
      user: { id: '53908232506183680' },
      context: 1,
    });
    expect(request).toMatchObject({ account: '53908232506183680', place: { platform: 'discord' } });
    expect(Object.keys(request.place)).toEqual(['platform']);
    expect(await request.moderates()).toBe(false);
  });

  it('gives flags, roles and numbers as text, and nothing for what is off or empty', () => {
    const { given } = requestOf(
      withOptions(
        { type: 5, name: 'quiet', value: true },
        { type: 5, name: 'loud', value: false },
        { type: 8, name: 'mention', value: '539082325061836999' },
        { type: 4, name: 'round', value: 3 },
        { type: 3, name: 'url', value: '   ' },
      ),
    );
    expect(given).toEqual({ quiet: 'true', mention: '539082325061836999', round: '3' });
  });

  it('separates what is being typed from what is given', () => {
    const act = read({
      type: 4,
      ...withOptions(
        { type: 3, name: 'show', value: 'night-shift' },
        { type: 3, name: 'option', value: 'bro', focused: true },
      ),
    })?.act;
    expect(act).toMatchObject({
      kind: 'complete',
      parameter: 'option',
      typed: 'bro',
      request: { given: { show: 'night-shift' } },
    });
  });

  it('is a press, with the message it was pressed on', () => {
    const press = { type: 3, data: { custom_id: 'run:path', component_type: 2 } };
    expect(read({ ...press, message: { id: '1', flags: 64 } })?.act).toEqual({
      kind: 'press',
      customId: 'run:path',
      onEphemeral: true,
    });
    expect(read({ ...press, message: { id: '1', flags: 0 } })?.act).toMatchObject({ onEphemeral: false });
  });

  it('is a form, with fields below labels or in rows', () => {
    const field = { type: 4, id: 2, custom_id: 'reason', value: ' because ' };
    for (const components of [
      [{ type: 18, id: 1, component: field }],
      [{ type: 1, id: 1, components: [field] }],
      [
        { type: 10, id: 7 },
        { type: 18, id: 1, component: field },
      ],
    ]) {
      const act = read({ type: 5, data: { custom_id: 'form:x', components } })?.act;
      expect(act).toMatchObject({ kind: 'submit', customId: 'form:x', fields: { reason: 'because' } });
    }
  });

  it('is ignored if it is none, is of another application, or cannot be answered', () => {
    expect(interactionOf(undefined, APPLICATION)).toBeUndefined();
    expect(interactionOf({ t: 'MESSAGE_CREATE', d: packet().d }, APPLICATION)).toBeUndefined();
    expect(interactionOf(packet(), '1')).toBeUndefined();
    expect(read({ type: 1 })).toBeUndefined();
    expect(read({ id: '../../channels/1' })).toBeUndefined();
    // The token becomes part of an address.
    expect(read({ token: '../../../channels/1/messages?' })).toBeUndefined();
    expect(read({ token: '' })).toBeUndefined();
  });

  const hostile: readonly [string, Record<string, unknown>, Act['kind']][] = [
    ['no data', { data: undefined }, 'unreadable'],
    ['data of another form', { data: ['path'] }, 'unreadable'],
    ['a name of another form', { data: { name: { $gt: '' }, type: 1 } }, 'unreadable'],
    ['values of another form', withOptions({ type: 3, name: 'show', value: { $gt: '' } }), 'unreadable'],
    ['endless values', withOptions({ type: 3, name: 'show', value: 'x'.repeat(6_001) }), 'unreadable'],
    ['endless options', withOptions(...new Array(26).fill({ type: 3, name: 'a', value: 'b' })), 'unreadable'],
    ['a button without an id', { type: 3, data: {} }, 'unreadable'],
    ['a form without fields', { type: 5, data: { custom_id: 'form:x' } }, 'unreadable'],
    ['nothing that is typed', { type: 4, ...withOptions() }, 'unreadable'],
  ];
  it.each(hostile)('is answered if it contains %s', (_name, change, kind) => {
    expect(read(change)?.act.kind).toBe(kind);
  });

  it('has no parameter that could reach beyond its record', () => {
    const { given } = requestOf(
      withOptions(
        { type: 3, name: '__proto__', value: 'polluted' },
        { type: 3, name: 'constructor', value: 'kept' },
      ),
    );
    expect(Object.getPrototypeOf(given)).toBe(Object.prototype);
    expect(Object.entries(given)).toEqual([['constructor', 'kept']]);
  });
});

describe('the id of a button', () => {
  it('says what the press does', () => {
    const button = { label: 'x', danger: false, command: 'vote decide', given: { show: 's1', round: '3' } };
    expect(readComponentId(runComponentId(button))).toEqual({
      kind: 'run',
      press: { command: 'vote decide', given: { show: 's1', round: '3' } },
    });
    for (const kind of ['confirm', 'form'] as const) {
      const id = { kind, token: 'abcdefghijklmnopqrst-_' };
      expect(readComponentId(writeComponentId(id))).toEqual(id);
    }
    expect(readComponentId(writeComponentId({ kind: 'dismiss' }))).toEqual({ kind: 'dismiss' });
  });

  it.each([
    '',
    'run:',
    'run:Vote Close',
    'run:vote close|zx',
    'confirm:short',
    'confirm:',
    'form:../x',
    'other:x',
  ])('is unknown if it is forged: %j', (customId) => expect(readComponentId(customId)).toBeUndefined());
});

describe('a waiting command', () => {
  const request = requestOf();
  const { account } = request;

  it('is returned once, to the person who asked', () => {
    const pending = createPendingRequests(() => 0);
    const token = pending.keep({ request });
    expect(pending.take(token, 'somebody-else')).toBeUndefined();
    expect(pending.take(token, undefined)).toBeUndefined();
    expect(pending.look(token, account)?.request).toBe(request);
    expect(pending.take(token, account)?.request).toBe(request);
    expect(pending.take(token, account)).toBeUndefined();
  });

  it('is forgotten after a quarter of an hour', () => {
    let now = 0;
    const pending = createPendingRequests(() => now);
    const token = pending.keep({ request });
    now = 15 * 60_000 - 1;
    expect(pending.look(token, account)).toBeDefined();
    now = 15 * 60_000;
    expect(pending.look(token, account)).toBeUndefined();
  });

  it('gives way to newer ones if there are too many', () => {
    const pending = createPendingRequests(() => 0);
    const first = pending.keep({ request });
    const tokens = Array.from({ length: 5_000 }, () => pending.keep({ request }));
    expect(pending.look(first, account)).toBeUndefined();
    expect(pending.look(tokens[0] ?? '', account)).toBeDefined();
  });
});

describe('an answer', () => {
  const keep = () => 'abcdefghijklmnopqrst-_';
  const textOf = (lines: readonly Line[]) =>
    viewOf({ kind: 'reply', reply: { lines, visibility: 'everyone' } }, keep).pages;

  it('pings nobody and formats nothing that came from people', () => {
    const [page] = textOf([[text('*@everyone* <@&1>')]]);
    expect(page?.allowed_mentions).toEqual({ parse: [] });
    expect(page?.content).not.toMatch(/@everyone|(?<!\\)<@&1/);
  });

  it('spans several messages if it is long, whole lines each, and is limited', () => {
    const lines = Array.from({ length: 60 }, (_, index) => [text(`${index} ${'word '.repeat(20)}`)]);
    const pages = textOf(lines);
    expect(pages.length).toBeGreaterThan(1);
    for (const { content } of pages) expect([...content].length).toBeLessThanOrEqual(2_000);
    expect(pages.flatMap(({ content }) => content.split('\n')).length).toBe(60);
    const endless = textOf(new Array(1_000).fill(lines[0] ?? []));
    expect(endless.length).toBe(5);
    expect(endless.at(-1)?.content.endsWith('\n…')).toBe(true);
    for (const { content } of endless) expect([...content].length).toBeLessThanOrEqual(2_000);
  });

  it('is never empty, and one line of any length fits', () => {
    expect(textOf([])[0]?.content).not.toBe('');
    const [page, ...more] = textOf([[text('x'.repeat(5_000))]]);
    expect([...(page?.content ?? '')].length).toBe(1_998);
    expect(more).toEqual([]);
  });

  it('has its buttons below its last message', () => {
    const button = { label: 'Close it', danger: true, command: 'vote close', given: { show: 's' } };
    const { pages } = viewOf(says('Well.', { buttons: [button] }), keep);
    expect(pages).toMatchObject([
      {
        components: [
          { type: 1, components: [{ type: 2, style: 4, label: 'Close it', custom_id: 'run:vote close|ss' }] },
        ],
      },
    ]);
  });

  it('asks with a dangerous button and a way out, and only the caller sees it', () => {
    const view = viewOf({ kind: 'confirm', question: [text('Sure?')], button: 'Close it' }, keep);
    expect(view.visibility).toBe('caller');
    expect(view.pages[0]?.components[0]?.components).toMatchObject([
      { style: 4, label: 'Close it', custom_id: `confirm:${keep()}` },
      { style: 2, custom_id: 'dismiss' },
    ]);
  });

  it('says what is missing, with examples, and opens a form for a reason', () => {
    const usage = { kind: 'usage', problem: 'How long?', expected: ['30m', '2h'] } as const;
    const parameter = { ...reason, name: 'duration', kind: 'duration' } as const;
    const [page] = viewOf({ ...usage, parameter }, keep).pages;
    expect(page).toMatchObject({ content: 'How long?\n**duration**: 30m, 2h', components: [] });
    const [asking] = viewOf(
      { ...usage, parameter: reason, expected: [], form: [{ parameter: reason }] },
      keep,
    ).pages;
    expect(asking?.components[0]?.components).toMatchObject([{ custom_id: `form:${keep()}` }]);
  });

  it('removes old buttons if it replaces a question', () => {
    expect(saying('expired').pages[0]?.components).toEqual([]);
  });
});
