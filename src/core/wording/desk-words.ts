import type { Line } from '../content.ts';
import type { PlatformName } from '../ids.ts';
import { line } from './command-words.ts';

/** Sentences of the desk itself: why a command is not done. Short, kind, and what to do instead. */
export const deskWords = {
  unknownCommand: (name: string): Line => line(`There is no command /${name}.`),
  nobody: line('Commands are for people: write as yourself, not as a channel.'),
  showrunnersOnly: line('Only showrunners may do that. The operator’s file lists them.'),
  inCommunity: line('Give this command in the server or chat that it is about.'),
  moderatorsOnly: (platform: PlatformName): Line =>
    platform === 'discord'
      ? line('Only people who may manage this server may do that.')
      : line('Only administrators of this chat may do that.'),
  levelUnknown: (platform: PlatformName): Line =>
    line(
      `${platform === 'discord' ? 'Discord' : 'Telegram'} did not say whether you moderate here. Nothing was changed; try again in a moment.`,
    ),
  notNow: line('The bot’s memory does not answer at the moment. Nothing was changed; try again in a minute.'),
  stillWorking: (steers: boolean): Line =>
    steers
      ? line(
          'This takes longer than usual and is still under way. Look at /season status before you repeat it.',
        )
      : line('This takes longer than usual. Try again in a minute.'),
  broke: (steers: boolean): Line =>
    steers
      ? line(
          'Something went wrong on the way. Look at /season status for what was done before you repeat it.',
        )
      : line('Something went wrong. Try again in a minute; the bot’s log says more.'),
  unreadable: line(
    'The data of this show’s season can’t be read. It waits, and all other shows go on. Showrunners: the alert and the bot’s log say what is wrong; stop the bot and restore a backup (npx cliffhanger restore).',
  ),
  confirmButton: 'Yes, do it',
  welcome: line('Thank you for adding Cliffhanger.'),
  noShows: line('No show is set up here yet. The operator’s file names them.'),
  connectHow: (open: boolean): Line =>
    line(
      open
        ? 'Bring a show here: press below, or type /outlet connect in the channel, group or topic where it is to play.'
        : 'Ask for a show: press below, or type /outlet connect in the channel, group or topic where it is to play. A showrunner then lets you in.',
    ),
  checkHow: line('/outlet check tells whether the bot may do all that it needs.'),
  connectButton: (title: string): string => `Connect ${title}`,
} as const;
