import { fitted, thousands } from '../demo/layout.ts';
import type { Screen } from '../demo/screen.ts';
import type { BallotBox, Community, Town } from './town.ts';

const NAME_COLUMNS = 32;

/** Prints what happens in the town: posts, polls and their results, and requests that were refused. */
export function reportTown(town: Town, screen: Screen): void {
  const { paint } = screen;
  const line = (name: string, what: string) => {
    const time = new Date().toISOString().slice(11, 19);
    const text = fitted(what.replace(/\s+/g, ' '), Math.max(20, screen.width - NAME_COLUMNS - 12)).trimEnd();
    screen.print(`${paint.faint(time)}  ${fitted(name, NAME_COLUMNS)}  ${text}`);
  };
  const seen = new Map<string, number>();
  const tellPosts = (community: Community) => {
    const posts = community.posts();
    for (const { text } of posts.slice(seen.get(community.key) ?? 0)) line(community.name, text);
    seen.set(community.key, posts.length);
  };
  const tellAllPosts = () => setImmediate(() => town.communities.forEach(tellPosts));
  const tellClosed = (id: string) => {
    for (const community of town.communities) {
      const poll = community.polls().find((one) => one.id === id);
      if (poll !== undefined) line(community.name, `poll closed: ${countsOf(poll)}`);
    }
  };
  const { discord, telegram } = town;
  discord.onMessage(tellAllPosts);
  telegram.onMessage(tellAllPosts);
  town.onPollOpened(({ name }, { question }) => line(name, `poll: ${question}`));
  discord.onPollClosed(({ messageId }) => tellClosed(messageId));
  telegram.onPollClosed(({ pollId }) => tellClosed(pollId));
  discord.onExchange(({ method, path, status }) => {
    if (status >= 400) line('Discord', `refused with ${status}: ${method} …/${path.split('/').at(-1)}`);
  });
  telegram.onExchange(({ method, status, responseBody }) => {
    if (!responseBody.ok) line('Telegram', `refused with ${status}: ${method}, ${responseBody.description}`);
  });
}

const countsOf = ({ labels, counts }: BallotBox): string =>
  labels.map((label, index) => `${label} ${thousands(counts[index] ?? 0)}`).join(' · ');
