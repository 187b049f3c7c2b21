import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { commandSets } from '../../src/core/command-sets.ts';
import {
  BUTTON_CODE_BYTES,
  decodeButton,
  encodeButton,
  shortCode,
} from '../../src/core/posts/button-code.ts';
import { translate } from '../../src/core/wording/command-translations.ts';

/** Rows of the table in docs/commands.md: command, who, what. */
function documentedRows(): readonly { readonly name: string; readonly who: string; readonly what: string }[] {
  const page = readFileSync('docs/commands.md', 'utf8');
  const [, table = ''] =
    /\|\s*command\s*\|\s*who\s*\|\s*what\s*\|\n\|[-| ]+\|\n((?:\|.*\n?)+)/i.exec(page) ?? [];
  return table
    .trim()
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .map(([, command = '', who = '', what = '']) => ({
      name: /^`\/([a-z]+(?: [a-z]+)?)[^`]*`/.exec(command)?.[1] ?? command,
      who,
      what,
    }));
}

const WHO = { showrunner: /showrunner/i, moderator: /moderator/i, everyone: /every/i } as const;

describe('the list of commands', () => {
  it('has every file of the folder, and nothing else', () => {
    const files = readdirSync('commands', { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && file !== 'index.ts',
    );
    expect(commands.map(({ name }) => `${name.replace(' ', '/')}.ts`).sort()).toEqual(files.sort());
  });

  it('is the table in docs/commands.md, with the levels that apply', () => {
    const rows = documentedRows();
    expect(rows.map(({ name }) => name).sort()).toEqual(commands.map(({ name }) => name).sort());
    for (const { name, who, what } of rows) {
      const level = commands.find((command) => command.name === name)?.level;
      expect([name, who]).toEqual([name, expect.stringMatching(WHO[level ?? 'everyone'])]);
      expect([name, what.length > 0]).toEqual([name, true]);
    }
  });

  it('is the newest set by which a later start with an empty store recognises that the bot was here', () => {
    const levels = ['everyone', 'moderator', 'showrunner'] as const;
    const now = levels.map((level) =>
      commands
        .filter((one) => one.level === level)
        .map(({ name }) => name)
        .sort(),
    );
    const known = levels.map((level) => [...(commandSets.at(-1)?.[level] ?? [])].sort());
    // If they differ: add a set to src/core/command-sets.ts, and leave those of earlier versions as they are.
    expect(known).toEqual(now);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    '/%s fits both platforms',
    (_, command) => {
      expect(command.name).toMatch(/^[a-z]{1,32}( [a-z]{1,32})?$/);
      expect(command.description.length).toBeLessThanOrEqual(100);
      const names = command.parameters.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const parameter of command.parameters) {
        expect(parameter.name).toMatch(/^[a-z]{1,32}$/);
        expect(parameter.description.length).toBeLessThanOrEqual(100);
      }
      // A show comes first, a reason takes the rest of the line.
      expect(names.slice(1)).not.toContain('show');
      expect(names.slice(0, -1)).not.toContain('reason');
    },
  );

  const texts = commands.flatMap(({ name, description, parameters }) => [
    ...name.split(' '),
    description,
    ...parameters.flatMap((parameter) => [parameter.name, parameter.description]),
  ]);
  it.each(['es', 'de'])('speaks %s', (language) => {
    const missing = [...new Set(texts)].filter((text) => translate(text)[language] === undefined);
    expect(missing).toEqual([]);
    for (const text of texts) {
      const translated = translate(text)[language] ?? '';
      expect(translated.length).toBeLessThanOrEqual(100);
      // Discord's rule for names: letters of any script, lower case, no spaces.
      if (!text.includes(' ')) expect(translated).toMatch(/^[\p{Ll}]{1,32}$/u);
    }
  });

  it('has no two subcommands or parameters with the same name in any language', () => {
    for (const language of ['es', 'de']) {
      const said = (text: string): string => translate(text)[language] ?? text;
      const full = commands.map(({ name }) => name.split(' ').map(said).join(' '));
      expect(new Set(full).size).toBe(commands.length);
      for (const { parameters } of commands) {
        expect(new Set(parameters.map(({ name }) => said(name))).size).toBe(parameters.length);
      }
    }
  });
});

describe('a button', () => {
  const longest = { show: `#${shortCode('x'.repeat(40))}`, outlet: `#${shortCode('y'.repeat(60))}` };

  it('carries the longest ids within what Telegram allows', () => {
    const codes = [
      encodeButton({ command: 'outlet disconnect', given: longest }),
      encodeButton({ command: 'vote decide', given: { ...longest, round: '9999', option: longest.outlet } }),
      encodeButton({
        command: 'delivery resend',
        given: { show: longest.show, delivery: `reminder.9999@${longest.outlet}` },
      }),
    ];
    for (const code of codes) expect(Buffer.byteLength(code)).toBeLessThanOrEqual(BUTTON_CODE_BYTES);
  });

  it('is decoded as it was encoded', () => {
    const press = { command: 'vote decide', given: { show: '#00ff00ff', round: '3', option: '#12345678' } };
    expect(decodeButton(encodeButton(press))).toEqual(press);
  });

  it.each([
    '',
    'vote',
    'vote decide|',
    'vote decide|zx',
    'vote decide|s1|s2',
    `path|s${'x'.repeat(64)}`,
    'Vote|s1',
    '__proto__',
  ])('forged as %j runs nothing that the desk would take for another command', (code) => {
    const press = decodeButton(code);
    expect(press === undefined || !commands.some(({ name }) => name === press.command)).toBe(true);
  });

  it('refuses what no button may carry', () => {
    expect(() => encodeButton({ command: 'vote void', given: { reason: 'x' } })).toThrow();
    expect(() => encodeButton({ command: 'path', given: { show: 'x'.repeat(64) } })).toThrow();
  });
});
