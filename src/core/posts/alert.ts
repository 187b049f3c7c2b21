import { readDelivery } from '../delivery-name.ts';
import { formatDuration, SECOND } from '../durations.ts';
import type { DeliveryId } from '../ids.ts';
import type { ToldProblem } from '../outlet-cause.ts';
import type { Alert } from '../season/effects.ts';
import { findRound, type Round, type Season } from '../season/state.ts';
import { findEpisode } from '../story/story.ts';
import { cut } from '../text/graphemes.ts';
import type { OutletCount } from '../vote/tally.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { tellProblem, tellRefusedPart } from '../wording/problems/tell-problem.ts';
import { button, codeOf, type Told } from './alert-parts.ts';
import { type CommandButton, type Line, type Notice, strong, text } from './content.ts';
import { countTasks } from './count-notes.ts';
import { tellOfItems } from './item-alert.ts';
import { type Occasion, time } from './occasion.ts';

/** People would not read more; the rest can be typed. Five fit in a row. */
const MOST_BUTTONS = 5;
/** Code points of a platform's answer, which may be of any length. */
const LONGEST_ANSWER = 400;

export function composeAlert(
  season: Season,
  { alert, mark, settled, links = [], counts = [] }: Occasion,
  words: Catalogue,
): Notice | undefined {
  if (alert === undefined) return undefined;
  const told = tell(season, alert, words, counts, settled !== undefined);
  if (told === undefined) return undefined;
  const { line, more = [], buttons = [] } = told;
  return {
    kind: 'alert',
    mark,
    language: words.language,
    title: (settled === undefined && isToDo(alert) ? words.alertTitle : words.newsTitle)(season.story.title),
    lines: [
      line,
      ...more,
      ...(links.length === 0 ? [] : [linked(links)]),
      ...(settled === undefined ? [] : [settled]),
    ],
    ...(settled === undefined && buttons.length > 0 && { buttons: buttons.slice(0, MOST_BUTTONS) }),
  };
}

/** Whether somebody has to do something about it. */
const isToDo = (alert: Alert): boolean =>
  alert.code !== 'poll-deleted' && (alert.code !== 'round-late' || alert.outcome === 'asked');

/** Links to the polls that the alert is about. */
const linked = (links: NonNullable<Occasion['links']>): Line =>
  links.flatMap(
    ({ name, url }, index): Line => [
      ...(index === 0 ? [] : [text(' · ')]),
      { kind: 'link', text: name, url },
    ],
  );

function tell(
  season: Season,
  alert: Alert,
  words: Catalogue,
  counts: readonly OutletCount[],
  isSettled: boolean,
): Told | undefined {
  switch (alert.code) {
    case 'link-awaited': {
      const title = findEpisode(season.story, alert.episode)?.title ?? alert.episode;
      return { line: words.linkAwaited(title, season.story.id, alert.episode) };
    }
    case 'draft-awaited':
    case 'sequel-awaited':
    case 'vote-unreadable':
    case 'items-asked':
      return tellOfItems(season, alert, words, isSettled);
    case 'not-retracted':
      return { line: words.items.notRetracted(messageOf(alert, words), alert.name, said(alert.why)) };
    case 'round-undecided':
    case 'round-late':
    case 'provisional':
    case 'poll-deleted': {
      const round = findRound(season, alert.round);
      return round === undefined ? undefined : tellOfRound(season, alert, round, words, counts, isSettled);
    }
    case 'delivery-unknown':
      return {
        line: words.deliveryUnknown(messageOf(alert, words), alert.name, said(alert.why)),
        buttons: [sendAgain(season, alert, words)],
      };
    case 'stopped-poll-seen':
      return {
        line: words.stoppedPollSeen(alert.round, alert.name, alert.votes),
        buttons: [sendAgain(season, alert, words)],
      };
    case 'outlet-refused':
      return {
        line: [
          ...words.outletRefused(
            messageOf(alert, words),
            alert.name,
            tellProblem(shortened({ ...alert, code: alert.cause ?? '' }), words.language),
          ),
          ...(isDrop(alert) ? [text(' '), ...words.noPollWithoutIt] : []),
        ],
        buttons: [leave(season, alert.outlet, words)],
      };
    case 'sent-with-less':
      return {
        line: [
          ...words.sentWithLess(messageOf(alert, words), alert.name, alert.left),
          text(` ${whyLess(alert, words)}`),
        ],
      };
    case 'community-left':
      return {
        line: words.communityLeft(alert.name, alert.others ?? 0),
        buttons: [leave(season, alert.outlet, words)],
      };
    case 'outlet-waiting':
      return outletWaiting(season.story, alert, words);
  }
}

const isDrop = ({ delivery }: { readonly delivery: DeliveryId }): boolean =>
  readDelivery(delivery)?.kind === 'drop';

const said = (answer: string): string => cut(answer, LONGEST_ANSWER);

const shortened = (problem: ToldProblem): ToldProblem => ({
  ...problem,
  what: said(problem.what),
  fix: said(problem.fix),
  ...(problem.said !== undefined && { said: said(problem.said) }),
});

const whyLess = ({ cause, why }: Extract<Alert, { code: 'sent-with-less' }>, words: Catalogue): string =>
  tellRefusedPart({ said: said(why), ...(cause !== undefined && { code: cause }) }, words.language);

function messageOf({ delivery }: { readonly delivery: DeliveryId }, words: Catalogue): string {
  const read = readDelivery(delivery);
  return read === undefined ? delivery : words.message(read.kind, read.number);
}

