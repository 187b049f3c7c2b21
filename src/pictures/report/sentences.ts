import type { Finding } from '../../core/insights/findings.ts';
import type { Mention } from '../../core/insights/mentions.ts';
import type { SeasonInsights, TurnoutInsight } from '../../core/insights/season-insights.ts';
import type { UntakenPath } from '../../core/insights/untaken.ts';
import type { GroupInsight } from '../../core/insights/vote-insight.ts';
import { platformTitle } from '../../core/platform-name.ts';
import { grouped, percent, points, quoted, type Sentence, said, votes } from './markup.ts';

/** What was found in a vote, as a writer can act on it. */
export interface Told {
  /** For the list at the top. */
  readonly short: Sentence;
  readonly whole: Sentence;
  /** What stands out most comes first. */
  readonly weight: number;
}

export function tellFinding(finding: Finding, vote: TurnoutInsight): Told {
  const label = (index: number): Sentence[number] => quoted(vote.options[index]?.label ?? '');
  switch (finding.kind) {
    case 'foregone': {
      const short: Sentence = [label(finding.option), ` took ${percent(finding.share)} of the votes.`];
      return {
        ...{ short, weight: 8 },
        whole: [
          ...short,
          ' It was a foregone conclusion. Next time, give the other way a gain that a fan can name, or let the favourite cost something.',
        ],
      };
    }
    case 'never-in-doubt': {
      const short: Sentence = [
        label(finding.option),
        ` led by ${points(finding.least)} or more from the first look to the end.`,
      ];
      return {
        ...{ short, weight: 5 },
        whole: [...short, ' People who came later could not change anything. A sealed vote hides that.'],
      };
    }
    case 'unfelt': {
      const short: Sentence = [
        `The vote was nearly even (${points(finding.margin)} apart), and the turnout was ${percent(finding.ofMedian)} of the usual.`,
      ];
      return {
        ...{ short, weight: 9 },
        whole: [
          ...short,
          ' Both together suggest that few people felt the choice. Ask whether the episode showed what is at stake.',
        ],
      };
    }
    case 'close': {
      const short: Sentence = [`The vote was close: ${points(finding.margin)} apart.`];
      return {
        ...{ short, weight: 2 },
        whole: [
          ...short,
          ' Nearly half of the audience wanted the other way. It is worth a nod in the next episode.',
        ],
      };
    }
    case 'intended-missed': {
      const short: Sentence = [
        'You expected ',
        percent(finding.intended),
        ' for ',
        label(finding.option),
        `. It got ${percent(finding.share)}.`,
      ];
      const more =
        finding.share > finding.intended
          ? ' It looked more attractive than you meant. Look at what the episode gave away.'
          : ' It looked less attractive than you meant. Look at what spoke for it in the episode.';
      return { short, weight: 7, whole: [...short, more] };
    }
    case 'intended-met': {
      const short: Sentence = [
        `The vote went as you expected, within ${points(Math.max(0.01, finding.worst))}.`,
      ];
      return { short, weight: 1, whole: short };
    }
    case 'late-swing': {
      const short: Sentence = [
        label(finding.to),
        ' overtook ',
        label(finding.from),
        ` late, when ${percent(finding.time)} of the time was over.`,
      ];
      return {
        ...{ short, weight: 6 },
        whole: [
          ...short,
          ' Somebody may have called for votes, or a large community voted late. The reminder is a good moment to say how close it is.',
        ],
      };
    }
    case 'platforms-disagreed': {
      const parts = (vote.platforms ?? []).map((group, index): Sentence => {
        const favourite = finding.favourites[index];
        return [
          platformTitle(group.platform ?? ''),
          ...(favourite === undefined ? [' was undecided'] : [' preferred ', label(favourite)]),
        ];
      });
      const short: Sentence = [...listed(parts), '.'];
      return {
        ...{ short, weight: 6 },
        whole: [
          ...short,
          ' The platforms may have different audiences: see who reads what, before you write for one of them.',
        ],
      };
    }
    case 'communities-disagreed': {
      const some = finding.others.slice(0, 3).flatMap((index): Sentence[] => {
        const group = vote.communities[index];
        return group?.favourite === undefined ? [] : [[nameOf(group), ' preferred ', label(group.favourite)]];
      });
      const rest = finding.others.length - some.length;
      const short: Sentence = [
        `${grouped(finding.others.length)} of ${grouped(finding.of)} communities preferred another way: `,
        ...listed(rest > 0 ? [...some, [`${rest} more`]] : some),
        '.',
      ];
      return { short, weight: 3, whole: short };
    }
    case 'nobody-voted': {
      const short: Sentence = ['Nobody voted.'];
      return { short, weight: 10, whole: [...short, ' Check that the polls were open, and for how long.'] };
    }
  }
}

