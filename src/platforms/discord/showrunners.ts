import { Routes } from 'discord.js';
import type { Log } from '../../ports/log.ts';
import type { Self } from './inspect.ts';
import { classify, hasCode } from './requests/errors.ts';
import type { Requests } from './requests/requests.ts';
import { userShape } from './wire/objects.ts';
import { cleanLine } from './wire/text.ts';

const UNKNOWN_USER = 10013;
/** The most to look up; each one is a request. */
const MOST = 25;

const FIX =
  'Correct showrunners.discord: turn on Developer Mode in Discord, right-click the person, Copy User ID.';

/** Warns about valid ids that can't be a showrunner: the bot's own, another bot's, and ids without an account. */
export async function checkShowrunners(
  requests: Requests,
  self: Self,
  showrunners: readonly string[],
  log: Log,
): Promise<void> {
  for (const showrunner of showrunners.slice(0, MOST)) {
    const what = await problemOf(requests, self, showrunner);
    if (what !== undefined) log.warn({ showrunner, fix: FIX }, what);
  }
}

async function problemOf(requests: Requests, self: Self, id: string): Promise<string | undefined> {
  if (id === self.id || id === self.application) {
    return 'A showrunner is the bot itself, which cannot give commands';
  }
  try {
    const user = await requests.get(Routes.user(id), userShape);
    return user.bot === true
      ? `A showrunner is a bot (${cleanLine(user.username)}): bots cannot give commands`
      : undefined;
  } catch (error) {
    if (hasCode(error, UNKNOWN_USER))
      return 'A showrunner is not a Discord account: the id may be of a server, a role or a channel';
    // We learn nothing about this one, and nothing depends on it.
    classify(error);
    return undefined;
  }
}
