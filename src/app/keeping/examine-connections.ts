import { isDeepStrictEqual } from 'node:util';
import type { BotAlerting, Context } from '../context.ts';
import { raiseBotAlert } from '../deliveries/raise-bot-alert.ts';
import type { Show } from '../shows/show.ts';

/** How many are named in one alert. */
const MOST_NAMED = 5;

/** Names the communities whose record can't be read. Each is left out until it is requested again; all others play. */
export async function examineConnections(
  context: BotAlerting & Pick<Context, 'connections'>,
  shows: readonly Pick<Show, 'story'>[],
): Promise<void> {
  for (const { story } of shows) {
    const { id, title, language } = story;
    const { unreadable: found } = await context.connections.of(id);
    if (isDeepStrictEqual(found, context.aside.connectionsOf(id))) continue;
    context.aside.putConnections(id, found);
    if (found.length === 0) {
      context.log.info({ show: id }, 'all communities that joined by command can be read again');
      continue;
    }
    context.log.error(
      { show: id, communities: found.slice(0, MOST_NAMED), of: found.length },
      'communities that joined by command cannot be read and are left out; the show continues. Connect them again with /outlet connect',
    );
    const outlets = found.slice(0, MOST_NAMED).map(({ outlet, why }) => `${outlet ?? '*'} (${why})`);
    await raiseBotAlert(context, `${id}\n${JSON.stringify(found)}`, {
      code: 'communities-unreadable',
      show: { id, title, language },
      outlets,
      more: found.length - outlets.length,
    });
  }
}
