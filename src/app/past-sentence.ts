import type { PastQuestion } from '../ports/bot-past.ts';

/** What is asked, and how it is answered; for the log and for `/readyz`. */
export function sentenceOf({ show, found, season }: PastQuestion): string {
  const what =
    found === 'folder'
      ? `Redis has lost the data of the show ${show}: the data folder says that it was started.`
      : `The data of the show ${show} may be lost: Redis is empty, but this bot has been at work here before.`;
  return (
    `${what} Nothing is posted for it until this is answered. To go on where it stopped, stop the bot and run ` +
    `\`npx cliffhanger restore FILE\` with a backup${season === undefined ? '' : ` of ${season}`}. ` +
    `To begin a new run, run \`npx cliffhanger forget-past ${show}\`, or give /season start and confirm.`
  );
}
