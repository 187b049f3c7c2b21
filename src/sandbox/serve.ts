import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../ports/startup-error.ts';
import { exitCodeFor, tell } from '../terminal/tell-error.ts';
import { gatherAudience } from './audience/audience.ts';
import { Cast } from './audience/cast.ts';
import { type Crowd, sendCrowd } from './audience/crowd.ts';
import { openTown, type Town } from './audience/town.ts';
import { reportTown } from './audience/town-report.ts';
import { BotProcess } from './bot/bot-process.ts';
import { ReportsReader } from './bot/reports-reader.ts';
import { botIn } from './bot/settings.ts';
import { Cleanup } from './cleanup.ts';
import { thousands } from './demo/layout.ts';
import { Screen } from './demo/screen.ts';
import { openShowing, type Showing, shownOn } from './demo/showing.ts';
import { readServeOptions, SERVE_HELP, type ServeOptions, shownPath } from './options.ts';
import { openPage } from './page/page-server.ts';
import { TallyWatch } from './page/tally-watch.ts';
import { interrupted, stopSignal, untilStopped } from './stop-signal.ts';
import { lifeIn } from './story-source.ts';

async function main(): Promise<number> {
  const signal = stopSignal();
  const screen = new Screen(process.stdout, process.env);
  const cleanup = new Cleanup();
  const code = await serve(screen, cleanup, signal).catch((error: unknown) => {
    tell(error);
    return exitCodeFor(error);
  });
  await cleanup.run();
  return code;
}

/** @returns the exit code, once it is told to stop */
async function serve(screen: Screen, cleanup: Cleanup, signal: AbortSignal): Promise<number> {
  const options = readServeOptions(process.argv.slice(2));
  if (options === undefined) {
    screen.print(SERVE_HELP);
    return 0;
  }
  const showing = await openShowing(options);
  cleanup.add('the show', () => showing.close());
  const town = await openOnPorts(options);
  cleanup.add('the platforms', () => town.close());
  const cast = new Cast(town);
  const operatorPath = await showing.writeFiles(options.folder, town);
  const audience = gatherAudience(
    options.seed,
    options.fans,
    town.communities.map(({ key }) => key),
  );
  const crowd = sendCrowd(town, audience, lifeIn(showing.book));
  cleanup.add('the audience', async () => crowd.stop());
  tellAddresses(screen, town, options, { operatorPath, show: showing.id });
  if (options.pagePort !== undefined) {
    const address = await showPage({ town, cast, crowd, showing, options, operatorPath, cleanup });
    screen.print(`Open ${address}`, '');
  }
  reportTown(town, screen);
  showing.begin(town).catch(tell);
  await untilStopped(signal);
  return interrupted(screen);
}

interface Surroundings {
  readonly town: Town;
  readonly cast: Cast;
  readonly crowd: Crowd;
  readonly showing: Showing;
  readonly options: ServeOptions;
  readonly operatorPath: string;
  readonly cleanup: Cleanup;
}

/**
 * Opens the page, on which the bot can be started and killed. A bot that was started in a terminal plays there as well.
 * @returns its address
 */
async function showPage(surroundings: Surroundings): Promise<string> {
  const { town, cast, crowd, showing, options, operatorPath, cleanup } = surroundings;
  const dataDir = join(options.folder, 'bot');
  const { variables, settings, pages } = await botIn(town, { operatorPath, dataDir });
  const bot = new BotProcess({ environment: variables, logPath: join(options.folder, 'bot.log') });
  cleanup.add('the bot', () => bot.stop());
  const tally = new TallyWatch(town, showing.book, showing.id);
  const start = async () => {
    // What an earlier bot knows are other platforms, which are gone.
    if (bot.starts === 0) await rm(dataDir, { recursive: true, force: true });
    await bot.start();
  };
  const show = shownOn(showing, options, pages);
  const { publish } = showing;
  const stage = { town, cast, crowd, bot, tally, show, start, publish };
  const page = await openPage(stage, { port: options.pagePort ?? 0 });
  const reader = new ReportsReader(settings, () =>
    ['running', 'elsewhere'].includes(page.desk.plugs.part.bot.state),
  );
  void tally.watch(() => reader.reports);
  cleanup.add('the page', async () => {
    tally.stop();
    await page.close();
    await reader.close();
  });
  return page.address;
}

async function openOnPorts({ seed, discordPort, telegramPort }: ServeOptions): Promise<Town> {
  return openTown({ seed, discordPort, telegramPort }).catch(
    (error: NodeJS.ErrnoException & { port?: number }) => {
      if (error.code !== 'EADDRINUSE') throw error;
      const flag = error.port === telegramPort ? '--telegram-port' : '--discord-port';
      throw new StartupError(
        `Port ${error.port} of 127.0.0.1 is in use, perhaps by another sandbox`,
        `Stop the program that uses it, or choose another with ${flag}.`,
        { cause: error },
      );
    },
  );
}

function tellAddresses(
  screen: Screen,
  town: Town,
  options: ServeOptions,
  { operatorPath, show }: { readonly operatorPath: string; readonly show: string },
): void {
  const { paint } = screen;
  const data = join(options.folder, 'bot');
  const variables = {
    ...town.environment,
    CLIFFHANGER_CONFIG: shellWord(shownPath(operatorPath)),
    CLIFFHANGER_DATA: shellWord(shownPath(data)),
  };
  screen.print(
    '',
    paint.strong('Stand-ins of Discord and Telegram are running. In another terminal, in this folder:'),
    '',
    ...Object.entries(variables).map(([name, value]) => `${name}=${value} \\`),
    'npm start',
    '',
    'and to see what it knows:',
    `CLIFFHANGER_DATA=${variables.CLIFFHANGER_DATA} npx cliffhanger status ${show}`,
    '',
    ...town.communities.map(
      ({ name, kind, address }) => `${name.padEnd(32)} ${kind.padEnd(8)} ${paint.faint(address)}`,
    ),
    '',
    paint.faint(`${thousands(options.fans)} fans vote in every poll that is posted there. Ctrl-C stops it.`),
  );
  if (existsSync(data)) {
    screen.print(
      paint.faint('A bot has played here before; these new platforms don’t know about it. For a new season:'),
      paint.faint(`rm -r ${shellWord(shownPath(data))}`),
    );
  }
  screen.print('');
}

/** As a POSIX shell reads it back. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

void main().then((code) => process.exit(code));