type RoundAlert = Extract<Alert, { code: 'round-undecided' | 'round-late' | 'provisional' | 'poll-deleted' }>;

function tellOfRound(
  season: Season,
  alert: RoundAlert,
  round: Round,
  words: Catalogue,
  counts: readonly OutletCount[],
  isSettled: boolean,
): Told {
  const of = { round: String(round.number) };
  switch (alert.code) {
    case 'poll-deleted':
      return { line: words.pollDeleted(round.question, alert.name) };
    case 'provisional':
      return {
        line: words.provisionalAlert(round.question),
        more: countTasks(counts, words),
        buttons: [button(season, words.buttons.receipt, 'receipt', of)],
      };
    case 'round-late':
      return late(season, alert, round, words, isSettled);
    case 'round-undecided':
      return undecided(season, alert, round, words, isSettled);
  }
}

function late(
  season: Season,
  { lost, outlets, outcome, until }: Extract<Alert, { code: 'round-late' }>,
  round: Round,
  words: Catalogue,
  isSettled: boolean,
): Told {
  const of = { round: String(round.number) };
  const { waiting } = words;
  const line = [strong(round.question)];
  const said = waiting.late({ lost, ...(outlets && { outlets }) });
  if (isSettled) return { line, more: [said] };
  const closes = time(season, round.closesAt, 'full');
  if (outcome !== 'asked')
    return { line, more: [said, outcome === 'extended' ? waiting.extended(closes) : waiting.wentOn] };
  const most = Math.min(lost, round.backstopAt - round.closesAt);
  const by = most < SECOND ? undefined : formatDuration(most);
  return {
    line,
    more: [
      said,
      waiting.howToLate(season.story.id, by),
      ...(until === undefined ? [] : [waiting.elseCounted(time(season, until, 'full'))]),
    ],
    buttons: [
      ...(by === undefined ? [] : [button(season, waiting.moreTime(by), 'vote extend', { ...of, by })]),
      button(season, waiting.letStand, 'vote decide', of),
      button(season, words.buttons.runAgain, 'vote void', of, true),
    ],
  };
}

function undecided(
  season: Season,
  { why, absent, until }: Extract<Alert, { code: 'round-undecided' }>,
  round: Round,
  words: Catalogue,
  isSettled: boolean,
): Told {
  const of = { round: String(round.number) };
  const { waiting } = words;
  const again = button(season, words.buttons.runAgain, 'vote void', of, true);
  const end = until === undefined ? undefined : time(season, until, 'full');
  const absence = absent === undefined ? [] : [waiting.missing(absent)];
  // What to type is for those who have something to decide.
  if (isSettled) {
    const cause = why.cause === 'missing' ? [] : [waiting.cause(why.cause, votesIn(round))];
    return { line: [strong(round.question)], more: [...cause, ...absence, ...countsOf(round, words)] };
  }
  if (why.cause === 'missing' || why.cause === 'late') {
    return {
      line: [strong(round.question)],
      more: [
        ...(round.late === undefined || why.cause === 'missing' ? [] : [waiting.late(round.late)]),
        ...absence,
        waiting.howToCount(season.story.id),
        ...(end === undefined ? [] : [waiting.elseCounted(end)]),
      ],
      buttons: [button(season, waiting.countButton, 'vote decide', of), again],
    };
  }
  const left = round.options.filter(({ id }) => why.among.includes(id));
  const choices = left.slice(0, MOST_BUTTONS - 1).map(({ id, label }) =>
    button(season, words.buttons.choose(label), 'vote decide', {
      ...of,
      option: codeOf(id),
    }),
  );
  return {
    line: words.undecided(why.cause, round.question, season.story.id, why.among),
    more: [
      ...countsOf(round, words),
      ...(why.cause === 'nobody-could' ? [] : absence),
      ...(end === undefined ? [] : [waiting.elseFirst(end)]),
    ],
    buttons: [...choices, again],
  };
}

/** `Her sister 18 · The doctor 25`, and the quorum if it was missed. */
function countsOf(round: Round, words: Catalogue): readonly Line[] {
  if (!('tally' in round.phase)) return [];
  const { counts } = round.phase.tally;
  const each = round.options.flatMap(
    ({ id, label }, index): Line => [
      ...(index === 0 ? [] : [text(' · ')]),
      text(label),
      text(` ${counts[id] ?? 0}`),
    ],
  );
  return [each, ...(round.rules.quorum > 0 ? [words.quorum(round.rules.quorum)] : [])];
}

const votesIn = ({ phase }: Round): number => ('tally' in phase ? phase.tally.total : 0);

function outletWaiting(
  { id: show }: { readonly id: string },
  { outlet, name, by }: Extract<Alert, { code: 'outlet-waiting' }>,
  words: Catalogue,
): Told {
  const given = { show: codeOf(show), outlet: codeOf(outlet) };
  return {
    line: words.outletWaiting(name, by),
    buttons: [
      { label: words.buttons.approve, danger: false, command: 'outlet approve', given },
      { label: words.buttons.decline, danger: true, command: 'outlet decline', given },
    ],
  };
}

const sendAgain = (
  season: Season,
  { delivery, outlet }: { readonly delivery: DeliveryId; readonly outlet: string },
  words: Catalogue,
): CommandButton =>
  button(season, words.buttons.sendAgain, 'delivery resend', { delivery: `${delivery}@${codeOf(outlet)}` });

const leave = (season: Season, outlet: string, words: Catalogue): CommandButton =>
  button(season, words.buttons.disconnect, 'outlet disconnect', { outlet: codeOf(outlet) }, true);
