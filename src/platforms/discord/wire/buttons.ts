import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { CommandButton, Title } from '../../../core/posts/content.ts';
import { wireLimits } from '../capabilities.ts';
import { runComponentId } from '../commands/component-ids.ts';
import { titleToText } from './text.ts';

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;

export interface Button {
  readonly label: Title;
  readonly style: 'plain' | 'main' | 'danger';
  readonly customId: string;
}

const STYLES = {
  plain: ButtonStyle.Secondary,
  main: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const;
const ROW = 5;
const ROWS = 5;

/** Rows of buttons; those above Discord's 25 are left out. */
export function buttonRows(buttons: readonly Button[]): ButtonRow[] {
  const rows: ButtonRow[] = [];
  for (let start = 0; start < Math.min(buttons.length, ROW * ROWS); start += ROW) {
    rows.push({
      type: ComponentType.ActionRow,
      components: buttons.slice(start, start + ROW).map(({ label, style, customId }) => ({
        type: ComponentType.Button,
        style: STYLES[style],
        label: titleToText(label, wireLimits.buttonLabel),
        custom_id: customId,
      })),
    });
  }
  return rows;
}

/** Buttons that only show something: only the person who pressed sees the answer. */
export const lookButtons = (looks: readonly CommandButton[]): ButtonRow[] =>
  buttonRows(looks.map((look) => ({ label: look.label, style: 'plain', customId: runComponentId(look) })));

/** Buttons that run commands, on alerts and below answers. */
export const commandButtons = (buttons: readonly CommandButton[]): ButtonRow[] =>
  buttonRows(
    buttons.map((button) => ({
      label: button.label,
      style: button.danger ? 'danger' : 'main',
      customId: runComponentId(button),
    })),
  );
