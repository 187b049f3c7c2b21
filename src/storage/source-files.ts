import type { Capabilities } from '../core/capabilities.ts';
import type { SourceFiles } from '../ports/source-files.ts';
import { readOperatorFile } from './operator-file.ts';
import { valueAt } from './shape-faults.ts';
import { readStory } from './story-files.ts';
import { readYamlFile } from './yaml-file.ts';

/** The files that people write, held against these platforms' limits and the languages of the catalogues. */
export function sourceFiles(
  capabilities: readonly Capabilities[],
  languages?: readonly string[],
): SourceFiles {
  return {
    kindOf: async (path) => {
      const reading = await readYamlFile(path);
      if (!reading.ok) return 'story';
      const has = (key: string) => valueAt(reading.yaml.data, [key]) !== undefined;
      return has('shows') && !has('episodes') ? 'operator' : 'story';
    },
    readStory: (path) => readStory(path, capabilities, languages),
    readOperatorFile,
  };
}
