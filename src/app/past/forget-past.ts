import type { ShowId } from '../../core/ids.ts';
import type { BotPast } from './bot-past.ts';

/**
 * Gives up the lost season of a show, from the command line. If no bot has used the store yet, the answer is stored
 * for the question that the bot would ask.
 * @returns false if there is no such question.
 */
export async function forgetPast(past: BotPast, show: ShowId): Promise<boolean> {
  const asked = (await past.check()).has(show);
  const { identity, empty } = await past.look();
  const isUnused = empty && Object.keys(identity).every((part) => part === 'pepper');
  if (!asked && !isUnused) return false;
  await past.answer(show, 'fresh');
  return true;
}
