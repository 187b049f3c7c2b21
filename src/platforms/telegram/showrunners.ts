import type { Log } from '../../ports/log.ts';
import type { BotApi } from './client.ts';
import { ChatFullInfo } from './wire/objects.ts';

/** More are not looked up: each is a request. */
const MOST = 25;

const FIX =
  'Put the numbers of people’s accounts under showrunners.telegram: each learns theirs from @userinfobot.';

/**
 * Warns of ids of the right form that can be no showrunner: those of other bots. Of a person who never pressed Start,
 * Telegram tells nothing, and they can steer from a group all the same.
 */
export async function checkShowrunners(api: BotApi, showrunners: readonly string[], log: Log): Promise<void> {
  for (const showrunner of showrunners.slice(0, MOST)) {
    const answer = await api.call({ method: 'getChat', params: { chat_id: Number(showrunner) } });
    const chat = answer.ok ? ChatFullInfo.safeParse(answer.result).data : undefined;
    if (chat !== undefined && isBot(chat))
      log.warn(
        { showrunner, fix: FIX },
        `A showrunner is a bot (@${chat.username}): bots cannot give commands`,
      );
  }
}

/** `getChat` does not say it, but names that end so are kept for bots (https://core.telegram.org/bots/features#creating-a-new-bot). */
export const isBot = ({ type, username }: ChatFullInfo): boolean =>
  type === 'private' && username !== undefined && username !== null && /bot$/i.test(username);
