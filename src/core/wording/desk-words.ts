import type { PlatformName } from '../ids.ts';
import { platformTitle } from '../platform-name.ts';
import { type Line, line } from '../posts/content.ts';

/** Sentences of the desk itself: why a command is not done. Short, kind, and what to do instead. */
export const deskWords = {
  unknownCommand: (name: string): Line => line(`There is no command /${name}.`),
  nobody: line('Switch to your own account; channels can’t use commands.'),
  showrunnersOnly: line('Only this show’s team can do that.'),
  inCommunity: line('Use this in the server or chat you mean.'),
  moderatorsOnly: line('Only people who manage this server or chat can do that.'),
  levelUnknown: (platform: PlatformName): Line =>
    line(
      `${platformTitle(platform)} did not say whether you moderate here. Nothing was changed; try again in a moment.`,
    ),
  notNow: line('The bot can’t reach its database. Nothing was changed; try again in a minute.'),
  stillWorking: (steers: boolean): Line =>
    steers
      ? line(
          'This is taking longer than usual and is still running. Check /season status before you repeat it.',
        )
      : line('This is taking longer than usual. Try again in a minute.'),
  broke: (steers: boolean): Line =>
    steers
      ? line('Something went wrong. Check with /season status what was done before you repeat it.')
      : line('Something went wrong. Try again in a minute. The bot’s log says more.'),
  unreadable: line(
    'The data of this show’s season can’t be read, so it is on hold. All other shows go on. For this show’s team: the alert and the bot’s log say what is wrong. Stop the bot and restore a backup (npx cliffhanger restore).',
  ),
  confirmButton: 'Yes, do it',
  showEverybody: 'Show everybody',
  shownJustNow: line('Something was shown here less than a minute ago. Try again in a minute.'),
} as const;
