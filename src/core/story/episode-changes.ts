import type { Instant } from '../ids.ts';
import { canonicalForm } from '../vote/receipt.ts';
import { type Continuation, choiceOf, type Episode } from './story.ts';

/** One thing in which an episode of an edited file differs from the one that the season has. */
export type EpisodeChange =
  | { readonly what: 'title' | 'link' | 'picture' | 'match'; readonly from?: string; readonly to?: string }
  | { readonly what: 'synopsis' | 'rules' }
  | { readonly what: 'date'; readonly from?: Instant; readonly to?: Instant }
  /** A draft is written now, or the other way round. */
  | { readonly what: 'draft'; readonly to: boolean }
  | { readonly what: 'repeats'; readonly to: boolean }
  /** What comes after it, as a clause. */
  | { readonly what: 'follows'; readonly from: string; readonly to: string }
  | { readonly what: 'question'; readonly from?: string; readonly to?: string };

/** In the order in which a person would tell them; empty if the two are the same. */
export function episodeChanges(before: Episode, after: Episode): readonly EpisodeChange[] {
  const changes: EpisodeChange[] = [];
  if ((before.draft === true) !== (after.draft === true))
    changes.push({ what: 'draft', to: after.draft === true });
  const texts = [
    { what: 'title', from: before.title, to: after.title },
    { what: 'link', from: before.url, to: after.url },
    { what: 'picture', from: before.image, to: after.image },
    { what: 'match', from: before.match, to: after.match },
    { what: 'question', from: choiceOf(before)?.question, to: choiceOf(after)?.question },
  ] as const;
  for (const { what, from, to } of texts) {
    if (from !== to)
      changes.push({ what, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  }
  if (before.synopsis !== after.synopsis) changes.push({ what: 'synopsis' });
  if (before.at !== after.at) {
    changes.push({
      what: 'date',
      ...(before.at !== undefined && { from: before.at }),
      ...(after.at !== undefined && { to: after.at }),
    });
  }
  const [from, to] = [whatFollows(before.continuation), whatFollows(after.continuation)];
  if (from !== to) changes.push({ what: 'follows', from, to });
  if (canonicalForm(rulesOf(before)) !== canonicalForm(rulesOf(after))) changes.push({ what: 'rules' });
  if (before.revisited !== after.revisited) changes.push({ what: 'repeats', to: after.revisited });
  return changes;
}

const rulesOf = (episode: Episode): object => ({ rules: choiceOf(episode)?.voting ?? null });

/** `a vote: Her brother → brother / Nobody → dark`; `roof`; `the story ends`. */
export function whatFollows(continuation: Continuation): string {
  switch (continuation.kind) {
    case 'choice':
      return `a vote: ${continuation.choice.options
        .map(({ id, label, next }) => `${label} (${id}) → ${next ?? '?'}`)
        .join(' / ')}`;
    case 'next': {
      const { next, prediction } = continuation;
      if (prediction === undefined) return next;
      return `${next}, and a prediction: ${prediction.options.map(({ id, label }) => `${label} (${id})`).join(' / ')}`;
    }
    case 'ending':
      return 'the story ends';
    case 'open':
      return 'not written yet';
  }
}
