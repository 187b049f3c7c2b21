import { givenShow, SHOW } from '../../src/core/command-call.ts';
import type { OutletCause } from '../../src/core/outlet-cause.ts';
import { type Line, line } from '../../src/core/posts/content.ts';
import type {
  OutletDeliveries,
  ReportedDelivery,
  ReportedRound,
  ReportedUnplayable,
  StatusReport,
} from '../../src/core/report.ts';
import {
  at,
  atMost,
  messageWords,
  stateWords,
  title,
  toCaller,
  waitWords,
} from '../../src/core/wording/command-words.ts';
import { deliverySums, isOvertaken } from '../../src/core/wording/report-words.ts';
import type { Growth } from '../../src/ports/commands/answers.ts';
import type { Command } from '../../src/ports/commands/command.ts';

export const seasonStatus: Command = {
  name: 'season status',
  level: 'moderator',
  description: 'How far the show is, and what each outlet got',
  parameters: [SHOW],
  async run({ caller, place, given }, desk) {
    const show = givenShow(given, desk.shows);
    // Moderators only see their own community.
    const status = await desk.status(show.id, caller.showrunner ? undefined : (place.community ?? ''));
    const growth = caller.showrunner ? await desk.growth(show.id) : undefined;
    const outlets = status.deliveries;
    return toCaller(
      line(title(status.title), `: ${stateWords(status.state, status.paused)}.`),
      ...(status.question === undefined ? [] : [line(status.question.what)]),
      ...storyLines(status, growth, show.timezone),
      ...(growth === undefined ? [] : growthLines(growth, show.timezone)),
      ...(outlets.length === 0 ? [line('It plays in no outlet here.')] : []),
      ...atMost(outlets.map(outletLine), 'outlets'),
      ...atMost((status.unplayable ?? []).map(unplayableLine), 'outlets'),
    );
  },
};

function storyLines(status: StatusReport, growth: Growth | undefined, timezone: string): readonly Line[] {
  const { episode, next, rounds, path } = status;
  const open = rounds.filter(({ phase }) => phase === 'voting' || phase === 'waiting');
  const stuck = rounds.filter(({ phase }) => phase === 'closing' || phase === 'undecided');
  return [
    ...(episode === undefined ? [] : [line(`Episode ${path.length}: `, title(episode.title))]),
    ...open.map(({ number, question, phase, opensAt, closesAt }) =>
      phase === 'voting'
        ? line(`Round ${number}: `, title(question), ' ends ', at(closesAt, timezone, 'relative'), '.')
        : line(`Round ${number}: `, title(question), ' opens ', at(opensAt, timezone, 'relative'), '.'),
    ),
    ...stuck.map((round) => stuckLine(round, timezone)),
    ...(next === undefined ? [] : [nextLine(next, growth, timezone)]),
  ];
}

/** What has arrived, and what showrunners are asked: not for moderators, who would read what comes. */
function growthLines({ queued, questions }: Growth, timezone: string): readonly Line[] {
  return [
    ...atMost(
      queued.map((one) =>
        line(
          'Queued: ',
          title(one.title),
          ` (${one.id})`,
          ...(one.at === undefined ? [] : [' ', at(one.at, timezone)]),
          one.question === undefined ? '.' : ', with a vote.',
        ),
      ),
      'queued episodes',
    ),
    ...atMost(
      questions.map(({ number, titles, until }) =>
        line(
          `Question ${number} waits for /episode answer: `,
          title(titles[0] ?? ''),
          titles.length > 1 ? ` and ${titles.length - 1} more` : '',
          ...(until === undefined
            ? ['.']
            : ['. Without an answer it is settled ', at(until, timezone, 'relative'), '.']),
        ),
      ),
      'questions',
    ),
  ];
}

function stuckLine({ number, question, phase, waits }: ReportedRound, timezone: string): Line {
  if (phase === 'closing') return line(`Round ${number}: `, title(question), ' is being counted.');
  const why = waits === undefined ? '' : `: ${waitWords(waits.for)}`;
  const end =
    waits?.until === undefined
      ? ['.']
      : ['. Without an answer it is decided ', at(waits.until, timezone, 'relative'), '.'];
  return line(`Round ${number}: `, title(question), ` waits for /vote decide or /vote void${why}`, ...end);
}

function nextLine(
  next: NonNullable<StatusReport['next']>,
  growth: Growth | undefined,
  timezone: string,
): Line {
  const isDraft = growth?.drafts.some(({ id }) => id === next.id) === true;
  // Where no date is promised it has no link, or has only just arrived.
  const isReady = growth?.queued.some(({ id }) => id === next.id) === true;
  if (next.at === undefined && isReady) return line('Next: ', title(next.title), '.');
  const awaited = isDraft ? '/episode add: it is a draft' : '/episode link';
  return next.at === undefined
    ? line('Next: ', title(next.title), `, which waits for ${awaited} (${next.id}).`)
    : line('Next: ', title(next.title), ' ', at(next.at, timezone, 'relative'), '.');
}

/** Outlets without problems take one line; each problem gets its own. */
function outletLine({ name, deliveries }: OutletDeliveries): Line {
  const trouble = deliveries.findLast(
    (one) => (one.status === 'refused' && !isOvertaken(one)) || one.status === 'unknown',
  );
  const why = trouble === undefined ? '' : `; ${troubleWords(trouble)}`;
  return line(title(name), `: ${deliverySums(deliveries)}${why}`);
}

const unplayableLine = ({ name, because, reason }: ReportedUnplayable): Line =>
  line(title(name), because === 'refused' ? ': the bot cannot play here. ' : ': no answer yet. ', reason);

/** What the bot itself did not send: no platform has refused it. */
const OWN: ReadonlySet<string | undefined> = new Set<OutletCause>([
  'too-late',
  'left',
  'no-episode',
  'no-season',
]);

function troubleWords({ kind, number, status, cause, reason = 'no reason known' }: ReportedDelivery): string {
  const refused = OWN.has(cause) ? 'was not sent' : 'was refused';
  const what = status === 'refused' ? refused : 'may be there or not';
  return `${messageWords(kind, number)} ${what}: ${reason}`;
}
