import { episodeId, type OptionId, outletId, type RoundNumber } from '../../../src/core/ids.ts';
import type { RoundFacts, TallySample } from '../../../src/core/insights/facts.ts';
import { type SeasonInsights, seasonInsights } from '../../../src/core/insights/season-insights.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { decide } from '../../../src/core/season/decide.ts';
import { evolve } from '../../../src/core/season/evolve.ts';
import { isIn, type Season } from '../../../src/core/season/state.ts';
import type { Choice, Episode, Story } from '../../../src/core/story/story.ts';
import { publicCounts } from '../../../src/core/vote/public-receipt.ts';
import { receiptOf } from '../../../src/core/vote/receipt.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import { aStory, choice, episode, MINUTE, rules, start, T0 } from './season-specification.ts';

/** Votes of one community: for each option in turn. */
export interface CommunityVotes {
  readonly votes: readonly number[];
  readonly platform?: 'discord' | 'telegram';
  readonly name?: string;
}

export interface PlannedVote {
  readonly communities: readonly CommunityVotes[];
  readonly episode?: Partial<Episode>;
  readonly choice?: Partial<Choice>;
  /** Labels; the first leads on, the others to episodes of their own. */
  readonly options?: readonly string[];
  /** Sums by option at parts of the vote's time. */
  readonly curve?: readonly (readonly [time: number, ...votes: readonly number[]])[];
  readonly voids?: boolean;
}

/** A story in which each vote's first option leads to the next vote; the last leads to an ending. */
function storyOf(planned: readonly PlannedVote[], change: Partial<Story> = {}): Story {
  const episodes = planned.flatMap(({ options = ['Stay', 'Go'], ...plan }, index): Episode[] => {
    const next = index + 1 === planned.length ? 'end' : `e${index + 1}`;
    const made = choice(
      Object.fromEntries(options.map((_, at) => [`o${at}`, at === 0 ? next : `side-${index}-${at}`])),
      {
        ...plan.choice,
      },
    );
    const labelled = {
      ...made,
      options: made.options.map((one, at) => ({ ...one, label: options[at] ?? '' })),
    };
    return [
      episode(
        `e${index}`,
        { kind: 'choice', choice: labelled },
        { title: `Night ${index + 1}`, ...plan.episode },
      ),
      ...options
        .slice(1)
        .map((label, at) => episode(`side-${index}-${at + 1}`, { kind: 'ending' }, { title: `If ${label}` })),
    ];
  });
  return aStory({
    opening: episodeId('e0'),
    episodes: [...episodes, episode('end', { kind: 'ending' }, { title: 'The end' })],
    ...change,
  });
}

/** Plays the story with these votes, as far as they go, and what the report is made from. */
export function votedSeason(
  planned: readonly PlannedVote[],
  change: Partial<Story> = {},
): { readonly season: Season; readonly insights: SeasonInsights } {
  const story = storyOf(planned, change);
  let season: Season | undefined;
  let at = T0;
  const give = (command: SeasonCommand): void => {
    const decided = decide(season, command);
    if (!decided.ok) throw new Error(`refused: ${JSON.stringify(decided.refusal)}`);
    for (const event of decided.events) season = evolve(season, event);
  };
  const rounds = new Map<RoundNumber, RoundFacts>();
  give(start(story, at));
  for (const plan of planned) {
    give({ type: 'tick', at: at + 2 * MINUTE });
    at += 20 * MINUTE;
    give({ type: 'tick', at });
    const round = season?.rounds.at(-1);
    if (season === undefined || round === undefined || !isIn(round, 'closing')) break;
    const outlets = plan.communities.map((community, index) => countOf(community, index, round.options));
    if (plan.voids === true) {
      give({
        type: 'void',
        at,
        round: round.number,
        by: { kind: 'person', pseudonym: 'p' },
        reason: 'a mistake',
      });
      continue;
    }
    give({ type: 'settle', at: at + 1, round: round.number, outlets });
    rounds.set(round.number, factsOf(season, round.number, outlets, plan));
  }
  give({ type: 'tick', at: at + 2 * MINUTE });
  if (season === undefined) throw new Error('nothing was played');
  return { season, insights: seasonInsights({ season, rounds }) };
}

function factsOf(
  season: Season,
  number: RoundNumber,
  counts: readonly OutletCount[],
  { communities, curve = [] }: PlannedVote,
): RoundFacts {
  const round = season.rounds[number - 1];
  if (round === undefined) throw new Error('no such round');
  const receipt = receiptOf(season, round, { counts, amendments: [] });
  const known = (outlet: string) => {
    const { name } = communities[Number(outlet.slice(1))] ?? {};
    return {
      key: outlet,
      ...(name !== undefined && { givenName: name }),
      words: { unnamed: 'a private group' },
    };
  };
  return {
    counts,
    communities: publicCounts(receipt, known),
    samples: curve.map(
      ([time, ...votes]): TallySample => ({
        at: round.opensAt + time * (round.closesAt - round.opensAt),
        counts: Object.fromEntries(round.options.map(({ id }, index) => [id, votes[index] ?? 0])),
      }),
    ),
  };
}

function countOf(
  { votes, platform = 'discord' }: CommunityVotes,
  index: number,
  options: readonly { readonly id: OptionId }[],
): OutletCount {
  return {
    ...{ outlet: outletId(`o${index}`), platform, name: `secret ${index}`, status: 'final', closedAt: T0 },
    counts: Object.fromEntries(options.map(({ id }, at) => [id, votes[at] ?? 0])),
  };
}

/** One community's votes. */
export const votesFor = (...votes: readonly number[]): PlannedVote => ({ communities: [{ votes }] });

export const sealed = { ...rules, sealed: true };
