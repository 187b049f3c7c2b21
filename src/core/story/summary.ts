import type { EpisodeId } from '../ids.ts';
import { componentsOf } from './components.ts';
import { choiceOf, type Story, successors, type WrittenStory } from './story.ts';

export interface StorySummary {
  readonly episodes: number;
  readonly choices: { readonly binding: number; readonly prediction: number };
  readonly endings: number;
  /**
   * Most episodes that a season can play. Exact if the story has no cycle. A cycle could be played for ever, so each of its
   * episodes is counted once.
   */
  readonly longest: number;
  /** Fewest episodes that a season can play. */
  readonly shortest: number;
}

/** Sums up a story in which `graphFaults` found nothing wrong. */
export function summary(story: WrittenStory): StorySummary {
  const choices = story.episodes.flatMap((episode) => choiceOf(episode) ?? []);
  return {
    episodes: story.episodes.length,
    choices: {
      binding: choices.filter((choice) => choice.kind === 'binding').length,
      prediction: choices.filter((choice) => choice.kind === 'prediction').length,
    },
    endings: story.episodes.filter((episode) => episode.continuation.kind === 'ending').length,
    longest: longest(story),
    shortest: shortest(story),
  };
}

function edgesOf(story: Story): (id: EpisodeId) => readonly EpisodeId[] {
  const next = new Map(story.episodes.map((episode) => [episode.id, successors(episode)]));
  return (id) => next.get(id) ?? [];
}

function shortest(story: WrittenStory): number {
  const endings = new Set(
    story.episodes.flatMap(({ id, continuation }) =>
      continuation.kind === 'ending' || continuation.kind === 'open' ? [id] : [],
    ),
  );
  const edges = edgesOf(story);
  const depth = new Map<EpisodeId, number>([[story.opening, 1]]);
  for (const [id, played] of depth) {
    if (endings.has(id)) return played;
    for (const next of edges(id)) if (!depth.has(next)) depth.set(next, played + 1);
  }
  return 0;
}

function longest(story: WrittenStory): number {
  const edges = edgesOf(story);
  const components = componentsOf(
    story.episodes.map((episode) => episode.id),
    edges,
  );
  const home = new Map(components.flatMap((component, index) => component.map((id) => [id, index] as const)));
  // Backwards, so that everything behind a component is known when we reach it.
  const most: number[] = [];
  for (let index = components.length - 1; index >= 0; index -= 1) {
    const component = components[index] ?? [];
    const behind = component.flatMap((id) => edges(id)).flatMap((id) => home.get(id) ?? []);
    const after = Math.max(0, ...behind.filter((other) => other !== index).map((other) => most[other] ?? 0));
    most[index] = component.length + after;
  }
  return most[home.get(story.opening) ?? 0] ?? 0;
}
