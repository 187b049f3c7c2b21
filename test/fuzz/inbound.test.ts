import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeButton } from '../../src/core/posts/button-code.ts';
import { readComponentId } from '../../src/platforms/discord/commands/component-ids.ts';
import { interactionOf } from '../../src/platforms/discord/wire/interactions.ts';
import { gatewayFact } from '../../src/platforms/discord/wire/votes.ts';
import { readCallbackData } from '../../src/platforms/telegram/commands/callback-data.ts';
import { readCommandText, textFrom, wordsOf } from '../../src/platforms/telegram/commands/text.ts';
import { receiveWebhook } from '../../src/platforms/telegram/updates/webhook.ts';
import type { Log } from '../../src/ports/log.ts';
import type { PlatformSink, VoteFact } from '../../src/ports/platform/listening.ts';
import { hostileJson, hostileText, mutated, pollution } from '../support/hostile-values.ts';

const APP = '1100000000000000007';
const SILENT: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const user = { id: 200_000_001, is_bot: false, first_name: 'Mara', username: 'mara' };
const chat = { id: -1_001_234_567_890, type: 'supergroup', title: 'Fans', username: 'fans' };
const poll = {
  id: '6017',
  question: 'Whom?',
  options: [
    { text: 'a', voter_count: 2 },
    { text: 'b', voter_count: 0 },
  ],
  total_voter_count: 2,
  is_closed: false,
  is_anonymous: false,
  type: 'regular',
  allows_multiple_answers: false,
};
const message = { message_id: 5, date: 1_790_000_000, chat, from: user, text: '/vote close now' };
const UPDATES: readonly unknown[] = [
  { update_id: 1, poll },
  { update_id: 2, poll_answer: { poll_id: '6017', user, option_ids: [1] } },
  { update_id: 3, poll_answer: { poll_id: '6017', voter_chat: chat, option_ids: [] } },
  { update_id: 4, message },
  { update_id: 5, message: { ...message, migrate_to_chat_id: -1_009_876_543_210 } },
  {
    update_id: 6,
    callback_query: { id: '9', from: user, message, chat_instance: '1', data: 'vote close|sx|r1' },
  },
  {
    update_id: 7,
    my_chat_member: {
      chat,
      from: user,
      date: 1,
      old_chat_member: { status: 'member', user },
      new_chat_member: { status: 'kicked', user, until_date: 0 },
    },
  },
];

/** Takes everything that the bot would act on. */
function sinkInto(facts: VoteFact[], said: unknown[]): PlatformSink {
  return {
    votes: async (some) => void facts.push(...some),
    eventsLost: async (why) => void said.push(why),
    accessLost: async (loss) => void said.push(loss),
    rival: async () => {},
    shutOut: async (refusal) => void said.push(refusal),
    moved: async (follow) => void said.push(follow),
  };
}

describe('a Telegram update', () => {
  it('of any shape is counted, passed on or ignored, and never stops the next', async () => {
    const shapes = fc.oneof(hostileJson(), ...UPDATES.map((update) => mutated(update)));
    await fc.assert(
      fc.asyncProperty(shapes, async (body) => {
        const facts: VoteFact[] = [];
        const receiver = receiveWebhook(sinkInto(facts, []), SILENT, async () => undefined);
        await receiver.handle(body);
        await receiver.handle({
          update_id: 2 ** 40,
          poll_answer: { poll_id: 'next', user, option_ids: [0] },
        });
        for (const fact of facts) expect(fact.poll).toMatch(/^[\w-]{1,64}$/);
        expect(facts.at(-1)).toMatchObject({ kind: 'cast', poll: 'next', account: `user:${user.id}` });
      }),
      { numRuns: 200 },
    );
    expect(pollution()).toEqual([]);
  });

  it('may contain a command of any words, which are parsed quickly', () => {
    fc.assert(
      fc.property(fc.array(hostileText(), { maxLength: 6 }), (parts) => {
        const text = parts.join(' ');
        const command = readCommandText(`/vote ${text}`, 'our_bot');
        expect(command?.head).toBe('vote');
        for (const { value, start } of wordsOf(text))
          expect(textFrom(text, start).length).toBeGreaterThanOrEqual(value.length > 0 ? 1 : 0);
      }),
      { numRuns: 200 },
    );
  });

  it('with forged callback data does nothing, or runs a command whose permissions are checked again', () => {
    fc.assert(
      fc.property(hostileText(), (data) => {
        const read = readCallbackData(data);
        if (read?.kind === 'command') expect(Object.keys(read.press.given)).not.toContain('__proto__');
        expect(decodeButton(`vote close|s${data}`)?.given.show ?? '').not.toContain('|');
      }),
    );
  });
});

