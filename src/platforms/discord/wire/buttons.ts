import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { CommandButton, LinkButton, Title } from '../../../core/posts/content.ts';
import { wireLimits } from '../capabilities.ts';
import { runComponentId } from '../commands/component-ids.ts';
import { titleToText, webAddress } from './text.ts';

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;
type LinkRow = APIActionRowComponent<APIButtonComponentWithCustomId | APIButtonComponentWithURL>;

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

/**
 * One row: links, then buttons that only show something: only the person who pressed sees the answer. Discord refuses a whole
 * message for one link that is no web address, so such a link is left out.
 */
export function lookRow(links: readonly LinkButton[], looks: readonly CommandButton[]): LinkRow[] {
  const linked = links.flatMap(({ label, url }): readonly APIButtonComponentWithURL[] => {
    const address = webAddress(url);
    return address === undefined ? [] : [linkButton(titleToText(label, wireLimits.buttonLabel), address)];
  });
  const shown = buttonRows(
    looks.map((look) => ({ label: look.label, style: 'plain', customId: runComponentId(look) })),
  ).flatMap(({ components }) => components);
  const components = [...linked, ...shown].slice(0, ROW);
  return components.length === 0 ? [] : [{ type: ComponentType.ActionRow, components }];
}

/** @param url a web address */
export const linkButton = (label: string, url: string): APIButtonComponentWithURL => ({
  type: ComponentType.Button,
  style: ButtonStyle.Link,
  label,
  url,
});

/** Buttons that run commands, on alerts and below answers. */
export const commandButtons = (buttons: readonly CommandButton[]): ButtonRow[] =>
  buttonRows(
    buttons.map((button) => ({
      label: button.label,
      style: button.danger ? 'danger' : 'main',
      customId: runComponentId(button),
    })),
  );
