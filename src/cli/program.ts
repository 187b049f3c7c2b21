import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { readSettings } from '../../config/settings.ts';
import { verifyReceipt } from '../app/reports/verify-receipt.ts';
import { checkStory } from '../app/season/check-story.ts';
import { packageFacts } from '../compose/package.ts';
import { openFiles, openFonts, openReceipt, openReports, type Reports } from '../compose/reports.ts';
import { type RoundNumber, roundNumber, type ShowId, showId } from '../core/ids.ts';
import type { RedactedReceipt } from '../core/vote/redacted-receipt.ts';
import { platforms } from '../platforms/index.ts';
import { StartupError } from '../ports/startup-error.ts';
import { writeReceipt } from '../terminal/receipt-lines.ts';
import { writeStatus } from '../terminal/status-lines.ts';
import { exitCodeFor, told } from '../terminal/tell-error.ts';
import { visible } from '../terminal/visible.ts';
import { addKeeping } from './keeping.ts';
import { addMap } from './map.ts';
import { addReport } from './report.ts';
import type { Terminal } from './terminal.ts';

const WRONG_USAGE = 2;

/** Where the command line runs: a process's own terminal, or a test. */
export interface Surroundings {
  /** Called when a command needs it. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Runs one command to its end.
 * @param words of the command line, without the program.
 * @returns the exit code: 0 fine, 1 faults, 2 wrong usage. What went wrong has been told.
 */
export async function runProgram(words: readonly string[], around: Surroundings): Promise<number> {
  let code = 0;
  const terminal: Terminal = {
    say: (line) => around.out(`${visible(line)}\n`),
    note: (line) => around.err(`${visible(line)}\n`),
    // Reading needs no platform.
    settings: () => readSettings(around.environment(), platforms, { platform: 'optional' }),
    endWith: (one) => {
      code = one;
    },
  };
  try {
    await program(terminal, around).parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    around.err(told(error));
    return exitCodeFor(error);
  }
}

function program(terminal: Terminal, { out, err }: Surroundings): Command {
  const { say } = terminal;
  const cli = new Command('cliffhanger')
    .description('Companion bot for interactive microdramas: reads what the running bot knows')
    .option('--version', 'print the version')
    .on('option:version', () => {
      say(packageFacts().version);
      throw new CommanderError(0, 'commander.version', '');
    })
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride()
    .showHelpAfterError('Run with --help to see the commands and options.');
  cli
    .command('check')
    .description("check a story file or an operator's file; exits with 1 if it has errors")
    .argument('<file>')
    .action(async (file: string) => {
      terminal.endWith(await checkStory(file, say, openFiles(), openFonts()));
    });
  cli
    .command('status')
    .description('show the state of a show')
    .argument('<show>', "the story's id")
    .option('--json', 'as described in config/schema/status.schema.json')
    .action(async (show: string, { json }: { json?: true }) => {
      await withReports(terminal, async (reports) => {
        const status = await reports.status(showId(show));
        if (json) say(asJson(status));
        else for (const line of writeStatus(status)) say(line);
      });
    });
  addReceipt(cli, terminal);
  const reading = { ...terminal, withReports: (use: Use) => withReports(terminal, use) };
  addMap(cli, reading);
  addReport(cli, reading);
  addKeeping(cli, terminal);
  return cli;
}

const asJson = (value: unknown): string => JSON.stringify(value, null, 2);

function addReceipt(cli: Command, terminal: Terminal): void {
  const { say } = terminal;
  const receipt = cli
    .command('receipt')
    .description('the public account of a vote')
    .argument('<show>', "the story's id")
    .option('--round <number>', 'which round; by default the last one that was counted', wholeNumber)
    .option('--json', 'as described in config/schema/receipt.schema.json')
    .option('--redacted', 'as JSON without anything private: may be shown to everybody, has the same hash')
    .action(async (show: string, { round, json, redacted }: ReceiptOptions) => {
      await withReports(terminal, async (reports) => {
        const number = round === undefined ? undefined : roundNumber(round);
        const found = redacted
          ? await redactedReceipt(reports, showId(show), number)
          : await reports.receipt(showId(show), number);
        if (found === undefined) throw noSuchReceipt(show, round);
        if (json || found.form === 'redacted') say(asJson(found));
        else for (const line of writeReceipt(found)) say(line);
      });
    });
  receipt
    .command('verify')
    .description('check that a receipt saved with --json is unchanged and adds up')
    .argument('<file>')
    .action(async (file: string) => {
      terminal.endWith(verifyReceipt(await openReceipt(file), say, platforms, Date.now()));
    });
}

interface ReceiptOptions {
  readonly round?: number;
  readonly json?: true;
  readonly redacted?: true;
}

async function redactedReceipt(
  reports: Reports,
  show: ShowId,
  round: RoundNumber | undefined,
): Promise<RedactedReceipt | undefined> {
  const found = await reports.receiptForFans(show, round);
  if (found === undefined || found.redacted !== undefined) return found?.redacted;
  throw new StartupError(
    `The receipts of ${found.report.season} cannot be redacted`,
    'That season began with an older version, and its hashes are over the private names too. Show `receipt --json` only to your team.',
  );
}

const noSuchReceipt = (show: string, round: number | undefined): StartupError =>
  new StartupError(
    round === undefined
      ? `No vote of ${show} has been counted yet`
      : `${show} has no round ${round} in its current season`,
    `\`npx cliffhanger status ${show}\` shows the state of the show.`,
  );

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('A round is a number from 1.');
  return Number(text);
}

type Use = (reports: Reports) => Promise<void>;

async function withReports({ settings, note }: Terminal, use: Use): Promise<void> {
  const reports = await openReports(settings(), platforms, note);
  try {
    await use(reports);
  } finally {
    await reports.close();
  }
}
