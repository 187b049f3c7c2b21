const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const LONG = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

export const clockOf = (at: number): string => CLOCK.format(at);

/** As in `3 s left`, `2 h 5 min left`. `left` in milliseconds. */
export function lengthOf(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** A time as Discord writes it in a message, `<t:seconds:style>`. */
export function discordTime(at: number, style: string, now: number): string {
  if (style === 'R') return relative(at - now);
  if (style === 't' || style === 'T') return clockOf(at);
  return style === 'd' || style === 'D' ? DAY.format(at) : LONG.format(at);
}

function relative(difference: number): string {
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  const seconds = Math.round(difference / 1_000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  return format.format(Math.trunc(seconds / size), unit);
}

export const thousands = (count: number): string => count.toLocaleString('en');
export const percent = (votes: number, total: number): number =>
  total === 0 ? 0 : Math.round((votes / total) * 100);
