import { describe, expect, it } from 'vitest';
import { optionId } from '../../../../src/core/ids.ts';
import { text } from '../../../../src/core/posts/content.ts';
import type { LeftOff } from '../../../../src/core/vote/shortfall.ts';
import { discordCapabilities } from '../../../../src/platforms/discord/capabilities.ts';
import { carriesMark, marksIn } from '../../../../src/platforms/discord/wire/marks.ts';
import {
  dropEdit,
  type Letter,
  messageBody,
  pollHours,
  threadName,
} from '../../../../src/platforms/discord/wire/messages.ts';
import { noticeEdit } from '../../../../src/platforms/discord/wire/notices.ts';
import { aDrop, aPoll, aResult, HOUR, NOON } from '../../../support/discord/posts.ts';

function bodyOf(letter: Partial<Letter> & Pick<Letter, 'post'>) {
  const composed = messageBody({ nonce: 'n1', now: NOON, ...letter });
  if ('problem' in composed) throw new Error(composed.problem.what);
  return composed.body;
}

function problemOf(letter: Partial<Letter> & Pick<Letter, 'post'>): string {
  const composed = messageBody({ nonce: 'n1', now: NOON, ...letter });
  return 'problem' in composed ? composed.problem.code : 'none';
}

describe('a drop', () => {
  it('is an embed with a link button, and does not show its mark', () => {
    expect(bodyOf({ post: aDrop({ image: 'https://watch.example/1.jpg' }) })).toEqual({
      embeds: [
        {
          author: {
            name: 'Night Shift',
            url: 'https://watch.example/night-shift/1#night-shift%201%20%2F%20drop%201%20%2F%203fa9',
          },
          title: 'Clocking In',
          url: 'https://watch.example/night-shift/1',
          description: 'Mara takes the late shift.\n\nThe vote opens at once.',
          image: { url: 'https://watch.example/1.jpg' },
        },
      ],
      components: [
        {
          type: 1,
          components: [
            { type: 2, style: 5, label: 'Watch episode 1', url: 'https://watch.example/night-shift/1' },
          ],
        },
      ],
      allowed_mentions: { parse: [] },
      nonce: 'n1',
      enforce_nonce: true,
    });
  });

  it('pings only the role that was configured, and nobody that the story names', () => {
    const body = bodyOf({ post: aDrop({ synopsis: '@everyone <@&42>' }), mention: '7' });
    expect(body.content).toBe('<@&7>');
    expect(body.allowed_mentions).toEqual({ parse: [], roles: ['7'] });
  });

  it('is refused if its address is not a web address', () => {
    expect(problemOf({ post: aDrop({ url: 'ftp://watch.example' }) })).toBe('invalid-link');
    expect(problemOf({ post: aDrop({ image: 'javascript:0' }) })).toBe('none');
  });

  it('names its thread in at most 100 characters', () => {
    expect([...(threadName(aDrop({ thread: [text('x'.repeat(150))] })) ?? '')]).toHaveLength(100);
    expect(threadName(aDrop({ thread: [text(' \u202e ')] }))).toBeUndefined();
  });

  it('fits if the declared limits fit, even if every character is escaped', () => {
    const { title, synopsis } = discordCapabilities.drop;
    const [embed] =
      bodyOf({ post: aDrop({ title: [text('*'.repeat(title))], synopsis: '*'.repeat(synopsis) }) }).embeds ??
      [];
    expect(embed?.title?.length).toBeLessThanOrEqual(256);
    expect(embed?.description?.length).toBeLessThanOrEqual(4096);
  });
});

