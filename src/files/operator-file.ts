import { realpath, stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { type OperatorData, operatorSchemaOf, START_TIME, sectionsOf } from '../../config/operator-schema.ts';
import type { PlatformName } from '../core/ids.ts';
import { platformVariable } from '../core/platform-name.ts';
import type { StoryPath } from '../core/story/fault.ts';
import type { OutletAddress } from '../ports/platform/outlet.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import type { OperatorFile, OperatorReading, ShowEntry, StartRule } from '../ports/source-files.ts';
import { StartupError } from '../ports/startup-error.ts';
import { entryOf, outletFaults } from './operator-outlets.ts';
import { listAt, shapeFaults, valueAt } from './shape-faults.ts';
import { alsoFaulty, byPlace, type PathFault, readYamlFile, type YamlFile } from './yaml-file.ts';

/**
 * Reads the operator's file. `on` are those of the platforms that have a token: an outlet on another one is a fault.
 * The stories it names must exist inside the file's own folder; they are not read here.
 * @throws StartupError where the file itself cannot be read.
 */
export async function readOperatorFile(
  path: string,
  on: ReadonlySet<PlatformName>,
  platforms: Platforms,
): Promise<OperatorReading> {
  const reading = await readYamlFile(path).catch((error: unknown) => {
    if (!(error instanceof StartupError)) throw error;
    throw new StartupError(
      error.message,
      "Set CLIFFHANGER_CONFIG to the path of your operator's file. The one that comes with the bot, config/cliffhanger.yaml, is an example to copy.",
      { cause: error },
    );
  });
  if (!reading.ok) {
    const stories = reading.rest === undefined ? undefined : await locateStories(path, reading.rest.yaml);
    const faults = alsoFaulty(reading, (yaml) => [
      ...valueFaults(yaml, on, platforms).faults,
      ...(stories?.faults ?? []),
    ]);
    return { ok: false, faults, storyPaths: stories?.paths ?? [] };
  }
  const { yaml } = reading;
  const { parsed, faults: own } = valueFaults(yaml, on, platforms);
  const stories = await locateStories(path, yaml);
  const faults = [...own, ...stories.faults];
  if (!parsed.success || faults.length > 0) {
    return { ok: false, faults: faults.map(yaml.fault).sort(byPlace), storyPaths: stories.paths };
  }
  const at = (index: number) => {
    const { file, line, column } = yaml.fault({ path: ['shows', index, 'story'], what: '', right: '' });
    return { file, line, column };
  };
  return {
    ok: true,
    operator: operatorOf(parsed.data, stories.paths, on, platforms, at),
    warnings: warningsOf(parsed.data, on, platforms).map(yaml.fault),
  };
}

function valueFaults(yaml: YamlFile, on: ReadonlySet<PlatformName>, platforms: Platforms) {
  const parsed = operatorSchemaOf(platforms).safeParse(yaml.data);
  const shape = parsed.success ? [] : lostDigits(yaml, shapeFaults(yaml.data, parsed.error.issues));
  const accounts = accountFaults(yaml.data, platforms);
  const known = new Set(accounts.map(({ path }) => JSON.stringify(path)));
  // What an id means says more than what form it should have.
  const right = shape.filter(({ path }) => !known.has(JSON.stringify(path)));
  return {
    parsed,
    faults: [...right, ...accounts, ...startFaults(yaml.data), ...outletFaults(yaml.data, on, platforms)],
  };
}

/** A long number has lost digits by the time it is read; the file still has them. */
function lostDigits(yaml: YamlFile, faults: readonly PathFault[]): PathFault[] {
  return faults.map((fault) => {
    const source = yaml.sourceOf(fault.path);
    const isLong = typeof valueAt(yaml.data, fault.path) === 'number' && /^\d{15,20}$/.test(source ?? '');
    if (!isLong) return fault;
    const name = String(fault.path.at(-1));
    const what = `${typeof fault.path.at(-1) === 'number' ? 'the id' : `"${name}"`} is the number ${source}`;
    return { ...fault, what, right: `"${source}", in quotes: as a number it would lose digits` };
  });
}

async function locateStories(
  path: string,
  yaml: YamlFile,
): Promise<{ readonly paths: readonly string[]; readonly faults: readonly PathFault[] }> {
  const folder = dirname(resolve(path));
  const paths: string[] = [];
  const faults: PathFault[] = [];
  for (const [index, show] of listAt(yaml.data, ['shows']).entries()) {
    const story = valueAt(show, ['story']);
    if (typeof story !== 'string' || story === '') continue;
    const located = await locateStory(folder, story);
    if ('path' in located) {
      if (paths.includes(located.path)) {
        faults.push({
          path: ['shows', index, 'story'],
          what: 'this story is played by an earlier show',
          right: 'one show for each story; put all outlets under it',
        });
      }
      paths.push(located.path);
    } else faults.push({ path: ['shows', index, 'story'], ...located });
  }
  return { paths, faults };
}

async function locateStory(
  folder: string,
  story: string,
): Promise<{ readonly path: string } | { readonly what: string; readonly right: string }> {
  const wanted = resolve(folder, story);
  const outside = {
    what: 'the story lies outside the folder of this file',
    right: 'a path inside this folder',
  };
  if (story.includes('\0') || !isInside(folder, wanted)) return outside;
  try {
    const [realFolder, realStory] = await Promise.all([realpath(folder), realpath(wanted)]);
    // A symbolic link may lead out of the folder.
    if (!isInside(realFolder, realStory)) return outside;
    if (!(await stat(realStory)).isFile())
      return { what: `"${story}" is not a file`, right: 'the path of a story file' };
    return { path: wanted };
  } catch {
    return { what: `there is no file "${story}"`, right: 'the path of a story file, relative to this file' };
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep);
}

function startFaults(data: unknown): readonly PathFault[] {
  return listAt(data, ['shows']).flatMap((show, index): PathFault[] => {
    const starts = valueAt(show, ['starts']);
    if (typeof starts !== 'string' || !START_TIME.test(starts) || instantOf(starts) !== undefined) return [];
    return [
      {
        path: ['shows', index, 'starts'],
        what: `no clock ever shows ${starts}`,
        right: 'a date and time that exist',
      },
    ];
  });
}

/** Also undefined for a day that its month does not have, which Date would move into the next. */
function instantOf(text: string): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})T/.exec(text);
  const at = Date.parse(text);
  if (found === null || Number.isNaN(at)) return undefined;
  const day = new Date(`${found[1]}-${found[2]}-01T00:00:00Z`);
  day.setUTCDate(Number(found[3]));
  return day.getUTCMonth() + 1 === Number(found[2]) ? at : undefined;
}

