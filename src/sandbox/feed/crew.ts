import type { Town } from '../audience/town.ts';
import type { Book, BookEpisode } from '../demo/book.ts';
import { countRounds, type TrueRound } from '../demo/ground-truth.ts';
import type { FeedServer } from './feed-server.ts';

/** The crew looks at the platforms this often, as people would. */
const LOOK_EVERY_MS = 200;

export interface Crew {
  /** Ids of the script's episodes that were published, in order. */
  readonly published: readonly string[];
  /** Resolves when the last episode is out everywhere. */
  readonly wrapped: Promise<void>;
  stop(): void;
}

/**
 * Shoots a serial show: publishes an episode in the feed, waits until it is posted in every community and the vote on it is
 * over, and publishes the one that the audience chose, by the platforms' own counts.
 */
export function sendCrew(town: Town, feed: FeedServer, script: Book): Crew {
  const published: string[] = [];
  const publish = (id: string): void => {
    const episode = script.episodes.get(id);
    if (episode === undefined) throw new Error(`The script has no episode ${id}`);
    published.push(id);
    feed.publish({
      id: `take-${id}`,
      title: episode.title ?? id,
      link: episode.url ?? '',
      description: descriptionOf(episode),
    });
  };
  publish(script.opening);
  let done = (): void => undefined;
  const wrapped = new Promise<void>((resolve) => {
    done = resolve;
  });
  const timer = setInterval(() => {
    const last = script.episodes.get(published.at(-1) ?? '');
    if (last === undefined || !isPosted(town, last)) return;
    if (last.choice === undefined && last.next === undefined) {
      clearInterval(timer);
      done();
      return;
    }
    const next = last.choice === undefined ? last.next : chosen(script, town, last.choice.question);
    if (next !== undefined) publish(next);
  }, LOOK_EVERY_MS);
  return { published, wrapped, stop: () => clearInterval(timer) };
}

/** A line of its own announces the vote. */
const descriptionOf = ({ synopsis = '', choice }: BookEpisode): string =>
  choice === undefined
    ? synopsis
    : `${synopsis}\nVote: ${choice.question} ${choice.options.map(({ label }) => label).join(' | ')}`;

const isPosted = ({ communities }: Town, { url = '' }: BookEpisode): boolean =>
  communities.every(({ posts }) => posts().some(({ links }) => links.includes(url)));

/** Where the audience wants to go, once every poll on the question is closed and it won. */
function chosen(script: Book, { communities }: Town, question: string): string | undefined {
  const boxes = communities.map(({ key, polls }) => ({ key, polls: polls() }));
  const round = countRounds(script, boxes).findLast((one) => one.question === question);
  if (round === undefined || !isClosed(round, boxes.length)) return undefined;
  const { outcome } = round;
  if (outcome.kind !== 'won') return undefined;
  const episode = [...script.episodes.values()].find(({ choice }) => choice?.question === question);
  return episode?.choice?.options.find(({ label }) => label === outcome.label)?.next;
}

const isClosed = ({ polls }: TrueRound, communities: number): boolean =>
  polls.size === communities && [...polls.values()].every(({ closedAt }) => closedAt !== undefined);