describe('a poll', () => {
  it('shows the frozen rule in the text above it', () => {
    const body = bodyOf({ post: aPoll() });
    expect(body.content).toBe(
      'Most votes win. A tie goes to the first listed[.](<https://discord.com/#night-shift%201%20%2F%20poll%201%20%2F%2077b0>)',
    );
    expect(body.poll).toEqual({
      question: { text: 'Who does Mara call?' },
      answers: [
        { poll_media: { text: 'Her brother' } },
        { poll_media: { text: 'The number on the card' } },
        { poll_media: { text: 'Nobody' } },
      ],
      duration: 21,
      allow_multiselect: false,
    });
    expect(body.components).toBeUndefined();
  });

  it('never pings, even where a role is configured', () => {
    expect(bodyOf({ post: aPoll(), mention: '7' }).allowed_mentions).toEqual({ parse: [] });
  });

  it('shows question and answers unescaped: Discord knows no markdown there', () => {
    const options = [
      { id: optionId('a'), label: '*Run*' },
      { id: optionId('b'), label: 'Stay\n put' },
    ];
    const body = bodyOf({ post: aPoll({ question: 'Run_or stay?', options }) });
    expect(body.poll?.question.text).toBe('Run_or stay?');
    expect(body.poll?.answers.map((answer) => answer.poll_media.text)).toEqual(['*Run*', 'Stay put']);
  });

  it('is refused if two answers would look the same', () => {
    const options = [
      { id: optionId('a'), label: 'Run' },
      { id: optionId('b'), label: 'Run\u200b' },
    ];
    expect(problemOf({ post: aPoll({ options }) })).toBe('equal-answers');
  });

  it('ends natively at the first whole hour up to which the vote can be extended', () => {
    expect(pollHours(NOON, NOON + 21 * HOUR)).toBe(21);
    expect(pollHours(NOON, NOON + 21 * HOUR + 1)).toBe(22);
    expect(pollHours(NOON, NOON + 5_000)).toBe(1);
    expect(pollHours(NOON, NOON + 5_000 * HOUR)).toBe(768);
    expect(bodyOf({ post: aPoll() }).poll?.duration).toBe(21);
  });

  it('is refused if Discord would close it before its deadline', () => {
    const closesAt = NOON + 768 * HOUR + 1;
    expect(problemOf({ post: aPoll({ closesAt, backstopAt: closesAt }) })).toBe('poll-too-long');
    expect(problemOf({ post: aPoll({ closesAt: closesAt - 1, backstopAt: closesAt }) })).toBe('none');
  });
});

describe('a notice', () => {
  it('is an embed that shows the winning label letter by letter', () => {
    expect(bodyOf({ post: aResult() }).embeds).toEqual([
      {
        description: '**Her brother**\nHer brother wins with 12 of 20 votes.',
        url: 'https://discord.com/#night-shift%201%20%2F%20result%201%20%2F%2090ce',
      },
    ]);
  });

  it('starts its text with its title: a title in its own field would link to the mark’s address', () => {
    const title = 'word '.repeat(60).trim();
    const [embed] = bodyOf({ post: aResult({ title, lines: [[text('x')]] }) }).embeds ?? [];
    expect(embed?.title).toBeUndefined();
    expect(embed?.description).toBe(`**${title}**\nx`);
    expect(bodyOf({ post: aResult({ title: '', lines: [[text('x')]] }) }).embeds?.[0]?.description).toBe('x');
  });

  it('is a reply to its poll, or an ordinary message if the poll is gone', () => {
    const replyTo = { id: '77', in: '5', link: 'https://discord.com/channels/1/5/77' };
    const body = bodyOf({ post: aResult({ kind: 'reminder', replyTo }) });
    expect(body.message_reference).toEqual({ message_id: '77', channel_id: '5', fail_if_not_exists: false });
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(noticeEdit(aResult({ replyTo }))).not.toHaveProperty('message_reference');
  });
});

