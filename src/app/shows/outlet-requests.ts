import type { BotAlert, WaitingOutlet } from '../../core/bot-alert.ts';
import { botAlerts, type Instant, type Milliseconds, type ShowId } from '../../core/ids.ts';
import type { Caller } from '../../ports/commands/caller.ts';
import type { Asked, Connection } from '../../ports/stores/connections.ts';
import type { Context } from '../context.ts';
import { alertNumber } from '../deliveries/raise-alert.ts';
import { unlessAlertsAre } from '../keeping/set-alerts-aside.ts';
import type { Show } from './show.ts';

/**
 * How often showrunners may be asked in a day. Anybody can own a server, or a hundred, and ask for each. That must
 * neither bury what showrunners have to see, nor keep them busy.
 */
const MOST_A_DAY = { community: 3, person: 5, show: 40 } as const;

const HOUR: Milliseconds = 3_600_000;
const hourOf = (askedAt: Instant): number => Math.floor(askedAt / HOUR);

/** Anonymous administrators have no account: they are counted by community. */
const ANONYMOUS = /-anonymous$/;

/** Records that a community wants to join, and alerts showrunners. */
export async function askForApproval(
  context: Pick<Context, 'outbox' | 'connections' | 'jobs' | 'clock' | 'log' | 'aside'>,
  { story }: Show,
  connection: Connection,
  { platform, pseudonym }: Caller,
): Promise<Asked> {
  const { outlet } = connection;
  const asked = await context.connections.ask(story.id, connection, [
    { of: 'show', most: MOST_A_DAY.show },
    { of: `community ${platform}:${outlet.community}`, most: MOST_A_DAY.community },
    ...(ANONYMOUS.test(pseudonym) ? [] : [{ of: `person ${pseudonym}`, most: MOST_A_DAY.person }]),
  ]);
  if (asked.kind !== 'asked') return asked;
  const fields = { show: story.id, outlet: connection.id, name: outlet.name, by: pseudonym };
  context.log.warn(fields, 'a community is waiting for a showrunner’s approval');
  await tell(context, story, connection, 'asked');
  return asked;
}

/** Updates the showrunners' alert: the request was answered, or withdrawn. */
export async function requestIsOver(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock' | 'log' | 'aside'>,
  { story }: Show,
  connection: Connection,
  answer?: { readonly approved: boolean; readonly by: string },
): Promise<void> {
  await tell(context, story, connection, 'over', answer);
}

/** Each step of a request is an effect of its own, so that no step is lost to another that is running. */
async function tell(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock' | 'log' | 'aside'>,
  { id, title, language }: Show['story'],
  { id: outlet, outlet: { name }, askedAt }: Connection,
  step: 'asked' | 'over',
  answer?: { readonly approved: boolean; readonly by: string },
): Promise<void> {
  const alert = {
    code: 'outlets-waiting',
    show: { id, title, language },
    hour: hourOf(askedAt),
    ...(answer !== undefined && { answered: { ...answer, name } }),
  } as const;
  const number = alertNumber(botAlerts, alert.code, `${id}\n${alert.hour}`);
  const effect = `bot-alert.${number}.${outlet}.${askedAt}.${step}`;
  const now = await context.clock.now();
  await unlessAlertsAre(context, async () => {
    await context.outbox.owe(botAlerts, effect, {
      kind: 'bot-alert',
      dueAt: now,
      raisedAt: now,
      number,
      alert,
      ...(step === 'over' && { onlyAgain: true }),
    });
    await context.jobs.effect(botAlerts, effect, now);
  });
}

/** Those of an alert's requests that are still open. */
export async function waitingFor(
  context: Pick<Context, 'connections'>,
  alert: BotAlert,
): Promise<readonly WaitingOutlet[]> {
  if (alert.code !== 'outlets-waiting') return [];
  return (await openRequests(context, alert.show.id))
    .filter(({ askedAt }) => hourOf(askedAt) === alert.hour)
    .map(({ id, outlet, by, members }) => ({
      ...{ id, name: outlet.name, by },
      ...(members !== undefined && { members }),
    }));
}

export async function openRequests(
  context: Pick<Context, 'connections'>,
  show: ShowId,
): Promise<readonly Connection[]> {
  return (await context.connections.of(show)).readable.filter(({ state }) => state === 'waiting');
}
