import type { SeasonInsights, TurnoutInsight } from '../../core/insights/season-insights.ts';
import type { GroupInsight } from '../../core/insights/vote-insight.ts';
import { platformTitle } from '../../core/platform-name.ts';
import { element, type Markup, text } from '../xml.ts';
import { curveChart, lineSample, optionBar } from './charts.ts';
import { nothing, percent, type Sentence, said, votes, written } from './markup.ts';
import { nameOf, tellFinding, tellMention } from './sentences.ts';

/** One vote: what was asked, how it went, and what stands out. */
export function votePart(vote: TurnoutInsight, { language }: SeasonInsights): Markup {
  const findings = vote.findings.map((one) => tellFinding(one, vote).whole);
  const mention = vote.mention === undefined ? [] : [tellMention(vote.mention)];
  const all = [...findings, ...mention];
  return element(
    'article',
    { id: `vote-${vote.round}`, 'aria-labelledby': `vote-${vote.round}-title` },
    element(
      'h3',
      { id: `vote-${vote.round}-title` },
      ...written([`${vote.release}. `, said(vote.episode.title), ': ', said(vote.question)], language),
    ),
    element('p', { class: 'meta' }, ...written(metaOf(vote), language)),
    element('ul', { class: 'options' }, ...vote.options.map((option) => optionPart(option, language))),
    curvePart(vote, language),
    all.length === 0
      ? nothing
      : element(
          'ul',
          { class: 'findings' },
          ...all.map((sentence) => element('li', {}, ...written(sentence, language))),
        ),
    groupsPart(vote, language),
  );
}

function metaOf({ kind, binding, sealed, outcome, rule, total, isRetracted }: TurnoutInsight): Sentence {
  const parts = [
    binding ? undefined : 'a prediction',
    kind === 'runoff' ? 'a runoff' : kind === 'rerun' ? 'held again' : undefined,
    sealed ? 'sealed until the end' : undefined,
    OUTCOMES[outcome],
    rule?.kind === 'showrunner' ? 'decided by the show’s team' : undefined,
    rule?.kind === 'first-listed' && rule.because !== 'nobody-voted'
      ? 'a tie: the first listed won'
      : undefined,
    isRetracted ? 'its episode was taken back' : undefined,
  ].filter((one) => one !== undefined);
  return [[votes(total), ...parts].join(' · ')];
}

const OUTCOMES: Readonly<Record<TurnoutInsight['outcome'], string | undefined>> = {
  decided: undefined,
  tied: 'tied, a runoff followed',
  voided: 'void',
  abandoned: 'left open',
  running: 'not decided yet',
};

function optionPart(option: TurnoutInsight['options'][number], language: string): Markup {
  const { label, won, share, votes: count, intended } = option;
  const expected = intended === undefined ? '' : `, you expected ${percent(intended)}`;
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'row' },
      element(
        'span',
        { class: won ? 'won' : undefined },
        ...written([won ? '✓ ' : '', said(label)], language),
      ),
      element('span', { class: 'count' }, text(`${percent(share)} · ${votes(count)}${expected}`)),
    ),
    optionBar(option),
  );
}

function curvePart({ curve, options, outcome }: TurnoutInsight, language: string): Markup {
  const chart = curveChart(curve, options);
  if (chart === nothing || outcome === 'voided') return nothing;
  return element(
    'figure',
    {},
    chart,
    element(
      'figcaption',
      {},
      text('Shares from the opening (left) to the end (right).'),
      element(
        'ul',
        { class: 'key' },
        ...options.map(({ label, won }, index) =>
          element('li', {}, lineSample(index, won), ...written([said(label)], language)),
        ),
      ),
    ),
  );
}

/** Most communities that are listed: the largest. */
const MOST_GROUPS = 10;

function groupsPart({ platforms = [], communities, options }: TurnoutInsight, language: string): Markup {
  const groups: readonly (readonly [Sentence[number], GroupInsight])[] = [
    ...platforms.map((one) => [platformTitle(one.platform ?? ''), one] as const),
    ...(communities.length > 1
      ? communities.slice(0, MOST_GROUPS).map((one) => [nameOf(one), one] as const)
      : []),
  ];
  if (groups.length === 0) return nothing;
  const rows = groups.map(([name, { counts, votes: total, favourite }]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, ...written([name], language)),
      element('td', { class: 'number' }, text(String(total))),
      element(
        'td',
        {},
        ...written(
          favourite === undefined
            ? ['undecided']
            : [
                said(options[favourite]?.label ?? ''),
                ` (${percent((counts[favourite] ?? 0) / Math.max(1, total))})`,
              ],
          language,
        ),
      ),
    ),
  );
  return element(
    'details',
    {},
    element('summary', {}, text('Platforms and communities')),
    element(
      'div',
      { class: 'table' },
      element(
        'table',
        {},
        element('caption', {}, text('Only groups of five or more voters.')),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col' }, text('Where')),
            element('th', { scope: 'col', class: 'number' }, text('Votes')),
            element('th', { scope: 'col' }, text('Preferred')),
          ),
        ),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}