describe('the mark of a delivery', () => {
  const mark = 'night_shift *1*';
  const asRead = ({ content = '', embeds = [] }: ReturnType<typeof bodyOf>) => ({
    content: content ?? '',
    embeds: embeds.map(({ url, author, footer }) => ({ url, author, footer })),
  });
  const plainly: readonly LeftOff[] = ['embed'];

  it.each([
    ['a drop', aDrop({ mark }), []],
    ['a drop with an address that has a fragment', aDrop({ mark, url: 'https://w.example/#/3' }), []],
    ['a drop without its embed', aDrop({ mark }), plainly],
    ['a poll', aPoll({ mark }), []],
    ['a poll without rules', aPoll({ mark, rule: [] }), []],
    ['a result', aResult({ mark }), []],
    ['a result without its embed', aResult({ mark }), plainly],
  ] as const)('is found in %s, where people do not read it', (_, post, left) => {
    const composed = messageBody({ post, nonce: 'n', now: NOON }, new Set(left));
    if ('problem' in composed) throw new Error(composed.problem.what);
    const message = asRead(composed.body);
    expect(carriesMark(message, mark)).toBe(true);
    expect(carriesMark(message, 'night_shift *')).toBe(false);
    // Only link targets contain it: neither text nor a footer.
    const seen = [message.content, ...(composed.body.embeds ?? []).map((each) => each.description ?? '')];
    expect(seen.join('\n').replace(/\]\(<[^>]*>\)/g, ']')).not.toContain('night_shift');
    expect(message.embeds.map(({ footer }) => footer)).not.toContainEqual(expect.anything());
  });

  it('is found where older versions put it: in a footer, and in small print', () => {
    expect(carriesMark({ content: '', embeds: [{ footer: { text: mark } }] }, mark)).toBe(true);
    expect(carriesMark({ content: 'Rules.\n-# 00aa11bb22', embeds: [] }, '00aa11bb22')).toBe(true);
    expect(
      marksIn({ content: 'Rules.\n-# 00aa11bb22', embeds: [{ footer: { text: '33cc44dd55' } }] }),
    ).toEqual(['33cc44dd55', '00aa11bb22']);
  });

  it('is not taken from the address of an episode', () => {
    expect(marksIn({ content: '', embeds: [{ url: 'https://watch.example/#abcdef0123' }] })).toEqual([]);
  });

  it('leaves the episode’s address unchanged wherever people can see it', () => {
    const url = 'https://watch.example/#/3';
    const { embeds, components } = bodyOf({ post: aDrop({ url }) });
    expect(embeds?.[0]?.url).toBe(url);
    expect(components).toMatchObject([{ components: [{ url }] }]);
  });
});

describe('an alert', () => {
  const alert = aResult({ kind: 'alert', lines: [[text('The vote is tied.')]] });

  it('has the buttons that settle it', () => {
    const buttons = [
      { label: 'Her brother', danger: false, command: 'vote decide', given: { show: 's', option: 'b' } },
      { label: 'Void it', danger: true, command: 'vote void', given: { show: 's' } },
    ];
    expect(bodyOf({ post: { ...alert, buttons } })).toMatchObject({
      embeds: [{ description: '**Her brother**\nThe vote is tied.' }],
      components: [
        {
          type: 1,
          components: [
            { type: 2, style: 1, label: 'Her brother', custom_id: 'run:vote decide|ss|ob' },
            { type: 2, style: 4, label: 'Void it', custom_id: 'run:vote void|ss' },
          ],
        },
      ],
    });
  });

  it('has rows of five, as many as Discord accepts, each button with its own id', () => {
    const buttons = Array.from({ length: 26 }, (_, index) => ({
      label: `Option ${index} ${'long '.repeat(20)}`,
      danger: false,
      command: 'vote decide',
      given: { option: String(index) },
    }));
    const { components = [] } = bodyOf({ post: { ...alert, buttons } });
    expect(components.map((row) => ('components' in row ? row.components.length : 0))).toEqual([
      5, 5, 5, 5, 5,
    ]);
    const ids = JSON.stringify(components).match(/"custom_id":"[^"]{1,100}"/g) ?? [];
    expect(new Set(ids).size).toBe(25);
    expect(JSON.stringify(components)).not.toMatch(/"label":"[^"]{81,}"/);
  });

  it('has no components without buttons', () => {
    expect(bodyOf({ post: alert })).not.toHaveProperty('components');
    expect(bodyOf({ post: { ...alert, buttons: [] } })).not.toHaveProperty('components');
  });
});

describe('the edit of a drop', () => {
  it('replaces text and button, and leaves the ping as it was', () => {
    const edit = dropEdit(aDrop({ url: 'https://watch.example/updated' }), NOON);
    if ('problem' in edit) throw new Error(edit.problem.what);
    expect(edit.body).not.toHaveProperty('content');
    expect(edit.body).not.toHaveProperty('nonce');
    expect(edit.body.allowed_mentions).toEqual({ parse: [] });
    expect(JSON.stringify(edit.body).match(/watch\.example\/updated/g)?.length).toBe(3);
  });

  it('is refused if the new address is not a web address', () => {
    expect(dropEdit(aDrop({ url: 'javascript:0' }), NOON)).toMatchObject({
      problem: { code: 'invalid-link' },
    });
  });
});
