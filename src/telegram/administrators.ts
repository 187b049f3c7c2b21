import type { Milliseconds } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';
import type { BotApi } from './client.ts';
import { ChatMember } from './wire-objects.ts';

/** A right that was taken away holds no longer than this. */
const KEPT: Milliseconds = 30_000;
const MOST_KEPT = 2_000;

/** Whether an account administers a chat. Where Telegram does not tell, it does not. */
export type Administers = (chat: number | string, user: number) => Promise<boolean>;

/** Asks the platform, and remembers its answer for half a minute. */
export function createAdministrators(api: BotApi, log: Log): Administers {
  const known = new Map<string, { readonly until: number; readonly answer: Promise<boolean> }>();

  async function ask(chat: number | string, user: number): Promise<boolean> {
    const request = { method: 'getChatMember', params: { chat_id: chat, user_id: user } };
    const answer = await api.call(request, { waitedFor: true });
    if (!answer.ok) {
      known.delete(`${chat} ${user}`);
      log.debug(
        { chat, failure: answer.failure },
        'Telegram does not tell whether somebody is an administrator',
      );
      return false;
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
