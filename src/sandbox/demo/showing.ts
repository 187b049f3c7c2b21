import { setTimeout as sleep } from 'node:timers/promises';
import type { Town } from '../audience/town.ts';
import { type Crew, sendCrew } from '../feed/crew.ts';
import { startFeed } from '../feed/feed-server.ts';
import { openSerialShow, writeSerialProps } from '../feed/serial-show.ts';
import { endSeason } from '../feed/showrunner.ts';
import type { SandboxOptions } from '../options.ts';
import type { ShowPart } from '../page/state.ts';
import { writeProps } from '../props.ts';
import { openStory } from '../story-source.ts';
import type { Book } from './book.ts';

/** The show that is played: from a story file, or from a feed that its crew fills while people vote. */
export interface Showing {
  /** The show's name on the command line. */
  readonly id: string;
  readonly title: string;
  readonly book: Book;
  /** Writes the files that the bot needs, and returns the path of the operator's. */
  writeFiles(folder: string, town: Town): Promise<string>;
  /** What happens beside the votes, from the season's start to its end. Rejects if the season cannot be ended. */
  begin(town: Town): Promise<void>;
  /** Publishes an episode in the show's feed; undefined without one. */
  readonly publish: ((title: string, description: string) => void) | undefined;
  close(): Promise<void>;
}

/** What a feed shows at first is no news, so the crew waits until the bot has read it; feeds date items by the second. */
const AFTER_THE_START_MS = 1_500;

/** @throws StartupError that names every fault of a story file */
export const openShowing = (options: SandboxOptions): Promise<Showing> =>
  options.serial ? fromFeed(options) : fromFile(options);

/** What the page says of the show. `pages` is where the bot serves the seasons' own pages. */
export const shownOn = (
  { id, title }: Showing,
  { speed, serial }: SandboxOptions,
  pages: string,
): ShowPart => ({
  id,
  title,
  daySeconds: 86_400 / speed,
  serial,
  page: `${pages}/shows/${id}`,
});

async function fromFile({ storyPath, speed }: SandboxOptions): Promise<Showing> {
  const { id, title, book, text } = await openStory(storyPath, speed);
  return {
    id,
    title,
    book,
    writeFiles: async (folder, town) => (await writeProps(folder, text, town)).operatorPath,
    begin: async () => undefined,
    publish: undefined,
    close: async () => undefined,
  };
}

async function fromFeed({ speed }: SandboxOptions): Promise<Showing> {
  const show = openSerialShow(speed);
  const feed = await startFeed(show.title);
  let crew: Crew | undefined;
  let visitors = 0;
  return {
    id: show.id,
    title: show.title,
    book: show.book,
    writeFiles: (folder, town) => writeSerialProps(folder, show, feed.url, town),
    publish(title, description) {
      visitors += 1;
      const link = `https://watch.example/back-room/visitors-${visitors}`;
      feed.publish({ id: `visitors-${visitors}`, title, description, link });
    },
    async begin(town) {
      await feed.read;
      await sleep(AFTER_THE_START_MS);
      crew = sendCrew(town, feed, show.book);
      await crew.wrapped;
      await endSeason(town, show.id);
    },
    async close() {
      crew?.stop();
      await feed.close();
    },
  };
}