/** Ids of the right form that are nobody's who could steer or read. */
function accountFaults(data: unknown, platforms: Platforms): readonly PathFault[] {
  const right = 'the number of a person’s account';
  return platforms.flatMap(({ name, keys: { accountFault } }) => {
    if (accountFault === undefined) return [];
    const fault = (path: StoryPath, id: unknown, under: 'showrunners' | 'alerts'): readonly PathFault[] => {
      const text = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
      const what = accountFault(text, under);
      return what === undefined ? [] : [{ path, what, right }];
    };
    const showrunners: StoryPath = ['showrunners', name];
    return [
      ...listAt(data, showrunners).flatMap((id, index) => fault([...showrunners, index], id, 'showrunners')),
      ...fault(['alerts', name], valueAt(data, ['alerts', name]), 'alerts'),
    ];
  });
}

function operatorOf(
  data: OperatorData,
  storyPaths: readonly string[],
  on: ReadonlySet<PlatformName>,
  platforms: Platforms,
  at: (index: number) => ShowEntry['at'],
): OperatorFile {
  const alerts = platforms.flatMap(({ name, keys }): readonly OutletAddress[] => {
    const place = data.alerts[name];
    return place === undefined || !on.has(name) ? [] : [{ platform: name, [keys.outlet.place.part]: place }];
  });
  return {
    showrunners: data.showrunners,
    alerts,
    unknown: unknownRules(data, platforms),
    shows: data.shows.map((show, index) => ({
      storyPath: storyPaths[index] ?? '',
      starts: startOf(show.starts),
      communities: show.communities,
      ...(show.retention !== undefined && { retention: show.retention }),
      outlets: show.outlets.flatMap((outlet) => {
        const platform = platforms.find(({ name }) => outlet[name] !== undefined);
        return platform === undefined ? [] : [entryOf(outlet, platform)];
      }),
      at: at(index),
    })),
  };
}

/** Of the platforms that cannot tell whether a message has arrived. */
function unknownRules(data: object, platforms: Platforms): OperatorFile['unknown'] {
  const sections = Object.entries(sectionsOf(platforms));
  return Object.fromEntries(
    sections.map(([name, section]) => [name, section.parse(valueAt(data, [name])).unknown]),
  );
}

function startOf(starts: string): StartRule {
  if (starts === 'now' || starts === 'on-command') return { kind: starts };
  return { kind: 'at', at: Date.parse(starts) };
}

function warningsOf(
  data: OperatorData,
  on: ReadonlySet<PlatformName>,
  platforms: Platforms,
): readonly PathFault[] {
  const off = platforms
    .map(({ name }) => name)
    .filter((platform) => data.alerts[platform] !== undefined && !on.has(platform))
    .map((platform) => ({
      path: ['alerts', platform],
      what: `alerts for ${platform} go nowhere: ${platformVariable(platform, 'TOKEN')} is not set`,
      right: `set ${platformVariable(platform, 'TOKEN')}, or remove the line`,
      at: 'key' as const,
    }));
  const steering = Object.entries(data.showrunners).some(
    ([platform, accounts]) => on.has(platform) && accounts.length > 0,
  );
  if (steering) return off;
  const nobody = {
    what: 'nobody may steer the shows',
    right: 'your own account id under "showrunners"',
    at: 'key' as const,
  };
  return [...off, { path: ['showrunners'], ...nobody }];
}
