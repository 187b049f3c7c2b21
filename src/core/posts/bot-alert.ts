import type { BotAlert } from '../bot-alert.ts';
import { shortCode } from '../button-code.ts';
import type { CommandButton, Line, Notice } from '../content.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { catalogueOf } from '../wording/catalogues.ts';

const BOT_NAME = 'Cliffhanger';

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
  }
}

const codeOf = (id: string): string => `#${shortCode(id)}`;
