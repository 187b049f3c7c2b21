import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IModule } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BOT_FOLDERS = ['src', 'commands', 'config'];
/** A longer file contains a second thing. */
const LONGEST_FILE_LINES = 400;
/** Lists of all things of a kind. */
const LISTS = new Set(['commands/index.ts', 'src/platforms/index.ts']);

/** Files outside src/platforms and the sandbox in which a platform's name may be read, and why: five at most. */
const NAMES_PLATFORMS = new Map([
  ['src/core/wording/rule-words-v1.ts', 'the published sentences of version 1, frozen with their receipts'],
  ['src/app/past/past-sentence.ts', 'which platform shows which sign of a second bot'],
  ['config/story-schema.ts', 'the published description of `extendable`: whose polls show a later end'],
]);

interface SourceFile {
  path: string;
  text: string;
  lines: string[];
}

function filesIn(folders: string[], extensions: string[]): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      const text = readFileSync(full, 'utf8');
      return { path: relative(ROOT, full), text, lines: text.split('\n') };
    });
}

const bot = filesIn(BOT_FOLDERS, ['.ts', '.mjs']);
const tests = filesIn(['test'], ['.ts', '.mjs']);

/** `path:line` and what to do instead, for each line of `files` that matches; comments are not code. */
function faults(files: SourceFile[], pattern: RegExp, instead: string): string[] {
  return files.flatMap((file) =>
    file.lines.flatMap((line, index) =>
      pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line) ? [`${file.path}:${index + 1} ${instead}`] : [],
    ),
  );
}

describe('the import rules', () => {
  const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  let cruised: ICruiseResult;
  beforeAll(async () => {
    const options: ICruiseOptions = {
      ...rules.options,
      baseDir: ROOT,
      ruleSet: { forbidden: rules.forbidden },
      validate: true,
    };
    const { output } = await cruise(BOT_FOLDERS, options);
    if (typeof output === 'string') throw new Error(`the rules gave no result: ${output}`);
    cruised = output;
  }, 120_000);

  it('hold: core <- ports <- app <- compose <- main, no cycles, no orphans', () => {
    const comments = new Map<string, string>(
      rules.forbidden.map((rule: { name: string; comment: string }) => [rule.name, rule.comment]),
    );
    const violations = cruised.summary.violations.map(
      (each) => `${each.from} -> ${each.to}: ${each.rule.name}. ${comments.get(each.rule.name)}`,
    );
    expect(violations).toEqual([]);
    expect(cruised.summary.totalCruised).toBeGreaterThan(50);
  });

  it.each(['src/cli/program.ts', 'src/compose/bot.ts', 'config/settings.ts'])(
    'let %s start without any platform’s client: it is loaded when the platform is opened',
    (entry) => {
      const loaded = loadedBy(entry, cruised.modules);
      expect(loaded).toContain('src/platforms/discord/definition.ts');
      const clients =
        /^src\/platforms\/[^/]+\/(platform\.ts|wire\/)|node_modules\/(discord|@discordjs|telegraf)/;
      expect(loaded.filter((file) => clients.test(file))).toEqual([]);
    },
  );
});

/** The files that Node loads with a file, without those that it imports when they are needed. */
function loadedBy(entry: string, modules: readonly IModule[]): readonly string[] {
  const bySource = new Map(modules.map((module) => [module.source, module]));
  const loaded = new Set([entry]);
  for (const file of loaded)
    for (const { resolved, dynamic, typeOnly } of bySource.get(file)?.dependencies ?? [])
      if (!dynamic && typeOnly !== true) loaded.add(resolved);
  return [...loaded];
}

describe('the house rules', () => {
  it('name a file by what it is or does', () => {
    const vague = [...bot, ...tests]
      .filter((file) =>
        /(^|[-.])(utils?|helpers?|managers?|services?|common|misc)([-.]|$)/i.test(basename(file.path)),
      )
      .map((file) => `${file.path}: name it by the one thing that it is or does`);
    expect(vague).toEqual([]);
  });

  it('have no barrel but the lists', () => {
    const reexport = /^\s*export\s+(type\s+)?(\*|\{[^}]*\})\s+(as\s+\w+\s+)?from\b/;
    const barrels = bot
      .filter((file) => !LISTS.has(file.path))
      .filter((file) => basename(file.path) === 'index.ts' || file.lines.some((line) => reexport.test(line)))
      .map((file) => `${file.path}: import from the file that defines it`);
    expect(barrels).toEqual([]);
  });

  it('keep a file below 400 lines', () => {
    const long = bot
      .filter((file) => file.lines.length > LONGEST_FILE_LINES)
      .map(
        (file) => `${file.path} has ${file.lines.length} lines: move the second thing in it to its own file`,
      );
    expect(long).toEqual([]);
  });

  it('read the environment only where a process starts', () => {
    // The embedded server gets only PATH, so that it does not get the bot's tokens.
    const readers = /^src\/(main\.ts|cli\/|sandbox\/|setup\/|embedded-redis\/server-process\.ts)/;
    const others = bot.filter((file) => !readers.test(file.path));
    expect(
      faults(others, /process\.env|from 'node:process'/, 'take it from Settings (config/settings.ts)'),
    ).toEqual([]);
    const server = bot.filter((file) => file.path === 'src/embedded-redis/server-process.ts');
    expect(faults(server, /process\.env(?!\.PATH\b)/, 'give the server PATH only')).toEqual([]);
  });

  it('name no platform outside its own folder', () => {
    const rooms = bot.filter((file) =>
      /^(config\/|commands\/|src\/log\.ts|src\/(core|ports|app|files|redis|queues|compose|cli|terminal)\/)/.test(
        file.path,
      ),
    );
    const named = rooms.filter((file) => /discord|telegram/i.test(file.text)).map((file) => file.path);
    expect(named.sort()).toEqual([...NAMES_PLATFORMS.keys()].sort());
  });

  it('keep clock and randomness out of the core', () => {
    const core = bot.filter((file) => file.path.startsWith('src/core/'));
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bTemporal\.Now\b|\bsetTimeout\(|\bawait\b|\bprocess\./;
    expect(faults(core, impure, 'bring it in with the command')).toEqual([]);
  });

  it('do not silence the compiler', () => {
    const found = [...bot, ...tests]
      .filter((file) => file.path !== 'test/architecture.test.ts' && /@ts-(ignore|nocheck)\b/.test(file.text))
      .map((file) => `${file.path}: give the value its type`);
    expect(found).toEqual([]);
  });

  it('test the real thing', () => {
    const instead = 'use the sandbox or a real process';
    const own = tests.filter((file) => file.path !== 'test/architecture.test.ts');
    expect(faults(own, /\bvi\.(mock|doMock|hoisted)\(/, instead)).toEqual([]);
    expect(faults(own, /\b(it|test|describe)\.only\(/, 'run them all')).toEqual([]);
  });

  it('leave nothing for later', () => {
    const own = [...bot, ...tests].filter((file) => file.path !== 'test/architecture.test.ts');
    const found = own.flatMap((file) =>
      file.lines.flatMap((line, index) =>
        /\b(TODO|FIXME|XXX)\b/.test(line) ? [`${file.path}:${index + 1}`] : [],
      ),
    );
    expect(found).toEqual([]);
  });
});
