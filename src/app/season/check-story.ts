import { relative } from 'node:path';
import { formatDuration } from '../../core/durations.ts';
import type { ShowId } from '../../core/ids.ts';
import { choiceOf, type Story, type WrittenStory } from '../../core/story/story.ts';
import { summary } from '../../core/story/summary.ts';
import type { CardFonts } from '../../ports/card-fonts.ts';
import type { EpisodeSource, FileFault, SourceFiles } from '../../ports/source-files.ts';
import { repeatedShows } from '../shows/repeated-shows.ts';

/**
 * Checks a story file, or an operator's file with every story it names, and prints to `out` what is wrong, or
 * a summary of the stories.
 * @returns the exit code: 0 fine, 1 faults.
 * @throws StartupError if the file can't be read.
 */
export async function checkStory(
  path: string,
  out: (line: string) => void,
  files: SourceFiles,
  fonts: CardFonts,
): Promise<0 | 1> {
  if ((await files.kindOf(path)) === 'operator') return checkOperator(path, out, files, fonts);
  const reading = await files.readStory(path);
  if (!reading.ok) return tellFaults(reading.faults, out);
  tellStory(path, reading.story, reading.warnings, out);
  tellMissingFonts(reading.story, fonts, out);
  return 0;
}

async function checkOperator(
  path: string,
  out: (line: string) => void,
  files: SourceFiles,
  fonts: CardFonts,
): Promise<0 | 1> {
  const reading = await files.readOperatorFile(path);
  if (!reading.ok) {
    const stories = await Promise.all(reading.storyPaths.map((one) => files.readStory(relative('', one))));
    return tellFaults(
      [...reading.faults, ...stories.flatMap((story) => (story.ok ? [] : story.faults))],
      out,
    );
  }
  const { shows } = reading.operator;
  const outlets = shows.reduce((sum, show) => sum + show.outlets.length, 0);
  out(`${path}: ${count(shows.length, 'show')}, ${count(outlets, 'outlet')}`);
  tellWarnings(reading.warnings, out);
  const faults: FileFault[] = [];
  const ids: (ShowId | undefined)[] = [];
  for (const show of shows) {
    const { from, source } = show;
    if (from.kind === 'serial') {
      ids.push(from.story.id);
      out(`${path}: "${from.story.title}" is fine: a serial show, its episodes arrive while it plays`);
      tellMissingFonts(from.story, fonts, out);
    } else {
      const file = relative('', from.path);
      const story = await files.readStory(file);
      ids.push(story.ok ? story.story.id : undefined);
      if (story.ok) {
        tellStory(file, story.story, story.warnings, out);
        tellMissingFonts(story.story, fonts, out);
      } else faults.push(...story.faults);
    }
    if (source !== undefined) out(`  ${sourceSentence(source)}`);
  }
  faults.push(...repeatedShows(shows, ids));
  return faults.length === 0 ? 0 : tellFaults(faults, out);
}

/** `config/x.yaml:12:7  what — right`, then how many. */
function tellFaults(faults: readonly FileFault[], out: (line: string) => void): 1 {
  for (const fault of faults) out(writeFault(fault));
  out(count(faults.length, 'fault'));
  return 1;
}

/** One fault in one line, in the form that editors and terminals turn into a link. */
export function writeFault({ file, line, column, path, what, right }: FileFault): string {
  const where = path === '' ? '' : `${path}: `;
  return `${file}:${line}:${column}  ${where}${what} — ${right}`;
}

function tellStory(
  path: string,
  story: WrittenStory,
  warnings: readonly FileFault[],
  out: (line: string) => void,
): void {
  const { episodes, choices, endings, longest, shortest } = summary(story);
  const predictions = choices.prediction === 0 ? '' : ` and ${count(choices.prediction, 'prediction')}`;
  out(`${path}: "${story.title}" is fine`);
  out(
    `  ${count(episodes, 'episode')}, ${count(choices.binding, 'choice')}${predictions}, ${count(endings, 'ending')}`,
  );
  const drafts = story.episodes.filter(({ draft }) => draft === true).map(({ id }) => id);
  const soFar = drafts.length === 0 ? '' : ', as far as it is written';
  out(`  longest path ${count(longest, 'episode')}, shortest ${count(shortest, 'episode')}${soFar}`);
  if (drafts.length > 0) {
    out(`  ${count(drafts.length, 'draft')}, for which the season waits when due: ${drafts.join(', ')}`);
  }
  tellWarnings(warnings, out);
}

/** `episodes from the feed https://…, fetched every 5m; at least 10m between two drops`. */
function sourceSentence({ feed, every, only, skip, confirm, gap }: EpisodeSource): string {
  const filters = [only !== undefined && `only /${only}/`, skip !== undefined && `without /${skip}/`];
  return [
    [
      feed === undefined
        ? 'episodes from the webhook or a command'
        : `episodes from the feed ${feed}, fetched every ${formatDuration(every)}`,
      ...filters.filter((filter) => filter !== false),
    ].join(', '),
    ...(confirm ? ['a showrunner confirms each'] : []),
    ...(gap > 0 ? [`at least ${formatDuration(gap)} between two drops`] : []),
  ].join('; ');
}

function tellWarnings(warnings: readonly FileFault[], out: (line: string) => void): void {
  for (const warning of warnings) out(`  note: ${writeFault(warning)}`);
}

/** More are not listed one by one: they are of one script. */
const MOST_CHARACTERS = 12;

/** A result is posted without its picture rather than with empty boxes for some of its characters. */
function tellMissingFonts(
  story: Pick<Story, 'title' | 'episodes'>,
  fonts: CardFonts,
  out: (line: string) => void,
): void {
  const missing = fonts.missingFor([
    story.title,
    ...story.episodes.flatMap((episode) => {
      const choice = choiceOf(episode);
      if (choice === undefined) return [];
      return [episode.title, choice.question, ...choice.options.map(({ label }) => label)];
    }),
  ]);
  if (missing === undefined) return;
  const { characters, packages } = missing;
  const more = characters.length - MOST_CHARACTERS;
  const shown = characters.slice(0, MOST_CHARACTERS).join(' ') + (more > 0 ? ` and ${more} more` : '');
  const toDo = packages.length === 0 ? '' : `; for pictures: npm install ${packages.join(' ')}`;
  out(`  note: no font here has ${shown}, so results with them are posted as text without a picture${toDo}`);
}

const count = (many: number, of: string): string => `${many} ${of}${many === 1 ? '' : 's'}`;
