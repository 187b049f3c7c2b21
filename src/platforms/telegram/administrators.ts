import type { Milliseconds } from '../../core/ids.ts';
import type { BotApi } from './requests/client.ts';
import { judgeAsk } from './requests/errors.ts';
import { ChatMember } from './wire/objects.ts';

/** A right that was taken away still counts for this long at most. */
const KEPT: Milliseconds = 30_000;
const MOST_KEPT = 2_000;

/**
 * Whether an account administers a chat.
 * @throws if Telegram does not say.
 */
export type Administers = (chat: number | string, user: number) => Promise<boolean>;

/** Asks the platform and caches its answer for half a minute. */
export function createAdministrators(api: BotApi): Administers {
  const known = new Map<string, { readonly until: number; readonly answer: Promise<boolean> }>();

  async function ask(chat: number | string, user: number): Promise<boolean> {
    const request = { method: 'getChatMember', params: { chat_id: chat, user_id: user } };
    const answer = await api.call(request, { waitedFor: true });
    if (!answer.ok) {
      const verdict = judgeAsk(answer.failure);
      // The bot was removed, or the account was never seen there: where the bot can't look, no account counts
      // as a moderator.
      if (verdict.kind !== 'retry') return false;
      known.delete(`${chat} ${user}`);
      throw new Error(`Telegram does not say who administers the chat: ${verdict.why}`);
    }
    const member = ChatMember.safeParse(answer.result);
    return member.success && (member.data.status === 'creator' || member.data.status === 'administrator');
  }

  return (chat, user) => {
    const key = `${chat} ${user}`;
    const before = known.get(key);
    if (before !== undefined && before.until > performance.now()) return before.answer;
    known.delete(key);
    const [oldest] = known.keys();
    if (known.size >= MOST_KEPT && oldest !== undefined) known.delete(oldest);
    const answer = ask(chat, user);
    known.set(key, { until: performance.now() + KEPT, answer });
    return answer;
  };
}
