import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { codePoints, cut, excessIn } from '../../src/core/text/graphemes.ts';
import { viewOf } from '../../src/platforms/discord/wire/answers.ts';
import {
  type AnswerMessage,
  confirmMessage,
  replyMessages,
  usageMessage,
} from '../../src/platforms/telegram/wire/answers.ts';
import { lineHtml } from '../../src/platforms/telegram/wire/text.ts';
import type { Call, Command, CommandAnswer } from '../../src/ports/commands/command.ts';
import { formatText } from '../../src/sandbox/telegram/messages/text.ts';
import { ADDRESSES, hostileDesk, OUTLET, SHOW } from '../support/commands/hostile-desk.ts';
import { activeMarkdown } from '../support/discord/markdown.ts';
import { chatText } from '../support/hostile-values.ts';

const anyOf = (...of: readonly unknown[]) => fc.constantFrom(...of);

const GIVEN = {
  show: SHOW,
  episode: 'e_1_',
  option: 'a_b_',
  round: '1',
  question: '1',
  title: 'A door',
  options: 'Mara\nTeo',
  lasts: '2h',
  image: ADDRESSES[0],
  id: 'e_9',
  answer: 'all',
  outlet: OUTLET,
  by: '2h',
  time: '2026-12-24T20:00:00.000Z',
  url: ADDRESSES[1],
  link: ADDRESSES[2],
  delivery: `poll.1@${OUTLET}`,
} as const;

/** One call of a command on a desk of hostile values: the question that it asks first, and its answer. */
async function answersOf(command: Command, draw: fc.GeneratorValue): Promise<readonly CommandAnswer[]> {
  const words = () => draw(chatText);
  const desk = hostileDesk(words, (...of) => draw(anyOf, ...of) as (typeof of)[number]);
  const call: Call = {
    caller: {
      platform: 'discord',
      pseudonym: 'showrunner-00112233',
      showrunner: draw(fc.boolean),
      moderator: true,
    },
    place: { platform: 'discord', community: '1', outlet: { platform: 'discord', channel: '2' } },
    given: { ...GIVEN, reason: words() },
    confirmed: draw(fc.boolean),
    forEveryone: draw(fc.boolean),
  };
  const reply = await command.run(call, desk);
  const question = await command.confirm?.(call, desk);
  const [parameter] = command.parameters;
  // The desk quotes little of what was typed, and ten values at most.
  return [
    { kind: 'reply', reply: { ...reply, ...buttons(words) } },
    { kind: 'refused', line: [{ kind: 'text', text: cut(words(), 200) }] },
    ...(question === undefined ? [] : [{ kind: 'confirm', question, button: words() } as const]),
    ...(parameter === undefined
      ? []
      : [{ kind: 'usage', parameter, problem: cut(words(), 200), expected: shortOnes(words) } as const]),
  ];
}

/**
 * Ours hold words of others, whose own controls are gone. One that was cut off ends with its line (UAX #9), and what closes it on
 * the next page closes nothing: neither turns what stands around it.
 */
const withoutOurIsolates = (text: string): string =>
  text
    .replace(/\u2068([^\u202a-\u202e\u2066-\u2069\n]+)(?:\u2069|$)/gmu, '$1')
    .replace(/^([^\u202a-\u202e\u2066-\u2069]*)\u2069/u, '$1');

const shortOnes = (words: () => string): readonly string[] =>
  Array.from({ length: 10 }, () => cut(words(), 100));

/** As below an alert or a welcome: labels contain titles and options. */
const buttons = (words: () => string) => ({
  buttons: [{ label: words(), danger: false, command: 'path', given: { show: '#00112233' } }],
});

const isOurs = (url: string): boolean =>
  ADDRESSES.some((one) => new URL(one).href === new URL(url).href) ||
  url.startsWith('https://watch.example/');

function onTelegram(command: Command, answer: CommandAnswer, words: () => string): readonly AnswerMessage[] {
  switch (answer.kind) {
    case 'reply':
      return replyMessages(answer.reply);
    case 'refused':
      return [{ html: lineHtml(answer.line, 'en') || '…' }];
    case 'confirm':
      return [confirmMessage(answer, { go: 'go', cancel: 'cancel' })];
    case 'usage': {
      const given = { ...GIVEN, reason: words() };
      return [
        usageMessage(command, answer, given, []),
        usageMessage(command, answer, {}, [{ label: words(), value: words(), data: 'd' }]),
      ];
    }
  }
}

describe.each(commands.map((command) => [command.name, command] as const))(
  'the answer of /%s',
  (_, command) => {
    it('pings nobody and links nowhere of its own on Discord, whatever it quotes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (draw) => {
          for (const answer of await answersOf(command, draw)) {
            const { pages } = viewOf(answer, () => 'token');
            expect(pages.length).toBeGreaterThan(0);
            for (const { content, components, allowed_mentions: allowed } of pages) {
              expect(allowed).toEqual({ parse: [] });
              expect(activeMarkdown(content, isOurs)).toEqual([]);
              expect(withoutOurIsolates(content)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0]/u);
              expect(excessIn(content)).toBeUndefined();
              expect(codePoints(content)).toBeLessThanOrEqual(2_000);
              for (const button of components.flatMap((row) => row.components))
                expect(codePoints(button.label ?? '')).toBeLessThanOrEqual(80);
            }
          }
        }),
        { numRuns: 8 },
      );
    });

    it('pings nobody and links nowhere of its own on Telegram, whatever it quotes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.gen(), async (draw) => {
          for (const answer of await answersOf(command, draw)) {
            for (const { html, buttons = [] } of onTelegram(command, answer, () => draw(chatText))) {
              const { text, entities } = formatText(html, 'HTML', undefined);
              expect(text.length).toBeLessThanOrEqual(4_096);
              expect(excessIn(text)).toBeUndefined();
              expect(withoutOurIsolates(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\0]/u);
              const active = entities.filter(
                ({ type, url }) =>
                  !['bold', 'code', 'hashtag', 'date_time'].includes(type) &&
                  !(type === 'text_link' && isOurs(url ?? '')),
              );
              expect(active).toEqual([]);
              for (const { text: label } of buttons) expect(codePoints(label)).toBeLessThanOrEqual(64);
            }
          }
        }),
        { numRuns: 8 },
      );
    });
  },
);
