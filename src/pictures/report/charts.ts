import type { Curve } from '../../core/insights/curve.ts';
import type { SeasonInsights, TurnoutInsight } from '../../core/insights/season-insights.ts';
import { element, type Markup, text } from '../xml.ts';
import { grouped, nothing, percent } from './markup.ts';

/**
 * Charts as SVG. Widths are parts of the page's width and texts have the page's size, so that they can be read on a phone. They
 * are hidden from screen readers: the page says the same in sentences and tables.
 */

const HEIGHT = 150;
const TOP = 24;

/** A column for each vote, and a line at the median. */
export function turnoutChart({ turnout }: SeasonInsights): Markup {
  const { series, median } = turnout;
  if (series.length < 2) return nothing;
  const most = Math.max(1, ...series.map(({ total }) => total));
  const step = 100 / series.length;
  const y = (total: number): number => TOP + (HEIGHT - TOP) * (1 - total / most);
  const columns = series.map(({ total, isPrediction }, index) =>
    element('rect', {
      class: isPrediction ? 'column guess' : 'column',
      x: `${(index * step + step * 0.12).toFixed(3)}%`,
      y: y(total),
      width: `${(step * 0.76).toFixed(3)}%`,
      height: Math.max(1, HEIGHT - y(total)),
    }),
  );
  // More numbers would run into each other.
  const isNumbered = (index: number): boolean => series.length <= 8 || series[index]?.total === most;
  let isMostTold = false;
  const numbers = series.flatMap(({ total }, index) => {
    if (!isNumbered(index) || (series.length > 8 && isMostTold)) return [];
    isMostTold = true;
    const centre = (index + 0.5) * step;
    const anchor = series.length <= 8 ? 'middle' : centre < 15 ? 'start' : centre > 85 ? 'end' : 'middle';
    return [
      element(
        'text',
        { x: `${centre.toFixed(2)}%`, y: y(total) - 6, 'text-anchor': anchor },
        text(grouped(total)),
      ),
    ];
  });
  const line = { class: 'median', x1: '0', x2: '100%', y1: y(median), y2: y(median) };
  return element(
    'svg',
    { class: 'chart', width: '100%', height: HEIGHT, 'aria-hidden': 'true', focusable: 'false' },
    ...columns,
    element('line', line),
    ...numbers,
  );
}

/** A bar for one option, with a mark where the writers expected it to end. */
export function optionBar({ share, won, intended }: TurnoutInsight['options'][number]): Markup {
  const mark =
    intended === undefined
      ? []
      : [
          element('line', {
            class: 'intended',
            x1: `${(intended * 100).toFixed(2)}%`,
            x2: `${(intended * 100).toFixed(2)}%`,
            y1: 0,
            y2: 18,
          }),
        ];
  return element(
    'svg',
    { class: 'bar', width: '100%', height: 18, 'aria-hidden': 'true', focusable: 'false' },
    element('rect', { class: 'track', x: 0, y: 4, width: '100%', height: 10, rx: 5 }),
    element('rect', {
      class: won ? 'fill won' : 'fill',
      x: 0,
      y: 4,
      width: `${(share * 100).toFixed(2)}%`,
      height: 10,
      rx: 5,
    }),
    ...mark,
  );
}

const CURVE_HEIGHT = 120;
/** Beside the colour, lines differ in their dashes. */
const DASHES = ['', '8 4', '2 3', '10 3 2 3', '5 2', '1 4', '12 4', '6 2 1 2', '3 6', '14 2'] as const;

/** Least height of the chart, as a share: a smaller one would make ripples look like waves. */
const LEAST_RANGE = 0.3;

/** Shares of the options over the time of the vote. */
export function curveChart({ points }: Curve, options: TurnoutInsight['options']): Markup {
  const telling = points
    .map(({ time, votes }) => ({ time, votes, all: votes.reduce((sum, one) => sum + one, 0) }))
    .filter(({ all }) => all > 0)
    .map(({ time, votes, all }) => ({ time, shares: votes.map((one) => one / all) }));
  if (telling.length < 4) return nothing;
  const [low, high] = rangeOf(telling.flatMap(({ shares }) => shares));
  const y = (share: number): number => (100 * (high - share)) / (high - low);
  const lines = options.map(({ won }, option) => {
    const path = telling.map(
      ({ time, shares }, index) =>
        `${index === 0 ? 'M' : 'L'}${(time * 100).toFixed(1)} ${y(shares[option] ?? 0).toFixed(1)}`,
    );
    return element('path', {
      class: `${won ? 'line won' : 'line'} line-${option}`,
      d: path.join(''),
      'stroke-dasharray': DASHES[option] || undefined,
      'vector-effect': 'non-scaling-stroke',
    });
  });
  const rule = (share: number, dy: number): readonly Markup[] => [
    element('line', { class: 'rule', x1: 0, x2: '100%', y1: `${y(share)}%`, y2: `${y(share)}%` }),
    element('text', { x: 2, y: `${y(share)}%`, dy }, text(percent(share))),
  ];
  return element(
    'svg',
    { class: 'chart', width: '100%', height: CURVE_HEIGHT, 'aria-hidden': 'true', focusable: 'false' },
    ...rule(high, 14),
    ...rule(low, -4),
    element(
      'svg',
      { viewBox: '0 0 100 100', preserveAspectRatio: 'none', width: '100%', height: '100%' },
      ...lines,
    ),
  );
}

/** Of the shares that are drawn, in steps of five points. */
function rangeOf(shares: readonly number[]): readonly [low: number, high: number] {
  const down = Math.floor(Math.min(...shares) * 20) / 20;
  const up = Math.ceil(Math.max(...shares) * 20) / 20;
  const missing = Math.max(0, LEAST_RANGE - (up - down));
  const low = Math.max(0, down - missing / 2);
  return [low, Math.min(1, Math.max(up, low + LEAST_RANGE))];
}

/** Which line is which. */
export const lineSample = (option: number, won: boolean): Markup =>
  element(
    'svg',
    { class: 'sample', width: 36, height: 12, 'aria-hidden': 'true', focusable: 'false' },
    element('line', {
      class: `${won ? 'line won' : 'line'} line-${option}`,
      ...{ x1: 0, x2: 36, y1: 6, y2: 6 },
      'stroke-dasharray': DASHES[option] || undefined,
    }),
  );
