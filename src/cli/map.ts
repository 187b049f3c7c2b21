import { extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { writeFault } from '../app/season/check-story.ts';
import { openFiles, type Reports } from '../compose/reports.ts';
import { type ShowId, showId } from '../core/ids.ts';
import type { Season } from '../core/season/state.ts';
import type { Story } from '../core/story/story.ts';
import { writeResult } from '../files/written-file.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { Terminal } from './terminal.ts';

/** What commands that read seasons need of a terminal. */
export interface ReadingTerminal extends Pick<Terminal, 'say' | 'note' | 'endWith'> {
  readonly withReports: (use: (reports: Reports) => Promise<void>) => Promise<void>;
}

const FORMATS = ['mermaid', 'svg'] as const;
type Format = (typeof FORMATS)[number];
const FORMAT_OF: Readonly<Record<string, Format>> = {
  '.svg': 'svg',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
};

export interface Named {
  readonly show: ShowId;
  readonly ordinal?: number;
}

interface Options {
  readonly format?: Format;
  readonly output?: string;
  readonly season?: Named;
}

const EXAMPLES = `
Without --output, the map is printed: as Mermaid, or with --format svg as SVG. With --season, the way that the season
went is drawn in. If FILE is left out, it is drawn on the story as the season plays it.

  cliffhanger map stories/night-shift.yaml -o map.svg
  cliffhanger map stories/night-shift.yaml --season night-shift -o map.svg
  cliffhanger map --season night-shift.1 > map.mmd`;

/** Adds `map`, which draws a story's episodes and the ways between them. */
export function addMap(cli: Command, terminal: ReadingTerminal): void {
  cli
    .command('map')
    .description("draw a story's episodes and the ways between them, as SVG or Mermaid")
    .argument('[file]', 'a story file')
    .option('--season <season>', 'the season to draw in: SHOW for its latest, or SHOW.NUMBER', seasonNamed)
    .option('-o, --output <file>', 'write to this file: .svg, .mmd or .mermaid')
    .addOption(new Option('--format <format>', 'by default as the output file is called').choices(FORMATS))
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, options: Options) => {
      const format = formatOf(options);
      const story = file === undefined ? undefined : await readStory(file, terminal);
      if (story === 'faulty') {
        terminal.endWith(1);
        return;
      }
      const drawing = await draw(await storyToDraw(story, file, options.season, terminal), format);
      if (options.output === undefined) terminal.say(drawing.trimEnd());
      else await writeResult(options.output, drawing, file);
    });
}

function formatOf({ format, output }: Options): Format {
  if (format !== undefined) return format;
  if (output === undefined) return 'mermaid';
  const known = FORMAT_OF[extname(output).toLowerCase()];
  if (known !== undefined) return known;
  throw new StartupError(
    `${output}: the name does not say which format it should have`,
    'End it in .svg, .mmd or .mermaid, or add --format svg or --format mermaid.',
    { exitCode: 2 },
  );
}

/** The story of a file; what is wrong with it is told as `check` tells it. */
async function readStory(
  file: string,
  { note }: ReadingTerminal,
): Promise<{ readonly story: Story; readonly hash: string } | 'faulty'> {
  const files = openFiles();
  if ((await files.kindOf(file)) === 'operator') {
    throw new StartupError(
      `${file} is an operator's file, and a map is of one story`,
      'Name one of its story files.',
      { exitCode: 2 },
    );
  }
  const reading = await files.readStory(file);
  if (reading.ok) return reading;
  for (const fault of reading.faults) note(writeFault(fault));
  note('There is no map of a story that has faults: correct them first.');
  return 'faulty';
}

interface Drawable {
  readonly story: Story;
  readonly season?: Season;
}

async function storyToDraw(
  read: { readonly story: Story; readonly hash: string } | undefined,
  file: string | undefined,
  named: Named | undefined,
  { note, withReports }: ReadingTerminal,
): Promise<Drawable> {
  if (named === undefined) {
    if (read !== undefined) return read;
    throw new StartupError(
      'There is nothing to draw',
      'Name a story file, or a season with --season SHOW. "cliffhanger map --help" has examples.',
      { exitCode: 2 },
    );
  }
  if (read !== undefined && read.story.id !== named.show) {
    throw new StartupError(
      `${file} is the story ${read.story.id}, but --season names ${named.show}`,
      'Name a season of the same show, or leave the file out.',
      { exitCode: 2 },
    );
  }
  let season: Season | undefined;
  await withReports(async (reports) => {
    season = await reports.season(named.show, named.ordinal);
  });
  if (season === undefined) throw new Error('The reports were closed before they were read');
  if (read === undefined) return { story: season.story, season };
  const { storyAsPlayed } = await import('../pictures/map/played.ts');
  if (read.hash !== season.storyHash) {
    note(
      `${season.id} began with another version of ${file}. Episodes that are out are drawn as they were played, all others as the file has them.`,
    );
  }
  return { story: storyAsPlayed(read.story, season), season };
}

/** Loaded only here: nothing else on the command line draws. */
async function draw({ story, season }: Drawable, format: Format): Promise<string> {
  const { mapOf } = await import('../pictures/map/story-map.ts');
  const map = mapOf(story, season);
  if (format === 'mermaid') return (await import('../pictures/map/mermaid.ts')).writeMermaid(map);
  return (await import('../pictures/map/svg.ts')).writeSvg(map);
}

/** The show's id is checked here, since it becomes part of keys and paths. */
export function seasonNamed(text: string): Named {
  const [, show, ordinal] = /^([a-z0-9-]{1,40})(?:\.([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (show === undefined) {
    throw new InvalidArgumentError('Name a season by its show, such as night-shift, or night-shift.2.');
  }
  return { show: showId(show), ...(ordinal !== undefined && { ordinal: Number(ordinal) }) };
}
