import { describe, expect, it } from 'vitest';
import { strong, text } from '../../src/core/content.ts';
import { cleanLine, cut, escapeMarkdown, lineToMarkdown, webAddress } from '../../src/discord/wire-text.ts';

describe('foreign text on its way into Discord', () => {
  it.each([
    ['*bold*', '\\*bold\\*'],
    ['a_b stays, _this_ not', 'a_b stays, \\_this\\_ not'],
    ['||secret||', '\\|\\|secret\\|\\|'],
    ['`code`', '\\`code\\`'],
    ['[here](https://evil.example)', '\\[here\\](https\\://evil.example)'],
    ['<@123> <#1> <t:0:F>', '\\<@123\\> \\<#1\\> \\<t:0:F\\>'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. first', '1\\. first'],
    ['back\\slash', 'back\\\\slash'],
    ['discord.gg/abc', 'discord.gg\\/abc'],
  ])('disarms %j', (raw, escaped) => {
    expect(escapeMarkdown(raw)).toBe(escaped);
  });

  it('leaves ordinary sentences as they are, letter by letter', () => {
    const sentence = "Her brother's 3rd call (at 9:30) - who's there? Nobody! #1 fan, 50% sure.";
    expect(escapeMarkdown(sentence)).toBe(sentence);
  });

  it('keeps everyone and here from looking like pings', () => {
    expect(escapeMarkdown('hey @everyone and @here')).not.toMatch(/@everyone|@here/);
  });

  it('takes out control characters and what turns the writing direction around', () => {
    expect(cleanLine('a\u0000b\u202ec\u2066d\u200be\tf\ng')).toBe('abcde f g');
  });

  it('keeps emoji that are joined from several', () => {
    expect(cleanLine('👩‍🚀 🏳️‍🌈')).toBe('👩‍🚀 🏳️‍🌈');
  });

  it('cuts by code points, never inside one', () => {
    expect(cut('👍👍👍👍', 3)).toBe('👍👍…');
    expect(cut('👍👍👍', 3)).toBe('👍👍👍');
  });

  it('takes only addresses of the web, and none that ends its own brackets', () => {
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress('not an address')).toBeUndefined();
    expect(webAddress('https://watch.example/a_(b)')).toBe('https://watch.example/a_%28b%29');
  });
});

describe('a line of spans', () => {
  it('shows instants in the time of the reader', () => {
    const at = Date.UTC(2026, 11, 1, 19);
    const time = (style: 'full' | 'relative') =>
      ({ kind: 'time', at, timezone: 'Europe/Berlin', style }) as const;
    expect(lineToMarkdown([text('Closes '), time('full'), text(', '), time('relative')])).toBe(
      'Closes <t:1796151600:F>, <t:1796151600:R>',
    );
  });

  it('marks what is strong and keeps the blanks between spans', () => {
    expect(lineToMarkdown([text('The winner: '), strong('Her *brother*'), text(' with 3')])).toBe(
      'The winner: **Her \\*brother\\*** with 3',
    );
  });

  it('links without a preview', () => {
    expect(lineToMarkdown([{ kind: 'link', text: 'watch [it]', url: 'https://watch.example/1' }])).toBe(
      '[watch \\[it\\]](<https://watch.example/1>)',
    );
  });

  it('shows an address that is its own label as the address', () => {
    const url = 'https://watch.example/1';
    expect(lineToMarkdown([{ kind: 'link', text: url, url }])).toBe(`<${url}>`);
  });

  it('does not escape a list sign in the middle of a line', () => {
    expect(lineToMarkdown([text('total '), text('- 3')])).toBe('total - 3');
  });
});
