import type { Log } from '../../ports/log.ts';
import type { BotApi } from './requests/client.ts';
import { ChatFullInfo, ChatMember } from './wire/objects.ts';

/** The most to look up; each one is a request. */
const MOST = 25;

const FIX =
  'Put the numbers of people’s accounts under showrunners.telegram: each learns theirs from @userinfobot.';

/**
 * Warns about valid ids that can't be a showrunner: those of other bots. Telegram reports nothing about a person who never
 * pressed Start, but they can still steer from a group.
 */
export async function checkShowrunners(api: BotApi, showrunners: readonly string[], log: Log): Promise<void> {
  for (const showrunner of showrunners.slice(0, MOST)) {
    const account = Number(showrunner);
    const answer = await api.call({ method: 'getChat', params: { chat_id: account } });
    const chat = answer.ok ? ChatFullInfo.safeParse(answer.result).data : undefined;
    if (chat === undefined) continue;
    if (isBot(chat) || (await saysBot(api, account)))
      log.warn(
        { showrunner, fix: FIX },
        `A showrunner is a bot (@${chat.username ?? showrunner}): bots cannot give commands`,
      );
  }
}

/** A few old bots have other names. Of the other person in a private chat Telegram says it, as of a member. */
async function saysBot(api: BotApi, account: number): Promise<boolean> {
  const answer = await api.call({ method: 'getChatMember', params: { chat_id: account, user_id: account } });
  return answer.ok && ChatMember.safeParse(answer.result).data?.user?.is_bot === true;
}

/**
 * `getChat` does not say it, but only bots' names end like this (https://core.telegram.org/bots/features#creating-a-new-bot).
 */
export const isBot = ({ type, username }: ChatFullInfo): boolean =>
  type === 'private' && username !== undefined && username !== null && /bot$/i.test(username);
