import type { BotAlert, UnplayableOutlet, WaitingOutlet } from '../bot-alert.ts';
import type { ShowId } from '../ids.ts';
import { platformTitle } from '../platform-name.ts';
import { cut } from '../text/graphemes.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { catalogueOf, languages } from '../wording/catalogues.ts';
import { tellProblem } from '../wording/problems/tell-problem.ts';
import { settledWords } from '../wording/settled-words.ts';
import { shortCode } from './button-code.ts';
import { type CommandButton, cutTitle, type Line, line, type Notice, strong, type Title } from './content.ts';

const BOT_NAME = 'Cliffhanger';

interface Told {
  readonly lines: readonly Line[];
  /** Five at most: more do not fit in a row. */
  readonly buttons?: readonly CommandButton[];
}

/**
 * @param language of an alert that names no show.
 * @param waiting those of the alert's requests that still wait for approval.
 */
export function composeBotAlert(
  alert: BotAlert,
  mark: string,
  language: string,
  waiting: readonly WaitingOutlet[] = [],
  nameOf: (pseudonym: string) => string | undefined = () => undefined,
): Notice {
  const show = 'show' in alert ? alert.show : undefined;
  // A newer version may have put it down in a language that this one does not have.
  const own = show !== undefined && languages.includes(show.language) ? show.language : language;
  const words = catalogueOf(own);
  const called = waiting.map((one) => ({ ...one, by: nameOf(one.by) ?? one.by }));
  const { lines, buttons = [] } = tell(alert, words, called);
  return {
    kind: 'alert',
    mark,
    language: words.language,
    title: (isAnswered(alert, waiting) ? words.newsTitle : words.alertTitle)(show?.title ?? BOT_NAME),
    lines: [...lines, ...answerOf(alert, words.language, nameOf)],
    ...(buttons.length > 0 && { buttons }),
  };
}

/** Nothing is left to do. */
const isAnswered = (alert: BotAlert, waiting: readonly WaitingOutlet[]): boolean =>
  (alert.code === 'outlets-waiting' && waiting.length === 0) ||
  (alert.code === 'played-before' && alert.answered !== undefined) ||
  alert.code === 'feed-back';

function answerOf(
  alert: BotAlert,
  language: string,
  nameOf: (pseudonym: string) => string | undefined,
): readonly Line[] {
  const words = settledWords(language);
  if (alert.code === 'played-before' && alert.answered !== undefined) {
    const { how, by } = alert.answered;
    return [how === 'restored' ? words.restored : words.newRun(by === undefined ? undefined : nameOf(by))];
  }
  if (alert.code !== 'outlets-waiting' || alert.answered === undefined) return [];
  const { name, approved, by } = alert.answered;
  return [(approved ? words.approved : words.declined)(nameOf(by), name)];
}

function tell(alert: BotAlert, words: Catalogue, waiting: readonly WaitingOutlet[]): Told {
  switch (alert.code) {
    case 'outlets-waiting':
      return tellWaiting(alert.show.id, waiting, words);
    case 'platform-shut-out':
      return {
        lines: [words.shutOut(platformTitle(alert.platform)), line(said(`${alert.what}. ${alert.fix}.`))],
      };
    case 'season-unreadable':
      return { lines: [words.seasonUnreadable(alert.season, said(alert.why))] };
    case 'communities-unreadable': {
      const { outlets, more } = alert;
      return {
        lines: [
          words.communitiesUnreadable,
          ...outlets.map((one) => line(said(one))),
          ...(more === 0 ? [] : [words.moreOutlets(more)]),
        ],
      };
    }
    case 'outlets-unplayable': {
      const { outlets, more } = alert;
      return {
        lines: [
          words.outletsUnplayable(outlets.length + more),
          ...outlets.map((one) => line(strong(one.name), ': ', said(whyNot(one, words)))),
          ...(more === 0 ? [] : [words.moreOutlets(more)]),
        ],
      };
    }
    case 'played-before': {
      const { id } = alert.show;
      return {
        lines: [words.playedBefore(alert.found, id)],
        ...(alert.answered === undefined && {
          buttons: [
            {
              label: words.buttons.startAnew,
              danger: true,
              command: 'season start',
              given: { show: codeOf(id) },
            },
          ],
        }),
      };
    }
    case 'feed-failing': {
      const { show, what } = alert;
      return { lines: [words.feed.failing(show.title), line(said(what)), words.feed.keepsTrying] };
    }
    case 'feed-back':
      return { lines: [words.feed.back(alert.show.title)] };
    case 'feed-items-unusable': {
      const { items, more } = alert;
      return {
        lines: [
          words.feed.unusable(items.length + more),
          ...items.map(({ name, why }) => words.feed.unusableItem(said(name), why)),
          ...(more === 0 ? [] : [words.feed.more(more)]),
          words.feed.correctThem,
        ],
      };
    }
    case 'another-bot':
      return { lines: [words.anotherBot(alert.platform, alert.goesOn ?? 'by-itself')] };
  }
}

/** `/outlet list` shows the others. */
const MOST_WAITING = 4;
/** Two buttons each; five fit in a row. */
const MOST_ANSWERED_HERE = 2;
/** Longest button that is still readable on a phone. */
const LONGEST_LABEL = 40;

function tellWaiting(show: ShowId, waiting: readonly WaitingOutlet[], words: Catalogue): Told {
  const more = waiting.length - MOST_WAITING;
  const lines = [
    ...waiting.slice(0, MOST_WAITING).map(({ name, by, members }) => words.outletWaiting(name, by, members)),
    ...(more > 0 ? [words.moreWaiting(more)] : []),
  ];
  const { buttons } = words;
  const alone = waiting.length === 1;
  const answers = waiting.slice(0, MOST_ANSWERED_HERE).flatMap(({ id, name }): CommandButton[] => {
    const given = { show: codeOf(show), outlet: codeOf(id) };
    const label = (words: Title) => cutTitle(words, LONGEST_LABEL);
    return [
      {
        label: alone ? buttons.approve : label(buttons.approveNamed(name)),
        danger: false,
        command: 'outlet approve',
        given,
      },
      {
        label: alone ? buttons.decline : label(buttons.declineNamed(name)),
        danger: true,
        command: 'outlet decline',
        given,
      },
    ];
  });
  return waiting.length === 0 ? { lines: [words.noneWaiting] } : { lines, buttons: answers };
}

const whyNot = ({ cause = '', ...problem }: UnplayableOutlet, words: Catalogue): string =>
  tellProblem({ code: cause, ...problem }, words.language);

/** Code points of what a platform answered: it may be of any length. */
const LONGEST_ANSWER = 300;
const said = (answer: string): string => cut(answer, LONGEST_ANSWER);

const codeOf = (id: string): string => `#${shortCode(id)}`;
