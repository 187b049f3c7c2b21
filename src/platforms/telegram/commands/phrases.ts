import { cut } from '../../../core/text/graphemes.ts';

/**
 * What the adapter itself says, about buttons and the way commands are written here. Everything about shows and
 * seasons is said by the commands. Plain text; callers escape.
 */
export const phrases = {
  expired: 'This button has expired. Give the command again.',
  notYours: 'Only the person who gave the command can press this.',
  busy: 'Too much is asked here at once. Press again in a moment.',
  slow: 'This takes longer than usual; the answer follows.',
  failed: 'Something went wrong here; nothing was changed as far as the bot knows. Try again in a minute.',
  cancel: 'Never mind',
  cancelled: 'Nothing was changed.',
  stale: 'The bot was away when this was written, and did nothing. Write it again if it still holds.',
  unknown: 'There is no such command. Send /help for those that there are.',
  notForYou: 'These commands are for the moderators of a community and for showrunners.',
  help: 'What the bot understands:',
  reply: 'Reply to this message with it.',
  replyOrWrite: 'Reply to this message with it, or write:',
  example: 'For example:',
  surplus: (text: string): string => `It is not clear what “${cut(text, 100)}” means here.`,
  inPrivate: 'Press the button to read this in private.',
  openPrivate: 'Open',
  sentInPrivate: 'The bot has written to you in private.',
  writeFirst: 'Start a private chat with the bot first. It answers this there.',
  added: (chat: string): string => `The bot was added to ${chat}.`,
} as const;
