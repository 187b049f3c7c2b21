import { readFile } from 'node:fs/promises';
import { openFiles } from '../compose/reports.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { BallotBox } from './audience/town.ts';
import { type Book, choiceOf, readBook } from './demo/book.ts';
import { shownPath } from './options.ts';
import { speedUp } from './speed.ts';

/** A story that can be played: checked as it was written, then made faster. */
export interface StorySource {
  /** The show's name on the command line. */
  readonly id: string;
  readonly title: string;
  /** The faster story file. */
  readonly text: string;
  readonly book: Book;
}

/** @throws StartupError that names every fault of the file, as the person wrote it */
export async function openStory(path: string, speed: number): Promise<StorySource> {
  const named = shownPath(path);
  const reading = await openFiles().readStory(named);
  if (!reading.ok) {
    const faults = reading.faults.map(
      ({ file, line, column, what, right }) => `  ${file}:${line}:${column}  ${what} — ${right}`,
    );
    throw new StartupError(
      `The story has errors:\n${faults.join('\n')}`,
      `Fix them; \`npx cliffhanger check ${named}\` checks again.`,
    );
  }
  const text = speedUp(await readFile(path, 'utf8'), speed);
  return { id: reading.story.id, title: reading.story.title, text, book: readBook(text) };
}

/** For polls that belong to no story: long enough to watch. */
const OTHER_POLL_MS = 60_000;

/** How long a vote lasts by the published rules, in milliseconds. */
export function lifeIn(book: Book): (poll: BallotBox, attempt: number) => number {
  return ({ question, labels, openedAt, expiresAt }, attempt) => {
    const choice = choiceOf(book, question);
    if (choice === undefined)
      return Math.min(OTHER_POLL_MS, (expiresAt ?? Number.POSITIVE_INFINITY) - openedAt);
    const isRunoff = attempt > 1 && (labels.length < choice.options.length || choice.tie === 'runoff');
    return isRunoff ? choice.runoff : choice.lasts;
  };
}
