import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartupError } from '../ports/startup-error.ts';
import { DEFAULT_SPEED } from './speed.ts';

/** What the demo and the sandbox have in common. */
export interface SandboxOptions {
  /** The story's durations are divided by it. */
  readonly speed: number;
  readonly storyPath: string;
  readonly fans: number;
  readonly seed: number;
  /** A serial show from a feed, in place of a story. */
  readonly serial: boolean;
  /** Of the page in the browser, 0 for any free one; undefined: no page. */
  readonly pagePort: number | undefined;
}

export interface ServeOptions extends SandboxOptions {
  readonly discordPort: number;
  readonly telegramPort: number;
  /** Where the operator's file and the story's copy are written. */
  readonly folder: string;
}

/** A visitor wants to look around while people vote; time can be moved on. */
const SANDBOX_SPEED = 480;
const SHIPPED_STORY = 'config/stories/night-shift.yaml';
const DEFAULT_FANS = 3_000;
const DEFAULT_SEED = 15;
/** Memory is the limit: a fan costs some hundred bytes in every open poll. */
const MOST_FANS = 200_000;

const COMMON = {
  speed: { type: 'string', default: String(DEFAULT_SPEED) },
  story: { type: 'string', default: SHIPPED_STORY },
  fans: { type: 'string', default: String(DEFAULT_FANS) },
  seed: { type: 'string', default: String(DEFAULT_SEED) },
  serial: { type: 'boolean', default: false },
  'page-port': { type: 'string', default: '0' },
  'no-page': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const commonHelp = (
  speed: number,
) => `  --speed N    divide the story's durations by N (default ${speed}: a day takes ${86_400 / speed} seconds)
  --story FILE the story to play (default ${SHIPPED_STORY})
  --fans N     how many fans vote (default ${DEFAULT_FANS})
  --seed N     another audience for another number (default ${DEFAULT_SEED})
  --serial     a show whose episodes appear in a feed while people vote, in place of a story
  --page-port N  the port of the page in the browser (default any free one)
  --no-page    no page in the browser`;

export const DEMO_HELP = `npm run demo -- [options]

Plays a whole season on stand-ins of Discord and Telegram, and compares every decision with their own counts.

${commonHelp(DEFAULT_SPEED)}`;

export const SERVE_HELP = `npm run sandbox -- [options]

Stand-ins of Discord and Telegram for a bot to live in, with an audience that votes.

${commonHelp(SANDBOX_SPEED)}
  --discord-port N   (default 8970)
  --telegram-port N  (default 8971)
  --folder DIR       where the operator's file is written (default data/sandbox)`;

/**
 * @returns undefined if help was requested.
 * @throws StartupError for wrong usage
 */
export function readDemoOptions(args: readonly string[]): SandboxOptions | undefined {
  const values = parse(args, COMMON, DEMO_HELP);
  return values.help === true ? undefined : common(values);
}

/**
 * @returns undefined if help was requested.
 * @throws StartupError for wrong usage
 */
export function readServeOptions(args: readonly string[]): ServeOptions | undefined {
  const options = {
    ...COMMON,
    speed: { type: 'string', default: String(SANDBOX_SPEED) },
    'discord-port': { type: 'string', default: '8970' },
    'telegram-port': { type: 'string', default: '8971' },
    folder: { type: 'string', default: 'data/sandbox' },
  } as const;
  const values = parse(args, options, SERVE_HELP);
  if (values.help === true) return undefined;
  return {
    ...common(values),
    discordPort: wholeNumber('discord-port', values, 0, 65_535),
    telegramPort: wholeNumber('telegram-port', values, 0, 65_535),
    folder: resolve(callersFolder(), String(values.folder)),
  };
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function parse(
  args: readonly string[],
  options: Record<string, { type: 'string' | 'boolean'; default?: string | boolean }>,
  help: string,
): Values {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values as Values;
  } catch (error) {
    throw new StartupError(error instanceof Error ? error.message : String(error), `\n${help}`, {
      exitCode: 2,
    });
  }
}

function common(values: Values): SandboxOptions {
  const speed = Number(values.speed);
  if (!(speed > 0 && speed <= 1e9)) throw wrong('speed', values.speed, 'a number above 0, such as 10000');
  return {
    speed,
    storyPath: pathOf(String(values.story)),
    fans: wholeNumber('fans', values, 0, MOST_FANS),
    seed: wholeNumber('seed', values, 0, 2 ** 31 - 1),
    serial: values.serial === true,
    pagePort: values['no-page'] === true ? undefined : wholeNumber('page-port', values, 0, 65_535),
  };
}

function wholeNumber(name: string, values: Values, least: number, most: number): number {
  const value = String(values[name]);
  if (/^\d{1,10}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
  throw wrong(name, value, `a whole number from ${least} to ${most}`);
}

function wrong(name: string, value: unknown, right: string): StartupError {
  return new StartupError(`--${name} is ${JSON.stringify(value)}`, `Give it ${right}.`, { exitCode: 2 });
}

/** npm runs scripts in the package's folder and tells here where it was called. */
const callersFolder = (): string => process.env.INIT_CWD || process.cwd();

function pathOf(file: string): string {
  const fromCaller = resolve(callersFolder(), file);
  return existsSync(fromCaller) ? fromCaller : resolve(file);
}

/** The path as a person would write it from the current folder. */
export function shownPath(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}