export const nameOf = ({ name, unnamed, platform }: GroupInsight): Sentence[number] =>
  name === undefined ? (unnamed ?? `a community on ${platformTitle(platform ?? '')}`) : said(name);

function listed(parts: readonly Sentence[]): Sentence {
  return parts.flatMap((part, index) =>
    index === 0 ? part : [index === parts.length - 1 ? ' and ' : ', ', ...part],
  );
}

export function tellMention({ words, after, word, title, looked }: Mention): Sentence {
  if (words.length === 0)
    return [
      'Whether the story came back to it can’t be guessed: no word of the option is distinctive enough.',
    ];
  const sought = words.slice(0, 4).flatMap((one, index): Sentence => [index === 0 ? '' : ', ', said(one)]);
  if (after === undefined || word === undefined || title === undefined) {
    if (looked === 0) return ['No episode has come out since.'];
    return [
      looked === 1
        ? 'The episode since does not mention it in its title, synopsis or question ('
        : `None of the ${looked} episodes since mentions it in its title, synopsis or question (`,
      'looked for: ',
      ...sought,
      '). People like to see that their vote had consequences.',
    ];
  }
  return [
    after === 1 ? 'The next episode takes it up: ' : `It comes up again ${after} episodes later: `,
    quoted(word),
    ' in ',
    quoted(title),
    '.',
  ];
}

export function tellTurnout({ turnout }: SeasonInsights): readonly Sentence[] {
  const { series, median, held, steepest } = turnout;
  if (series.length === 0) return [['No vote has been counted yet.']];
  if (series.length === 1) return [[`One vote was counted, with ${votes(series[0]?.total ?? 0)}.`]];
  const trend: Sentence[] =
    held === undefined
      ? []
      : [
          held >= 1.1
            ? [`The turnout grew: the last third of the votes had ${percent(held - 1)} more than the first.`]
            : held >= 0.9
              ? [`The turnout held: the last third of the votes had ${percent(held)} of the first.`]
              : [`The turnout fell: the last third of the votes had ${percent(held)} of the first.`],
        ];
  const from = steepest && series[steepest.from];
  const to = steepest && series[steepest.to];
  const step: Sentence[] =
    steepest === undefined || from === undefined || to === undefined
      ? []
      : [
          [
            'The largest step was from ',
            quoted(from.title),
            ` (${votes(from.total)}) to `,
            quoted(to.title),
            ` (${votes(to.total)}): ${steepest.change > 0 ? 'up' : 'down'} ${percent(Math.abs(steepest.change))}.`,
            steepest.change < 0
              ? ' Compare how the two were announced, how long they were open, and what the first of them promised.'
              : ' Look at what drew people in.',
          ],
        ];
  return [[`${series.length} votes were counted, ${votes(median)} in the middle one.`], ...trend, ...step];
}

export function tellUntaken({ label, votes: count, share, next, lost }: UntakenPath): Sentence {
  const start: Sentence = [quoted(label), ` (${votes(count)}, ${percent(share)})`];
  if (next === undefined) return [...start, '.'];
  const fate =
    next.fate === 'played'
      ? ' It played nevertheless, by another way.'
      : next.fate === 'possible'
        ? ' It can still play.'
        : lost <= 1
          ? ' Nobody has seen it.'
          : ` Nobody has seen it, nor ${lost - 1} more behind it.`;
  return [...start, ' would have led to ', quoted(next.title), '.', fate];
}
