import type { Capabilities } from '../../core/posts/capabilities.ts';
import { itemMisfits, voteMisfits } from '../../core/posts/fit-item.ts';
import type { StoryFault } from '../../core/story/fault.ts';
import type { Item } from '../../core/story/item.ts';
import type { Story } from '../../core/story/story.ts';
import { badVote, optionsOf } from '../../core/story/written-vote.ts';
import { cut } from '../../core/text/graphemes.ts';
import { capitalised } from '../../core/wording/command-words.ts';
import type { VoteDraft, WrittenMisfit } from '../../ports/commands/answers.ts';

/** How much of a label is repeated. */
const LONGEST_SHOWN = 40;

/** What stops the platforms of a show from posting what a person wrote. Nothing is cut: the person can correct it. */
export function itemMisfit(
  item: Item,
  story: Story,
  capabilities: readonly Capabilities[],
): WrittenMisfit | undefined {
  const { vote } = item;
  if (vote?.ok === false) return unreadable(vote.what);
  const what = vote === undefined ? undefined : badVote(optionsOf(vote.options));
  if (what !== undefined) return unreadable(what);
  const [fault] = itemMisfits(item, story, capabilities);
  if (fault === undefined) return undefined;
  const part = fault.path.at(-1);
  const isOfPost = part === 'title' || part === 'url' || part === 'image';
  return {
    part: isOfPost ? part : 'synopsis',
    problem: sentence(fault, vote?.ok === true ? vote.options : []),
  };
}

const unreadable = (what: string): WrittenMisfit => ({
  part: 'synopsis',
  problem: `No vote can be read from the line "Vote:": ${what}.`,
});

export function voteMisfit(
  { question, options, lasts }: VoteDraft,
  story: Story,
  capabilities: readonly Capabilities[],
): WrittenMisfit | undefined {
  const what = badVote(optionsOf(options));
  if (what !== undefined) return { part: 'options', problem: `No vote can be held on that: ${what}.` };
  const voting = { ...story.voting, ...(lasts !== undefined && { lasts }) };
  const { reminder: _, ...rules } = voting;
  const choice = { kind: 'binding', question, options: optionsOf(options), voting: rules } as const;
  const [fault] = voteMisfits(choice, story, capabilities);
  if (fault === undefined) return undefined;
  const part = fault.path.at(-1);
  return {
    part: part === 'question' || part === 'lasts' ? part : 'options',
    problem: sentence(fault, options),
  };
}

function sentence({ path, what, right }: StoryFault, options: readonly string[]): string {
  const [key, index] = path.slice(-3);
  const label = key === 'options' && typeof index === 'number' ? options[index] : undefined;
  const where = label === undefined ? '' : `Option "${cut(label, LONGEST_SHOWN)}": `;
  return `${where}${where === '' ? capitalised(what) : what}. Make it ${right}.`;
}
