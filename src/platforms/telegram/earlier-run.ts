import { commandSets, headsOf, sameNames } from '../../core/command-sets.ts';
import type { EarlierRun } from '../../ports/platform/platform.ts';
import type { BotApi } from './requests/client.ts';
import { judgeAsk } from './requests/errors.ts';
import { BotCommands } from './wire/objects.ts';

/** What an earlier run of the bot left on Telegram: its menus. A bot can't read what it posted. */
export async function findEarlierRun(api: BotApi): Promise<EarlierRun> {
  const menus: (readonly string[])[] = [];
  for (const scope of ['default', 'all_chat_administrators']) {
    const answer = await api.call({ method: 'getMyCommands', params: { scope: { type: scope } } });
    if (!answer.ok) {
      const verdict = judgeAsk(answer.failure);
      if (verdict.kind === 'retry') return { status: 'retry', after: verdict.after, why: verdict.why };
    }
    const read = BotCommands.safeParse(answer.ok ? answer.result : []);
    menus.push(read.success ? read.data.map(({ command }) => command) : []);
  }
  const [fans = [], administrators = []] = menus;
  const commands = commandSets.some(
    ({ everyone, moderator }) =>
      sameNames(headsOf(everyone), fans) && sameNames(headsOf([...everyone, ...moderator]), administrators),
  );
  return { status: 'read', commands, marks: [] };
}
