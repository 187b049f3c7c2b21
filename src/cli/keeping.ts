import { type Command, InvalidArgumentError } from 'commander';
import { type Keeping, openBackup, openKeeping } from '../compose/keeping.ts';
import { type ShowId, showId } from '../core/ids.ts';
import { platforms } from '../platforms/index.ts';
import type { PlatformFacts } from '../ports/platform/platform-facts.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { Terminal } from './terminal.ts';

/**
 * Adds the commands that keep or delete what the bot has stored: forget, archive, backup, restore, forget-past and
 * forget-alerts.
 */
export function addKeeping(cli: Command, terminal: Terminal): void {
  const { say } = terminal;
  cli
    .command('forget')
    .description("delete a person's ballots")
    .argument('<platform>', platforms.map(({ name }) => name).join(' or '), platformNamed)
    .argument('<account>', "the account's id, digits only")
    .action(async (platform: PlatformFacts, account: string) => {
      checkAccount(platform, account);
      const count = await keeping(terminal, (keep) => keep.forget(platform.name, account));
      say(`${count} ${count === 1 ? 'ballot' : 'ballots'} deleted.`);
      if (count > 0)
        say('The vote itself stays on the platform. Only the person who cast it can take it back there.');
    });
  cli
    .command('archive')
    .description('move the seasons of a show that are over from Redis to a file each')
    .argument('<show>', "the story's id", show)
    .action(async (id: ShowId) => {
      const results = await keeping(terminal, (keep) => keep.archive(id));
      for (const result of results) {
        if (result.status === 'archived') say(`${result.season} is archived in ${result.file}`);
        else say(`${result.season} was not archived: ${result.why}`);
      }
      if (results.length === 0) say(`Nothing is stored for ${id}.`);
      if (results.some(({ status }) => status === 'kept')) terminal.endWith(1);
    });
  cli
    .command('backup')
    .description("write the show's whole current season to standard output")
    .argument('<show>', "the story's id", show)
    .action(async (id: ShowId) => {
      const backup = await keeping(terminal, (keep) => keep.backup(id), { alone: false });
      if (backup === undefined) {
        throw new StartupError(`Nothing is stored for ${id}`, `\`npx cliffhanger status ${id}\` says more.`);
      }
      say(JSON.stringify(backup));
    });
  cli
    .command('restore')
    .description('restore a season that `backup` wrote; the bot must be stopped')
    .argument('<file>')
    .action(async (file: string) => {
      const read = await openBackup(file);
      const restored = await keeping(terminal, (keep) => keep.restore(read), { alone: true, writes: true });
      if (!restored.ok) throw notRestored(file, restored);
      say(`${restored.season} is restored. Start the bot; it continues from there.`);
    });
  cli
    .command('forget-past')
    .description('give up the lost data of a show that was played before, so that a new run can begin')
    .argument('<show>', "the story's id", show)
    .action(async (id: ShowId) => {
      const forgotten = await keeping(terminal, (keep) => keep.forgetPast(id), {
        alone: false,
        mayBeNew: true,
        writes: true,
      });
      if (!forgotten) {
        throw new StartupError(
          `No data of ${id} is known to be lost, so nothing was changed`,
          `\`npx cliffhanger status ${id}\` shows its state. To end a season, use /season cancel.`,
        );
      }
      say(`The last run of ${id} is given up. Its open polls stay open but are not counted.`);
      say('If the show starts by itself, a new run begins within seconds. Otherwise use /season start.');
    });
  cli
    .command('forget-alerts')
    .description("delete what is stored of the bot's own alerts, where it cannot be read; the bot may run")
    .action(async () => {
      if (!(await keeping(terminal, (keep) => keep.forgetAlerts()))) {
        throw new StartupError(
          "The bot's own alerts can be read, so nothing was deleted",
          'Alerts that were told already are told no second time.',
        );
      }
      say("What was stored of the bot's own alerts is deleted. It alerts again within a minute.");
      say('An alert that still applies may be told a second time.');
    });
}

async function keeping<Result>(
  terminal: Terminal,
  use: (keep: Keeping) => Promise<Result>,
  how: Parameters<typeof openKeeping>[1] = { alone: false, writes: true },
): Promise<Result> {
  const keep = await openKeeping(terminal.settings(), { ...how, note: terminal.note });
  try {
    return await use(keep);
  } finally {
    await keep.close();
  }
}

function notRestored(
  file: string,
  { why, season }: { readonly why: 'running' | 'stored-already' | 'later-season'; readonly season: string },
): StartupError {
  switch (why) {
    case 'running':
      return new StartupError(
        `${file} was not restored: the show is running (${season})`,
        'Cancel that season first (/season cancel). Nothing was changed.',
      );
    case 'stored-already':
      return new StartupError(
        `${file} was not restored: ${season} is already stored here`,
        'Nothing was changed.',
      );
    case 'later-season':
      return new StartupError(
        `${file} was not restored: a later season of the show has been played here`,
        'Nothing was changed. To look at it, restore it into an empty data folder.',
      );
  }
}

function platformNamed(text: string): PlatformFacts {
  const platform = platforms.find(({ name }) => name === text);
  if (platform !== undefined) return platform;
  throw new InvalidArgumentError(`It is ${platforms.map(({ name }) => name).join(' or ')}.`);
}

/** Also keeps the text from becoming a path or the key of something else. */
function show(text: string): ShowId {
  if (/^[a-z0-9-]{1,40}$/.test(text)) return showId(text);
  throw new InvalidArgumentError("Name the show by its story's id: small letters, digits and -.");
}

function checkAccount({ name, accounts }: PlatformFacts, account: string): void {
  if (accounts.pattern.test(account)) return;
  throw new StartupError(`${JSON.stringify(account)} is not an account of ${name}`, accounts.right, {
    exitCode: 2,
  });
}
