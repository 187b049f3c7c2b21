import { type OperatorData, operatorSchemaOf, sectionsOf } from '../../../config/operator-schema.ts';
import type { Appearance, Logo } from '../../core/appearance.ts';
import type { PlatformName } from '../../core/ids.ts';
import { platformVariable } from '../../core/platform-name.ts';
import type { Capabilities } from '../../core/posts/capabilities.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';
import type { Platforms } from '../../ports/platform/platform-definition.ts';
import type { OperatorFile, OperatorReading, ShowEntry } from '../../ports/source-files.ts';
import { StartupError } from '../../ports/startup-error.ts';
import { shapeFaults, valueAt } from '../shape-faults.ts';
import { alsoFaulty, byPlace, type PathFault, readYamlFile, type YamlFile } from '../yaml-file.ts';
import { accountFaults } from './accounts.ts';
import { locateLogos } from './logos.ts';
import { entryOf, outletFaults } from './outlets.ts';
import { originFaults, serialFaults, serialOf } from './serial.ts';
import { sourceFaults, sourceOf } from './source.ts';
import { startFaults, startOf } from './starts.ts';
import { locateStories } from './story-paths.ts';

/**
 * Reads the operator's file. `on` are those of the platforms that have a token: an outlet on another one is a fault, and
 * serial shows must fit their limits. `languages` are those that the bot has a catalogue for.
 * The stories it names must exist inside the file's own folder; they are not read here.
 * @throws StartupError where the file itself cannot be read.
 */
export async function readOperatorFile(
  path: string,
  on: ReadonlySet<PlatformName>,
  platforms: Platforms,
  languages: readonly string[] = ['en'],
): Promise<OperatorReading> {
  const known: Known = { on, platforms, languages };
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
      ...valueFaults(yaml, known).faults,
      ...(stories?.faults ?? []),
    ]);
    return { ok: false, faults, storyPaths: [...(stories?.paths.values() ?? [])] };
  }
  const { yaml } = reading;
  const { parsed, faults: own } = valueFaults(yaml, known);
  const stories = await locateStories(path, yaml);
  const { logos, faults: logoFaults } = await locateLogos(path, yaml);
  const faults = [...own, ...stories.faults, ...logoFaults];
  if (!parsed.success || faults.length > 0) {
    return {
      ok: false,
      faults: faults.map(yaml.fault).sort(byPlace),
      storyPaths: [...stories.paths.values()],
    };
  }
  const at = (index: number) => {
    const named = stories.paths.has(index) ? ['story'] : ['serial', 'id'];
    const { file, line, column } = yaml.fault({ path: ['shows', index, ...named], what: '', right: '' });
    return { file, line, column };
  };
  return {
    ok: true,
    operator: operatorOf(parsed.data, { stories: stories.paths, logos }, known, at),
    warnings: warningsOf(parsed.data, on, platforms).map(yaml.fault),
  };
}

/** What the bot that reads the file can do. */
interface Known {
  readonly on: ReadonlySet<PlatformName>;
  readonly platforms: Platforms;
  readonly languages: readonly string[];
}

function valueFaults(yaml: YamlFile, { on, platforms, languages }: Known) {
  const parsed = operatorSchemaOf(platforms).safeParse(yaml.data);
  const shape = parsed.success ? [] : lostDigits(yaml, shapeFaults(yaml.data, parsed.error.issues));
  const accounts = accountFaults(yaml.data, platforms);
  const known = new Set(accounts.map(({ path }) => JSON.stringify(path)));
  // What an id means says more than what form it should have.
  const right = shape.filter(({ path }) => !known.has(JSON.stringify(path)));
  return {
    parsed,
    faults: [
      ...right,
      ...accounts,
      ...originFaults(yaml.data),
      ...serialFaults(yaml.data, capabilitiesOf(platforms, on), languages),
      ...startFaults(yaml.data),
      ...sourceFaults(yaml.data),
      ...outletFaults(yaml.data, on, platforms),
    ],
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

/** By the show's position. */
interface Located {
  readonly stories: ReadonlyMap<number, string>;
  readonly logos: ReadonlyMap<number, Logo>;
}

function operatorOf(
  data: OperatorData,
  { stories, logos }: Located,
  { on, platforms }: Known,
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
    limits: data.limits,
    shows: data.shows.map((show, index) => ({
      from:
        show.serial === undefined ? { kind: 'story', path: stories.get(index) ?? '' } : serialOf(show.serial),
      starts: startOf(show.starts),
      communities: show.communities,
      ...(show.retention !== undefined && { retention: show.retention }),
      ...sourceOf(show),
      appearance: appearanceOf(show, logos.get(index)),
      outlets: show.outlets.flatMap((outlet) => {
        const platform = platforms.find(({ name }) => outlet[name] !== undefined);
        return platform === undefined ? [] : [entryOf(outlet, platform)];
      }),
      at: at(index),
    })),
  };
}

const appearanceOf = ({ colour }: OperatorData['shows'][number], logo: Logo | undefined): Appearance => ({
  ...(colour !== undefined && { colour: colour.toLowerCase() }),
  ...(logo !== undefined && { logo }),
});

const capabilitiesOf = (platforms: Platforms, on: ReadonlySet<PlatformName>): readonly Capabilities[] =>
  platforms.filter(({ name }) => on.has(name)).map(({ capabilities }) => capabilities);

/** Of the platforms that cannot tell whether a message has arrived. */
function unknownRules(data: object, platforms: Platforms): OperatorFile['unknown'] {
  const sections = Object.entries(sectionsOf(platforms));
  return Object.fromEntries(
    sections.map(([name, section]) => [name, section.parse(valueAt(data, [name])).unknown]),
  );
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
