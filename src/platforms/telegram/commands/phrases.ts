import { cut } from '../../../core/text/graphemes.ts';

/**
 * What the adapter itself says, about buttons and how to write commands here. The commands say everything
 * about shows and seasons. Plain text; callers escape.
 */
export const phrases = {
  expired: 'This button has expired. Use the command again.',
  notYours: 'Only the person who used the command can press this.',
  busy: 'Too many commands are running here. Press again in a moment.',
  slow: 'This takes longer than usual; the answer follows.',
  failed: 'Something went wrong. As far as the bot knows, nothing was changed. Try again in a minute.',
  cancel: 'Never mind',
  cancelled: 'Nothing was changed.',
  stale: 'The bot was offline when you wrote this and did nothing. If you still want it, write it again.',
  unknown: 'There is no such command. Send /help for a list.',
  notForYou: 'These commands are for the moderators of a community and for showrunners.',
  help: 'Commands:',
  reply: 'Reply to this message with it.',
  replyOrWrite: 'Reply to this message with it, or write:',
  example: 'For example:',
  skip: (value: string | undefined): string =>
    value === undefined
      ? 'Reply to this message with it, or with “-” to leave it out.'
      : `Reply to this message with it, or with “-” for: ${cut(value, 100)}`,
  surplus: (text: string): string => `It is not clear what “${cut(text, 100)}” means here.`,
  inPrivate: 'Press the button to read this in private.',
  openPrivate: 'Open',
  sentInPrivate: 'The bot has written to you in private.',
  writeFirst: 'Start a private chat with the bot first. It answers there.',
  added: (chat: string): string => `The bot was added to ${chat}.`,
} as const;
