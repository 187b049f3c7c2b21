import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../ports/startup-error.ts';
import { exitCodeFor, tell } from '../terminal/tell-error.ts';
import { gatherAudience } from './audience/audience.ts';
import { sendCrowd } from './audience/crowd.ts';
import { openTown, type Town } from './audience/town.ts';
import { reportTown } from './audience/town-report.ts';
import { Cleanup } from './cleanup.ts';
import { thousands } from './demo/layout.ts';
import { Screen } from './demo/screen.ts';
import { openShowing } from './demo/showing.ts';
import { readServeOptions, SERVE_HELP, type ServeOptions, shownPath } from './options.ts';
import { interrupted, stopSignal } from './stop-signal.ts';
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
  const operatorPath = await showing.writeFiles(options.folder, town);
  const audience = gatherAudience(
    options.seed,
    options.fans,
    town.communities.map(({ key }) => key),
  );
  const crowd = sendCrowd(town, audience, lifeIn(showing.book));
  cleanup.add('the audience', async () => crowd.stop());
  tellAddresses(screen, town, options, { operatorPath, show: showing.id });
  reportTown(town, screen);
  showing.begin(town).catch(tell);
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  return interrupted(screen);
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

process.exitCode = await main();
process.exit();
