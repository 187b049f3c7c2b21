import type { BotAlert } from '../../core/bot-alert.ts';
import { botAlerts, type Instant, type Milliseconds } from '../../core/ids.ts';
import type { PastQuestion } from '../../ports/stores/bot-past.ts';
import type { Context } from '../context.ts';
import { alertNumber } from '../deliveries/raise-alert.ts';
import { unlessAlertsAre } from '../keeping/set-alerts-aside.ts';
import type { Show } from '../shows/show.ts';

/** The bot notices within this time that a question was answered from the machine. */
export const LOOK_AGAIN_AFTER: Milliseconds = 15_000;

type PlayedBefore = Extract<BotAlert, { code: 'played-before' }>;

/** The occasion of the alert: one per question. */
export const aboutQuestion = ({ show, askedAt }: PastQuestion): string => `${show}\n${askedAt}`;

export function alertOf({ story: { id, title, language } }: Show, { found }: PastQuestion): PlayedBefore {
  return { code: 'played-before', show: { id, title, language }, found };
}

/** Owed beside the alert, and done when each of its messages says how the question was answered. */
export async function followQuestion(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock' | 'log' | 'aside'>,
  show: Show,
  question: PastQuestion,
): Promise<void> {
  const alert = alertOf(show, question);
  const number = alertNumber(botAlerts, alert.code, aboutQuestion(question));
  if ((await context.outbox.owed(botAlerts, effectOf(number))) !== undefined) return;
  await owe(context, alert, number, (await context.clock.now()) + LOOK_AGAIN_AFTER);
}

/** Records that a person has answered by command: the alert's messages name them. @param by pseudonym. */
export async function noteAnswer(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock' | 'log' | 'aside'>,
  show: Show,
  question: PastQuestion,
  by: string,
): Promise<void> {
  const alert = { ...alertOf(show, question), answered: { how: 'fresh', by } } as const;
  const number = alertNumber(botAlerts, alert.code, aboutQuestion(question));
  await owe(context, alert, number, await context.clock.now());
}

/** How the question was answered; undefined while it is open. */
export async function answerTo(
  { past }: Pick<Context, 'past'>,
  { show: { id }, answered }: PlayedBefore,
): Promise<PlayedBefore['answered']> {
  if (answered !== undefined) return answered;
  const { questions, fresh } = await past.look();
  if (questions.has(id)) return undefined;
  return { how: fresh.has(id) ? 'fresh' : 'restored' };
}

const effectOf = (number: number): string => `past.${number}`;

async function owe(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock' | 'log' | 'aside'>,
  alert: PlayedBefore,
  number: number,
  dueAt: Instant,
): Promise<void> {
  const effect = effectOf(number);
  await unlessAlertsAre(context, async () => {
    const raisedAt = await context.clock.now();
    await context.outbox.owe(botAlerts, effect, {
      kind: 'bot-alert',
      dueAt,
      raisedAt,
      number,
      alert,
      onlyAgain: true,
    });
    await context.jobs.effect(botAlerts, effect, dueAt);
  });
}
