import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { withEnvFile } from '../../config/env-file.ts';
import { readSettings, type Settings } from '../../config/settings.ts';
import { verifyReceipt } from '../app/reports/verify-receipt.ts';
import { checkStory } from '../app/season/check-story.ts';
import { openFiles, openReceipt, openReports, type Reports } from '../compose/reports.ts';
import { roundNumber, showId } from '../core/ids.ts';
import { platforms } from '../platforms/index.ts';
import { StartupError } from '../ports/startup-error.ts';
import { writeReceipt } from '../terminal/receipt-lines.ts';
import { writeStatus } from '../terminal/status-lines.ts';
import { exitCodeFor, tell } from '../terminal/tell-error.ts';
import { visible } from '../terminal/visible.ts';
import { addKeeping } from './keeping.ts';
import { addMap } from './map.ts';

const WRONG_USAGE = 2;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of our output may stop early: `cliffhanger check FILE | head -1`.
  if (error.code === 'EPIPE') process.exit();
  tell(
    new StartupError(
      `Could not write the output: ${error.message}`,
      'What was written so far is incomplete. Free space on that disk, or write somewhere else.',
    ),
  );
  process.exit(1);
});
// If stderr is gone, the exit code still tells.
process.stderr.on('error', () => undefined);

const say = (line: string): void => {
  process.stdout.write(`${visible(line)}\n`);
};
/** Prints a line apart from the output, which a program may parse. */
const note = (line: string): void => {
  process.stderr.write(`${visible(line)}\n`);
};
const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2));

function program(): Command {
  const cli = new Command('cliffhanger')
    .description('Companion bot for interactive microdramas: reads what the running bot knows')
    .option('--version', 'print the version')
    .on('option:version', () => {
      say(version());
      throw new CommanderError(0, 'commander.version', '');
    })
    .exitOverride()
    .showHelpAfterError('Run with --help to see the commands and options.');
  cli
    .command('check')
    .description("check a story file or an operator's file; exits with 1 if it has errors")
    .argument('<file>')
    .action(async (file: string) => {
      process.exitCode = await checkStory(file, say, openFiles());
    });
  cli
    .command('status')
    .description('show the state of a show')
    .argument('<show>', "the story's id")
    .option('--json', 'as described in config/schema/status.schema.json')
    .action(async (show: string, { json }: { json?: true }) => {
      await withReports(async (reports) => {
        const status = await reports.status(showId(show));
        if (json) sayJson(status);
        else for (const line of writeStatus(status)) say(line);
      });
    });
  addReceipt(cli);
  addMap(cli, { say, note, withReports });
  addKeeping(cli, { say, note, settings });
  return cli;
}

/** The version of the package that this file belongs to, built or not. */
function version(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return String(JSON.parse(readFileSync(file, 'utf8')).version);
    if (folder === dirname(folder)) throw new Error('There is no package.json above this file');
  }
}

function addReceipt(cli: Command): void {
  const receipt = cli
    .command('receipt')
    .description('the public account of a vote')
    .argument('<show>', "the story's id")
    .option('--round <number>', 'which round; by default the last one that was counted', wholeNumber)
    .option('--json', 'as described in config/schema/receipt.schema.json')
    .action(async (show: string, { round, json }: { round?: number; json?: true }) => {
      await withReports(async (reports) => {
        const found = await reports.receipt(
          showId(show),
          round === undefined ? undefined : roundNumber(round),
        );
        if (found === undefined) {
          throw new StartupError(
            round === undefined
              ? `No vote of ${show} has been counted yet`
              : `${show} has no round ${round} in its current season`,
            `\`npx cliffhanger status ${show}\` shows the state of the show.`,
          );
        }
        if (json) sayJson(found);
        else for (const line of writeReceipt(found)) say(line);
      });
    });
  receipt
    .command('verify')
    .description('check that a receipt saved with --json is unchanged and adds up')
    .argument('<file>')
    .action(async (file: string) => {
      process.exitCode = verifyReceipt(await openReceipt(file), say, platforms, Date.now());
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A round is a number from 1.');
  return Number(text);
}

async function withReports(use: (reports: Reports) => Promise<void>): Promise<void> {
  const reports = await openReports(settings(), platforms, note);
  try {
    await use(reports);
  } finally {
    await reports.close();
  }
}

/** Reading needs no platform. */
const settings = (): Settings => readSettings(withEnvFile(process.env), platforms, { platform: 'optional' });

program()
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
      return;
    }
    tell(error);
    process.exitCode = exitCodeFor(error);
  });
