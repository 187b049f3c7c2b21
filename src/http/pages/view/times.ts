import type { PageSnapshot } from '../../../core/page/snapshot.ts';
import { html } from './html.ts';
import type { VNode } from './preact.mjs';

type Zone = Pick<PageSnapshot, 'language' | 'timezone'>;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf({ language, timezone }: Zone): Intl.DateTimeFormat {
  const key = `${language} ${timezone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timezone,
    timeZoneName: 'short',
  });
  formats.set(key, made);
  return made;
}

/** A date and time in the show's zone; the page's script writes it in the reader's. */
export const timeOf = (iso: string, zone: Zone): VNode =>
  html`<time datetime=${iso} data-local>${formatOf(zone).format(new Date(iso))}</time>`;
