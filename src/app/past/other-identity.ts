import { platformTitle, platformVariable } from '../../core/platform-name.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { IdentityPart } from '../../ports/stores/bot-past.ts';

const NEW_PLACE =
  'To run this bot beside it, set REDIS_PREFIX to a different name; with the embedded Redis, set CLIFFHANGER_DATA to another folder.';

/** Redis, with this prefix, contains the data of a bot with another account or another pepper. */
export function otherIdentity(part: IdentityPart, known: string, own: string): StartupError {
  if (part === 'pepper') {
    return new StartupError(
      'The pepper is not the one that the data in Redis was made with, so the ballots there could not be recognised',
      'Set CLIFFHANGER_PEPPER to the same value on every machine, or put the file `pepper` of the first machine into the data folder. ' +
        'If that pepper is lost: save each season with `npx cliffhanger backup SHOW > FILE`, set REDIS_PREFIX to a new name, and run ' +
        `\`npx cliffhanger restore FILE\` there. ${NEW_PLACE}`,
    );
  }
  const name = platformTitle(part);
  const token = platformVariable(part, 'TOKEN');
  return new StartupError(
    `Redis holds the data of another ${name} bot (${known}); the token in ${token} belongs to ${own}`,
    `A bot cannot close or edit what another one posted. Set ${token} to the token of ${known}. ${NEW_PLACE}`,
  );
}
