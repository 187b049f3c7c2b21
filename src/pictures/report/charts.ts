import type { Curve } from '../../core/insights/curve.ts';
import type { SeasonInsights, TurnoutInsight } from '../../core/insights/season-insights.ts';
import { element, type Markup, text } from '../xml.ts';
import { grouped, joined, nothing } from './markup.ts';

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

/** Shares of the options over the time of the vote. */
export function curveChart({ points }: Curve, options: TurnoutInsight['options']): Markup {
  const telling = points.filter(({ votes }) => votes.some((one) => one > 0));
  if (telling.length < 4) return nothing;
  const lines = options.map(({ won }, option) => {
    const path = telling.map(({ time, votes }, index) => {
      const all = votes.reduce((sum, one) => sum + one, 0);
      const y = 100 - (100 * (votes[option] ?? 0)) / Math.max(1, all);
      return `${index === 0 ? 'M' : 'L'}${(time * 100).toFixed(1)} ${y.toFixed(1)}`;
    });
    return element('path', {
      class: `${won ? 'line won' : 'line'} line-${option}`,
      d: path.join(''),
      'stroke-dasharray': DASHES[option] || undefined,
      'vector-effect': 'non-scaling-stroke',
    });
  });
  return element(
    'svg',
    { class: 'chart', width: '100%', height: CURVE_HEIGHT, 'aria-hidden': 'true', focusable: 'false' },
    element('line', { class: 'rule', x1: 0, x2: '100%', y1: '50%', y2: '50%' }),
    element(
      'svg',
      { viewBox: '-0.5 -2 101 104', preserveAspectRatio: 'none', width: '100%', height: '100%' },
      ...lines,
    ),
    element('text', { x: 2, y: '50%', dy: -4 }, text('50%')),
  );
}

/** Which line is which. */
export const lineSample = (option: number, won: boolean): Markup =>
  joined(
    element(
      'svg',
      { class: 'sample', width: 36, height: 12, 'aria-hidden': 'true', focusable: 'false' },
      element('line', {
        class: `${won ? 'line won' : 'line'} line-${option}`,
        x1: 0,
        x2: 36,
        y1: 6,
        y2: 6,
        'stroke-dasharray': DASHES[option] || undefined,
      }),
    ),
  );