const member = { user: { id: '200000000000000001', username: 'mara' }, permissions: '32', roles: [] };
const interaction = {
  id: '1100000000000000008',
  application_id: APP,
  token: 'aW50ZXJhY3Rpb24',
  version: 1,
  guild_id: '1100000000000000001',
  channel_id: '1100000000000000002',
  member,
};
const PACKETS: readonly unknown[] = [
  {
    op: 0,
    s: 1,
    t: 'MESSAGE_POLL_VOTE_ADD',
    d: { user_id: '200000000000000001', channel_id: '1', message_id: '1100000000000000009', answer_id: 1 },
  },
  { op: 0, s: 2, t: 'GUILD_DELETE', d: { id: '1100000000000000001' } },
  {
    op: 0,
    s: 3,
    t: 'INTERACTION_CREATE',
    d: {
      ...interaction,
      type: 2,
      data: {
        id: '1',
        name: 'vote',
        type: 1,
        options: [{ name: 'close', type: 1, options: [{ name: 'reason', type: 3, value: 'now' }] }],
      },
    },
  },
  {
    op: 0,
    s: 4,
    t: 'INTERACTION_CREATE',
    d: {
      ...interaction,
      type: 3,
      message: { id: '1100000000000000010', flags: 64 },
      data: { custom_id: 'confirm:AAAAAAAAAAAAAAAAAAAAAA', component_type: 2 },
    },
  },
  {
    op: 0,
    s: 5,
    t: 'INTERACTION_CREATE',
    d: {
      ...interaction,
      type: 5,
      data: {
        custom_id: 'form:AAAAAAAAAAAAAAAAAAAAAA',
        components: [{ type: 1, components: [{ type: 4, custom_id: 'reason', value: 'now' }] }],
      },
    },
  },
];

describe('a gateway payload', () => {
  it('of any shape is a fact, an interaction or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(hostileJson(), ...PACKETS.map((packet) => mutated(packet))), (packet) => {
        const fact = gatewayFact(packet);
        if (fact?.kind === 'vote') {
          expect(fact.vote.poll).toMatch(/^d\d{1,20}$/);
          expect('account' in fact.vote && fact.vote.account).toMatch(/^\d{1,20}$/);
        }
        const asked = interactionOf(packet, APP);
        if (asked === undefined) return;
        // It becomes part of an address that we request.
        expect(asked.token).toMatch(/^[\w.~=+-]+$/);
        if (asked.act.kind === 'command')
          expect(Object.getPrototypeOf(asked.act.request.given)).toBe(Object.prototype);
      }),
      { numRuns: 1_000 },
    );
    expect(pollution()).toEqual([]);
  });

  it('claims no right that Discord did not guarantee', async () => {
    const claims = fc.record({
      permissions: fc.constantFrom('0', '2048', '-8', '0x8', 'admin', '', null, 8, ['8']),
      guild_id: fc.constantFrom('1100000000000000001', null, undefined),
    });
    await fc.assert(
      fc.asyncProperty(claims, async ({ permissions, guild_id }) => {
        const asked = interactionOf(
          {
            t: 'INTERACTION_CREATE',
            d: {
              ...interaction,
              guild_id,
              member: { ...member, permissions },
              type: 2,
              data: { name: 'vote', type: 1 },
            },
          },
          APP,
        );
        expect((await asked?.asker.moderates()) ?? false).toBe(false);
      }),
    );
  });

  it('with a forged component id does nothing, or is a token that cannot be guessed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText(),
          hostileText().map((text) => `run:${text}`),
          hostileText().map((text) => `confirm:${text}`),
        ),
        (id) => {
          const read = readComponentId(id);
          if (read?.kind === 'confirm' || read?.kind === 'form') expect(read.token).toMatch(/^[\w-]{22}$/);
        },
      ),
    );
  });
});
