import type { Milliseconds, PlatformName, ShowId } from '../../core/ids.ts';
import type { Health } from '../../ports/health.ts';
import type { BotAlerting, Context } from '../context.ts';
import { raiseBotAlert } from '../deliveries/raise-bot-alert.ts';
import type { Show } from '../shows/show.ts';
import type { BotPast } from './bot-past.ts';
import { aboutQuestion, alertOf, followQuestion } from './follow-question.ts';
import { SEEN_ON, sentenceOf } from './past-sentence.ts';

/** Another bot is reported again after this. */
const RIVAL_AGAIN: Milliseconds = 86_400_000;

/** Checks the bot's memory, asks a person about every show whose season is missing, and reports another bot. */
export async function askAboutPast(
  context: BotAlerting & Pick<Context, 'past'>,
  shows: readonly Show[],
): Promise<void> {
  const questions = await context.past.check();
  for (const sign of context.past.rivals) {
    const day = Math.floor((await context.clock.now()) / RIVAL_AGAIN);
    const platform = SEEN_ON[sign];
    const goesOn = sign === 'posts' ? 'restarted' : 'by-itself';
    await raiseBotAlert(context, `${sign}\n${day}`, { code: 'another-bot', platform, goesOn });
  }
  for (const question of questions.values()) {
    const show = shows.find(({ story }) => story.id === question.show);
    if (show === undefined) continue;
    await raiseBotAlert(context, aboutQuestion(question), alertOf(show, question));
    await followQuestion(context, show, question);
  }
}

/** For `/readyz`. */
export function healthOfPast({ questions }: Pick<BotPast, 'questions'>): Health {
  const [first] = questions.values();
  if (first === undefined) return { ok: true };
  const others = questions.size === 1 ? '' : ` (This affects ${questions.size} shows.)`;
  return { ok: false, why: `${sentenceOf(first)}${others}` };
}

/** Platforms of the show's outlets that have not said yet who the bot is since the store was empty. */
async function unmetPlatforms(
  { past, platforms }: Pick<Context, 'platforms' | 'past'>,
  { outlets }: Pick<Show, 'outlets'>,
): Promise<readonly PlatformName[]> {
  const { identity } = await past.look();
  const names = new Set(outlets.map(({ address }) => address.platform));
  return [...names].filter((name) => platforms.has(name) && identity[name] === undefined);
}

export type MayStart =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'played-before' | 'platform-silent' };

/** Checked again right before every start, so that no start relies on what was known before a store lost its data. */
export async function mayStart(context: Pick<Context, 'platforms' | 'past'>, show: Show): Promise<MayStart> {
  const id: ShowId = show.story.id;
  if ((await context.past.check()).has(id)) return { ok: false, why: 'played-before' };
  if ((await unmetPlatforms(context, show)).length > 0) return { ok: false, why: 'platform-silent' };
  return { ok: true };
}
