import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, strong, text } from '../../../../src/core/posts/content.ts';
import { codePoints } from '../../../../src/core/text/graphemes.ts';
import {
  cleanLine,
  escapedWithin,
  escapeMarkdown,
  lineToMarkdown,
  titleToText,
  webAddress,
} from '../../../../src/platforms/discord/wire/text.ts';
import { activeMarkdown } from '../../../support/discord/markdown.ts';

describe('foreign text for Discord', () => {
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
    ['_discord.gg/abc', '\\_discord.gg\\/abc'],
  ])('disarms %j', (raw, escaped) => {
    expect(escapeMarkdown(raw)).toBe(escaped);
  });

  it('is isolated if it is right-to-left, and everything else stays as it was', () => {
    const said = [strong('אחיה'), text(' won with 3 of 4 votes.')];
    expect(lineToMarkdown(said)).toBe('**\u2068אחיה\u2069** won with 3 of 4 votes.');
    expect(lineToMarkdown([strong('\u202eHer\u2066 brother')])).toBe('**Her brother**');
    expect(titleToText([text('Discuss episode 1: '), text('\u2067פרק\u2069')], 100)).toBe(
      'Discuss episode 1: \u2068פרק\u2069',
    );
  });

  it('leaves ordinary sentences as they are, letter by letter', () => {
    const sentence = "Her brother's 3rd call (at 9:30) - who's there? Nobody! #1 fan, 50% sure.";
    expect(escapeMarkdown(sentence)).toBe(sentence);
  });

  it('keeps everyone and here from looking like pings', () => {
    expect(escapeMarkdown('hey @everyone and @here')).not.toMatch(/@everyone|@here/);
  });

  it('loses control characters and characters that change the writing direction', () => {
    expect(cleanLine('a\u0000b\u202ec\u2066d\u200be\tf\ng')).toBe('abcde f g');
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
    expect(cleanLine(`${unseen}Ye${unseen}s`)).toBe('Yes');
    expect(escapeMarkdown(`${unseen}# Ye${unseen}s`)).toBe('\\# Yes');
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
        const once = cleanLine(text.join(''));
        expect(once).toBe(once.normalize('NFC'));
        expect(cleanLine(once)).toBe(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps emoji that are joined from several', () => {
    const england = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
    for (const seen of ['👩‍🚀 🏳️‍🌈', england, '1️⃣', 'می‌خواهم']) expect(cleanLine(seen)).toBe(seen);
  });

  it('keeps the first marks of a pile that would cover the lines around it', () => {
    expect(cleanLine(`Z${'\u0335'.repeat(300)}algo`)).toBe(`Z${'\u0335'.repeat(8)}algo`);
  });

  it('accepts only web addresses, and none that could close its own brackets', () => {
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress('not an address')).toBeUndefined();
    expect(webAddress('https://watch.example/a_(b)')).toBe('https://watch.example/a_%28b%29');
  });
});

describe('a line of spans', () => {
  it('shows instants in the reader’s time', () => {
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

  it('shows a command as code, whatever it contains', () => {
    expect(lineToMarkdown([text('Give it with '), code('/episode link show *x* `y`')])).toBe(
      "Give it with `/episode link show *x* 'y'`",
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

  it('never pings, links or formats, whatever is next to what', () => {
    const pieces = [
      '@here',
      '<@1>',
      '<t:1:R>',
      'https://',
      'discord.gg/x',
      'a.b',
      '**',
      '||',
      '~~',
      '](',
      '1. ',
      '-# ',
    ];
    const words = fc
      .array(fc.constantFrom(...pieces, ...'-+._*`/@#>[\\a1 é한'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(words, words, (one, other) => {
        for (const line of [
          [text(one), text(other)],
          [strong(one), text(other)],
          [text(one), strong(other)],
        ]) {
          expect(activeMarkdown(lineToMarkdown(line))).toEqual([]);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['a_b', 3, 'a_b'],
    ['a_bcd', 3, 'a…'],
    ['w@everyones and more', 11, 'w@everyon…'],
  ])('%j is cut to %i before it is escaped', (source, most, cutTo) => {
    expect(escapedWithin(source, most)).toBe(cutTo);
  });

  it('formats nothing where it is cut, either', () => {
    const words = fc
      .array(fc.constantFrom('@everyones', 'a_b', 'discord.gg/x', '://', ...'*_`~ a'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 30 }), (source, most) => {
        const escaped = escapedWithin(source, most);
        expect(codePoints(escaped)).toBeLessThanOrEqual(most);
        expect(activeMarkdown(escaped)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
