import type { UnplayableOutlet } from '../../core/bot-alert.ts';
import { problemOf } from '../../core/wording/problems/tell-problem.ts';
import type { Place } from '../../ports/stores/place-store.ts';
import type { BotAlerting } from '../context.ts';
import type { Show } from '../shows/show.ts';
import { raiseBotAlert } from './raise-bot-alert.ts';

/** The log and the status list more; an alert has to stay readable. */
const MOST_NAMED = 10;

/**
 * Alerts showrunners once about outlets that the bot can't play in, with all new ones in one alert. The same places,
 * in trouble since the same time, are reported once, whichever process does it.
 */
export async function tellOfTrouble(
  context: BotAlerting,
  show: Show,
  places: readonly Place[],
): Promise<void> {
  const { id, title, language } = show.story;
  const about = places.map(({ literal, trouble }) => `${literal} ${trouble?.since ?? 0}`);
  await raiseBotAlert(context, [id, ...about].join('\n'), {
    code: 'outlets-unplayable',
    show: { id, title, language },
    outlets: places.slice(0, MOST_NAMED).map(unplayable),
    more: Math.max(0, places.length - MOST_NAMED),
  });
}

function unplayable({ literal, outlet, trouble }: Place): UnplayableOutlet {
  const [{ code, ...problem } = NOTHING_KNOWN] = trouble?.problems ?? [];
  return { name: outlet?.name ?? literal, cause: code, ...problem };
}

const NOTHING_KNOWN = problemOf('no-answer');
