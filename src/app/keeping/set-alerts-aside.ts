import { botAlerts } from '../../core/ids.ts';
import { isUnreadable } from '../../ports/stores/unreadable.ts';
import type { Context } from '../context.ts';

/**
 * Does something with the bot's own alerts, unless their stored data can't be read: then they are set aside, and are
 * only in the log.
 */
export async function unlessAlertsAre<Result>(
  context: Pick<Context, 'log' | 'aside'>,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  if (context.aside.has(botAlerts)) return undefined;
  try {
    return await work();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    setAlertsAside(context, (error as Error).message);
    return undefined;
  }
}

export function setAlertsAside({ aside, log }: Pick<Context, 'log' | 'aside'>, why: string): void {
  if (aside.why(botAlerts) === why) return;
  aside.put(botAlerts, why, false);
  log.error(
    { why, keys: `{${botAlerts}}:*` },
    'the bot’s own alerts cannot be read: until they can, showrunners are alerted only in this log; everything else continues. Delete what cannot be read with `npx cliffhanger forget-alerts`, or ask for help with these lines',
  );
}
