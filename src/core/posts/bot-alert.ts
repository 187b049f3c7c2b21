import type { BotAlert } from '../bot-alert.ts';
import { shortCode } from '../button-code.ts';
import { type CommandButton, type Line, type Notice, strong } from '../content.ts';
import { cut } from '../graphemes.ts';
import type { PlatformName } from '../ids.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { catalogueOf } from '../wording/catalogues.ts';
import { line } from '../wording/phrases.ts';

const BOT_NAME = 'Cliffhanger';
const TITLE: Readonly<Record<PlatformName, string>> = { discord: 'Discord', telegram: 'Telegram' };

interface Told {
  readonly lines: readonly Line[];
  /** Five at most: Discord has five in a row. */
  readonly buttons?: readonly CommandButton[];
}

/** @param language of an alert that names no show. */
export function composeBotAlert(alert: BotAlert, mark: string, language: string): Notice {
  const show = 'show' in alert ? alert.show : undefined;
  const words = catalogueOf(show?.language ?? language);
  const { lines, buttons = [] } = tell(alert, words);
  return {
    kind: 'alert',
    mark,
    language: words.language,
    title: words.alertTitle(show?.title ?? BOT_NAME),
    lines,
    ...(buttons.length > 0 && { buttons }),
  };
}

function tell(alert: BotAlert, words: Catalogue): Told {
  switch (alert.code) {
    case 'outlet-waiting': {
      const given = { show: codeOf(alert.show.id), outlet: codeOf(alert.outlet) };
      return {
        lines: [words.outletWaiting(alert.name, alert.by)],
        buttons: [
          { label: words.buttons.approve, danger: false, command: 'outlet approve', given },
          { label: words.buttons.decline, danger: true, command: 'outlet decline', given },
        ],
      };
    }
    case 'platform-shut-out':
      return {
        lines: [words.shutOut(TITLE[alert.platform]), line(said(`${alert.what}. ${alert.fix}.`))],
      };
    case 'outlets-unplayable': {
      const { outlets, more } = alert;
      return {
        lines: [
          words.outletsUnplayable(outlets.length + more),
          ...outlets.map(({ name, what, fix }) => line(strong(name), ': ', said(`${what} ${fix}`))),
          ...(more === 0 ? [] : [words.moreOutlets(more)]),
        ],
      };
    }
  }
}

/** Code points of what a platform answered: it may be of any length. */
const LONGEST_ANSWER = 300;
const said = (answer: string): string => cut(answer, LONGEST_ANSWER);

const codeOf = (id: string): string => `#${shortCode(id)}`;
