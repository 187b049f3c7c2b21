import type { PlatformName } from '../../core/ids.ts';
import { platformTitle } from '../../core/platform-name.ts';
import type { PastQuestion, RivalSign } from '../../ports/stores/bot-past.ts';

/** The question and how to answer it; for the log and for `/readyz`. */
export function sentenceOf({ show, found, season }: PastQuestion): string {
  const what =
    found === 'folder'
      ? `Redis has lost the data of the show ${show}: the data folder says that it was started.`
      : `The data of the show ${show} may be lost: Redis is empty, but this bot has been running here before.`;
  return (
    `${what} Nothing is posted for it until this is answered. To continue where it stopped, stop the bot and run ` +
    `\`npx cliffhanger restore FILE\` with a backup${season === undefined ? '' : ` of ${season}`}. ` +
    `To begin a new run, run \`npx cliffhanger forget-past ${show}\`, or use /season start and confirm.`
  );
}

/** Each sign can be seen on one platform only. */
export const SEEN_ON: Readonly<Record<RivalSign, PlatformName>> = {
  listens: 'telegram',
  nonce: 'discord',
  posts: 'discord',
};

/**
 * Why nothing is posted while another process uses this bot's account, and what to do; for the log and for `/readyz`.
 */
export function rivalSentence(sign: RivalSign): string {
  const goesOn =
    sign === 'posts'
      ? 'Stop one of the two, then restart the one that stays.'
      : 'Stop one of the two, or give it a different bot. Two minutes after the last sign of the other, this one continues by itself.';
  return `Another process is running with the same ${platformTitle(SEEN_ON[sign])} token and other data, so this one has stopped posting. ${goesOn}`;
}
