import type { EpisodeId } from '../ids.ts';
import { nearest } from '../text/nearest.ts';
import { asSeen } from '../text/unseen.ts';
import { componentsOf } from './components.ts';
import type { StoryFault, StoryPath } from './fault.ts';
import {
  type Choice,
  choiceOf,
  type Episode,
  type Story,
  shownLabel,
  successors,
  type WrittenStory,
} from './story.ts';

type Graph = ReadonlyMap<EpisodeId, Episode>;

/**
 * Checks a story as a graph: every `next` exists, no two options of a choice share an id or a label, every
 * episode can be reached from the opening, an ending or a draft without a continuation can be reached from everywhere, and
 * every cycle passes an episode that is marked `revisited`.
 *
 * `unclear` names episodes whose next episodes we don't know, because their part of the file has faults. We
 * conclude nothing from them, so that one mistake is reported once.
 */
export function graphFaults(
  story: WrittenStory,
  unclear: ReadonlySet<EpisodeId> = new Set(),
): readonly StoryFault[] {
  const graph: Graph = new Map(story.episodes.map((episode) => [episode.id, episode]));
  return [
    ...danglingFaults(story, graph),
    ...story.episodes.flatMap(repeatedOptionFaults),
    ...reachabilityFaults(story, graph, unclear),
    ...cycleFaults(story),
  ];
}

function danglingFaults(story: WrittenStory, graph: Graph): readonly StoryFault[] {
  const unknown = (path: StoryPath, target: EpisodeId): StoryFault[] =>
    graph.has(target)
      ? []
      : [{ path, what: `no episode is called "${target}"`, right: suggestion(target, graph) }];
  const ofEpisode = (episode: Episode): StoryFault[] => {
    const path = ['episodes', episode.id];
    if (episode.continuation.kind === 'next') return unknown([...path, 'next'], episode.continuation.next);
    if (episode.continuation.kind !== 'choice') return [];
    return episode.continuation.choice.options.flatMap((option, index) =>
      option.next === undefined ? [] : unknown([...path, 'choice', 'options', index, 'next'], option.next),
    );
  };
  return [...unknown(['opening'], story.opening), ...story.episodes.flatMap(ofEpisode)];
}

const MOST_SUGGESTED = 12;

function suggestion(wanted: string, graph: Graph): string {
  const names = [...graph.keys()];
  if (names.length === 0) return 'an episode of that name under "episodes"';
  const close = nearest(wanted, names);
  if (close !== undefined) return `did you mean "${close}"?`;
  const listed = names.slice(0, MOST_SUGGESTED).join(', ');
  return `one of the episodes: ${listed}${names.length > MOST_SUGGESTED ? ', …' : ''}`;
}

function repeatedOptionFaults(episode: Episode): readonly StoryFault[] {
  const choice = choiceOf(episode);
  if (choice === undefined) return [];
  const path = ['episodes', episode.id, 'choice', 'options'];
  return [
    ...repetitions(choice, (option) => option.id).map(({ index, first }) => ({
      path: [...path, index, 'id'],
      what: `option ${index + 1} has the id of option ${first + 1}`,
      right: 'an id that no other option of this choice has',
    })),
    ...sameLabels(choice).map(({ index, first }) => ({
      path: [...path, index, 'label'],
      what: `option ${index + 1} reads like option ${first + 1}`,
      right:
        'a label that no other option of this choice has; capitals, spaces and invisible characters make no difference',
    })),
  ];
}

/** With or without their emoji: a platform may show it before the label, where a label may begin with the same one. */
function sameLabels(choice: Choice): ReturnType<typeof repetitions> {
  const same = repetitions(choice, ({ label }) => asSeen(label));
  return same.length > 0 ? same : repetitions(choice, (option) => asSeen(shownLabel(option)));
}

function repetitions(
  choice: Choice,
  key: (option: Choice['options'][number]) => string,
): readonly { index: number; first: number }[] {
  const firsts = new Map<string, number>();
  return choice.options.flatMap((option, index) => {
    const value = key(option);
    const first = firsts.get(value);
    if (first === undefined) firsts.set(value, index);
    // An empty value is reported as a separate fault.
    return first === undefined || value === '' ? [] : [{ index, first }];
  });
}

