import { optionId } from '../../../src/core/ids.ts';
import type { CardOption, ResultCard } from '../../../src/core/posts/result-card.ts';

/** @param given label, votes, and whether it won */
export function optionsOf(
  ...given: readonly (readonly [label: string, votes: number, won?: boolean])[]
): readonly CardOption[] {
  const total = given.reduce((sum, [, votes]) => sum + votes, 0);
  return given.map(([label, votes, won = false], index) => ({
    id: optionId(`option-${index}`),
    label,
    votes: votes.toLocaleString('en'),
    percent: `${total === 0 ? 0 : Math.round((100 * votes) / total)}%`,
    share: total === 0 ? 0 : votes / total,
    won,
  }));
}

export const sampleCard = (change: Partial<ResultCard> = {}): ResultCard => ({
  language: 'en',
  appearance: { colour: '#e5484d' },
  show: 'Night Shift',
  episode: 'Episode 5: Six West',
  question: 'Who does Mara call?',
  headline: 'The audience has decided',
  outcome: 'Her brother won with 1467 of 2482 votes (59%).',
  badges: [],
  options: optionsOf(['Her brother', 1_467, true], ['The number on the card', 1_015]),
  total: '2,482 votes',
  platforms: [
    { platform: 'discord', text: 'Discord 1,240' },
    { platform: 'telegram', text: 'Telegram 1,242' },
  ],
  turnout: 'in 14 communities',
  rule: 'The option with the most votes decides what happens next. If it’s a tie, the first of the tied options wins. Votes on all platforms count together: one per account in each community.',
  receipt: 'Receipt c0ffee12ab34',
  ...change,
});
