import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openReports, type Reports } from '../../compose/reports.ts';
import { exitCodeFor, tell } from '../../terminal/tell-error.ts';
import { type Audience, gatherAudience } from '../audience/audience.ts';
import { Cast } from '../audience/cast.ts';
import { type CrowdCounts, sendCrowd } from '../audience/crowd.ts';
import { openTown, type Town } from '../audience/town.ts';
import { BotProcess } from '../bot/bot-process.ts';
import { botIn } from '../bot/settings.ts';
import { Cleanup } from '../cleanup.ts';
import { DEMO_HELP, readDemoOptions, type SandboxOptions } from '../options.ts';
import { openPage } from '../page/page-server.ts';
import { TallyWatch } from '../page/tally-watch.ts';
import { interrupted, stopSignal, untilStopped } from '../stop-signal.ts';
import { lifeIn } from '../story-source.ts';
import { plural, thousands, wrap } from './layout.ts';
import { Narrator } from './narrator.ts';
import { playSeason } from './play.ts';
import { Screen } from './screen.ts';
import { openShowing, shownOn } from './showing.ts';

/** How long votes cast at the last moment may take to reach the bot. */
const LAST_VOTES_MS = 200;

/** Set if the bot's log may say why something failed. */
interface Trace {
  folder?: string;
  logPath?: string;
}

async function main(): Promise<number> {
  const signal = stopSignal();
  const screen = new Screen(process.stdout, process.env);
  const cleanup = new Cleanup();
  const trace: Trace = {};
  const code = await run(screen, cleanup, trace, signal).catch((error: unknown) => {
    screen.close();
    if (signal.aborted) return interrupted(screen);
    tell(error);
    return exitCodeFor(error);
  });
  const clean = await cleanup.run();
  screen.close();
  if ((code === 1 || !clean) && trace.logPath !== undefined)
    process.stderr.write(`The bot's log: ${trace.logPath}\n`);
  else if (trace.folder !== undefined) await rm(trace.folder, { recursive: true, force: true });
  return code;
}

/** @returns the exit code */
async function run(screen: Screen, cleanup: Cleanup, trace: Trace, signal: AbortSignal): Promise<number> {
  const options = readDemoOptions(process.argv.slice(2));
  if (options !== undefined) return demo(options, screen, cleanup, trace, signal);
  screen.print(DEMO_HELP);
  return 0;
}

/** @returns the exit code */
async function demo(
  options: SandboxOptions,
  screen: Screen,
  cleanup: Cleanup,
  trace: Trace,
  signal: AbortSignal,
): Promise<number> {
  const beganAt = Date.now();
  const showing = await openShowing(options);
  cleanup.add('the show', () => showing.close());
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-demo-'));
  trace.folder = folder;
  const town = await openTown({ seed: options.seed });
  cleanup.add('the platforms', () => town.close());
  const cast = new Cast(town);
  const operatorPath = await showing.writeFiles(folder, town);
  const audience = gatherAudience(
    options.seed,
    options.fans,
    town.communities.map(({ key }) => key),
  );
  const crowd = sendCrowd(town, audience, lifeIn(showing.book));
  tellOpening(screen, showing.title, town, audience, options);

  const { variables, settings, pages } = await botIn(town, { operatorPath, dataDir: join(folder, 'data') });
  const logPath = join(folder, 'bot.log');
  trace.logPath = logPath;
  const bot = new BotProcess({ environment: variables, logPath });
  cleanup.add('the bot', () => bot.stop());
  cleanup.add('the audience', async () => {
    crowd.stop();
    await sleep(LAST_VOTES_MS);
  });
  let reports: Reports | undefined;
  const tally = new TallyWatch(town, showing.book, showing.id);
  const show = shownOn(showing, options, pages);
  const { publish } = showing;
  const stage = { town, cast, crowd, bot, tally, show, start: () => bot.start(), publish };
  const page = options.pagePort === undefined ? undefined : await openPage(stage, { port: options.pagePort });
  if (page !== undefined) {
    cleanup.add('the page', async () => {
      tally.stop();
      await page.close();
    });
    screen.print('', `Open ${page.address}`);
    void tally.watch(() => reports);
  }
  signal.throwIfAborted();
  await bot.start(signal);
  const reader = await openReports(settings);
  reports = reader;
  cleanup.add('the reports', () => reader.close());

  const narrator = new Narrator(screen, beganAt);
  const isTouched = () => page?.desk.isTouched === true;
  const verdict = await playSeason({ town, reports: reader, showing, narrator, signal, isTouched });
  const seconds = Math.round((Date.now() - beganAt) / 1_000);
  narrator.verdict(verdict, `${whatTheyDid(crowd.counts)} ${seconds} seconds.`);
  if (page !== undefined && process.stdout.isTTY) {
    narrator.say(`The page stays open: ${page.address} Ctrl-C ends it.`, '');
    await untilStopped(signal);
  }
  return verdict.differences.length === 0 ? 0 : 1;
}

function whatTheyDid({ votes, changes, retractions, tooLate }: CrowdCounts): string {
  const late = tooLate === 0 ? '' : ` ${plural(tooLate, 'vote')} came too late.`;
  return (
    `The fans cast ${plural(votes, 'vote')}, changed ${thousands(changes)} of them ` +
    `and took ${thousands(retractions)} back.${late}`
  );
}

function tellOpening(
  screen: Screen,
  title: string,
  { communities }: Town,
  audience: Audience,
  { speed, seed }: SandboxOptions,
): void {
  const { paint } = screen;
  const say = (line: string) => screen.print(line && `  ${line}`);
  const day = 86_400 / speed;
  say('');
  say(paint.strong(title));
  say(
    paint.faint(
      `One season, one vote across two platforms; a day takes ${Number(day.toPrecision(3))} s (seed ${seed}).`,
    ),
  );
  say('');
  for (const { key, platform, name, kind } of communities) {
    const fans = thousands(audience.members.get(key)?.length ?? 0).padStart(7);
    const where = platform === 'discord' ? 'Discord' : 'Telegram';
    say(`${where.padEnd(9)} ${name.padEnd(32)} ${paint.faint(`${kind.padEnd(8)}${fans} fans`)}`);
  }
  say('');
  const both = `${thousands(audience.fans)} people; ${thousands(audience.inTwo)} of them belong to two communities and may vote in each.`;
  for (const line of wrap(both, screen.width - 4)) say(paint.faint(line));
}

void main().then((code) => process.exit(code));