function reachabilityFaults(
  story: WrittenStory,
  graph: Graph,
  unclear: ReadonlySet<EpisodeId>,
): readonly StoryFault[] {
  if (!graph.has(story.opening)) return [];
  const forward = (id: EpisodeId): readonly EpisodeId[] => {
    const episode = graph.get(id);
    return episode === undefined ? [] : successors(episode);
  };
  const reached = spread([story.opening], forward);
  const leadsSomewhereUnknown = (id: EpisodeId) =>
    unclear.has(id) || forward(id).some((next) => !graph.has(next));
  const faults: StoryFault[] = [];
  if (![...reached].some(leadsSomewhereUnknown)) {
    for (const { id } of story.episodes.filter((episode) => !reached.has(episode.id))) {
      faults.push({
        path: ['episodes', id],
        what: `no path from the opening leads to "${id}"`,
        right: `name it as a "next" somewhere, or remove it`,
      });
    }
  }
  return [...faults, ...endlessFaults(story, reached, forward, leadsSomewhereUnknown)];
}

function endlessFaults(
  story: Story,
  reached: ReadonlySet<EpisodeId>,
  forward: (id: EpisodeId) => readonly EpisodeId[],
  leadsSomewhereUnknown: (id: EpisodeId) => boolean,
): readonly StoryFault[] {
  const back = new Map<EpisodeId, EpisodeId[]>();
  for (const { id } of story.episodes) {
    for (const next of forward(id)) back.set(next, [...(back.get(next) ?? []), id]);
  }
  const goals = story.episodes.filter(
    ({ id, continuation }) =>
      continuation.kind === 'ending' || continuation.kind === 'open' || leadsSomewhereUnknown(id),
  );
  if (goals.length === 0) {
    return [
      {
        path: ['episodes'],
        what: 'the story has no ending',
        right:
          'at least one episode with "ending: true", or with "draft: true" while its end is not written yet',
      },
    ];
  }
  const ends = spread(
    goals.map((episode) => episode.id),
    (id) => back.get(id) ?? [],
  );
  return story.episodes
    .filter(({ id }) => reached.has(id) && !ends.has(id))
    .map(({ id }) => ({
      path: ['episodes', id],
      what: `no path from "${id}" leads to an ending`,
      right: 'at least one way out of here to an episode with "ending: true", or to a draft',
    }));
}

function spread(
  start: readonly EpisodeId[],
  edges: (id: EpisodeId) => readonly EpisodeId[],
): ReadonlySet<EpisodeId> {
  const reached = new Set(start);
  for (const id of reached) for (const next of edges(id)) reached.add(next);
  return reached;
}

/** One fault per group of episodes that can repeat without passing one that is marked as revisited. */
function cycleFaults(story: Story): readonly StoryFault[] {
  const once = story.episodes.filter((episode) => !episode.revisited);
  const graph: Graph = new Map(once.map((episode) => [episode.id, episode]));
  const edges = (id: EpisodeId): readonly EpisodeId[] => {
    const episode = graph.get(id);
    return episode === undefined ? [] : successors(episode).filter((next) => graph.has(next));
  };
  const order = [...graph.keys()];
  return componentsOf(order, edges).flatMap((component) => {
    const [only] = component;
    if (only === undefined || (component.length === 1 && !edges(only).includes(only))) return [];
    const inside = new Set(component);
    const start = order.find((id) => inside.has(id)) ?? only;
    return [
      {
        path: ['episodes', start],
        what: `the story can loop: ${shortestCircle(start, edges).join(' → ')}`,
        right: 'lead one of them elsewhere; or, if the loop is intended, give one of them "revisited: true"',
      },
    ];
  });
}

/** From `start`, which is on a cycle, back to `start`. */
function shortestCircle(
  start: EpisodeId,
  edges: (id: EpisodeId) => readonly EpisodeId[],
): readonly EpisodeId[] {
  const cameFrom = new Map<EpisodeId, EpisodeId>();
  const queue = new Set([start]);
  for (const id of queue) {
    for (const next of edges(id)) {
      if (!cameFrom.has(next)) cameFrom.set(next, id);
      queue.add(next);
    }
  }
  const circle = [start];
  let id = cameFrom.get(start);
  while (id !== undefined && id !== start) {
    circle.unshift(id);
    id = cameFrom.get(id);
  }
  return [start, ...circle];
}
